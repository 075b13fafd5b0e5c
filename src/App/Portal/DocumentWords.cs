using Afterglow.App.Design;
using Afterglow.Core.Intake.Consent;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>How a patient's documents stand, in the patient's language; and who may open them.</summary>
internal static class DocumentWords
{
    /// <summary>Through the link at home, or on a device that was handed over.</summary>
    public static async Task<PatientLink?> OpenAsync(HttpContext context) =>
        await OpenForm.OfAsync(context) is { } link && (link.OpensAll || link.Purpose == LinkPurpose.Here) ? link : null;

    public static string State(IStringLocalizer<PatientWords> words, ConsentStanding standing, TimeProvider clock) => standing.State switch
    {
        ConsentState.Signed => "✓ " + words["documents.state.signed", Day(standing.Signature!.At, clock)],
        ConsentState.Outdated => words["documents.state.outdated"],
        ConsentState.Withdrawn => words["documents.state.withdrawn", Day(standing.Since!.Value, clock)],
        ConsentState.Declined => words["documents.state.declined", Day(standing.Since!.Value, clock)],
        _ => words["documents.state.missing"],
    };

    /// <summary>“November 25, 2026”, in the language being read.</summary>
    public static string Day(DateTimeOffset at, TimeProvider clock) =>
        clock.Local(at).ToString(Languages.Current == "es" ? "d 'de' MMMM 'de' yyyy" : "MMMM d, yyyy", Languages.Of(Languages.Current));
}
