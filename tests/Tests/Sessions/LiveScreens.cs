using System.Diagnostics;
using System.Net;
using Afterglow.App.People;
using Afterglow.App.Sessions;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Sessions;

public sealed class LiveScreens
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task A_watching_screen_is_told_of_a_new_entry_within_a_second()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var screen = await Stream.OpenAsync(prescriber, $"/api/sessions/{chair.Id:D}/live");
        // At once, before anything changes: what the screen shows is known to be current.
        Assert.Equal("data: {\"version\":1}", await screen.LineAsync());
        await chair.VitalsAsync(120, 80, 70);
        Assert.Equal("data: {\"version\":2}", await screen.LineAsync());

        var slowest = TimeSpan.Zero;
        for (var version = 3; version <= 22; version++)
        {
            await chair.VitalsAsync(120, 80, 70);
            var watch = Stopwatch.StartNew();
            Assert.Equal($"data: {{\"version\":{version}}}", await screen.LineAsync());
            slowest = watch.Elapsed > slowest ? watch.Elapsed : slowest;
        }
        Assert.True(slowest < TimeSpan.FromSeconds(1), $"The slowest took {slowest}.");
    }

    [Fact]
    public async Task Nothing_that_happens_while_a_screen_opens_is_missed()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var records = clinic.Get<SessionRecords>();
        using var cancel = new CancellationTokenSource(Patience);
        var seen = Task.WhenAll(Enumerable.Range(0, 10).Select(async _ =>
        {
            await foreach (var session in records.FollowAsync(chair.Id, clinic.Caller(Role.Prescriber), cancel.Token))
                if (session.Version == 31) return true;
            return false;
        }));
        for (var number = 0; number < 30; number++) await chair.VitalsAsync(120, 80, 70);
        Assert.All(await seen, Assert.True);
    }

    [Fact]
    public async Task A_heartbeat_every_fifteen_seconds_tells_that_the_line_is_open()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var screen = await Stream.OpenAsync(nurse, $"/api/sessions/{chair.Id:D}/live");
        await screen.LineAsync();
        for (var beat = 0; beat < 3; beat++)
        {
            var line = screen.LineAsync();
            while (!line.IsCompleted)
            {
                clinic.Clock.Advance(TimeSpan.FromSeconds(5));
                await Task.WhenAny(line, Task.Delay(20));
            }
            Assert.Equal(":", await line);
        }
    }

    [Theory]
    [InlineData("sign-out")]
    [InlineData("disabled")]
    [InlineData("another role")]
    public async Task The_stream_ends_within_a_minute_when_its_reader_may_not_read_any_more(string how)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var therapist = await clinic.SignInAsync(Role.Therapist);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var screen = await Stream.OpenAsync(therapist, $"/api/sessions/{chair.Id:D}/live");
        using var board = await Stream.OpenAsync(therapist, "/api/board/live");
        await screen.LineAsync();
        await board.LineAsync();
        switch (how)
        {
            case "sign-out":
                using (await therapist.PostAsync("/sign-out", null))
                    break;
            case "disabled":
                await clinic.StaffRecords.DisableAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Therapist).Id);
                break;
            default:
                await clinic.StaffRecords.SetRolesAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Therapist).Id, [Role.FrontDesk]);
                break;
        }
        var ended = Task.WhenAll(screen.EndAsync(), board.EndAsync());
        var waited = TimeSpan.Zero;
        while (!ended.IsCompleted && waited <= TimeSpan.FromSeconds(60))
        {
            clinic.Clock.Advance(TimeSpan.FromSeconds(5));
            waited += TimeSpan.FromSeconds(5);
            await Task.WhenAny(ended, Task.Delay(200));
        }
        Assert.True(ended.IsCompleted, "The stream is still open after a minute.");
    }

    [Fact]
    public async Task The_board_is_told_of_a_change_in_any_chair()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var board = await Stream.OpenAsync(desk, "/api/board/live");
        Assert.Equal("data: {\"at\":\"2026-11-23T09:00:00+00:00\"}", await board.LineAsync());
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        Assert.StartsWith("data: ", await board.LineAsync());
        await chair.VitalsAsync(120, 80, 70);
        Assert.StartsWith("data: ", await board.LineAsync());
    }

    [Fact]
    public async Task A_screen_that_watches_is_written_down_once_and_not_with_every_refresh()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var person = clinic.Staff(Role.Prescriber).Id.ToString("D");
        async Task<List<string>> LinesAsync() => [.. (await clinic.AuditAsync())
            .Where(line => line.ActorId == person && line.Action.Contains('.', StringComparison.Ordinal)).Select(line => line.Action)];

        // Read without watching: each leaves its line.
        for (var read = 0; read < 2; read++) (await prescriber.GetAsync($"/api/sessions/{chair.Id:D}/entries")).Dispose();
        Assert.Equal(["session.read", "session.read"], await LinesAsync());
        using (var screen = await Stream.OpenAsync(prescriber, $"/api/sessions/{chair.Id:D}/live"))
        using (var board = await Stream.OpenAsync(prescriber, "/api/board/live"))
        {
            await screen.LineAsync();
            await board.LineAsync();
            for (var read = 0; read < 5; read++)
            {
                (await prescriber.GetAsync($"/api/sessions/{chair.Id:D}/entries?after=1")).Dispose();
                (await prescriber.GetAsync("/board/chairs")).Dispose();
            }
            Assert.Equal(["session.read", "session.read", "session.watch", "board.watch"], await LinesAsync());
        }
    }

    [Fact]
    public async Task A_session_that_is_not_there_has_no_stream()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var answer = await nurse.GetAsync($"/api/sessions/{Guid.NewGuid():D}/live");
        await InTheChair.ProblemAsync(answer, HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_clinic_closes_at_once_though_screens_are_open()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var screen = await Stream.OpenAsync(nurse, $"/api/sessions/{chair.Id:D}/live");
        await screen.LineAsync();
        var watch = Stopwatch.StartNew();
        await clinic.App.StopAsync();
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(10), $"It took {watch.Elapsed}.");
        await screen.EndAsync();
    }

    /// <summary>An open event stream, read line by line; the empty lines between events are left out.</summary>
    private sealed class Stream : IDisposable
    {
        private readonly HttpResponseMessage answer;
        private readonly StreamReader reader;

        private Stream(HttpResponseMessage answer, StreamReader reader)
        {
            this.answer = answer;
            this.reader = reader;
        }

        public static async Task<Stream> OpenAsync(Browser browser, string path)
        {
            var opened = await browser.SendAsync(new HttpRequestMessage(HttpMethod.Get, path), HttpCompletionOption.ResponseHeadersRead);
            Assert.Equal(HttpStatusCode.OK, opened.StatusCode);
            Assert.Equal("text/event-stream", opened.Content.Headers.ContentType?.MediaType);
            return new Stream(opened, new StreamReader(await opened.Content.ReadAsStreamAsync()));
        }

        public async Task<string> LineAsync()
        {
            while (await reader.ReadLineAsync().WaitAsync(Patience) is { } line)
                if (line.Length > 0) return line;
            throw new EndOfStreamException("The stream has ended.");
        }

        public async Task EndAsync()
        {
            try
            {
                while (await reader.ReadLineAsync() is not null)
                {
                    // Heartbeats until the end.
                }
            }
            catch (Exception error) when (error is IOException or HttpRequestException)
            {
                // Cut off is ended too.
            }
        }

        public void Dispose()
        {
            reader.Dispose();
            answer.Dispose();
        }
    }
}
