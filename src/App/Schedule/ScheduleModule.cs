using Afterglow.App.Record;

namespace Afterglow.App.Schedule;

/// <summary>The calendar: chairs, hours, appointments, who waits.</summary>
public static class ScheduleModule
{
    public static void AddSchedule(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<IReadTable, ScheduleReadTable>();
        builder.Services.AddSingleton<ScheduleRecords>();
        builder.Services.AddSingleton<IReadTable, MessageWishReadTable>();
        builder.Services.AddSingleton<IReadTable, RemindersTakenBack>();
        builder.Services.AddSingleton<MessageWishes>();
        builder.Services.AddSingleton<Portal.ICareLines, MessageCareLines>();
        builder.Services.AddSingleton<Reminders>();
    }

    /// <summary>Reminds while the server runs; a command of the command line does not.</summary>
    public static void AddReminders(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<ReminderRounds>();
}
