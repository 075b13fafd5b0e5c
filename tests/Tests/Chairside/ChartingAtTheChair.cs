using System.Net;
using Afterglow.Chairside.Connection;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Sessions;
using Charting = Afterglow.Chairside.Connection.Charting;

namespace Afterglow.Tests.Chairside;

public sealed class ChartingAtTheChair
{
    [Fact]
    public Task What_is_charted_here_is_in_the_record_and_what_others_chart_appears_here() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        var outcome = await chair.Charting.ChartAsync(chair.Vitals(132));
        Assert.IsType<Outcome.Written>(outcome);
        Assert.Empty(chair.Charting.Unsent);
        Assert.Equal(132, (await chair.RecordedAsync()).Vitals[^1].Value.Systolic);

        using var colleague = await chair.Clinic.SignInAsync(Role.Prescriber);
        await chair.Session.DoAsync(new WriteNote(Guid.CreateVersion7(), chair.Clinic.Clock.GetUtcNow(), "Seen."), colleague);
        await chair.UntilAsync(charting => charting.Session.Entries.Any(entry => entry.Now is SessionEvent.NoteWritten));
    });

    [Fact]
    public Task A_refusal_is_said_at_once_without_asking_the_server() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.Cut = true;
        var outcome = await chair.Charting.ChartAsync(chair.Vitals(1200));
        Assert.Equal("value.impossible", Assert.IsType<Outcome.Refused>(outcome).Why.Code);
        Assert.Empty(chair.Charting.Unsent);
    });

    [Fact]
    public Task Without_a_connection_the_values_stay_on_the_screen_and_are_sent_when_it_is_back() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.Cut = true;
        Assert.IsType<Outcome.NoAnswer>(await chair.Charting.ChartAsync(chair.Vitals(132)));
        Assert.Equal(Contact.Lost, chair.Charting.Contact);
        Assert.NotNull(chair.Charting.NotLiveSince);
        Assert.Equal(132, chair.Charting.Session.Vitals[^1].Value.Systolic);
        Assert.Single(chair.Charting.Unsent);

        chair.Cable.Cut = false;
        await chair.Charting.SendAgainAsync();
        Assert.Empty(chair.Charting.Unsent);
        Assert.Equal(132, (await chair.RecordedAsync()).Vitals[^1].Value.Systolic);
        await chair.UntilAsync(charting => charting.Contact == Contact.Live);
    });

    [Fact]
    public Task An_answer_that_was_lost_on_the_way_does_not_write_twice() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        var before = (await chair.RecordedAsync()).Vitals.Count;
        chair.Cable.LosesAnswers = true;
        Assert.IsType<Outcome.NoAnswer>(await chair.Charting.ChartAsync(chair.Vitals(132)));
        chair.Cable.LosesAnswers = false;
        await chair.Charting.SendAgainAsync();
        Assert.Empty(chair.Charting.Unsent);
        Assert.Equal(before + 1, (await chair.RecordedAsync()).Vitals.Count);
        await chair.UntilAsync(charting => charting.Session.Vitals.Count == before + 1);
    });

    [Fact]
    public Task Entries_made_without_a_connection_arrive_in_their_order() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.Cut = true;
        var first = chair.Vitals(131);
        var second = chair.Vitals(141);
        await chair.Charting.ChartAsync(first);
        await chair.Charting.ChartAsync(second);
        Assert.Equal(2, chair.Charting.Unsent.Count);
        chair.Cable.Cut = false;
        await chair.UntilAsync(charting => charting.Unsent.Count == 0);
        var written = (await chair.RecordedAsync()).Entries.Select(entry => entry.EntryId).ToList();
        Assert.True(written.IndexOf(first.EntryId) >= 0 && written.IndexOf(first.EntryId) < written.IndexOf(second.EntryId));
    });

    [Fact]
    public Task A_server_that_knows_more_than_this_device_may_still_say_no() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.StreamCut = true;
        await chair.UntilAsync(charting => charting.Contact == Contact.Lost);
        using var colleague = await chair.Clinic.SignInAsync(Role.Prescriber);
        await chair.Session.DoAsync(new StopInfusion(Guid.CreateVersion7(), chair.Clinic.Clock.GetUtcNow(), "Distress"), colleague);
        // This device still shows the infusion running.
        var outcome = await chair.Charting.ChartAsync(new PauseInfusion(Guid.CreateVersion7(), chair.Charting.Now));
        Assert.Equal("session.wrong-phase", Assert.IsType<Outcome.Refused>(outcome).Why.Code);
        Assert.Empty(chair.Charting.Unsent);
    });

    [Fact]
    public Task Signed_out_the_screen_locks_keeps_what_was_typed_and_goes_on_after_signing_in_again() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        var cookies = chair.Cable.TakeCookies();
        Assert.IsType<Outcome.SignedOut>(await chair.Charting.ChartAsync(chair.Vitals(132)));
        Assert.Equal(Contact.SignedOut, chair.Charting.Contact);
        Assert.Single(chair.Charting.Unsent);
        chair.Cable.GiveCookies(cookies);
        chair.Charting.Hurry();
        await chair.UntilAsync(charting => charting.Contact == Contact.Live && charting.Unsent.Count == 0);
        Assert.Equal(132, (await chair.RecordedAsync()).Vitals[^1].Value.Systolic);
    });

    [Fact]
    public Task Left_alone_the_screen_locks_and_stays_locked_until_somebody_signs_in() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        // Left alone for as long as the server waits; a device that watches does not count as a person who is there.
        chair.Clinic.Clock.Advance(TimeSpan.FromMinutes(16));
        chair.Charting.LeaveAlone();
        Assert.Equal(Contact.SignedOut, chair.Charting.Contact);
        chair.Charting.Hurry();
        await Task.Delay(500);
        Assert.Equal(Contact.SignedOut, chair.Charting.Contact);
        using var again = await chair.Clinic.SignInAsync(Role.Nurse);
        chair.Cable.GiveCookies(again.Cookies);
        chair.Charting.Hurry();
        await chair.UntilAsync(charting => charting.Contact == Contact.Live);
    });

    [Fact]
    public Task What_one_person_typed_is_never_sent_under_anothers_name() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.Cut = true;
        await chair.Charting.ChartAsync(chair.Vitals(132));
        using var colleague = await chair.Clinic.SignInAsync(Role.Prescriber);
        chair.Cable.GiveCookies(colleague.Cookies);
        chair.Cable.Cut = false;
        await chair.UntilAsync(charting => charting.Contact == Contact.Live && charting.You!.Is(Role.Prescriber));
        await chair.Charting.SendAgainAsync();
        Assert.Contains("Nurse Person", Assert.Single(chair.Charting.Unsent).Trouble, StringComparison.Ordinal);
        Assert.DoesNotContain((await chair.RecordedAsync()).Vitals, reading => reading.Value.Systolic == 132);
    });

    [Fact]
    public Task A_device_whose_clock_is_hours_wrong_charts_at_the_clinics_time() => OneThread.RunAsync(async () =>
    {
        // The clinic's clock stands in 2026 and this machine's does not: the device is wrong by whatever lies between.
        await using var chair = await AtTheChair.OpenAsync();
        Assert.InRange((chair.Charting.Now - chair.Clinic.Clock.GetUtcNow()).Duration(), TimeSpan.Zero, TimeSpan.FromSeconds(50));
        Assert.IsType<Outcome.Written>(await chair.Charting.ChartAsync(chair.Vitals(132)));
    });

    [Fact]
    public Task A_second_person_checks_the_dose_at_this_device_with_their_own_password() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync(started: false);
        var check = new CheckDose(Guid.CreateVersion7(), chair.Charting.Now, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m));
        var wrong = await chair.Charting.ChartBySecondPersonAsync("prescriber", "not the password", check);
        Assert.IsType<Outcome.Refused>(wrong);
        var unlike = await chair.Charting.ChartBySecondPersonAsync(
            "prescriber", Clinic.Password, check with { ReadVolume = Volume.FromMillilitres(1.7m) });
        Assert.Equal("dose.check-disagrees", Assert.IsType<Outcome.Refused>(unlike).Why.Code);
        var right = await chair.Charting.ChartBySecondPersonAsync("prescriber", Clinic.Password, check);
        Assert.IsType<Outcome.Written>(right);
        Assert.Equal("Prescriber Person", chair.Charting.Session.DoseCheckedBy!.Name);
    });

    [Fact]
    public Task A_session_is_not_signed_while_something_waits_on_this_device() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        chair.Cable.Cut = true;
        await chair.Charting.ChartAsync(chair.Vitals(132));
        var outcome = await chair.Charting.SignAsync(Guid.CreateVersion7(), Clinic.Password);
        Assert.Equal("device.still-unsent", Assert.IsType<Outcome.Refused>(outcome).Why.Code);
    });

    [Fact]
    public Task A_tablet_that_is_set_to_another_place_shows_the_time_on_the_clinics_wall() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        var newYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
        chair.Clinic.Clock.SetLocalTimeZone(newYork);
        await using var charting = new Charting(new ClinicApi(chair.Http), TimeProvider.System, TimeZoneInfo.FindSystemTimeZoneById("Asia/Tokyo"));
        charting.Open(chair.Session.Id);
        await AtTheChair.UntilAsync(charting, each => each.Contact == Contact.Live);
        Assert.Equal(newYork.Id, charting.Zone.Id);
        Assert.Equal("04:00", charting.TimeOf(new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero)));
    });

    [Fact]
    public Task A_session_that_does_not_exist_is_said_not_to() => OneThread.RunAsync(async () =>
    {
        await using var chair = await AtTheChair.OpenAsync();
        var charting = new Charting(new ClinicApi(chair.Http), TimeProvider.System, TimeZoneInfo.Utc);
        await using (charting)
        {
            charting.Open(Guid.NewGuid());
            await AtTheChair.UntilAsync(charting, each => each.Contact == Contact.NotShown);
            Assert.NotEmpty(charting.Trouble);
        }
    });

    /// <summary>A device in front of a real clinic, on a cable that can be cut.</summary>
    private sealed class AtTheChair : IAsyncDisposable
    {
        public required Clinic Clinic { get; init; }

        public required InTheChair Session { get; init; }

        public required Browser Nurse { get; init; }

        public required Cable Cable { get; init; }

        public required HttpClient Http { get; init; }

        public required Charting Charting { get; init; }

        public static async Task<AtTheChair> OpenAsync(bool started = true)
        {
            var clinic = await Clinic.OpenAsync();
            var nurse = await clinic.SignInAsync(Role.Nurse);
            var session = await InTheChair.CheckInAsync(clinic, nurse);
            await session.PassGateAsync();
            if (started)
            {
                using var prescriber = await clinic.SignInAsync(Role.Prescriber);
                await session.PrepareAsync(prescriber);
                await session.StartAsync();
            }
            else
            {
                await session.DoAsync(new PrepareDose(
                    Guid.CreateVersion7(), clinic.Clock.GetUtcNow(), InTheChair.Vial, "LOT-42", new DateOnly(2027, 6, 30), Volume.FromMillilitres(50)));
            }
            var cable = new Cable();
            cable.GiveCookies(nurse.Cookies);
            var http = new HttpClient(cable) { BaseAddress = clinic.Address };
            var chair = new AtTheChair
            {
                Clinic = clinic, Session = session, Nurse = nurse, Cable = cable, Http = http,
                Charting = new Charting(new ClinicApi(http), TimeProvider.System, TimeZoneInfo.Utc),
            };
            chair.Charting.Open(session.Id);
            await chair.UntilAsync(charting => charting.Contact == Contact.Live);
            return chair;
        }

        public RecordVitals Vitals(int systolic) => new(Guid.CreateVersion7(), Charting.Now, new Vitals(systolic, 84, 78, 97));

        public async Task<Session> RecordedAsync() => await Session.SessionAsync();

        public Task UntilAsync(Func<Charting, bool> so) => UntilAsync(Charting, so);

        public static async Task UntilAsync(Charting charting, Func<Charting, bool> so)
        {
            var patience = System.Diagnostics.Stopwatch.StartNew();
            while (!so(charting))
            {
                if (patience.Elapsed > TimeSpan.FromSeconds(20)) Assert.Fail($"Still {charting.Contact}: {charting.Trouble}");
                await Task.Delay(20);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Charting.DisposeAsync();
            Http.Dispose();
            Nurse.Dispose();
            await Clinic.DisposeAsync();
        }
    }

    /// <summary>The way to the clinic: whole, cut, or losing what comes back.</summary>
    private sealed class Cable() : DelegatingHandler(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false })
    {
        private readonly Dictionary<string, string> cookies = [];
        private readonly List<HttpResponseMessage> streams = [];
        private bool cut, streamCut;

        public bool LosesAnswers { get; set; }

        public bool Cut
        {
            get => cut;
            set
            {
                cut = value;
                if (cut) Hang();
            }
        }

        /// <summary>Only the live stream and the reads are cut: writes still go through.</summary>
        public bool StreamCut
        {
            get => streamCut;
            set
            {
                streamCut = value;
                if (streamCut) Hang();
            }
        }

        public Dictionary<string, string> TakeCookies()
        {
            var taken = new Dictionary<string, string>(cookies);
            cookies.Clear();
            Hang();
            return taken;
        }

        public void GiveCookies(IDictionary<string, string> given)
        {
            cookies.Clear();
            foreach (var (name, value) in given) cookies[name] = value;
        }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            var session = request.Method == HttpMethod.Get && request.RequestUri!.AbsolutePath.StartsWith("/api/sessions/", StringComparison.Ordinal);
            if (Cut || (StreamCut && session)) throw new HttpRequestException("The cable is cut.");
            if (cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
            var answer = await base.SendAsync(request, cancel);
            if (answer.Headers.TryGetValues("Set-Cookie", out var set))
                foreach (var line in set)
                {
                    var pair = line.Split(';')[0].Split('=', 2);
                    cookies[pair[0]] = pair[1];
                }
            if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") streams.Add(answer);
            if (!LosesAnswers || request.Method != HttpMethod.Post) return answer;
            answer.Dispose();
            throw new HttpRequestException("The answer was lost.");
        }

        private void Hang()
        {
            foreach (var stream in streams) stream.Dispose();
            streams.Clear();
        }
    }
}
