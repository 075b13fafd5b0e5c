using Afterglow.App.Record;

namespace Afterglow.App.Intake;

/// <summary>Eligibility: what the rules find, what prescribers decide.</summary>
public static class EligibilityModule
{
    public static void AddEligibility(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<EligibilityRecords>();
        builder.Services.AddSingleton<IReadTable, EligibilityReadTable>();
    }
}
