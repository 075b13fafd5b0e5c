using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Afterglow.Core.Sessions;

namespace Afterglow.Browser;

/// <summary>The program dies between two instructions, again and again, while people write.</summary>
[Trait("Kind", "faults")]
public sealed partial class PowerCuts
{
    private const int Cuts = 30, Writers = 4;

    [Fact]
    public async Task What_was_acknowledged_stands_once_after_thirty_kills_and_the_record_is_whole()
    {
        var folder = Directory.CreateTempSubdirectory("afterglow-cuts-").FullName;
        try
        {
            // The folder is made by a first start; the writers are a program, as a monitor bridge would be.
            await using (await RunningApp.StartAsync("serve", "--data", folder)) { }
            var (made, printed, errors) = await RunningApp.RunAsync(
                "client", "create", "--name", "Writers", "--scope", "session.write", "--scope", "patient.write", "--data", folder);
            Assert.True(made == 0, errors);
            var (id, secret) = (Printed("id", printed), Printed("secret", printed));

            var random = new Random(20261125);
            var acknowledged = new HashSet<Guid>();
            var unanswered = new Dictionary<Guid, WriteNote>();
            var session = Guid.Empty;
            for (var cut = 0; cut < Cuts; cut++)
            {
                await using var app = await RunningApp.StartAsync("serve", "--data", folder);
                using var program = await SignedInAsync(app, id, secret);
                if (session == Guid.Empty) session = await CheckInAsync(program);
                // What got no answer before the last cut is asked for again under its own id, as a device does.
                foreach (var (entry, note) in unanswered.ToList())
                {
                    await WriteAsync(program, session, note);
                    acknowledged.Add(entry);
                    unanswered.Remove(entry);
                }
                var enough = random.Next(4, 24);
                using var killed = new CancellationTokenSource();
                var written = 0;
                var writers = Enumerable.Range(0, Writers).Select(writer => Task.Run(async () =>
                {
                    while (!killed.IsCancellationRequested)
                    {
                        var note = new WriteNote(Guid.CreateVersion7(), TimeProvider.System.GetUtcNow(), string.Create(CultureInfo.InvariantCulture, $"Cut {cut}, writer {writer}"));
                        lock (unanswered) unanswered[note.EntryId] = note;
                        try
                        {
                            await WriteAsync(program, session, note);
                        }
                        catch (Exception broken) when (broken is HttpRequestException or IOException)
                        {
                            return;
                        }
                        lock (unanswered)
                        {
                            unanswered.Remove(note.EntryId);
                            acknowledged.Add(note.EntryId);
                        }
                        if (Interlocked.Increment(ref written) == enough)
                        {
                            await app.KillAsync();
                            await killed.CancelAsync();
                        }
                    }
                })).ToList();
                await Task.WhenAll(writers);
            }

            await using (var app = await RunningApp.StartAsync("serve", "--data", folder))
            {
                using var program = await SignedInAsync(app, id, secret);
                var entries = (await program.GetFromJsonAsync<SessionSnapshot>($"/api/sessions/{session:D}", SessionJson.Options))!.Entries;
                Assert.True(acknowledged.Count >= 200, $"Only {acknowledged.Count} were acknowledged.");
                Assert.Equal(Enumerable.Range(1, entries.Count), entries.Select(entry => entry.Version));
                Assert.Equal(entries.Count, entries.Select(entry => entry.EntryId).Distinct().Count());
                var stand = entries.Select(entry => entry.EntryId).ToHashSet();
                Assert.Empty(acknowledged.Except(stand));
                // Nothing stands there but what somebody wrote: the check-in, what was acknowledged, what was under way.
                Assert.Empty(stand.Except(acknowledged).Except(unanswered.Keys).Except([session]));
                Console.WriteLine($"{Cuts} kills, {acknowledged.Count} acknowledged, {acknowledged.Except(stand).Count()} lost, {entries.Count} entries, none twice.");
            }
            var (whole, verdict, _) = await RunningApp.RunAsync("verify", "--data", folder);
            Assert.True(whole == 0, verdict);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<HttpClient> SignedInAsync(RunningApp app, string id, string secret)
    {
        var program = new HttpClient { BaseAddress = new Uri(app.Address) };
        using var answer = await program.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials", ["client_id"] = id, ["client_secret"] = secret,
        }));
        var token = (await answer.Content.ReadFromJsonAsync<JsonObject>())!["access_token"]!.GetValue<string>();
        program.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return program;
    }

    private static async Task<Guid> CheckInAsync(HttpClient program)
    {
        var patient = Guid.CreateVersion7();
        using var registered = await program.PostAsJsonAsync("/api/patients", new
        {
            id = patient, given = new[] { "Ada" }, family = "Quill", birthDate = "1984-05-02", sexAtBirth = "female",
        });
        Assert.True(registered.StatusCode == HttpStatusCode.Created, await registered.Content.ReadAsStringAsync());
        var session = Guid.CreateVersion7();
        using var checkedIn = await program.PostAsJsonAsync("/api/sessions", new
        {
            entryId = session, at = TimeProvider.System.GetUtcNow(), patientId = patient, chair = "Chair 1", protocolId = "ketamine-iv-1", indication = "Depression",
        });
        Assert.True(checkedIn.StatusCode == HttpStatusCode.Created, await checkedIn.Content.ReadAsStringAsync());
        return session;
    }

    private static async Task WriteAsync(HttpClient program, Guid session, WriteNote note)
    {
        using var answer = await program.PostAsync($"/api/sessions/{session:D}/write-note", JsonContent.Create(note, options: SessionJson.Options));
        Assert.True(answer.StatusCode == HttpStatusCode.OK, await answer.Content.ReadAsStringAsync());
    }

    private static string Printed(string what, string output) =>
        Line().Matches(output).Single(match => match.Groups["what"].Value == what).Groups["value"].Value;

    [GeneratedRegex(@"^(?<what>id|secret)\s+(?<value>\S+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();
}
