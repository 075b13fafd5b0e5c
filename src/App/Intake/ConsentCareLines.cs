using Afterglow.App.Portal;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Intake;

/// <summary>The consent documents on the patient's own page.</summary>
internal sealed class ConsentCareLines(ConsentRecords consents, IStringLocalizer<PatientWords> words) : ICareLines
{
    public async Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel)
    {
        var standings = (await consents.ViewAsync(link.PatientId, cancel)).Standings;
        var waiting = standings.Count(standing => standing.Waits);
        if (waiting == 0 && standings.All(standing => standing.Signature is null && !standing.Asked)) return [];
        return [new CareLine("/my-documents", words["documents.title"], waiting > 0 ? words["documents.waiting", waiting] : "✓ " + words["documents.none-waits"], waiting > 0)];
    }
}
