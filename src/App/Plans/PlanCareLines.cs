using Afterglow.App.Portal;
using Afterglow.Core.Plans.Treatment;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Plans;

/// <summary>The treatment plan on the patient's own page.</summary>
internal sealed class PlanCareLines(PlanRecords plans, IStringLocalizer<PatientWords> words) : ICareLines
{
    public async Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel)
    {
        // What has never been put before the patient is the clinic's own.
        if ((await plans.StandingAsync(link, cancel)).Newest is not { } plan || !plan.Log.Any(line => line.What is PlanEvent.Proposed)) return [];
        var (state, waits) = plan.State switch
        {
            PlanState.Proposed => ("care.plan.proposed", true),
            PlanState.Agreed => ("care.plan.agreed", false),
            PlanState.Declined => ("care.plan.declined", false),
            PlanState.Ended => ("care.plan.ended", false),
            _ => ("care.plan.changing", false),
        };
        return [new CareLine("/my-plan", words["plan.title"], words[state], waits)];
    }
}
