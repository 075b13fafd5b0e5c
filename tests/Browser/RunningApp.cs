using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Afterglow.Browser;

/// <summary>The published application, run the way a clinic runs it: another process, a port, a folder of its own.</summary>
public sealed class RunningApp : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(8);

    private readonly Process process;
    private readonly ConcurrentQueue<string> output = new();

    private RunningApp(Process process, string address)
    {
        this.process = process;
        Address = address;
    }

    /// <summary>Where it answers, without a slash at the end.</summary>
    public string Address { get; }

    /// <summary>What it has printed so far.</summary>
    public IReadOnlyList<string> Output => [.. output];

    /// <summary>The published application that ./test names, or the one that ./afterglow last made.</summary>
    public static string Folder { get; } = Find();

    /// <summary>Starts <c>afterglow COMMAND --port …</c> and comes back once it is ready to serve.</summary>
    public static async Task<RunningApp> StartAsync(params string[] arguments)
    {
        // Between the moment in which a port was free and the start of the program another test may have taken it.
        for (var tries = 1; ; tries++)
            if (await TryStartAsync(arguments, last: tries == 5) is { } app) return app;
    }

    private static async Task<RunningApp?> TryStartAsync(string[] arguments, bool last)
    {
        var port = FreePort();
        var app = new RunningApp(
            Launch([.. arguments, "--port", port.ToString(CultureInfo.InvariantCulture)]), $"http://localhost:{port}");
        app.Listen();
        using var http = new HttpClient { BaseAddress = new Uri(app.Address) };
        var waited = Stopwatch.StartNew();
        while (true)
        {
            if (app.process.HasExited)
            {
                // Everything it said on its way out.
                await app.process.WaitForExitAsync();
                if (!last && app.output.Any(line => line.Contains("is taken by another program", StringComparison.Ordinal)))
                {
                    await app.DisposeAsync();
                    return null;
                }
            }
            if (app.process.HasExited) throw new InvalidOperationException($"It ended at once:\n{string.Join('\n', app.output)}");
            if (waited.Elapsed > Patience) throw new TimeoutException($"It did not get ready:\n{string.Join('\n', app.output)}");
            try
            {
                using var answer = await http.GetAsync("/health/ready");
                if (answer.IsSuccessStatusCode) return app;
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }
            await Task.Delay(50);
        }
    }

    /// <summary>Runs a command to its end.</summary>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] arguments)
    {
        using var command = Launch(arguments);
        var printed = command.StandardOutput.ReadToEndAsync();
        var errors = command.StandardError.ReadToEndAsync();
        using var limit = new CancellationTokenSource(Patience);
        await command.WaitForExitAsync(limit.Token);
        return (command.ExitCode, await printed, await errors);
    }

    /// <summary>A port that nothing listens on at the moment.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    /// <summary>The process dies between two instructions, as in a power cut of the program alone.</summary>
    public async Task KillAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited) await KillAsync();
        process.Dispose();
    }

    private void Listen()
    {
        process.OutputDataReceived += (_, line) => Keep(line.Data);
        process.ErrorDataReceived += (_, line) => Keep(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();

        void Keep(string? line)
        {
            if (line is not null) output.Enqueue(line);
        }
    }

    private static Process Launch(string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(Folder, "afterglow.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // It runs for minutes: what a profile of its own code would save later is not worth what taking it costs now.
        start.Environment["DOTNET_TieredPGO"] = "0";
        // A fault of the server belongs into what a failed journey prints.
        start.Environment.Remove("Logging__Console__LogLevel__Default");
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start.");
    }

    private static string Find()
    {
        if (Environment.GetEnvironmentVariable("AFTERGLOW_APP") is { Length: > 0 } given) return given;
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Afterglow.slnx"))
                && Path.Combine(folder.FullName, ".build", "app") is var app && File.Exists(Path.Combine(app, "afterglow.dll")))
                return app;
        throw new InvalidOperationException("No published application: run ./test, or ./afterglow --version and this again.");
    }
}
