using System.Net;
using Afterglow.App.Messages;
using Afterglow.App.Plans;
using Afterglow.App.Portal;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans.Treatment;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.Plans;

/// <summary>The plan in plain words, in the hands of the patient.</summary>
public sealed class ThePlanAtHome
{
    [Fact]
    public async Task The_patient_reads_the_plan_in_spanish_agrees_and_the_words_are_kept_as_they_were_read()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic, "es");
        using (phone)
        {
            Assert.Contains("Su plan de tratamiento", await phone.ReadAsync("/my-care?lang=es"), StringComparison.Ordinal);
            var page = await phone.ReadAsync("/my-plan?lang=es");
            Assert.Contains("Su depresión.", page, StringComparison.Ordinal);
            Assert.Contains("6 sesiones, con al menos 2 días entre una y otra, dentro de 21 días.", page, StringComparison.Ordinal);
            Assert.Contains("no hallaron un beneficio claro", page, StringComparison.Ordinal);
            Assert.DoesNotContain("plan.", page.Replace("/my-plan", "", StringComparison.Ordinal).Replace("un plan.", "", StringComparison.Ordinal), StringComparison.Ordinal);
            using var agreed = await SendAsync(phone, "/my-plan?lang=es", "agree");
            Assert.Equal("/my-plan?done=agree&lang=es", agreed.To());

            var plan = (await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!;
            Assert.Equal((PlanState.Agreed, "es"), (plan.State, plan.Agreement!.Language));
            foreach (var line in plan.Agreement.Words.Split('\n')) Assert.Contains(line, page, StringComparison.Ordinal);
            Assert.Contains("Usted lo aceptó el", await phone.ReadAsync("/my-plan?lang=es"), StringComparison.Ordinal);
            Assert.Contains(await clinic.AuditAsync(), line => line.Action == "plan.agree" && line.ActorId == $"patient:{id:D}" && line.Outcome == "done");
        }
    }

    [Fact]
    public async Task Pressed_twice_and_on_two_devices_it_is_one_agreement()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic);
        using (phone)
        using (var laptop = phone.Copy())
        {
            var one = Fields(await phone.GetStringAsync("/my-plan"), "agree");
            var other = Fields(await laptop.GetStringAsync("/my-plan"), "agree");
            foreach (var (browser, fields) in new[] { (phone, one), (phone, one), (laptop, other) })
            {
                using var answer = await Forms.SendAsync(browser, "/my-plan", fields);
                Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
            }
            Assert.Single((await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!.Agreements);
        }
    }

    [Fact]
    public async Task A_plan_that_was_changed_while_it_was_read_is_read_again_and_says_what_is_new()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic);
        using (phone)
        {
            var old = Fields(await phone.GetStringAsync("/my-plan"), "agree");
            await ChangeAsync(clinic, id, PlanOf.Whole with { Sessions = 8, WithinDays = 28, ReviewAfterSessions = 6 });
            using var refused = await Forms.SendAsync(phone, "/my-plan", old);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Contains("changed while you were reading", await refused.TextAsync(), StringComparison.Ordinal);
            using var agreed = await SendAsync(phone, "/my-plan", "agree");
            Assert.Equal(HttpStatusCode.Redirect, agreed.StatusCode);

            await ChangeAsync(clinic, id, PlanOf.Dosed("0.5 mg/kg", "0.7 mg/kg") with { Sessions = 8, WithinDays = 28, ReviewAfterSessions = 6 });
            var page = await phone.ReadAsync("/my-plan");
            var news = page[page.IndexOf("What is new since you agreed", StringComparison.Ordinal)..];
            news = news[..news.IndexOf("</ul>", StringComparison.Ordinal)];
            Assert.Contains("The treatment", news, StringComparison.Ordinal);
            Assert.DoesNotContain("How often", news, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_question_reaches_the_clinic_and_its_answer_the_patient()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic);
        using (phone)
        {
            using var asked = await SendAsync(phone, "/my-plan", "ask", "May I <b>drive</b> the next day?");
            Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            Assert.Contains("May I &lt;b&gt;drive", await nurse.GetStringAsync($"/patients/{id:D}/plan"), StringComparison.Ordinal);
            var question = (await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!.Questions[0];
            using var answered = await PlansOnScreen.ActAsync(clinic, nurse, id, "answer", new() { ["Form.Question"] = question.EntryId.ToString(), ["Form.Text"] = "Yes, after a night’s sleep." });
            Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
            Assert.Contains("Yes, after a night’s sleep.", await phone.ReadAsync("/my-plan"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task More_than_fits_is_a_sentence_and_stays_on_the_page_for_the_patient_and_for_staff()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic);
        using (phone)
        {
            var much = new string('ñ', 10_000);
            foreach (var act in new[] { "ask", "decline" })
            {
                using var refused = await SendAsync(phone, "/my-plan", act, much);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
                var page = await refused.TextAsync();
                Assert.Contains("This is too long. Write at most 2000 letters.", page, StringComparison.Ordinal);
                Assert.Contains(much, page, StringComparison.Ordinal);
            }
            using var prescriber = await clinic.SignInAsync(Role.Prescriber);
            using var stopped = await PlansOnScreen.ActAsync(clinic, prescriber, id, "stop", new() { ["Form.Ending"] = "Other", ["Form.Text"] = much });
            Assert.Equal(HttpStatusCode.UnprocessableEntity, stopped.StatusCode);
            Assert.Contains(much, await stopped.TextAsync(), StringComparison.Ordinal);
            // A browser would cut what is pasted into a field that has a length, and say nothing.
            foreach (var page in new[] { await phone.GetStringAsync("/my-plan"), await prescriber.GetStringAsync($"/patients/{id:D}/plan"), await prescriber.GetStringAsync($"/patients/{id:D}/eligibility") })
                Assert.DoesNotMatch("<textarea[^>]*maxlength", page);
            Assert.Empty((await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!.Questions);
        }
    }

    [Fact]
    public async Task A_patient_says_no_without_a_reason_and_takes_an_agreement_back_as_easily()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic);
        using (phone)
        {
            using var declined = await SendAsync(phone, "/my-plan", "decline", "");
            Assert.Contains("You said no to this plan", await phone.ReadAsync("/my-plan"), StringComparison.Ordinal);
            await ChangeAsync(clinic, id, PlanOf.Whole with { Sessions = 4, ReviewAfterSessions = 4 });
            using var agreed = await SendAsync(phone, "/my-plan", "agree");
            using var withdrawn = await SendAsync(phone, "/my-plan", "withdraw", "");
            Assert.Equal("/my-plan?done=withdraw&lang=en", withdrawn.To());
            Assert.Equal(PlanState.Ended, (await clinic.Get<PlanRecords>().OpenAsync(id, Asking.Everywhere))!.File.Newest!.State);
        }
    }

    [Fact]
    public async Task Nobody_reaches_anybody_elses_plan_and_a_link_that_ran_out_shows_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var texts = clinic.Get<ClinicTexts>();
        _ = (await texts.WriteProfileAsync((await texts.ProfileAsync()) with { LinkDays = 1 }, clinic.Caller(Role.Director))).Value;
        var (first, phone) = await ProposedAsync(clinic);
        var (second, other) = await ProposedAsync(clinic, person: new Person
        {
            Given = ["Bo"], Family = "Ito", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact("555 010 0135", "bo@example.org"),
        });
        using (phone)
        using (other)
        {
            // Her own form with everything of it, in his browser: what opens is his plan, and what is written is about his.
            var hers = Fields(await phone.GetStringAsync("/my-plan"), "decline");
            using var sent = await Forms.SendAsync(other, $"/my-plan?patientId={first:D}", new(hers) { ["Form.PatientId"] = first.ToString(), ["form-token"] = Forms.Token(await other.GetStringAsync("/my-plan")) });
            Assert.Equal(PlanState.Proposed, (await clinic.Get<PlanRecords>().OpenAsync(first, Asking.Everywhere))!.File.Newest!.State);
            Assert.Equal(PlanState.Declined, (await clinic.Get<PlanRecords>().OpenAsync(second, Asking.Everywhere))!.File.Newest!.State);

            using var stranger = clinic.Visitor();
            using var nothing = await stranger.GetAsync("/my-plan");
            Assert.Equal(HttpStatusCode.Unauthorized, nothing.StatusCode);
            Assert.DoesNotContain("Her sister", await nothing.Content.ReadAsStringAsync(), StringComparison.Ordinal);

            clinic.Later(TimeSpan.FromDays(1.5));
            using var over = await phone.GetAsync("/my-plan");
            Assert.Equal(HttpStatusCode.Unauthorized, over.StatusCode);
            using var late = await Forms.SendAsync(phone, "/my-plan", hers);
            Assert.NotEqual(HttpStatusCode.Redirect, late.StatusCode);
            Assert.Equal(PlanState.Proposed, (await clinic.Get<PlanRecords>().OpenAsync(first, Asking.Everywhere))!.File.Newest!.State);
        }
    }

    [Fact]
    public async Task A_draft_is_the_clinics_own()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var phone = await InsideAsync(clinic, link);
        await PlansOnScreen.EligibleAsync(clinic, id);
        _ = (await clinic.Get<PlanRecords>().ChangeAsync(id, new DraftPlan(Guid.CreateVersion7(), PlanOf.Whole, null), clinic.Caller(Role.Prescriber))).Value;
        Assert.DoesNotContain("/my-plan", await phone.ReadAsync("/my-care"), StringComparison.Ordinal);
        Assert.Contains("There is no plan to read yet", await phone.ReadAsync("/my-plan"), StringComparison.Ordinal);
        Assert.Equal("plan.not-open", (await clinic.Get<PlanRecords>().SendLinkAsync(id, Guid.CreateVersion7(), true, "http://x", clinic.Caller(Role.Nurse))).Refusal!.Code);
    }

    [Fact]
    public async Task A_link_is_mailed_in_the_patients_language_and_closes_the_one_before()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic, "es");
        using (phone)
        {
            using var nurse = await clinic.SignInAsync(Role.Nurse);
            using var sent = await PlansOnScreen.ActAsync(clinic, nurse, id, "send", []);
            Assert.Equal($"/patients/{id:D}/plan?done=send", sent.To());
            var letter = (await clinic.Get<Outbox>().NewestAsync($"patient/{id:D}", PlanRecords.PlanLink))!;
            Assert.StartsWith("Su plan de", letter.Envelope!.Subject, StringComparison.Ordinal);
            // Email is a postcard: no drug, no illness.
            foreach (var word in new[] { "ketamin", "depres", "mg/kg" }) Assert.DoesNotContain(word, letter.Envelope.Text, StringComparison.OrdinalIgnoreCase);
            Assert.Equal(HttpStatusCode.Unauthorized, (await phone.GetAsync("/my-plan")).StatusCode);
            var way = new Uri(letter.Envelope.Text.Split('\n').Single(line => line.Contains("/link/", StringComparison.Ordinal)).Trim()).AbsolutePath;
            using var again = await InsideAsync(clinic, way);
            Assert.Contains("He leído este plan y lo acepto", await again.ReadAsync("/my-plan?lang=es"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_agreed_plan_fills_in_the_series_for_whoever_books_it()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, phone) = await ProposedAsync(clinic, terms: PlanOf.Whole with { Sessions = 4, LeastDaysApart = 3, WithinDays = 30, ReviewAfterSessions = 4 });
        using (phone)
        {
            using var prescriber = await clinic.SignInAsync(Role.Prescriber);
            Assert.DoesNotContain("schedule?plan=", await prescriber.GetStringAsync($"/patients/{id:D}/plan"), StringComparison.Ordinal);
            using var agreed = await SendAsync(phone, "/my-plan", "agree");
            var html = await prescriber.GetStringAsync($"/patients/{id:D}/plan");
            var way = html[html.IndexOf($"/patients/{id:D}/schedule?plan=", StringComparison.Ordinal)..];
            using var desk = await clinic.SignInAsync(Role.FrontDesk);
            var page = await desk.ReadAsync(way[..way.IndexOf('"', StringComparison.Ordinal)]);
            Assert.Contains("Filled in from the plan that the patient agreed to, version 1", page, StringComparison.Ordinal);
            foreach (var field in new[] { "name=\"Ask.Sessions\" value=\"4\"", "name=\"Ask.LeastDaysApart\" value=\"3\"", "name=\"Ask.WithinDays\" value=\"30\"" })
                Assert.Contains(field, page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_same_version_always_says_the_same_and_every_protocol_and_indication_has_words_in_every_language()
    {
        using var words = new WordsForATest();
        foreach (var language in Languages.All)
            foreach (var indication in Enum.GetValues<PlanIndication>())
                foreach (var protocol in Core.Plans.Protocols.All)
                {
                    var terms = PlanTerms.Usual(indication, protocol) with { Symptoms = [.. TargetSymptom.All.Select(symptom => symptom.Key)], Measures = [.. JudgingMeasure.All.Select(measure => new PlannedMeasure(measure.Id, measure.Range.High))] };
                    var said = PlanPaper.Text(words.Paper.Of(terms, language.Name));
                    Assert.Equal(said, PlanPaper.Text(words.Paper.Of(terms, language.Name)));
                    // A key that has no words would show itself; a place that is not filled would show its braces.
                    Assert.DoesNotMatch(@"plan\.[a-z]+[.\-]|prepare\.|\{\d\}", said);
                }
    }

    private static async Task ChangeAsync(Clinic clinic, Guid id, PlanTerms terms)
    {
        var records = clinic.Get<PlanRecords>();
        var seen = (await records.OpenAsync(id, Asking.Everywhere))!.File.Last!.EntryId;
        var changed = (await records.ChangeAsync(id, new ChangePlan(Guid.CreateVersion7(), terms, "A reason.", seen), clinic.Caller(Role.Prescriber))).Value;
        _ = (await records.ChangeAsync(id, new ProposePlan(Guid.CreateVersion7(), changed.Last!.EntryId), clinic.Caller(Role.Prescriber))).Value;
    }

    /// <summary>A patient whose plan waits for them, and their telephone, let in by their link.</summary>
    internal static async Task<(Guid Patient, Browser Phone)> ProposedAsync(Clinic clinic, string language = "en", PlanTerms? terms = null, Person? person = null)
    {
        var (id, link) = await clinic.PatientWithLinkAsync(person, language);
        var phone = await InsideAsync(clinic, link);
        if (language != "en")
        {
            using var said = await clinic.FillInAsync(phone, $"/my-history/goals?lang={language}", "answers", new() { ["o:language"] = language, ["do"] = "next" });
        }
        await PlansOnScreen.EligibleAsync(clinic, id);
        var records = clinic.Get<PlanRecords>();
        var drafted = (await records.ChangeAsync(id, new DraftPlan(Guid.CreateVersion7(), terms ?? PlanOf.Whole, null), clinic.Caller(Role.Prescriber))).Value;
        _ = (await records.ChangeAsync(id, new ProposePlan(Guid.CreateVersion7(), drafted.Last!.EntryId), clinic.Caller(Role.Prescriber))).Value;
        return (id, phone);
    }

    private static async Task<Browser> InsideAsync(Clinic clinic, string link)
    {
        var browser = clinic.Visitor();
        using var proved = await clinic.FillInAsync(browser, link + "?lang=en", "prove", new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" });
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        return browser;
    }

    internal static async Task<HttpResponseMessage> SendAsync(Browser browser, string page, string act, string? text = null)
    {
        var fields = Fields(await browser.GetStringAsync(page), act);
        if (text is not null) fields["Form.Text"] = text;
        return await Forms.SendAsync(browser, page, fields);
    }

    /// <summary>The hidden fields of the form that does this.</summary>
    private static Dictionary<string, string> Fields(string html, string act)
    {
        foreach (var part in html.Split("<form").Skip(1))
        {
            var form = "<form" + part[..part.IndexOf("</form>", StringComparison.Ordinal)] + "</form>";
            if (form.Contains($"name=\"Form.Do\" value=\"{act}\"", StringComparison.Ordinal)) return Forms.Fields(form, "plan");
        }
        throw new InvalidOperationException($"The page has no form that does “{act}”.");
    }

    private sealed class WordsForATest : IDisposable
    {
        private readonly ServiceProvider services = new ServiceCollection().AddLogging().AddLocalization().AddSingleton<PlanPaper>().BuildServiceProvider();

        public PlanPaper Paper => services.GetRequiredService<PlanPaper>();

        public void Dispose() => services.Dispose();
    }
}
