namespace Afterglow.App.Portal;

/// <summary>The pages that patients read, and what they stand on.</summary>
public static class PortalModule
{
    public static void AddPortal(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddLocalization();
        services.AddSingleton<Record.IReadTable, ClinicTextReadTable>();
        services.AddSingleton<ClinicTexts>();
        services.AddSingleton<PatientLinks>();
        services.AddSingleton<AskingGuard>();
        Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions.TryAddSingleton(services, new AskingLimits());
    }

    /// <summary>Where patients reach this clinic: by its public name, or, on one machine, as whoever asks does.</summary>
    public static string PublicAddress(this HttpContext context)
    {
        var names = context.RequestServices.GetRequiredService<ClinicSettings>().HostNames;
        // The host was compared with the clinic's own names before anything else looked at it.
        return names.Count > 0 ? $"https://{names[0]}" : $"{context.Request.Scheme}://{context.Request.Host}";
    }
}
