using Afterglow.Core.Measures;

namespace Afterglow.Core.CheckIns;

/// <summary>One question of a check-in.</summary>
/// <param name="Place">Of the item in its instrument, counted from 0.</param>
public sealed record CheckInQuestion(Instrument Instrument, int Place)
{
    public Item Item => Instrument.Items[Place];

    /// <summary>What names it in an address: <c>phq9.death</c>.</summary>
    public string Key => $"{Instrument.Id}.{Item.Key}";
}

/// <summary>An answer that was given.</summary>
/// <param name="Value">Null for “I would rather not say”.</param>
public sealed record GivenAnswer(int? Value, DateTimeOffset At);

/// <summary>A check-in as it stands now, folded from its log.</summary>
public sealed record PatientCheckIn
{
    public required Guid Id { get; init; }

    public required CheckInEvent.Asked Asked { get; init; }

    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>The number of entries it was folded from.</summary>
    public int Version { get; init; }

    public DateTimeOffset? FinishedAt { get; init; }

    public DateTimeOffset? RanOutAt { get; init; }

    /// <summary>By question.</summary>
    public IReadOnlyDictionary<string, GivenAnswer> Answers { get; init; } = new Dictionary<string, GivenAnswer>(StringComparer.Ordinal);

    /// <summary>Those that this version of the program still knows.</summary>
    public IReadOnlyList<Instrument> Instruments { get; init; } = [];

    public bool Begun => Answers.Count > 0;

    public bool IsOpen(DateTimeOffset now) => FinishedAt is null && RanOutAt is null && now < Asked.ClosesAt;

    /// <summary>The questions that are asked, in order, as the answers so far have it: what a “no” makes needless is left out.</summary>
    public IReadOnlyList<CheckInQuestion> Questions =>
        [.. Instruments.SelectMany(instrument => Enumerable.Range(0, instrument.Items.Count).Where(place => IsAsked(instrument, place)).Select(place => new CheckInQuestion(instrument, place)))];

    /// <summary>The first question without an answer; null when all are answered.</summary>
    public CheckInQuestion? Next => Questions.FirstOrDefault(question => !Answers.ContainsKey(question.Key));

    /// <summary>How many are answered, and of how many.</summary>
    public (int Answered, int Of) Progress => Questions is var questions ? (questions.Count(question => Answers.ContainsKey(question.Key)), questions.Count) : default;

    /// <summary>True once every question of the instrument that is asked has an answer.</summary>
    public bool IsComplete(Instrument instrument) =>
        Enumerable.Range(0, instrument.Items.Count).Where(place => IsAsked(instrument, place)).All(place => Answers.ContainsKey(new CheckInQuestion(instrument, place).Key));

    /// <summary>The answers by item, null where none was given or the patient would rather not say.</summary>
    public IReadOnlyList<int?> AnswersTo(Instrument instrument) =>
        [.. Enumerable.Range(0, instrument.Items.Count).Select(place => Answers.TryGetValue(new CheckInQuestion(instrument, place).Key, out var given) ? given.Value : null)];

    /// <summary>
    /// What the answers so far say that somebody must look at, before the instrument is complete. What has not been asked yet
    /// counts as the mildest answer, so that nothing is raised by a question nobody has read; a refusal counts as the
    /// instrument has it.
    /// </summary>
    public IReadOnlyList<Risk> RisksOf(Instrument instrument)
    {
        var answers = new int?[instrument.Items.Count];
        for (var place = 0; place < answers.Length; place++)
            answers[place] = Answers.TryGetValue(new CheckInQuestion(instrument, place).Key, out var given) ? given.Value : Mildest(instrument.Items[place]);
        return instrument.Score(answers).Try(out var score, out _) ? score.Risks : [];
    }

