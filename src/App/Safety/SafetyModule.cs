using Afterglow.App.Record;

namespace Afterglow.App.Safety;

/// <summary>The safety net: what opens tasks, who is told, what takes them further, and the pages to deal with them.</summary>
public static class SafetyModule
{
    public static void AddSafety(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSingleton<IReadTable, TaskReadTable>();
        services.AddSingleton<IReadTable, SafetyRulesReadTable>();
        services.AddSingleton<TaskNotices>();
        services.AddSingleton<SafetyNet>();
        services.AddWatches();
        services.AddSingleton<SafetyRecords>();
        services.AddSingleton<Escalations>();
    }

    /// <summary>Takes tasks further while the server runs; a command of the command line does not.</summary>
    public static void AddEscalations(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<EscalationRounds>();
}
