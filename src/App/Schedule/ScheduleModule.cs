using Afterglow.App.Record;

namespace Afterglow.App.Schedule;

/// <summary>The calendar: chairs, hours, appointments, who waits.</summary>
public static class ScheduleModule
{
    public static void AddSchedule(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadTable, ScheduleReadTable>();
        builder.Services.AddSingleton<ScheduleRecords>();
    }
}
