namespace Afterglow.App.Portal;

/// <summary>The pages that patients read, and what they stand on.</summary>
public static class PortalModule
{
    public static void AddPortal(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLocalization();
        services.AddSingleton<Record.IReadTable, ClinicTextReadTable>();
        services.AddSingleton<Record.IReadTable, HistoryReadTable>();
        services.AddSingleton<ClinicTexts>();
        services.AddSingleton<HistoryRecords>();
        services.AddSingleton<PatientLinks>();
        services.AddSingleton<ICareLines, HistoryCareLines>();
        services.AddSingleton<Record.IReadTable, CheckInReadTable>();
        services.AddSingleton<Record.IReadTable, CheckInWatch>();
        services.AddSingleton<Record.IReadTable, WordsReadTable>();
        services.AddSingleton<Record.IReadTable, WordsWatch>();
        services.AddSingleton<Record.IReadTable, QuoteUseReadTable>();
        services.AddSingleton<Record.IReadTable, QuoteWatch>();
        services.AddSingleton<QuoteRecords>();
        services.AddSingleton<PatientPasskeys>();
        services.AddSingleton<WritingTogether>();
        services.AddSingleton<CheckInScores>();
        services.AddSingleton<CheckInRecords>();
        services.AddSingleton<CheckInRounds>();
        services.AddSingleton<WordsRecords>();
        services.AddSingleton<PatientScores>();
        services.AddSingleton<ICareLines, CheckInCareLines>();
        services.AddSingleton<AskingGuard>();
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(services, new AskingLimits());
    }

    /// <summary>Asks patients while the server runs; a command of the command line does not.</summary>
    public static void AddCheckInRounds(this IHostApplicationBuilder builder) => builder.Services.AddHostedService<CheckInWalk>();

    /// <summary>A patient in front of their own form: a cookie of its own, which opens nothing else.</summary>
    public static void AddOpenForms(this IHostApplicationBuilder builder) =>
        builder.Services.AddAuthentication().AddCookie(OpenForm.Scheme, options =>
        {
            options.ExpireTimeSpan = OpenForm.Time;
            options.SlidingExpiration = true;
            options.Cookie.Name = "__Host-afterglow-form-of";
            options.Cookie.Path = "/";
            options.Cookie.HttpOnly = true;
            options.Cookie.SecurePolicy = CookieSecurePolicy.Always;
            options.Cookie.SameSite = SameSiteMode.Lax;
        });

    /// <summary>Where patients reach this clinic: by its public name, or, on one machine, as whoever asks does.</summary>
    public static string PublicAddress(this HttpContext context)
    {
        var names = context.RequestServices.GetRequiredService<ClinicSettings>().HostNames;
        // The host was compared with the clinic's own names before anything else looked at it.
        return names.Count > 0 ? $"https://{names[0]}" : $"{context.Request.Scheme}://{context.Request.Host}";
    }
}
