using Afterglow.App.Live;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Afterglow.App.Record;

/// <summary>The record and what it stands on. Also what the command line uses while no server runs.</summary>
public static class RecordModule
{
    public static void AddRecord(this IHostApplicationBuilder builder, ClinicSettings settings)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new Database(settings.DatabasePath));
        builder.Services.AddSingleton(_ => new Anchor(settings.AnchorPath));
        builder.Services.AddSingleton<LiveChanges>();
        builder.Services.AddSingleton<ClinicRecord>();
    }
}
