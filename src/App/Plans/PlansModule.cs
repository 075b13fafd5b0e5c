using Afterglow.App.Portal;
using Afterglow.App.Record;

namespace Afterglow.App.Plans;

/// <summary>Treatment plans: written by the clinic, agreed by the patient.</summary>
public static class PlansModule
{
    public static void AddPlans(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<PlanRecords>();
        builder.Services.AddSingleton<PlanPaper>();
        builder.Services.AddSingleton<IReadTable, PlanReadTable>();
        builder.Services.AddSingleton<ICareLines, PlanCareLines>();
    }
}
