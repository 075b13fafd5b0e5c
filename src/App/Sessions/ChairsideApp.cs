using Afterglow.App.People;

namespace Afterglow.App.Sessions;

/// <summary>The chair's own application: its files are the program's, its address is a session's.</summary>
public static class ChairsideApp
{
    /// <summary>Every address under /chair that is not a file opens the application, for whoever may read a session.</summary>
    public static void MapChairside(this WebApplication app) =>
        app.MapFallbackToFile("/chair/{*path:nonfile}", "chair/index.html").RequireAuthorization(Policies.ReadSession).ExcludeFromDescription();
}
