using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace Afterglow.App.Cli;

/// <summary>What <c>serve</c> and <c>demo</c> share: from a port that is free to a server that has stopped.</summary>
internal static class RunningClinic
{
    // Open screens follow the server for as long as it runs: it does not wait for them to leave.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(1);

    public static Option<int> Port()
    {
        var port = new Option<int>("--port")
        {
            Description = "The port to listen on.",
            HelpName = "N",
            DefaultValueFactory = _ => 5080,
        };
        port.Validators.Add(read =>
        {
            if (CommandLine.Number(read) is < 1 or > 65535) read.AddError("A port is a number from 1 to 65535.");
        });
        return port;
    }

    public static string Address(int port) => $"http://localhost:{port}";

    /// <summary>Runs until it is told to stop. The exit code is 1, after one sentence, where it cannot listen.</summary>
    /// <param name="prepare">What has to be there before the first page; a sentence where it cannot be.</param>
    /// <param name="greet">What to say once the first page can be asked for.</param>
    /// <param name="before">What is done to the folder before anything opens it; a sentence where it may not be.</param>
    public static async Task<int> RunAsync(
        ClinicSettings settings, Func<IServiceProvider, Task<string?>> prepare, Action greet, CancellationToken cancel,
        Func<string?>? before = null)
    {
        var port = new Uri(settings.Urls).Port;
        // Asked before anything is prepared: a second start in the same folder must not touch the first one's data.
        if (InTheWay(port) is { } inTheWay) return Refuse(inTheWay);
        var environment = new ConfigurationBuilder().AddEnvironmentVariables().Build();
        if (StartupCheck.BeforeOpening(settings, environment) is { } unsafeSetting) return Refuse(unsafeSetting);
        if (Unusable(settings.DataDirectory) is { } unusable) return Refuse(unusable);
        if (before?.Invoke() is { } notThere) return Refuse(notThere);
        await using var app = await Web.BuildAsync(settings, Adjust);
        if (await prepare(app.Services) is { } notThis) return Refuse(notThis);
        try
        {
            await app.StartAsync(cancel);
        }
        catch (IOException fault) when (fault.InnerException is AddressInUseException)
        {
            return Refuse(Taken(port));
        }
        greet();
        await app.WaitForShutdownAsync(cancel);
        return 0;
    }

    private static void Adjust(WebApplicationBuilder builder)
    {
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = Farewell);
        // Weaker than the environment, so that Logging__LogLevel__Default=Information still says more.
        builder.Configuration.Sources.Insert(0, new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource
        {
            InitialData = new Dictionary<string, string?>
            {
                ["Logging:LogLevel:Default"] = "Warning",
                ["Logging:LogLevel:Afterglow"] = "Information",
            },
        });
    }

    private static string? InTheWay(int port)
    {
        foreach (var address in new[] { IPAddress.Loopback, IPAddress.IPv6Loopback })
        {
            try
            {
                using var probe = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                probe.Bind(new IPEndPoint(address, port));
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                return Taken(port);
            }
            catch (SocketException fault) when (fault.SocketErrorCode == SocketError.AccessDenied)
            {
                return $"This account may not listen on port {port}; choose one above 1023 with --port.";
            }
            catch (SocketException)
            {
                // A machine without one of the two address families.
            }
        }
        return null;
    }

    /// <summary>Asked of the folder, or of the nearest one above it that is there: may something be made in it?</summary>
    private static string? Unusable(string folder)
    {
        var there = folder;
        while (!Directory.Exists(there) && Path.GetDirectoryName(there) is { } above) there = above;
        var probe = Path.Combine(there, $".probe-{Guid.NewGuid():N}");
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return null;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return $"Nothing can be written in {there}: give this account the right to, or name another folder with --data.";
        }
    }

    private static string Taken(int port) =>
        $"Port {port} is taken by another program; stop that, or choose another port with --port.";

    public static int Refuse(string sentence)
    {
        Console.Error.WriteLine(sentence);
        return 1;
    }
}
