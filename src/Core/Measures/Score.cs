namespace Afterglow.Core.Measures;

/// <summary>What answers came to.</summary>
/// <param name="Instrument">Its permanent name.</param>
/// <param name="Total">Null where the instrument is not summed or too much is missing.</param>
/// <param name="Because">Why there is no total or finding, in a sentence; null where there is one.</param>
/// <param name="Prorated">True where the mean of the other answers stands in for missing ones.</param>
/// <param name="Missing">How many answers were needed and not given.</param>
/// <param name="Band">Null where there is no total, or nobody published bands.</param>
/// <param name="Risks">What somebody must look at, the most urgent first.</param>
/// <param name="Parts">Subscales by key, those whose items were all answered.</param>
/// <param name="Criteria">Criteria by key; those that could not be told are left out.</param>
public sealed record Score(
    string Instrument, int? Total, string? Because, bool Prorated, int Missing, Band? Band, IReadOnlyList<Risk> Risks,
    IReadOnlyDictionary<string, int> Parts, IReadOnlyDictionary<string, bool> Criteria)
{
    /// <summary>“9, mild”, “high”, “no total: …”.</summary>
    public string Words => (Total, Band) switch
    {
        ({ } total, { } band) => $"{total}, {band.Label}",
        ({ } total, null) => $"{total}",
        (null, { } band) => band.Label,
        _ => Because is { } why ? $"no total: {why}" : "no total",
    };
}

/// <summary>The one place where answers are added up.</summary>
internal static class Scored
{
    private static readonly Dictionary<string, int> NoParts = [];
    private static readonly Dictionary<string, bool> NoCriteria = [];

    /// <param name="answers">Checked: as many as there are items, each within its item.</param>
    public static Score From(Instrument instrument, IReadOnlyList<int?> answers)
    {
        if (instrument.Scoring is Scoring.Branching branching)
        {
            var finding = branching.Find(answers);
            return new Score(
                instrument.Id, null, finding.Because, false, finding.Missing, instrument.Bands.FirstOrDefault(band => band.Key == finding.Band),
                InOrder(finding.Risks), NoParts, NoCriteria);
        }
        var counted = answers.Select((answer, place) => answer is { } given ? instrument.Items[place].Counts(given) : (int?)null).ToArray();
        var (total, missing, because) = instrument.Scoring switch
        {
            Scoring.HighestOfGroups groups => OfGroups(groups, counted),
            Scoring.Sum sum => OfSum(instrument, sum, answers, counted),
            _ => throw new InvalidOperationException($"{instrument.Id} is scored in a way nobody wrote."),
        };
        // What was answered counts at least this much, so that an alarm does not wait for the last answer.
        var least = total ?? (instrument.Scoring is Scoring.HighestOfGroups known
            ? known.Groups.Sum(group => group.Max(item => counted[item - 1]) ?? 0)
            : instrument.Scoring.Grain * counted.Select((value, place) => value ?? instrument.Items[place].Low).Sum());
        return new Score(
            instrument.Id, total, because, total is not null && missing > 0, missing,
            total is { } sure ? instrument.BandOf(sure) : null, Raised(instrument, answers, least), PartsOf(instrument, counted), CriteriaOf(instrument, answers));
    }

    public static Score FromTotal(Instrument instrument, int total, IReadOnlyList<int?> known) => new(
        instrument.Id, total, null, false, 0, instrument.BandOf(total), Raised(instrument, known, total), NoParts, NoCriteria);

    private static (int? Total, int Missing, string? Because) OfSum(Instrument instrument, Scoring.Sum scoring, IReadOnlyList<int?> answers, int?[] counted)
    {
        var missing = counted.Count(value => value is null);
        if (missing == 0) return (counted.Sum() * scoring.Times, 0, null);
        if (instrument.Missing is MissingRule.AllNeededUnless unless && answers[unless.Item - 1] == unless.Answer)
            return (counted.Sum(value => value ?? 0) * scoring.Times, 0, null);
        var filled = instrument.Missing switch
        {
            MissingRule.Prorate prorate => missing <= prorate.Most && missing < counted.Length,
            MissingRule.MayNotApply one => missing == 1 && counted[one.Item - 1] is null,
            _ => false,
        };
        if (!filled) return (null, missing, $"{(missing == 1 ? "one answer is" : $"{missing} answers are")} missing.");
        // The mean of equal ranges cannot leave the range; halves are rounded away from zero, as a person would.
        var mean = (decimal)counted.Sum()!.Value / (counted.Length - missing);
        return ((int)decimal.Round(mean * counted.Length, MidpointRounding.AwayFromZero) * scoring.Times, missing, null);
    }

    private static (int? Total, int Missing, string? Because) OfGroups(Scoring.HighestOfGroups scoring, int?[] counted)
    {
        var highest = scoring.Groups.Select(group => group.Max(item => counted[item - 1])).ToArray();
        var missing = highest.Count(value => value is null);
        return missing > 0
            ? (null, missing, $"nothing of question {string.Join(" and ", scoring.Groups.Where((_, place) => highest[place] is null).Select(group => string.Join("/", group)))} is answered.")
            : (highest.Sum(), 0, null);
    }

    private static List<Risk> Raised(Instrument instrument, IReadOnlyList<int?> answers, int least) => InOrder(
        instrument.Safety.Select(rule => rule switch
        {
            SafetyRule.AnswerAtLeast at when answers[at.Item - 1] is { } answer && answer >= at.Answer =>
                new Risk(at.Kind, at.Urgency, instrument.Id, instrument.Items[at.Item - 1].Key, answer),
            SafetyRule.TotalAtLeast at when least >= at.Total => new Risk(at.Kind, at.Urgency, instrument.Id, null, least),
            _ => null,
        }).OfType<Risk>());

    private static List<Risk> InOrder(IEnumerable<Risk> risks) =>
        [.. risks.OrderByDescending(risk => risk.Urgency).DistinctBy(risk => (risk.Kind, risk.Item))];

    private static Dictionary<string, int> PartsOf(Instrument instrument, int?[] counted) =>
        instrument.Parts.Where(part => counted[(part.From - 1)..part.To].All(value => value is not null))
            .ToDictionary(part => part.Key, part => counted[(part.From - 1)..part.To].Sum()!.Value);

    private static Dictionary<string, bool> CriteriaOf(Instrument instrument, IReadOnlyList<int?> answers) =>
        instrument.Criteria.Select(criterion => (criterion.Key, Met: criterion.Met(answers))).Where(told => told.Met is not null)
            .ToDictionary(told => told.Key, told => told.Met!.Value);
}
