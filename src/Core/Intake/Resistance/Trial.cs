using Afterglow.Core.Intake.Eligibility;

namespace Afterglow.Core.Intake.Resistance;

/// <summary>Yes, no, or not known well enough to say.</summary>
public enum Judged
{
    Unknown,
    Yes,
    No,
}

/// <summary>One antidepressant tried, with every step of how it was judged.</summary>
/// <param name="Name">As the patient or the other system wrote it.</param>
/// <param name="Recognised">The antidepressant it names; null when it is none of the list.</param>
/// <param name="DoseMg">The highest daily dose.</param>
/// <param name="Least">The row of the table; null when there is none.</param>
/// <param name="InEpisode">Whether it was taken in this episode.</param>
/// <param name="Failed">Whether it did not help enough.</param>
/// <param name="Missing">What would have to be known to judge it, in words.</param>
public sealed record Trial(
    string Name, Medicine? Recognised, Basis Basis, decimal? DoseMg, decimal? Weeks, Adequacy? Least, Judged DoseAdequate, Judged LongEnough,
    Judged Regular, Judged InEpisode, Judged Failed, string? Helped, IReadOnlyList<string> WhyStopped, IReadOnlyList<string> Missing)
{
    /// <summary>Dose, time and regularity together.</summary>
    public Judged Adequate =>
        DoseAdequate == Judged.No || LongEnough == Judged.No || Regular == Judged.No ? Judged.No
        : DoseAdequate == Judged.Yes && LongEnough == Judged.Yes ? Judged.Yes
        : Judged.Unknown;

    /// <summary>An adequate trial in this episode that did not help enough: what resistance counts.</summary>
    public Judged Counts =>
        Adequate == Judged.No || InEpisode == Judged.No || Failed == Judged.No ? Judged.No
        : Adequate == Judged.Yes && InEpisode == Judged.Yes && Failed == Judged.Yes ? Judged.Yes
        : Judged.Unknown;

    /// <summary>How it was judged, in a sentence.</summary>
    public string Working()
    {
        if (Recognised is null) return "Not recognised as an antidepressant of the list; judge it by hand.";
        var parts = new List<string>
        {
            Least is null ? "no lowest dose on file for it"
                : DoseMg is { } dose ? Text($"{dose:0.###} mg a day against at least {Least.LeastMg:0.###} mg")
                : Text($"dose not known, at least {Least.LeastMg:0.###} mg counts"),
            Weeks is { } weeks ? Text($"{weeks:0.#} weeks against at least {AdequacyTable.LeastWeeks:0}") : Text($"time not known, at least {AdequacyTable.LeastWeeks:0} weeks count"),
        };
        if (Regular == Judged.No) parts.Add("not taken on most days");
        parts.Add(InEpisode switch { Judged.Yes => "in this episode", Judged.No => "not in this episode", _ => "whether in this episode is not known" });
        parts.Add(Failed switch { Judged.Yes => "did not help enough", Judged.No => "helped", _ => Helped is null ? "whether it helped is not known" : "helped about half: judge by hand" });
        return string.Concat(parts[0][..1].ToUpperInvariant(), string.Join("; ", parts).AsSpan(1), ".");

        static string Text(FormattableString text) => FormattableString.Invariant(text);
    }
}
