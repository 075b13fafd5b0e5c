using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Messages;
using Afterglow.App.Portal;
using Afterglow.App.Schedule;
using Afterglow.Core.CheckIns;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Schedule;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Safety;

namespace Afterglow.Tests.Portal;

/// <summary>What patients write and ask, who reads it, who may quote it; and how they are asked without being hounded.</summary>
public sealed class OwnWordsAtHome
{
    private const string Text = "I painted again on Sunday. The mornings are still hard.";

    [Fact]
    public async Task What_is_written_is_read_by_whom_the_patient_chose_and_by_nobody_else()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using (phone)
        {
            Assert.Contains("It is read before your next visit", await phone.ReadAsync("/my-words"), StringComparison.Ordinal);
            foreach (var (text, readers) in new[] { ("For all of you.", "CareTeam"), ("For the doctor alone.", "Prescribers"), ("My diary.", "OnlyMe") })
                using (await WriteAsync(phone, text, readers)) { }
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            using var prescriber = await clinic.SignInAsync(Role.Prescriber);
            var (seen, more) = (await nurse.ReadAsync($"/patients/{patient:D}/words"), await prescriber.ReadAsync($"/patients/{patient:D}/words"));
            Assert.Contains("For all of you.", seen, StringComparison.Ordinal);
            Assert.DoesNotContain("For the doctor alone.", seen, StringComparison.Ordinal);
            Assert.Contains("1 more is for the prescribers only", seen, StringComparison.Ordinal);
            Assert.Contains("For the doctor alone.", more, StringComparison.Ordinal);
            Assert.DoesNotContain("My diary.", seen + more + await prescriber.ReadAsync($"/patients/{patient:D}"), StringComparison.Ordinal);
            Assert.Contains("My diary.", await phone.ReadAsync("/my-words"), StringComparison.Ordinal);
            Assert.Contains(await clinic.AuditAsync(), line => line.Action == "words.read" && line.ActorId == clinic.Staff(Role.Nurse).Id.ToString("D"));
        }
    }

    [Fact]
    public async Task Please_read_today_is_a_task_with_an_hour_and_words_for_the_prescriber_stay_out_of_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using (phone)
        {
            using var marked = await WriteAsync(phone, Text, "CareTeam", today: true);
            Assert.Equal("/my-words?done=today&lang=en", marked.To());
            Assert.Contains("a person has been asked to read it by Monday, November 23, 5:00 PM", await phone.ReadAsync(marked.To()), StringComparison.Ordinal);
            using var secret = await WriteAsync(phone, "Only for the doctor.", "Prescribers", today: true);
            using var nobody = await WriteAsync(phone, "Read it, but nobody may.", "OnlyMe", today: true);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, nobody.StatusCode);
            var tasks = (await TheSafetyNet.OpenAsync(clinic)).Select(view => view.Task).ToList();
            Assert.Equal([Concern.ReadToday, Concern.ReadToday], tasks.Select(task => task.Concern));
            Assert.Contains(tasks, task => task.Says[0] == Text && task.Opened.PatientId == patient);
            var theirs = Assert.Single(tasks, task => task.For.Role == Role.Prescriber);
            Assert.DoesNotContain("Only for the doctor", theirs.Says[0], StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_question_says_when_it_is_read_and_how_it_stands()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, phone) = await InAsync(clinic);
        using (phone)
        {
            Assert.Contains("A person reads your question by Wednesday, November 25", await phone.ReadAsync("/my-question"), StringComparison.Ordinal);
            var drawn = Forms.Fields(await phone.GetStringAsync("/my-question"), "question");
            for (var k = 0; k < 2; k++) using (await Forms.SendAsync(phone, "/my-question", drawn, new() { ["Form.Text"] = "May I <b>swim</b>?" })) { }
            var task = Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task;
            Assert.Equal((Concern.Question, "May I <b>swim</b>?"), (task.Concern, task.Says[0]));
            Assert.Contains("It is read by Wednesday", await phone.ReadAsync("/my-question"), StringComparison.Ordinal);
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            Assert.Contains("May I &lt;b&gt;swim&lt;/b&gt;?", await nurse.GetStringAsync("/tasks"), StringComparison.Ordinal);
            foreach (var (path, text) in new[] { ("take", ""), ("close", "Called her: yes, after two days.") })
                Assert.Equal(HttpStatusCode.OK, (await nurse.PostAsJsonAsync($"/api/tasks/{task.Id:D}/{path}", new { entryId = Guid.NewGuid(), text })).StatusCode);
            var page = await phone.ReadAsync("/my-question");
            Assert.Contains("Dealt with on November 23, 2026", page, StringComparison.Ordinal);
            Assert.DoesNotContain("after two days", page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_quote_is_exact_placed_and_ends_and_what_is_taken_back_is_gone_everywhere_at_once()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using (phone)
        using (var director = await clinic.SignInAsync(Role.Director))
        {
            using var written = await WriteAsync(phone, Text, "CareTeam");
            var words = (await clinic.Get<WordsRecords>().FindAsync(patient, clinic.Caller(Role.Nurse)))!.Value.Words.Single().Id;
            foreach (var (exact, place, until, code) in new[]
            {
                ("I painted again on Monday.", "PublicPages", "2026-12-31", "words.not-these"), ("I painted again", "", "2026-12-31", "words.quote-place"),
                ("I painted again", "Rooms", "2026-11-22", "words.quote-until"), ("I painted again", "Rooms", "2031-01-01", "words.quote-until"), ("I painted again", "Rooms", "", "words.quote-until"),
            })
            {
                using var refused = await AllowAsync(phone, words, exact, place, until);
                Assert.True(HttpStatusCode.UnprocessableEntity == refused.StatusCode, code);
            }
            Assert.Empty((await director.GetFromJsonAsync<JsonArray>("/api/quotes"))!);
            using var allowed = await AllowAsync(phone, words, "I painted again on Sunday.", "PublicPages", "2026-12-31");
            Assert.Equal("/my-words?done=allow&lang=en", allowed.To());
            var quote = Assert.Single((await director.GetFromJsonAsync<JsonArray>("/api/quotes"))!)!;
            Assert.Equal("I painted again on Sunday.", quote["words"]!.GetValue<string>());
            Assert.DoesNotContain(patient.ToString(), quote.ToJsonString(), StringComparison.Ordinal);
            Assert.Empty((await director.GetFromJsonAsync<JsonArray>("/api/quotes?place=Rooms"))!);
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            Assert.Contains("may be quoted", await nurse.ReadAsync($"/patients/{patient:D}/words"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.Forbidden, (await nurse.GetAsync("/api/quotes")).StatusCode);

            using var taken = await Forms.SendAsync(phone, "/my-words?lang=en", Of(await phone.GetStringAsync("/my-words?lang=en"), "withdraw", words));
            Assert.Equal("/my-words?done=withdraw&lang=en", taken.To());
            Assert.Empty((await director.GetFromJsonAsync<JsonArray>("/api/quotes"))!);
            Assert.DoesNotContain("may be quoted", await nurse.ReadAsync($"/patients/{patient:D}/words"), StringComparison.Ordinal);

            using var again = await AllowAsync(phone, words, Text, "Talks", "2026-11-24");
            Assert.Single((await director.GetFromJsonAsync<JsonArray>("/api/quotes"))!);
            await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
            Assert.Single(await clinic.Get<WordsRecords>().QuotesAsync(Asking.Everywhere));
            clinic.Clock.Advance(TimeSpan.FromDays(2));
            Assert.Empty(await clinic.Get<WordsRecords>().QuotesAsync(Asking.Everywhere));
        }
    }

    [Fact]
    public async Task What_is_quoted_stands_where_it_was_put_and_goes_from_there_with_the_permission()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using (phone)
        using (var director = await clinic.SignInAsync(Role.Director))
        using (var visitor = clinic.Visitor())
        {
            const string Exact = "I painted again on Sunday.";
            using var written = await WriteAsync(phone, Text, "CareTeam");
            var words = Guid.Parse(Of(await phone.GetStringAsync("/my-words?lang=en"), "allow", null)["Form.Words"]);
            Assert.Contains("Nothing may be quoted now", await director.ReadAsync("/quotes"), StringComparison.Ordinal);
            var day = new DateOnly(2026, 11, 23);
            _ = (await clinic.Get<WordsRecords>().ChangeAsync(await CheckInsAtHome.LinkAsync(clinic, patient), Guid.CreateVersion7(),
                file => file.AllowQuote(words, Exact, [QuotePlace.PublicPages, QuotePlace.Rooms], day.AddDays(8), day), "test")).Value;

            // Allowed is not shown: somebody of the clinic puts it there.
            Assert.DoesNotContain(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            using var talk = await PutAsync(director, words, "Talks", "A congress");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, talk.StatusCode);
            using var nowhere = await PutAsync(director, words, "Rooms", " ");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, nowhere.StatusCode);
            using var shown = await PutAsync(director, words, "PublicPages", "");
            Assert.Equal("/quotes?done=place", shown.To());
            using var sheet = await PutAsync(director, words, "Rooms", "Sheet in room 2");
            Assert.Contains(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            Assert.Contains(Exact, await visitor.ReadAsync("/welcome?lang=es"), StringComparison.Ordinal);
            Assert.DoesNotContain("Ruiz", await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            Assert.Contains("Stands on paper in the clinic, Sheet in room 2", await director.ReadAsync("/quotes"), StringComparison.Ordinal);
            using (var nurse = await clinic.SignInAsync(Role.Nurse)) Assert.Equal(HttpStatusCode.Forbidden, (await nurse.GetAsync("/quotes")).StatusCode);

            // Taken back: gone from the public page with the next look at it, and whoever put up the sheet is told.
            using var taken = await Forms.SendAsync(phone, "/my-words?lang=en", Of(await phone.GetStringAsync("/my-words?lang=en"), "withdraw", words));
            Assert.DoesNotContain(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            Assert.Empty((await director.GetFromJsonAsync<JsonArray>("/api/quotes"))!);
            var task = Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task;
            Assert.Equal((Concern.TakeDownQuote, Role.Director, "Took back the permission to quote, 23 Nov 2026, 09:00. Take it down: on paper in the clinic, Sheet in room 2, since 23 Nov 2026, 09:00."), (task.Concern, task.For.Role, task.Says.Single()));
            var board = await director.ReadAsync("/quotes");
            Assert.Contains("Take down: on paper in the clinic, Sheet in room 2", board, StringComparison.Ordinal);
            using var late = await PutAsync(director, words, "Rooms", "Another sheet");
            Assert.Equal(HttpStatusCode.UnprocessableEntity, late.StatusCode);
            await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
            Assert.Equal(board.Split("Take down:").Length, (await director.ReadAsync("/quotes")).Split("Take down:").Length);
            foreach (var use in (await clinic.Get<QuoteRecords>().BoardAsync(Asking.Everywhere)).Single().Uses)
                _ = (await clinic.Get<QuoteRecords>().TakeDownAsync(words, Guid.CreateVersion7(), use.Id, clinic.Caller(Role.Director))).Value;
            Assert.Contains("Nothing may be quoted now", await director.ReadAsync("/quotes"), StringComparison.Ordinal);

            // The same sheet, put up and forbidden a second time, is said a second time.
            clinic.Clock.Advance(TimeSpan.FromMinutes(5));
            var link = await CheckInsAtHome.LinkAsync(clinic, patient);
            _ = (await clinic.Get<WordsRecords>().ChangeAsync(link, Guid.CreateVersion7(), file => file.AllowQuote(words, Exact, [QuotePlace.Rooms], day.AddDays(8), day), "test")).Value;
            _ = (await clinic.Get<QuoteRecords>().PlaceAsync(words, Guid.CreateVersion7(), QuotePlace.Rooms, "Sheet in room 2", clinic.Caller(Role.Director))).Value;
            using var second = await Forms.SendAsync(phone, "/my-words?lang=en", Of(await phone.GetStringAsync("/my-words?lang=en"), "withdraw", words));
            Assert.Equal(2, Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says.Count);
            Assert.Equal("Took back the permission to quote, 23 Nov 2026, 09:05. Take it down: on paper in the clinic, Sheet in room 2, since 23 Nov 2026, 09:05.", Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says[^1]);
            // Nobody took it down, it was allowed again and is forbidden again.
            clinic.Clock.Advance(TimeSpan.FromMinutes(5));
            _ = (await clinic.Get<WordsRecords>().ChangeAsync(link, Guid.CreateVersion7(), file => file.AllowQuote(words, Exact, [QuotePlace.Rooms], day.AddDays(8), day), "test")).Value;
            using var third = await Forms.SendAsync(phone, "/my-words?lang=en", Of(await phone.GetStringAsync("/my-words?lang=en"), "withdraw", words));
            Assert.StartsWith("Took back the permission to quote, 23 Nov 2026, 09:10.", Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says[^1], StringComparison.Ordinal);
            foreach (var use in (await clinic.Get<QuoteRecords>().BoardAsync(Asking.Everywhere)).Single().Uses)
                _ = (await clinic.Get<QuoteRecords>().TakeDownAsync(words, Guid.CreateVersion7(), use.Id, clinic.Caller(Role.Director))).Value;

            // Allowed anew, it stands nowhere until it is put there again; and it goes by itself when the day is over.
            using var anew = await AllowAsync(phone, words, Exact, "PublicPages", "2026-12-01");
            Assert.DoesNotContain(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            using var again = await PutAsync(director, words, "PublicPages", "");
            Assert.Contains(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            _ = (await clinic.Get<WordsRecords>().ChangeAsync(await CheckInsAtHome.LinkAsync(clinic, patient), Guid.CreateVersion7(),
                file => file.AllowQuote(words, Exact, [QuotePlace.PublicPages, QuotePlace.Rooms], day.AddDays(8), day), "test")).Value;
            _ = (await clinic.Get<QuoteRecords>().PlaceAsync(words, Guid.CreateVersion7(), QuotePlace.Rooms, "Frame by the door", clinic.Caller(Role.Director))).Value;
            Assert.Equal(0, await clinic.Get<QuoteRecords>().TellWhatHasEndedAsync());
            clinic.Clock.Advance(TimeSpan.FromDays(9));
            Assert.DoesNotContain(Exact, await visitor.ReadAsync("/welcome"), StringComparison.Ordinal);
            for (var round = 0; round < 2; round++) Assert.Equal(1, await clinic.Get<QuoteRecords>().TellWhatHasEndedAsync());
            Assert.Equal("The last day of a permission to quote is over. Take it down: on paper in the clinic, Frame by the door, since 23 Nov 2026, 09:10.", Assert.Single(await TheSafetyNet.OpenAsync(clinic)).Task.Says[^1]);
        }
    }

    [Fact]
    public async Task Every_page_on_which_a_patient_can_write_says_when_it_is_read()
    {
        // Found in the pages themselves, so that one which is added later is not forgotten.
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root!.FullName, "Afterglow.slnx"))) root = root.Parent;
        var writing = Directory.EnumerateFiles(Path.Combine(root.FullName, "src", "App"), "*.razor", SearchOption.AllDirectories).Select(file => (Name: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(page => page.Text.Contains("@layout PatientLayout", StringComparison.Ordinal) && (page.Text.Contains("<textarea", StringComparison.Ordinal) || page.Text.Contains("<HistoryQuestion", StringComparison.Ordinal))).ToList();
        Assert.True(writing.Count >= 6);
        Assert.All(writing, page => Assert.True(page.Text.Contains("data-when-read", StringComparison.Ordinal) || page.Text.Contains("<WhenRead", StringComparison.Ordinal), page.Name));
        await using var clinic = await Clinic.OpenAsync();
        var (_, link) = await clinic.PatientWithLinkAsync();
        using var phone = clinic.Visitor();
        using var proved = await clinic.FillInAsync(phone, link, "prove", new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" });
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        Assert.Contains("It is read on working days, before your next visit at the latest. Nobody is watching this page.", await phone.ReadAsync("/my-history/goals"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_link_none_of_these_pages_opens_and_a_handed_over_device_opens_none()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        foreach (var page in new[] { "/my-check-in", "/my-check-in/help", "/my-check-in/done", "/my-words", "/my-question", "/my-course" })
            Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync(page)).StatusCode);
    }

    [Fact]
    public async Task What_the_rhythm_says_is_due_goes_to_those_who_allowed_it_once_is_reminded_gently_and_then_not_any_more()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await Plans.ThePlanAtHome.ProposedAsync(clinic);
        using (phone)
        {
            var drawn = (await phone.GetStringAsync("/my-plan?lang=en")).Split("<form").First(part => part.Contains("\"agree\"", StringComparison.Ordinal));
            using var agreed = await Forms.SendAsync(phone, "/my-plan?lang=en", Forms.Fields("<form" + drawn, "plan"));
            Assert.Equal("/my-plan?done=agree&lang=en", agreed.To());
        }
        var rounds = clinic.Get<CheckInRounds>();
        Assert.NotNull(await rounds.DueAsync(id));
        Assert.Equal(0, await rounds.AskDueAsync());
        _ = (await clinic.Get<MessageWishes>().SetAsync(id, Guid.CreateVersion7(), new MessageWish(true, false, "es"), clinic.Caller(Role.FrontDesk))).Value;
        var sent = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => rounds.AskDueAsync()));
        Assert.Equal(1, sent.Sum());
        var letter = Assert.Single(await LettersAsync(clinic));
        Assert.StartsWith("Unas preguntas de", letter.Envelope!.Subject, StringComparison.Ordinal);
        foreach (var clinical in new[] { "ketamin", "depres", "PHQ", "ASQ", "suicid" }) Assert.DoesNotContain(clinical, letter.Envelope.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(0, await rounds.AskDueAsync());
        // Sixty days it stays open: two reminders, a third of the way each, never in quiet hours, and then peace.
        for (var day = 0; day < 62; day++)
        {
            clinic.Clock.SetUtcNow(clinic.Clock.GetUtcNow().AddHours(20));
            await rounds.AskDueAsync();
        }
        Assert.Equal(["check-in-link", "check-in-reminder", "check-in-reminder"], (await LettersAsync(clinic)).Select(one => one.Kind).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_nothing_due_is_looked_at_again_when_something_changed_or_when_something_may_be_due()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await Plans.ThePlanAtHome.ProposedAsync(clinic);
        using (phone)
        {
            var drawn = (await phone.GetStringAsync("/my-plan?lang=en")).Split("<form").First(part => part.Contains("\"agree\"", StringComparison.Ordinal));
            using var agreed = await Forms.SendAsync(phone, "/my-plan?lang=en", Forms.Fields("<form" + drawn, "plan"));
        }
        _ = (await clinic.Get<MessageWishes>().SetAsync(id, Guid.CreateVersion7(), new MessageWish(true, false, "en"), clinic.Caller(Role.FrontDesk))).Value;
        var (rounds, records) = (clinic.Get<CheckInRounds>(), clinic.Get<CheckInRecords>());
        Assert.Equal(1, await rounds.AskDueAsync());
        Assert.Equal("", await LookAsync());
        // All of it answered, one instrument only with “I would rather not say”: it is not put again, though it has no score.
        var link = await CheckInsAtHome.LinkAsync(clinic, id);
        var declined = (await records.OpenOfAsync(id))!.Instruments[^1];
        while (await records.OpenOfAsync(id) is { Next: { } next } open)
            _ = (await records.AnswerAsync(link, open.Id, next.Key, next.Instrument == declined ? null : next.Item.Reversed ? next.Item.High : next.Item.Low, "test")).Value;
        Assert.DoesNotContain((await rounds.DueAsync(id))?.Ask ?? [], instrument => instrument == declined);
        // What is left of the day is for tomorrow; until something happens the chart is not read again.
        while (await rounds.DueAsync(id) is { Calls: true })
        {
            clinic.Clock.Advance(TimeSpan.FromHours(1));
            await rounds.AskDueAsync();
            while (await records.OpenOfAsync(id) is { Next: { } next } open) _ = (await records.AnswerAsync(link, open.Id, next.Key, next.Item.Reversed ? next.Item.High : next.Item.Low, "test")).Value;
        }
        await rounds.AskDueAsync();
        var noted = await LookAsync();
        Assert.NotEqual("", noted);
        await rounds.AskDueAsync();
        Assert.Equal(noted, await LookAsync());
        // Something new in the chart is seen with the next round.
        clinic.Clock.Advance(TimeSpan.FromMinutes(15));
        _ = (await clinic.Get<App.Patients.PatientRecords>().AddNoteAsync(id, Guid.CreateVersion7(), "Rang her.", clinic.Caller(Role.Nurse))).Value;
        await rounds.AskDueAsync();
        Assert.NotEqual(noted, await LookAsync());
        // So is a questionnaire whose words the clinic has loaded: it may be the one that is due.
        noted = await LookAsync();
        var worded = string.Join(", ", Enumerable.Range(1, 5).Select(number => $$"""{"text": "Made-up question {{number}}"}"""));
        _ = (await clinic.Get<App.Measures.Wordings>().LoadAsync($$"""
            {"instrument": "wsas", "language": "en", "lead": "A made-up lead.", "notice": "© Nobody, for this test.", "source": "a test", "items": [{{worded}}]}
            """)).Value;
        await rounds.AskDueAsync();
        Assert.NotEqual(noted, await LookAsync());

        async Task<string> LookAsync()
        {
            await using var connection = await clinic.Get<App.Record.Database>().OpenAsync();
            return await Dapper.SqlMapper.QuerySingleOrDefaultAsync<string>(connection, "select hangs_on || ' ' || next_at from check_in_look where patient_id = @id", new { id = id.ToString("D") }) ?? "";
        }
    }

    /// <summary>Somebody of the clinic puts a quote where it was allowed.</summary>
    internal static async Task<HttpResponseMessage> PutAsync(Browser browser, Guid words, string place, string where) =>
        await Forms.SendAsync(browser, "/quotes", new Dictionary<string, string>
        {
            ["form-token"] = Forms.Token(await browser.GetStringAsync("/public-pages")), ["_handler"] = "quote", ["Form.What"] = "place", ["Form.Words"] = $"{words:D}",
            ["Form.EntryId"] = $"{Guid.CreateVersion7():D}", ["Form.Place"] = place, ["Form.Where"] = where,
        });

    private static async Task<IReadOnlyList<MessageRow>> LettersAsync(Clinic clinic) =>
        [.. (await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Where(letter => letter.Kind is CheckInRecords.Link or CheckInRecords.Reminder)];

    internal static async Task<(Guid Patient, Browser Phone)> InAsync(Clinic clinic)
    {
        var (patient, link) = await CheckInsAtHome.AskedAsync(clinic, ["mood"]);
        var phone = clinic.Visitor();
        await CheckInsAtHome.InAsync(clinic, phone, link, "4");
        return (patient, phone);
    }

    internal static async Task<HttpResponseMessage> WriteAsync(Browser phone, string text, string readers, bool today = false)
    {
        var fields = Of(await phone.GetStringAsync("/my-words?lang=en"), "write", null);
        fields["Form.Text"] = text;
        fields["Form.Readers"] = readers;
        if (today) fields["Form.Today"] = "true";
        return await Forms.SendAsync(phone, "/my-words?lang=en", fields);
    }

    private static async Task<HttpResponseMessage> AllowAsync(Browser phone, Guid words, string exact, string place, string until)
    {
        var fields = Of(await phone.GetStringAsync("/my-words?lang=en"), "allow", words);
        fields["Form.Text"] = exact;
        if (place.Length > 0) fields["Form.Places"] = place;
        fields["Form.Until"] = until;
        return await Forms.SendAsync(phone, "/my-words?lang=en", fields);
    }

    internal static Dictionary<string, string> Of(string html, string what, Guid? words) => Forms.Fields("<form" + html.Split("<form").First(part =>
        part.Contains($"name=\"Form.What\" value=\"{what}\"", StringComparison.Ordinal) && (words is null || part.Contains(words.Value.ToString("D"), StringComparison.Ordinal))), what);
}
