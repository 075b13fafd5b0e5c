using Afterglow.Core.Intake.History;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>The history form on the patient's own page.</summary>
internal sealed class HistoryCareLines(HistoryRecords histories, IStringLocalizer<PatientWords> words) : ICareLines
{
    public async Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel)
    {
        if (!link.OpensAll) return [];
        var view = await histories.StandingAsync(link, cancel);
        var (answered, needed) = view.Progress;
        return
        [
            view.History switch
            {
                { SubmittedAt: not null, ChangedSinceSubmitted: false } => new CareLine("/my-history", words["my.title"], "✓ " + words["care.sent"], false),
                { Started: true } => new CareLine("/my-history", words["my.title"], words["my.progress", answered, needed], true),
                _ => new CareLine("/my-history", words["my.title"], words["care.to-do"], true),
            },
        ];
    }
}
