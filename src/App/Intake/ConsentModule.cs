using Afterglow.App.Portal;
using Afterglow.App.Record;

namespace Afterglow.App.Intake;

/// <summary>Consent: documents in versions, what patients sign and take back.</summary>
public static class ConsentModule
{
    public static void AddConsent(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<ConsentRecords>();
        builder.Services.AddSingleton<IReadTable, ConsentReadTable>();
        builder.Services.AddSingleton<ICareLines, ConsentCareLines>();
    }
}
