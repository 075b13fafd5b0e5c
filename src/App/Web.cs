using Afterglow.App.Backup;
using Afterglow.App.Design;
using Afterglow.App.Intake;
using Afterglow.App.Measures;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Plans;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.App.Schedule;
using Afterglow.App.Sessions;

namespace Afterglow.App;

/// <summary>The web application: a module a line.</summary>
public static class Web
{
    /// <summary>Builds the application; <paramref name="adjust"/> lets a test bring its own clock.</summary>
    public static async Task<WebApplication> BuildAsync(ClinicSettings settings, Action<WebApplicationBuilder>? adjust = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ContentRootPath = AppContext.BaseDirectory,
            ApplicationName = typeof(Web).Assembly.GetName().Name,
            // Whatever the shell says: in the framework's development environment a fault shows its inside to the browser.
            EnvironmentName = Environments.Production,
        });
        builder.WebHost.UseUrls(settings.Urls);
        builder.Services.AddSingleton(settings);
        builder.AddRecords(settings);
        builder.AddSignIn();
        builder.AddSecurity(settings);
        builder.AddScreens();
        builder.AddPostman();
        builder.Services.AddHostedService<BackupWalk>();
        builder.AddReminders();
        builder.AddEscalations();
        builder.AddCheckInRounds();
        builder.AddOpenForms();
        adjust?.Invoke(builder);

        var app = builder.Build();
        await Schema.PrepareAsync(app.Services.GetRequiredService<Database>(), app.Services.GetRequiredService<TimeProvider>());
        app.UseSecurity();
        app.UsePatientLanguages();
        app.UseCheckInAnswers();
        app.MapHealth();
        app.MapPeople();
        app.MapPatients();
        app.MapMeasures();
        app.MapEligibility();
        app.MapConsent();
        app.MapPlans();
        app.MapSessions();
        app.MapChairside();
        app.MapPortal();
        app.MapWords();
        app.MapOwnPage();
        app.MapSchedule();
        app.MapSafety();
        app.MapScreens();
        return app;
    }

    /// <summary>Every module's records, without a page or a port: what the command line works with.</summary>
    public static void AddRecords(this IHostApplicationBuilder builder, ClinicSettings settings)
    {
        builder.AddRecord(settings);
        builder.AddPeople(settings);
        builder.AddPatients();
        builder.AddMeasures();
        builder.AddEligibility();
        builder.AddPlans();
        builder.AddSessions();
        builder.AddPortal();
        builder.AddMessages(settings);
        builder.AddIntake();
        builder.AddConsent();
        builder.AddSchedule();
        builder.AddSafety();
    }
}
