using System.Globalization;
using Afterglow.Core.Intake.Consent;

namespace Afterglow.Core.Sessions;

/// <summary>How the patient stands to the consent that the protocol needs, as the record has it.</summary>
/// <param name="Document">Its permanent key; null where none was written for this treatment.</param>
/// <param name="Title">In English, as it was signed or would be signed.</param>
/// <param name="Version">Signed; where nothing was signed, the one asked for.</param>
/// <param name="On">When it was signed or withdrawn.</param>
/// <param name="HoldsUntil">When a version that is published already asks the patient again: from then on this signature opens no gate; null when none is.</param>
public sealed record ConsentOnFile(
    string? Document, string Title, ConsentState State, int Version, DateOnly? On, bool SaysOffLabel, DateOnly? EnrolledOn, DateTimeOffset? HoldsUntil = null)
{
    /// <summary>As it counts at a moment: whoever sits in a chair over midnight is asked for what is asked for then.</summary>
    public ConsentOnFile At(DateTimeOffset now) => State == ConsentState.Signed && HoldsUntil <= now ? this with { State = ConsentState.Outdated } : this;

    /// <summary>Which document, which version, since when.</summary>
    public string Words() => string.Create(CultureInfo.InvariantCulture, $"{Title}, version {Version}{(On is { } day ? $", {(State == ConsentState.Withdrawn ? "withdrawn" : "signed")} {day:d MMM yyyy}" : "")}");
}

/// <summary>Whether anybody decided that this patient can be treated.</summary>
public enum EligibilityStanding
{
    /// <summary>No history form and no decision: referred, or treated before this clinic kept its record here.</summary>
    NoIntake,

    /// <summary>A history is on file, and no prescriber has decided.</summary>
    Undecided,
    Eligible,
    NotNow,
    NotEligible,
}

/// <summary>A prescriber's newest decision, where there is one.</summary>
public sealed record EligibilityOnFile(EligibilityStanding Standing, string By = "", DateOnly? On = null)
{
    public string Words() => On is { } day ? string.Create(CultureInfo.InvariantCulture, $"{By}, {day:d MMM yyyy}") : "";
}

/// <summary>What the patient's record says that a session hangs on: taken in at check-in, and again when it changes.</summary>
public sealed record StandingOnFile(ConsentOnFile? Consent, EligibilityOnFile? Eligibility)
{
    /// <summary>In a sentence, for the log and the note.</summary>
    public string Words() => string.Join("; ", new[]
    {
        Consent switch
        {
            null => "",
            { State: ConsentState.Missing } consent => $"consent not signed ({consent.Title})",
            { State: ConsentState.Outdated } consent => $"consent to be signed anew ({consent.Words()})",
            var consent => $"consent: {consent.Words()}",
        },
        Consent?.EnrolledOn is { } day ? string.Create(CultureInfo.InvariantCulture, $"enrolled in the esketamine programme {day:d MMM yyyy}") : "",
        Eligibility switch
        {
            null => "",
            { Standing: EligibilityStanding.Eligible } decided => $"eligible ({decided.Words()})",
            { Standing: EligibilityStanding.NotNow } decided => $"decided “not now” ({decided.Words()})",
            { Standing: EligibilityStanding.NotEligible } decided => $"decided “not eligible” ({decided.Words()})",
            { Standing: EligibilityStanding.Undecided } => "no decision on eligibility",
            _ => "no intake on file",
        },
    }.Where(part => part.Length > 0));
}
