using System.CommandLine;
using Afterglow.App.Record;
using Microsoft.Data.Sqlite;

namespace Afterglow.App.Cli;

/// <summary>
/// A clinic's data as a command works on it, whether a server runs or not. What goes wrong with files or database is
/// one sentence, never a stack trace.
/// </summary>
internal static class ClinicData
{
    /// <summary>There is no clinic in the folder.</summary>
    public const int NothingThere = 2;

    public const int Failed = 1;

    /// <summary>Opens the records of every module, brings the schema up to date and does the work.</summary>
    /// <param name="create">True where the command may begin a clinic that does not exist yet.</param>
    public static Task<int> RunAsync(
        ParseResult parse, DirectoryInfo data, bool create, Func<IServiceProvider, Task<int>> work, CancellationToken cancel) =>
        GuardAsync(parse, async () =>
        {
            var settings = new ClinicSettings { DataDirectory = data.FullName };
            if (!create && !File.Exists(settings.DatabasePath)) return NoClinic(parse, data);
            var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Services.AddSingleton(settings);
            builder.AddRecords(settings);
            using var host = builder.Build();
            await Schema.PrepareAsync(host.Services.GetRequiredService<Database>(), host.Services.GetRequiredService<TimeProvider>(), cancel);
            return await work(host.Services);
        });

    public static async Task<int> GuardAsync(ParseResult parse, Func<Task<int>> work)
    {
        try
        {
            return await work();
        }
        catch (SqliteException fault)
        {
            return Say(parse, fault.SqliteErrorCode switch
            {
                5 or 6 => "The database is in use by another program; try again in a moment.",
                8 => "The database cannot be written: this user may only read it.",
                10 or 14 => "The database cannot be opened or read from its disk.",
                11 or 26 => "The file afterglow.db in this folder is damaged or is not a database.",
                13 => "The disk is full.",
                _ => "The database refused: it is not as this version of Afterglow left it.",
            });
        }
        catch (UnsafeDatabaseException fault)
        {
            return Say(parse, fault.Message);
        }
        catch (UnauthorizedAccessException)
        {
            return Say(parse, "This user may not read or write the folder of the clinic's data.");
        }
        catch (IOException fault)
        {
            return Say(parse, $"A file could not be read or written: {fault.Message}");
        }
        catch (OperationCanceledException)
        {
            return Say(parse, "Stopped before the end; what was finished is kept.");
        }
    }

    public static int NoClinic(ParseResult parse, DirectoryInfo data)
    {
        parse.InvocationConfiguration.Error.WriteLine($"There is no clinic in {data.FullName}.");
        return NothingThere;
    }

    private static int Say(ParseResult parse, string sentence)
    {
        parse.InvocationConfiguration.Error.WriteLine(sentence);
        return Failed;
    }
}
