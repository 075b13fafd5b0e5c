namespace Afterglow.App.Messages;

/// <summary>What the clinic sends: an outbox, and somebody who carries it.</summary>
public static class MessagesModule
{
    public static void AddMessages(this IHostApplicationBuilder builder, ClinicSettings settings)
    {
        var services = builder.Services;
        services.AddSingleton<OutboxBell>();
        services.AddSingleton<Outbox>();
        var mail = builder.Configuration.GetSection("Mail").Get<MailSettings>() ?? new MailSettings();
        services.AddSingleton(mail);
        // A demonstration writes to nobody, whatever is set up on the machine it runs on.
        if (settings.Demonstration)
            services.AddSingleton<IMailCarrier>(provider =>
                new FolderCarrier(Path.Combine(settings.DataDirectory, "outbox"), provider.GetRequiredService<TimeProvider>()));
        else services.AddSingleton<IMailCarrier, SmtpCarrier>();
        services.AddSingleton(builder.Configuration.GetSection("Texts").Get<TextSettings>() ?? new TextSettings());
        if (settings.Demonstration) services.AddSingleton<ITextCarrier>(new FolderTextCarrier(Path.Combine(settings.DataDirectory, "outbox")));
        else
            // One client for as long as the server runs; connections are renewed, so that a moved address is found.
            services.AddSingleton<ITextCarrier>(provider => new TwilioCarrier(provider.GetRequiredService<TextSettings>(), new HttpClient(
                new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(15), AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) }));
        services.AddSingleton<Postman>();
    }

    /// <summary>Carries while the server runs; a command of the command line does not.</summary>
    public static void AddPostman(this IHostApplicationBuilder builder) =>
        builder.Services.AddHostedService(provider => provider.GetRequiredService<Postman>());
}
