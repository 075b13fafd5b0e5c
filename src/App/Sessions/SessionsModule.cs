using Afterglow.App.Record;

namespace Afterglow.App.Sessions;

/// <summary>Treatment sessions: the records, what is read from them, and the ways in.</summary>
public static class SessionsModule
{
    /// <summary>The records, which the command line needs too.</summary>
    public static void AddSessions(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<SessionRecords>();
        builder.Services.AddSingleton<Watching>();
        builder.Services.AddSingleton<IReadTable, SessionReadTable>();
    }
}
