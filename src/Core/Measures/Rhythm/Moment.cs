namespace Afterglow.Core.Measures.Rhythm;

/// <summary>What a moment is counted from.</summary>
public enum Anchor
{
    /// <summary>From the day a plan is agreed to the first session.</summary>
    Start,

    /// <summary>Before the next session; what it is counted back from is the booked time.</summary>
    BeforeSession,

    /// <summary>After a session, counted from the dose.</summary>
    AfterSession,

    /// <summary>Again and again while the course runs, counted from the first session.</summary>
    DuringCourse,

    /// <summary>Again and again after the course, counted from its last session.</summary>
    AfterCourse,
}

/// <summary>A point of a schedule at which something is measured.</summary>
/// <param name="Key">Permanent within its schedule.</param>
/// <param name="At">After the anchor; for <see cref="Anchor.BeforeSession"/> and <see cref="Anchor.Start"/> of no meaning; for the repeated ones the interval.</param>
/// <param name="Opens">So long before <paramref name="At"/> it can be answered.</param>
/// <param name="Closes">So long after <paramref name="At"/> it is over.</param>
/// <param name="PlansMeasures">True where the measures that judge the plan are asked, too; they come first.</param>
/// <param name="Asks">Ids of instruments, the most important first.</param>
/// <param name="Calls">True where a link is sent for it; what does not call rides along with what does, or waits on the patient's own page.</param>
/// <param name="Times">How often at the most; null without an end.</param>
public sealed record Moment(
    string Key, string Name, Anchor Anchor, TimeSpan At, TimeSpan Opens, TimeSpan Closes, bool PlansMeasures, IReadOnlyList<string> Asks, bool Calls, Source Source,
    int? Times = null);

/// <summary>What a protocol measures and when.</summary>
/// <param name="Protocol">The id of the protocol.</param>
public sealed record MeasurementSchedule(string Protocol, IReadOnlyList<Moment> Moments)
{
    /// <summary>No check-in takes a patient longer.</summary>
    public static Sourced<TimeSpan> LongestCheckIn { get; } =
        new(TimeSpan.FromMinutes(2), Source.Assumed("A check-in that takes longer is put off or abandoned; what does not fit is asked another day."));

    private static readonly Source Windows =
        Source.Assumed("The moments are those of ketamine trials; how long each stays open was chosen so that a day missed is not a moment missed.");

    private static readonly Moment Baseline = new(
        "baseline", "Before the first session", Anchor.Start, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.FromDays(60), true,
        ["asq", "phq9", "gad7", "wsas", "who5", "auditc", "bpicss", "dast10"], true, new("g_base_workup: a baseline before the first session (Sanacora 2017)", Confidence.RecalledSure));

    private static readonly Moment Before = new(
        "before-session", "Before a session", Anchor.BeforeSession, TimeSpan.Zero, TimeSpan.FromHours(48), TimeSpan.Zero, true,
        ["asq"], true, new("g_suicide: a suicide screen at every visit", Confidence.RecalledSure));

    private static readonly Moment FourHours = new(
        "4-hours", "4 hours after", Anchor.AfterSession, TimeSpan.FromHours(4), TimeSpan.FromMinutes(30), TimeSpan.FromHours(8), false, ["after_effects"], true, Windows);

    private static readonly Moment Day = new(
        "24-hours", "A day after", Anchor.AfterSession, TimeSpan.FromHours(24), TimeSpan.FromHours(4), TimeSpan.FromHours(24), false, ["after_effects", "mood"], true, Windows);

    private static readonly Moment ThreeDays = new(
        "day-3", "Day 3", Anchor.AfterSession, TimeSpan.FromDays(3), TimeSpan.FromHours(12), TimeSpan.FromDays(1), false, ["mood"], true, Windows);

    private static readonly Moment SevenDays = new(
        "day-7", "Day 7", Anchor.AfterSession, TimeSpan.FromDays(7), TimeSpan.FromHours(12), TimeSpan.FromDays(3), true, ["mood", "after_effects"], true, Windows);

    private static readonly Moment Daily = new(
        "daily", "Daily", Anchor.DuringCourse, TimeSpan.FromDays(1), TimeSpan.Zero, TimeSpan.FromDays(1), false, ["mood"], false, Windows);

    private static readonly Moment Weekly = new(
        "weekly", "Weekly during the course", Anchor.DuringCourse, TimeSpan.FromDays(7), TimeSpan.Zero, TimeSpan.FromDays(5), true, ["mood"], true, Windows);

    private static readonly Moment Monthly = new(
        "monthly", "Monthly afterwards", Anchor.AfterCourse, TimeSpan.FromDays(30), TimeSpan.FromDays(2), TimeSpan.FromDays(12), true,
        ["asq", "after_effects", "who5", "wsas", "gad7"], true, Source.Assumed("Benefit fades over weeks to months; a year of monthly questions sees most relapses without asking for ever."), 12);

    private static Moment InTheChair(string key, string name, int minutes, string dissociation, Source source) => new(
        key, name, Anchor.AfterSession, TimeSpan.FromMinutes(minutes), TimeSpan.FromMinutes(15), TimeSpan.FromMinutes(30), false, [dissociation, "moaas"], false, source);

    private static IReadOnlyList<Moment> Around(string dissociation, Source source) =>
    [
        Baseline, Before, InTheChair("40-minutes", "40 minutes after", 40, dissociation, source), InTheChair("2-hours", "2 hours after", 120, dissociation, source),
        FourHours, Day, ThreeDays, SevenDays, Weekly, Daily, Monthly,
    ];

    private static readonly Source Six = new("s_cadss6: the short form at the chair, every 15 to 30 minutes", Confidence.Verified);

    private static readonly Source Whole = new("s_cadss: items and total at the baseline, about 40 minutes and before leaving", Confidence.Verified);

    /// <summary>One a protocol.</summary>
    public static IReadOnlyList<MeasurementSchedule> All { get; } =
    [
        new("ketamine-iv-1", Around("cadss6", Six)),
        new("ketamine-im-1", Around("cadss6", Six)),
        new("esketamine-nasal-1", Around("cadss", Whole)),
        new("ketamine-sl-1", Around("cadss6", Six)),
    ];

    /// <summary>The schedule of a protocol; null when there is none.</summary>
    public static MeasurementSchedule? For(string protocol) => All.FirstOrDefault(schedule => schedule.Protocol == protocol);
}
