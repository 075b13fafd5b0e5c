namespace Afterglow.Core.Plans.Treatment;

/// <summary>When a plan looks at its benefit, as a rule asks for it.</summary>
/// <param name="Standing">Of the time, which the rule's source names.</param>
/// <param name="Threshold">Of the share below which treatment stops: another matter than the time.</param>
public sealed record ReviewRule(ClinicalRule Rule, string What, Source Standing, Source Threshold)
{
    /// <summary>After the first course: is it worth going on?</summary>
    public static ReviewRule AfterCourse { get; } = new(
        RuleBook.Find("l_review"), "Benefit after the course", RuleBook.Find("l_review").Source,
        new("The rule names 25 to 50 %: the threshold itself is a site default", Confidence.RecalledUnsure));

    /// <summary>In the second month: can the sessions lie further apart?</summary>
    public static ReviewRule SecondMonth { get; } = new(
        RuleBook.Find("p_apa_dose"), "Spacing in the second month", RuleBook.Find("p_apa_dose").Source,
        new("Once weekly or less often by the second month, or consider stopping (Sanacora 2017; detail recalled)", Confidence.RecalledSure));

    /// <summary>When it gets worse, whenever that is.</summary>
    public static ReviewRule Worsening { get; } = new(
        RuleBook.Find("l_worsen"), "Worsening, at any time", RuleBook.Find("l_worsen").Source, RuleBook.Find("l_worsen").Source);

    /// <summary>The reviews that hold for a protocol.</summary>
    public static IReadOnlyList<ReviewRule> For(Protocol protocol) =>
        [.. new[] { AfterCourse, SecondMonth, Worsening }.Where(review => review.Rule.AppliesTo.HasFlag(protocol.Compound))];

    public static ReviewRule? Find(string rule) => new[] { AfterCourse, SecondMonth, Worsening }.FirstOrDefault(review => review.Rule.Id == rule);
}

/// <summary>Something that is watched for as long as treatment goes on, as a rule asks for it.</summary>
/// <param name="Usual">Weeks between two times; 0 stands for every session.</param>
/// <param name="Least">The shortest interval that a plan may name, weeks.</param>
/// <param name="Most">The longest interval that the rule allows, weeks.</param>
/// <param name="Interval">Of the interval, which is often less sure than the reason to look.</param>
public sealed record MonitoringRule(ClinicalRule Rule, string What, int Usual, int Least, int Most, Source Interval)
{
    /// <summary>True where a plan may leave it out: the rule informs and does not ask.</summary>
    public bool MayBeLeftOut => Rule.Severity == RuleSeverity.Inform;

    public bool EverySession => Usual == 0;

    private static readonly MonitoringRule[] Known =
    [
        new(RuleBook.Find("l_urinary"), "Bladder", 4, 1, 5, new("every 4th session or monthly: the interval is a site default", Confidence.RecalledUnsure)),
        new(RuleBook.Find("g_bp_rac"), "Blood pressure", 0, 0, 0, RuleBook.Find("g_bp_rac").Source),
        new(RuleBook.Find("g_bp_esk"), "Blood pressure", 0, 0, 0, RuleBook.Find("g_bp_esk").Source),
        new(RuleBook.Find("l_lft"), "Liver", 13, 1, 26, new("every 3 to 6 months: the interval is a site default", Confidence.RecalledUnsure)),
        new(RuleBook.Find("l_cog"), "Thinking and memory", 26, 4, 52, RuleBook.Find("l_cog").Source),
        new(RuleBook.Find("l_misuse"), "Craving and misuse", 4, 1, 13, Source.Assumed("Asked monthly so that it is asked at every review; no interval was published.")),
    ];

    public static IReadOnlyList<MonitoringRule> For(Protocol protocol) => [.. Known.Where(rule => rule.Rule.AppliesTo.HasFlag(protocol.Compound))];

    public static MonitoringRule? Find(string rule) => Known.FirstOrDefault(known => known.Rule.Id == rule);
}
