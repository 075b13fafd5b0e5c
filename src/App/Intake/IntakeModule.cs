using Afterglow.App.Record;

namespace Afterglow.App.Intake;

/// <summary>From the first message to a patient.</summary>
public static class IntakeModule
{
    public static void AddIntake(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadTable, RequestReadTable>();
        builder.Services.AddSingleton<RequestRecords>();
    }
}
