using Afterglow.Core.Pharmacology.Interactions;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>
/// How one rule of the book is read in what is known of a patient: a pure function that finds something or nothing. The rule
/// itself, its source and its standing stay in the book.
/// </summary>
public sealed record EligibilityRule(string RuleId, Func<Known, Finding?> Look);

/// <summary>Says what a rule found.</summary>
internal readonly struct Saying(string ruleId, string title)
{
    public Finding NotEligible(string sentence, IEnumerable<Basis> where, IReadOnlyList<Interaction>? effects = null) =>
        Make(WhatToDo.NotEligible, sentence, where, [], effects);

    public Finding Decide(string sentence, IEnumerable<Basis> where, IReadOnlyList<Interaction>? effects = null) =>
        Make(WhatToDo.PrescriberDecides, sentence, where, [], effects);

    public Finding Noted(string sentence, IEnumerable<Basis> where, IReadOnlyList<Interaction>? effects = null) =>
        Make(WhatToDo.Noted, sentence, where, [], effects);

    public Finding More(string sentence, IEnumerable<Basis> where, params IReadOnlyList<string> asks) =>
        Make(WhatToDo.MoreInformation, sentence, where, asks, null);

    private Finding Make(
        WhatToDo act, string sentence, IEnumerable<Basis> where, IReadOnlyList<string> asks, IReadOnlyList<Interaction>? effects) =>
        new(RuleBook.Find(ruleId), act, title, sentence, [.. where], asks, effects ?? []);
}

internal static class Reading
{
    /// <summary>The answers among these that were given at all.</summary>
    public static IEnumerable<Basis> Answers(this Known known, params IEnumerable<string> questions) =>
        questions.Select(question => known.Answer(question)).OfType<Basis>();

    public static bool Sure(this IEnumerable<Basis> where) => where.Any(evidence => !evidence.Possible);

    /// <summary>True when none of these was answered, or only with “I don't know” or “prefer not to say”.</summary>
    public static bool Open(this Known known, string question) => known.Told(question) is Told.Nothing or Told.Unsure or Told.Declined;

    /// <summary>Whether a time lies within the last so many days: surely, possibly (the day is not known), or not.</summary>
    public static bool? Within(this Known known, Patients.ClinicalTime at, int days)
    {
        if (at.Precision == Patients.Precision.Unknown) return null;
        var first = DateOnly.FromDateTime(at.Start.UtcDateTime);
        var last = at.Precision switch
        {
            Patients.Precision.Year => new DateOnly(first.Year, 12, 31),
            Patients.Precision.Month => first.AddMonths(1).AddDays(-1),
            _ => first,
        };
        var edge = known.Today.AddDays(-days);
        return last < edge ? false : first >= edge ? true : null;
    }
}