    /// <summary>An answer is given, or given anew. Null where exactly this was answered before: nothing is written.</summary>
    public Result<CheckInEvent?> Answer(string key, int? value, DateTimeOffset now)
    {
        if (!IsOpen(now)) return FinishedAt is not null ? new CheckInFinished() : new CheckInRanOut();
        if (Questions.FirstOrDefault(question => question.Key == key) is not { } asked) return new QuestionNotAsked();
        if (value is { } given && !asked.Item.Holds(given)) return new AnswerNotOnList();
        if (Answers.TryGetValue(key, out var before))
        {
            if (before.Value == value) return (CheckInEvent?)null;
            // Its score is in the chart: what is wrong with it is said to a person.
            if (IsComplete(asked.Instrument)) return new AnswersSent();
        }
        return new CheckInEvent.Answered(asked.Instrument.Id, asked.Item.Key, value);
    }

    /// <summary>Null when nobody was ever asked under this id.</summary>
    public static PatientCheckIn? From(Guid id, IReadOnlyList<CheckInEntry> log)
    {
        PatientCheckIn? checkIn = null;
        Dictionary<string, GivenAnswer> answers = new(StringComparer.Ordinal);
        foreach (var entry in log)
        {
            checkIn = (checkIn, entry.Event) switch
            {
                (null, CheckInEvent.Asked asked) => new PatientCheckIn
                {
                    Id = id, Asked = asked, AskedAt = entry.At, Answers = answers,
                    Instruments = [.. asked.Instruments.Select(Measures.Instruments.Find).OfType<Instrument>()],
                },
                (null, _) => throw new InvalidOperationException($"check-in/{id:D} does not begin with its asking."),
                (_, CheckInEvent.Finished) => checkIn with { FinishedAt = entry.At },
                (_, CheckInEvent.RanOut) => checkIn with { RanOutAt = entry.At },
                _ => checkIn,
            };
            if (entry.Event is CheckInEvent.Answered answered) answers[$"{answered.Instrument}.{answered.Item}"] = new GivenAnswer(answered.Value, entry.At);
            checkIn = checkIn with { Version = checkIn.Version + 1 };
        }
        return checkIn;
    }

    // Asked is what would be missing if everything after it were answered with the mildest answer.
    private bool IsAsked(Instrument instrument, int place)
    {
        if (instrument.Scoring is not Scoring.Branching && instrument.Missing is not MissingRule.AllNeededUnless) return true;
        var answers = new int?[instrument.Items.Count];
        for (var other = 0; other < answers.Length; other++)
            answers[other] = other == place ? null
                : other < place && Answers.TryGetValue(new CheckInQuestion(instrument, other).Key, out var given) ? given.Value : Mildest(instrument.Items[other]);
        return !instrument.Score(answers).Try(out var score, out _) || score.Missing > answers.Take(place).Count(answer => answer is null);
    }

    private static int Mildest(Item item) => item.Reversed ? item.High : item.Low;
}

/// <summary>It is closed because everything was answered.</summary>
public sealed record CheckInFinished : Refusal
{
    public override string Code => "check-in.finished";

    public override string Sentence => "You have finished these questions. Thank you; there is nothing more to do.";
}

/// <summary>It is closed because its time is over.</summary>
public sealed record CheckInRanOut : Refusal
{
    public override string Code => "check-in.ran-out";

    public override string Sentence => "The time for these questions is over. What you answered is kept; we will ask you again.";
}

/// <summary>A question that is not one of this check-in, or is not asked after the answers given.</summary>
public sealed record QuestionNotAsked : Refusal
{
    public override string Code => "check-in.question";

    public override string Sentence => "This question is not asked now. Go on with the one that is shown.";
}

/// <summary>An answer that the question does not have; or none.</summary>
public sealed record AnswerNotOnList : Refusal
{
    public override string Code => "check-in.answer";

    public override string Sentence => "Choose one of the answers, or “I would rather not say”.";
}

/// <summary>All questions of the instrument are answered and its score is written.</summary>
public sealed record AnswersSent : Refusal
{
    public override string Code => "check-in.sent";

    public override string Sentence => "These answers have been sent. If one is wrong, call us or write it in your own words.";
}
