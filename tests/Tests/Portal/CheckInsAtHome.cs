using System.Net;
using System.Text.RegularExpressions;
using Afterglow.App.Portal;
using Afterglow.App.Safety;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Safety;

namespace Afterglow.Tests.Portal;

/// <summary>A check-in from the message to the score, in the hands of the patient, of strangers and of programs.</summary>
public sealed partial class CheckInsAtHome
{
    private static readonly Dictionary<string, string> Right = new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" };

    private static readonly Dictionary<string, string> Wrong = new(Right) { ["Form.BirthDay"] = "4" };

    [Fact]
    public async Task The_link_opens_on_the_first_question_then_asks_who_it_is_and_each_answer_is_kept_until_there_is_a_score()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["phq2"]);
        using var phone = clinic.Visitor();
        using var to = await phone.GetAsync(link);
        Assert.StartsWith("/check-in/", to.To(), StringComparison.Ordinal);
        var first = await phone.ReadAsync(to.To());
        foreach (var said in new[] { "Question 1 of 2", "Little interest or pleasure", "Nearly every day", "I prefer not to say", "Nobody reads this at once" }) Assert.Contains(said, first, StringComparison.Ordinal);
        foreach (var personal in new[] { "Amaya", "Ruiz", "1984", patient.ToString() }) Assert.DoesNotContain(personal, first, StringComparison.Ordinal);
        using var who = await TapAsync(phone, to.To(), "1");
        Assert.StartsWith("/link/", who.To(), StringComparison.Ordinal);
        Assert.Contains("Is it you?", await phone.ReadAsync(who.To()), StringComparison.Ordinal);
        // Nothing counts before the birth date.
        Assert.False((await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Begun);
        using var proved = await clinic.FillInAsync(phone, who.To(), "prove", Right);
        Assert.Equal("/my-check-in", proved.To());
        Assert.Equal((1, 2), (await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Progress);
        Assert.Contains("Question 2 of 2", await phone.ReadAsync("/my-check-in"), StringComparison.Ordinal);
        // Whoever typed a stroke at the end of the address answers all the same.
        using var last = await TapAsync(phone, "/my-check-in/", "2");
        Assert.Equal("/my-check-in/done", last.To());
        var done = await phone.ReadAsync("/my-check-in/done");
        Assert.Contains("Thank you, that is all", done, StringComparison.Ordinal);
        Assert.Contains("3 of 6", done, StringComparison.Ordinal);
        Assert.Equal(3, await TotalAsync(clinic, patient, "phq2"));
        Assert.Contains("PHQ-2", await phone.ReadAsync("/my-course"), StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "check-in.answer" && line.ActorId == $"patient:{patient:D}");
    }

    [Fact]
    public async Task A_mail_scanner_that_follows_every_link_of_the_message_has_answered_nothing_and_seen_nobody()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["phq9"]);
        using var scanner = clinic.Visitor();
        var before = (await clinic.AuditAsync()).Count;
        var seen = new HashSet<string>();
        var open = new Queue<string>([link]);
        while (open.TryDequeue(out var path) && seen.Count < 60)
        {
            if (!seen.Add(path)) continue;
            using var answer = await scanner.GetAsync(path);
            if (answer.StatusCode == HttpStatusCode.Redirect) open.Enqueue(answer.To());
            var html = await answer.Content.ReadAsStringAsync();
            foreach (var personal in new[] { "Amaya", "Ruiz", patient.ToString() }) Assert.DoesNotContain(personal, html, StringComparison.Ordinal);
            foreach (Match to in Way().Matches(html)) open.Enqueue(WebUtility.HtmlDecode(to.Groups["to"].Value));
        }
        Assert.True(seen.Count > 5);
        Assert.Equal(before, (await clinic.AuditAsync()).Count);
        Assert.False((await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Begun);
    }

    [Fact]
    public async Task Whoever_was_forwarded_the_link_answers_for_nobody_and_the_patient_begins_at_the_first_question()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["phq2"]);
        using var stranger = clinic.Visitor();
        using var to = await stranger.GetAsync(link);
        using var who = await TapAsync(stranger, to.To(), "3");
        using var refused = await clinic.FillInAsync(stranger, who.To(), "prove", Wrong);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/my-check-in")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync("/my-check-in/done")).StatusCode);
        using var phone = clinic.Visitor();
        using var first = await phone.GetAsync(link);
        Assert.Contains("Question 1 of 2", await phone.ReadAsync(first.To()), StringComparison.Ordinal);
        // A first answer that was sealed for one link is worth nothing on another, nor altered.
        var (_, other) = await AskedAsync(clinic, ["phq2"], new Person { Given = ["Bruno"], Family = "Vidal", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact(null, "bruno@example.org") });
        var carried = who.To()[who.To().IndexOf("a=", StringComparison.Ordinal)..];
        Assert.StartsWith("/check-in/", (await phone.GetAsync($"{other}?lang=en&{carried}")).To(), StringComparison.Ordinal);
        Assert.StartsWith("/check-in/", (await phone.GetAsync($"{link}?lang=en&{carried}x")).To(), StringComparison.Ordinal);
        Assert.False((await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Begun);
    }

    [Fact]
    public async Task An_ended_an_altered_and_a_used_link_are_a_kind_sentence_and_take_no_answer()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["mood"]);
        using var phone = clinic.Visitor();
        var altered = link[..^1] + (link[^1] == 'A' ? 'B' : 'A');
        using var gone = await phone.GetAsync(altered);
        Assert.Equal(HttpStatusCode.Gone, gone.StatusCode);
        using var direct = await phone.GetAsync(altered.Replace("/link/", "/check-in/", StringComparison.Ordinal));
        Assert.Equal(HttpStatusCode.Redirect, direct.StatusCode);
        await InAsync(clinic, phone, link, "4");
        Assert.Contains("Thank you, that is all", await phone.ReadAsync("/my-check-in/done"), StringComparison.Ordinal);
        // Used again, it leads to what was finished and asks nothing.
        using var again = clinic.Visitor();
        using var proved = await clinic.FillInAsync(again, link, "prove", Right);
        Assert.Equal("/my-check-in", proved.To());
        using var over = await again.GetAsync("/my-check-in");
        Assert.Equal("/my-check-in/done", over.To());
        var (_, ending) = await AskedAsync(clinic, ["mood"], new Person { Given = ["Cleo"], Family = "Arden", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact(null, "cleo@example.org") });
        clinic.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(1));
        using var ended = await again.GetAsync(ending);
        Assert.Equal(HttpStatusCode.Gone, ended.StatusCode);
        Assert.Contains("This link has run out", await ended.TextAsync(), StringComparison.Ordinal);
        Assert.Equal(4, await TotalAsync(clinic, patient, "mood"));
    }

    [Fact]
    public async Task Sent_twice_on_two_devices_and_in_any_order_each_answer_is_written_once_and_a_break_loses_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["gad7"]);
        using var phone = clinic.Visitor();
        await InAsync(clinic, phone, link, "1");
        var drawn = await phone.GetStringAsync("/my-check-in");
        var sent = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(phone.Copy(), "/my-check-in", drawn, "2")));
        Assert.All(sent, answer => Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode));
        Assert.Equal((2, 7), (await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Progress);
        // In the evening, on the tablet, by the same link: the birth date first, then the third question.
        using var tablet = clinic.Visitor();
        using var proved = await clinic.FillInAsync(tablet, link, "prove", Right);
        Assert.Contains("Question 3 of 7", await tablet.ReadAsync("/my-check-in"), StringComparison.Ordinal);
        // An answer of the same questionnaire is changed before it is complete, and no longer afterwards.
        using var changed = await TapAsync(tablet, "/my-check-in?q=gad7.nervous", "3", question: FirstOf(await clinic.Get<CheckInRecords>().OpenOfAsync(patient)));
        for (var k = 3; k <= 7; k++) using (await TapAsync(tablet, "/my-check-in", "0")) { }
        Assert.Equal(5, await TotalAsync(clinic, patient, "gad7"));
        using var late = await SendAsync(phone, "/my-check-in", drawn, "0");
        Assert.Equal("/my-check-in/done", late.To());
        Assert.Equal(5, await TotalAsync(clinic, patient, "gad7"));
        var checkIn = (await clinic.Get<CheckInRecords>().LastOfAsync(patient))!;
        Assert.Equal(1 + 7 + 1 + 1, checkIn.Version);
    }

    [Fact]
    public async Task What_is_no_answer_is_a_sentence_and_nothing_is_written()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["phq9"]);
        using var phone = clinic.Visitor();
        await InAsync(clinic, phone, link, "1");
        foreach (var (question, value) in new[] { ("phq9.mood", "4"), ("phq9.mood", "-1"), ("phq9.mood", "x"), ("phq9.mood", ""), ("phq9.nothing", "1"), ("gad7.nervous", "1"), ("", "1"), ("phq9.mood", "99999999999999999999") })
        {
            using var refused = await TapAsync(phone, "/my-check-in", value, question);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        }
        Assert.Equal((1, 9), (await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Progress);
        // “I prefer not to say” is an answer, and the score says what is missing.
        using var declined = await TapAsync(phone, "/my-check-in", "none");
        Assert.Equal((2, 9), (await clinic.Get<CheckInRecords>().OpenOfAsync(patient))!.Progress);
    }

    [Fact]
    public async Task An_answer_that_tells_of_danger_shows_help_at_once_and_is_a_task_before_the_last_question()
    {
        await using var clinic = await Clinic.OpenAsync();
        await clinic.Get<ClinicTexts>().WriteProfileAsync(new ClinicProfile("Lantern Street", "555 010 0100", LocalCrisisLine: "Harborview line: 555 010 0199"), clinic.Caller(Role.Director));
        var (patient, link) = await AskedAsync(clinic, ["phq9", "gad7"], language: "es");
        using var phone = clinic.Visitor();
        await InAsync(clinic, phone, link, "0");
        for (var k = 2; k <= 8; k++) using (await TapAsync(phone, "/my-check-in?lang=es", "0")) { }
        Assert.Contains("Pensamientos de que estaría mejor muerto", await phone.ReadAsync("/my-check-in?lang=es"), StringComparison.Ordinal);
        Assert.Empty(await TheSafetyNet.OpenAsync(clinic));
        using var ninth = await TapAsync(phone, "/my-check-in?lang=es", "1");
        Assert.Equal("/my-check-in/help?lang=es", ninth.To());
        var help = await phone.ReadAsync("/my-check-in/help?lang=es");
        foreach (var said in new[] { "tel:988", "tel:911", "Harborview line", "Llame ahora, por favor", "Se acaba de avisar a una persona en Lantern Street", "Nadie está mirando esta página", "555 010 0100" }) Assert.Contains(said, help, StringComparison.Ordinal);
        var task = Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task;
        Assert.Equal((Concern.SuicidalThoughts, patient, "PHQ-9, question 9: Several days (1)."), (task.Concern, task.Opened.PatientId, task.Says.Single()));
        Assert.Contains("Pregunta 10 de 16", await phone.ReadAsync("/my-check-in?lang=es"), StringComparison.Ordinal);
        // The reply was lost and the phone sends it again: the same page, and no second task.
        using var twice = await TapAsync(phone, "/my-check-in?lang=es", "1", "phq9.death");
        Assert.Equal("/my-check-in/help?lang=es", twice.To());
        Assert.Single(Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says);
        using var calm = await TapAsync(phone, "/my-check-in?lang=es", "0", "phq9.mood");
        Assert.Equal("/my-check-in?lang=es", calm.To());
    }

    [Fact]
    public async Task An_answer_to_what_has_run_out_is_not_taken_for_one_of_what_was_finished_before()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, _) = await AskedAsync(clinic, ["phq9"]);
        var records = clinic.Get<CheckInRecords>();
        var link = await LinkAsync(clinic, patient);
        while (await records.OpenOfAsync(patient) is { Next: { } next } open) _ = (await records.AnswerAsync(link, open.Id, next.Key, next.Key == "phq9.death" ? 1 : 0, "test")).Value;
        // The last answer was the dangerous one: sent again, it leads to help again.
        var again = (await records.AnswerAsync(link.Id, "phq9.death", 1, "test")).Value;
        Assert.True(again.ShowsHelp && again.CheckIn.FinishedAt is not null);
        Assert.False((await records.AnswerAsync(link.Id, "phq9.mood", 0, "test")).Value.ShowsHelp);
        clinic.Clock.Advance(TimeSpan.FromHours(1));
        _ = (await records.SendAsync(patient, Guid.CreateVersion7(), ["phq9"], send: false, "", clinic.Caller(Role.Nurse))).Value;
        clinic.Clock.Advance(CheckInRecords.AskedByStaff.Value + TimeSpan.FromMinutes(1));
        link = await LinkAsync(clinic, patient);
        Assert.Equal("check-in.ran-out", (await records.AnswerAsync(link.Id, "phq9.death", 0, "test")).Refusal!.Code);
        await clinic.Get<CheckInRounds>().AskDueAsync();
        Assert.Equal("check-in.ran-out", (await records.AnswerAsync(link.Id, "phq9.mood", 3, "test")).Refusal!.Code);

        // Too late for a score, never too late to be heard: help is shown and somebody is told, once.
        for (var press = 0; press < 2; press++) Assert.True((await records.AnswerAsync(link.Id, "phq9.death", 3, "test")).Value.ShowsHelp);
        var tasks = await TheSafetyNet.OpenAsync(clinic);
        Assert.Equal(2, tasks.Count);
        var late = Assert.Single(tasks, view => view.Task.Says.Contains("PHQ-9, question 9: Nearly every day (3). Sent after these questions had ended: it is in no score.")).Task;
        Assert.Equal((Concern.SuicidalThoughts, patient, 1), (late.Concern, late.Opened.PatientId!.Value, late.Says.Count));
    }

    [Fact]
    public async Task A_wording_that_the_clinic_has_loaded_is_what_the_phone_asks_and_can_be_asked_only_while_it_is_there()
    {
        await using var clinic = await Clinic.OpenAsync();
        var patient = await clinic.RegisterAsync(new Person { Given = ["Amaya"], Family = "Ruiz", BirthDate = PartialDate.Read("1984-05-03") });
        var (records, wordings) = (clinic.Get<CheckInRecords>(), clinic.Get<App.Measures.Wordings>());
        Task<Core.Result<string>> AskAsync() => records.SendAsync(patient, Guid.CreateVersion7(), ["wsas"], send: false, "", clinic.Caller(Role.Nurse));
        Assert.Equal("check-in.nothing", (await AskAsync()).Refusal!.Code);
        // One question comes with its answers, the others without: those are answered in numbers.
        static string Question(int number, string options) => $$"""{"text": "Made-up question {{number}}"{{options}}}""";
        var worded = string.Join(", ", Enumerable.Range(0, 9).Select(value => $$"""{"value": {{value}}, "text": "made-up answer {{value}}"}"""));
        _ = (await wordings.LoadAsync($$"""
            {"instrument": "wsas", "language": "en", "lead": "A made-up lead.", "notice": "© Nobody, for this test.", "source": "a test",
             "items": [{{string.Join(", ", Enumerable.Range(1, 5).Select(number => Question(number, number == 1 ? $", \"options\": [{worded}]" : "")))}}]}
            """)).Value;
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Contains("value=\"wsas\"", await nurse.GetStringAsync($"/patients/{patient:D}/words"), StringComparison.Ordinal);
        using var phone = clinic.Visitor();
        var link = (await AskAsync()).Value;
        using var to = await phone.GetAsync(link);
        var first = await phone.ReadAsync(to.To());
        foreach (var said in new[] { "A made-up lead.", "Made-up question 1", "made-up answer 8", "© Nobody, for this test." }) Assert.Contains(said, first, StringComparison.Ordinal);
        await InAsync(clinic, phone, link, "2");
        var second = await phone.ReadAsync("/my-check-in");
        Assert.Contains("Made-up question 2", second, StringComparison.Ordinal);
        Assert.Matches("<button[^>]*value=\"8\"[^>]*>8</button>", second);
        // The licence ends while somebody is asked: nothing of the owner's is shown, and they are not stuck.
        Assert.True(await wordings.RemoveAsync("wsas", "en"));
        var third = await phone.ReadAsync("/my-check-in");
        Assert.DoesNotContain("Made-up", third, StringComparison.Ordinal);
        Assert.Contains("cannot be shown any more", third, StringComparison.Ordinal);
        for (var k = 2; k <= 5; k++) using (await TapAsync(phone, "/my-check-in", "none")) { }
        Assert.NotNull((await records.LastOfAsync(patient))!.FinishedAt);
        Assert.Equal("check-in.nothing", (await AskAsync()).Refusal!.Code);
    }

    [Fact]
    public async Task A_first_answer_that_tells_of_danger_does_not_wait_for_a_birth_date()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["asq"]);
        using var somebody = clinic.Visitor();
        using var to = await somebody.GetAsync(link);
        using var who = await TapAsync(somebody, to.To(), "1");
        Assert.Contains("crisis-now", await somebody.ReadAsync(who.To()), StringComparison.Ordinal);
        var task = Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task;
        Assert.Contains("before the birth date was given", task.Says.Single(), StringComparison.Ordinal);
        using var proved = await clinic.FillInAsync(somebody, who.To(), "prove", Right);
        Assert.Equal("/my-check-in/help", proved.To());
        Assert.Equal("ASQ, question 1: Yes (1).", Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says[^1]);
        // The fifth question is asked after a yes, and a yes to it is the most urgent there is.
        for (var k = 2; k <= 4; k++) using (await TapAsync(somebody, "/my-check-in", "0")) { }
        Assert.Contains("Question 5 of 5", await somebody.ReadAsync("/my-check-in"), StringComparison.Ordinal);
        using var now = await TapAsync(somebody, "/my-check-in", "1");
        Assert.Contains(await TheSafetyNet.OpenAsync(clinic), open => open.Task.Concern == Concern.SuicideNow && open.Task.Opened.PatientId == patient);
    }

    [Fact]
    public async Task A_suicide_screen_that_was_begun_and_left_clears_nobody()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await AskedAsync(clinic, ["asq"]);
        using var phone = clinic.Visitor();
        await InAsync(clinic, phone, link, "0");
        Assert.Empty(await TheSafetyNet.OpenAsync(clinic));
        clinic.Clock.Advance(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(20));
        await clinic.Get<CheckInRounds>().AskDueAsync();
        var task = Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task;
        Assert.Equal((patient, "ASQ: begun and not finished. Nobody is cleared by it."), (task.Opened.PatientId, task.Says.Single()));
        Assert.Equal("check-in.ran-out", (await clinic.Get<CheckInRecords>().AnswerAsync(
            await LinkAsync(clinic, patient), (await clinic.Get<CheckInRecords>().OfPatientAsync(patient, Asking.Everywhere))![0].Id, "asq.better-off", 0, "test")).Refusal!.Code);
    }

    [Fact]
    public async Task Every_rule_of_every_instrument_that_a_patient_answers_opens_its_task_and_the_mildest_answers_open_none()
    {
        await using var clinic = await Clinic.OpenAsync();
        var records = clinic.Get<CheckInRecords>();
        foreach (var instrument in Instruments.All.Where(instrument => instrument.ByPatient && instrument.Shipped.Count > 0))
        {
            var patient = await clinic.RegisterAsync(new Person { Given = ["Ada"], Family = instrument.Name, BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact(null, "ada@example.org") });
            var link = await LinkAsync(clinic, patient);
            await AnswerAllAsync(item => item.Reversed ? item.High : item.Low);
            var calm = (await clinic.Get<SafetyRecords>().OfPatientAsync(patient)).Select(view => view.Task.Concern).ToList();
            Assert.True(calm.Count == 0, $"{instrument.Name}: the mildest answers opened {string.Join(", ", calm)}.");
            await AnswerAllAsync(item => item.Reversed ? item.Low : item.High);
            var opened = (await clinic.Get<SafetyRecords>().OfPatientAsync(patient)).Select(view => view.Task.Concern).ToHashSet();
            var expected = instrument.Safety.Select(rule => new Risk(rule.Kind, rule.Urgency, instrument.Id, null, null).Concern()).OfType<Concern>().ToHashSet();
            if (instrument.Scoring is Scoring.Branching) expected.Add(Concern.SuicideNow);
            Assert.True(expected.IsSubsetOf(opened), $"{instrument.Name}: {string.Join(", ", expected.Except(opened))} opened no task.");

            async Task AnswerAllAsync(Func<Item, int> choose)
            {
                var asked = Guid.CreateVersion7();
                _ = (await records.SendAsync(patient, asked, [instrument.Id], send: false, "", clinic.Caller(Role.Nurse))).Value;
                var checkIn = (await records.FindAsync(asked))!;
                while (checkIn.Next is { } next) checkIn = (await records.AnswerAsync(link, asked, next.Key, choose(next.Item), "test")).Value.CheckIn;
                Assert.NotNull(checkIn.FinishedAt);
            }
        }
    }

    [Fact]
    public async Task Many_who_answer_at_once_share_a_transaction_and_whoever_fails_fails_alone()
    {
        await using var clinic = await Clinic.OpenAsync();
        var together = clinic.Get<WritingTogether>();
        var author = clinic.Author(Role.Nurse);
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 60).Select(async k =>
        {
            try
            {
                return await together.WriteAsync(author, async write =>
                {
                    await write.AuditAsync(new App.Record.AuditLine(author, "test.together", Target: $"{k}"));
                    if (k == 31) throw new InvalidOperationException("This one fails.");
                    return k;
                });
            }
            catch (InvalidOperationException)
            {
                return -1;
            }
        }));
        Assert.Equal(Enumerable.Range(0, 60).Select(k => k == 31 ? -1 : k), outcomes);
        var written = (await clinic.AuditAsync()).Where(line => line.Action == "test.together").Select(line => int.Parse(line.Target, System.Globalization.CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(0, 60).Where(k => k != 31), written);
    }

    [Fact]
    public async Task What_was_written_together_and_failed_only_afterwards_is_told_to_all_and_written_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var together = clinic.Get<WritingTogether>();
        var author = clinic.Author(Role.Nurse);
        var anchor = clinic.Get<App.Record.Anchor>().Path;
        File.Move(anchor, anchor + ".aside");
        // A folder where the file is to be: what follows the commit fails.
        Directory.CreateDirectory(anchor);
        var queued = new TaskCompletionSource();
        var writings = Enumerable.Range(0, 20).Select(k => together.WriteAsync(author, async write =>
        {
            await queued.Task;
            await write.AuditAsync(new App.Record.AuditLine(author, "test.together", Target: $"{k}"));
            return k;
        })).ToList();
        queued.SetResult();
        foreach (var writing in writings) await Assert.ThrowsAsync<UnauthorizedAccessException>(() => writing);
        Directory.Delete(anchor);
        File.Move(anchor + ".aside", anchor);
        var written = (await clinic.AuditAsync()).Where(line => line.Action == "test.together").Select(line => int.Parse(line.Target, System.Globalization.CultureInfo.InvariantCulture)).Order();
        Assert.Equal(Enumerable.Range(0, 20), written);
    }

    private static string FirstOf(PatientCheckIn? checkIn) => checkIn!.Questions[0].Key;

    /// <summary>A patient who is asked; returns the link's path.</summary>
    internal static async Task<(Guid Patient, string Link)> AskedAsync(Clinic clinic, IReadOnlyList<string> instruments, Person? person = null, string language = "en")
    {
        var patient = await clinic.RegisterAsync(person ?? new Person
        {
            Given = ["Amaya"], Family = "Ruiz", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact("555 010 0134", "amaya@example.org"),
        });
        if (language != "en")
            _ = (await clinic.Get<App.Schedule.MessageWishes>().SetAsync(patient, Guid.CreateVersion7(), new Core.Schedule.MessageWish(true, false, language), clinic.Caller(Role.FrontDesk))).Value;
        return (patient, (await clinic.Get<CheckInRecords>().SendAsync(patient, Guid.CreateVersion7(), instruments, send: false, "", clinic.Caller(Role.Nurse))).Value);
    }

    internal static async Task<PatientLink> LinkAsync(Clinic clinic, Guid patient)
    {
        var id = Guid.CreateVersion7();
        await clinic.Record.WriteAsync(clinic.Author(Role.Nurse), write => clinic.Get<PatientLinks>().MakeAsync(write, id, LinkPurpose.History, patient, App.People.Sites.Main, "en", TimeSpan.FromDays(1)));
        return (await clinic.Get<PatientLinks>().FindAsync(id)).Value;
    }

    /// <summary>Opens the link, gives the first answer and the birth date.</summary>
    internal static async Task InAsync(Clinic clinic, Browser browser, string link, string first)
    {
        using var to = await browser.GetAsync(link);
        var path = to.To();
        using var again = await browser.GetAsync(path);
        if (again.StatusCode == HttpStatusCode.Redirect) path = again.To();
        using var who = await TapAsync(browser, path, first);
        using var proved = await clinic.FillInAsync(browser, who.To(), "prove", Right);
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
    }

    /// <summary>Presses one of the answers.</summary>
    internal static async Task<HttpResponseMessage> TapAsync(Browser browser, string page, string value, string? question = null) =>
        await SendAsync(browser, page, await browser.GetStringAsync(page), value, question);

    private static async Task<HttpResponseMessage> SendAsync(Browser browser, string page, string html, string value, string? question = null)
    {
        var fields = Forms.Fields(html, "answer");
        fields["value"] = value;
        if (question is not null) fields["question"] = question;
        if (!fields.ContainsKey("form-token")) fields["form-token"] = Forms.Token(html);
        return await Forms.SendAsync(browser, page, fields);
    }

    private static async Task<int?> TotalAsync(Clinic clinic, Guid patient, string instrument) =>
        (await clinic.Get<PatientScores>().OfAsync(patient)).Scores.LastOrDefault(score => score.Instrument.Id == instrument)?.Total;

    [GeneratedRegex("(href|action)=\"(?<to>/[^\"#]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Way();
}
