using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Sessions;

namespace Afterglow.Tests.Intake;

/// <summary>Consent in the hands of patients and staff: at home, on a device that is handed over, at the chair.</summary>
public sealed class ConsentOnScreen
{
    private const string Key = "ketamine-iv";

    private static readonly Dictionary<string, string> Birth = new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" };

    [Fact]
    public async Task At_home_it_is_read_understood_signed_and_taken_back_in_the_patients_language()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        await AskForAsync(clinic, id);
        using var patient = await ProveAsync(clinic, link);
        Assert.Contains("1 por leer", await patient.ReadAsync("/my-care?lang=es"), StringComparison.Ordinal);
        var text = await patient.ReadAsync($"/my-documents/{Key}?lang=es");
        Assert.Contains("Este uso no está aprobado", text, StringComparison.Ordinal);
        Assert.Contains("Lii TR", text, StringComparison.Ordinal);

        // Nobody signs before the questions.
        using var early = await patient.GetAsync($"/my-documents/{Key}/sign?lang=es");
        Assert.Equal($"/my-documents/{Key}?lang=es", early.To());
        using var read = await clinic.FillInAsync(patient, $"/my-documents/{Key}?lang=es", "read", []);
        Assert.Equal($"/my-documents/{Key}/questions?lang=es", read.To());
        await AnswerAllAsync(clinic, patient, "es", wrongFirst: true);

        using var untouched = await clinic.FillInAsync(patient, $"/my-documents/{Key}/sign?lang=es", "sign", new() { ["Form.Name"] = "Amaya Ruiz" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, untouched.StatusCode);
        Assert.Contains("Marque la casilla", await untouched.TextAsync(), StringComparison.Ordinal);
        using var signed = await clinic.FillInAsync(patient, $"/my-documents/{Key}/sign?lang=es", "sign", Signature("Amaya <script>alert(1)</script>", "M10 10L20 20"));
        Assert.Equal("/my-documents?done=signed&lang=es", signed.To());

        var view = (await clinic.Get<ConsentRecords>().FindAsync(id, Everywhere))!;
        var standing = view.Of(Key)!;
        Assert.Equal((ConsentState.Signed, "es", ConsentPlace.Home), (standing.State, standing.Signed!.Language, standing.Signed.Place));
        Assert.True(standing.Signature!.By.IsPatient);
        Assert.Contains(view.File.Lines, line => line.What is ConsentEvent.QuestionAnswered { Right: false });

        // What was signed can be read to the letter, by the patient and by staff; a name is never markup.
        var paper = await patient.GetStringAsync($"/my-documents/{Key}/signed/{standing.Signature.EntryId:D}?lang=es");
        Assert.Contains("Amaya &lt;script&gt;", paper, StringComparison.Ordinal);
        Assert.Contains(standing.Signed.Digest, paper, StringComparison.Ordinal);
        Assert.Contains("M10 10L20 20", paper, StringComparison.Ordinal);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var print = await nurse.GetStringAsync($"/patients/{id:D}/consent/{standing.Signature.EntryId:D}");
        Assert.DoesNotContain("<script>alert", print, StringComparison.Ordinal);
        Assert.Contains(standing.Signed.Digest, print, StringComparison.Ordinal);
        Assert.Contains("Consent signed", await nurse.ReadAsync($"/patients/{id:D}"), StringComparison.Ordinal);

        using var withdrawn = await clinic.FillInAsync(patient, $"/my-documents/{Key}/withdraw?lang=es", "withdraw", new() { ["Form.Reason"] = "" });
        Assert.Equal("/my-documents?done=withdrawn&lang=es", withdrawn.To());
        Assert.Contains("Withdrawn", await nurse.ReadAsync($"/patients/{id:D}/consent"), StringComparison.Ordinal);

        var before = await TableAsync(clinic);
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        Assert.Equal(before, await TableAsync(clinic));
        Assert.Equal([(Key, "withdrawn")], before);
    }

    [Fact]
    public async Task A_closed_link_a_stranger_and_another_patient_open_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (mine, link) = await clinic.PatientWithLinkAsync();
        var (theirs, other) = await clinic.PatientWithLinkAsync();
        foreach (var id in new[] { mine, theirs }) await AskForAsync(clinic, id);
        using var patient = await ProveAsync(clinic, link);
        using var neighbour = await ProveAsync(clinic, other);
        var signature = await SignAsync(clinic, patient, mine);
        using var foreign = await neighbour.GetAsync($"/my-documents/{Key}/signed/{signature:D}");
        Assert.Equal(HttpStatusCode.NotFound, foreign.StatusCode);
        Assert.Equal(ConsentState.Missing, (await clinic.Get<ConsentRecords>().FindAsync(theirs, Everywhere))!.Of(Key)!.State);

        using var stranger = clinic.Visitor();
        string[] pages = ["/my-documents", $"/my-documents/{Key}", $"/my-documents/{Key}/questions", $"/my-documents/{Key}/sign", $"/my-documents/{Key}/withdraw", $"/my-documents/{Key}/signed/{signature:D}"];
        foreach (var page in pages) Assert.Equal(HttpStatusCode.Unauthorized, (await stranger.GetAsync(page)).StatusCode);
        var drawn = Forms.Fields(await patient.GetStringAsync($"/my-documents/{Key}/withdraw"), "withdraw");
        clinic.Later(TimeSpan.FromHours(3));
        foreach (var page in pages) Assert.Equal(HttpStatusCode.Unauthorized, (await patient.GetAsync(page)).StatusCode);
        // Sent from a page that was open when the time ran out: in words, and nothing is written.
        using var late = await Forms.SendAsync(patient, $"/my-documents/{Key}/withdraw", drawn);
        Assert.NotEqual(HttpStatusCode.Redirect, late.StatusCode);
        Assert.Equal(ConsentState.Signed, (await clinic.Get<ConsentRecords>().FindAsync(mine, Everywhere))!.Of(Key)!.State);
    }

    [Fact]
    public async Task Signed_twice_it_is_written_once_and_of_two_at_once_one_is_written()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        await AskForAsync(clinic, id);
        using var phone = await ProveAsync(clinic, link);
        using var laptop = await ProveAsync(clinic, link);
        await AnswerAllAsync(clinic, phone, "en");
        var page = $"/my-documents/{Key}/sign";
        var (first, second) = (Forms.Fields(await phone.GetStringAsync(page), "sign"), Forms.Fields(await laptop.GetStringAsync(page), "sign"));
        using var tooLong = await Forms.SendAsync(phone, page, first, Signature(new string('x', 10_000)));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, tooLong.StatusCode);
        var answers = await Task.WhenAll(
            Forms.SendAsync(phone, page, first, Signature("Amaya Ruiz")), Forms.SendAsync(laptop, page, second, Signature("Amaya Ruiz")));
        foreach (var answer in answers) Assert.StartsWith("/my-documents?done=signed", answer.To(), StringComparison.Ordinal);
        using var again = await Forms.SendAsync(phone, page, first, Signature("Amaya Ruiz"));
        Assert.StartsWith("/my-documents?done=signed", again.To(), StringComparison.Ordinal);
        Assert.Single((await clinic.Get<ConsentRecords>().FindAsync(id, Everywhere))!.File.Lines, line => line.What is ConsentEvent.Signed);
        foreach (var answer in answers) answer.Dispose();
    }

    [Fact]
    public async Task A_device_that_is_handed_over_opens_the_documents_and_nothing_else_until_it_is_given_back()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(new Person { Given = ["Amaya"], Family = "Ruiz", BirthDate = PartialDate.Read("1984-05-03") });
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var handed = await clinic.FillInAsync(nurse, $"/patients/{id:D}/consent", "hand-over", new() { ["Over.Language"] = "en", ["Over.Document"] = Key });
        Assert.Equal($"/my-documents/{Key}?lang=en", handed.To());
        Assert.Contains("to read and sign", await nurse.ReadAsync("/my-documents"), StringComparison.Ordinal);
        var read = (await clinic.AuditAsync()).Count(line => line.Action == "chart.read");
        foreach (var page in new[] { "/board", $"/patients/{id:D}", "/account", "/" })
        {
            using var shut = await nurse.GetAsync(page);
            Assert.Equal("/give-back", shut.To());
        }
        Assert.Equal(HttpStatusCode.Forbidden, (await nurse.GetAsync($"/api/patients/{id:D}/consents")).StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await nurse.GetAsync("/my-history")).StatusCode);

        // What was not shown is not written down as read.
        Assert.Equal(read, (await clinic.AuditAsync()).Count(line => line.Action == "chart.read"));

        await AnswerAllAsync(clinic, nurse, "en");
        using var signed = await clinic.FillInAsync(nurse, $"/my-documents/{Key}/sign", "sign", Signature("Amaya Ruiz"));
        Assert.StartsWith("/my-documents?done=signed", signed.To(), StringComparison.Ordinal);
        using var wrong = await clinic.FillInAsync(nurse, "/give-back", "back", new() { ["Form.Password"] = "not this one" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var back = await clinic.FillInAsync(nurse, "/give-back", "back", new() { ["Form.Password"] = Clinic.Password });
        Assert.Equal($"/patients/{id:D}/consent", back.To());
        var standing = (await clinic.Get<ConsentRecords>().FindAsync(id, Everywhere))!.Of(Key)!;
        Assert.Equal((ConsentPlace.Clinic, clinic.Author(Role.Nurse).Id), (standing.Signed!.Place, standing.Signature!.By.Id));
        Assert.Contains("in the clinic before", await nurse.ReadAsync($"/patients/{id:D}/consent"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Neither_leaving_nor_another_link_nor_a_passkey_gives_a_handed_over_device_back()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using (var handed = await clinic.FillInAsync(nurse, $"/patients/{id:D}/consent", "hand-over", new() { ["Over.Language"] = "en", ["Over.Document"] = Key }))
            Assert.Equal($"/my-documents/{Key}?lang=en", handed.To());

        // Closed by the patient, as at home: the page has no button for it, and sent all the same it leads to whoever handed it over.
        var care = await nurse.GetStringAsync("/my-care");
        Assert.DoesNotContain("/my-history/leave", care, StringComparison.Ordinal);
        Assert.Contains("/give-back", care, StringComparison.Ordinal);
        using (var left = await Forms.SendAsync(nurse, "/my-history/leave", new() { ["form-token"] = Forms.Token(await nurse.GetStringAsync("/ask")) }))
            Assert.StartsWith("/give-back", left.To(), StringComparison.Ordinal);
        await StillHandedOverAsync();

        // A link of the patient's own and the right birth date.
        using (var proved = await clinic.FillInAsync(nurse, link, "prove", Birth)) Assert.StartsWith("/give-back", proved.To(), StringComparison.Ordinal);
        await StillHandedOverAsync();

        // The passkey of a patient: it is not even asked, and nothing is opened with it.
        var known = nurse.Token;
        nurse.Token = Forms.Token(await nurse.GetStringAsync("/ask"));
        foreach (var path in new[] { "/my-page/passkey-question", "/my-page/passkey" })
        {
            using var refused = await nurse.PostAsJsonAsync(path, new { question = Guid.NewGuid(), credential = new { } });
            Assert.Equal("device.handed-over", JsonNode.Parse(await refused.Content.ReadAsStringAsync())!["code"]!.GetValue<string>());
        }
        nurse.Token = known;
        await StillHandedOverAsync();
        // Every door asks this one, whoever comes through it.
        Assert.DoesNotContain(await clinic.AuditAsync(), line => line.Action is "link.open" or "own-page.open");

        // The hand-over itself runs out or is replaced: whoever is signed in still has not got the device back.
        await clinic.Record.WriteAsync(clinic.Author(Role.Nurse), write => clinic.Get<PatientLinks>().CloseAllAsync(write, id, LinkPurpose.Here, "replaced"));
        using (var ended = await nurse.GetAsync("/my-documents"))
        {
            Assert.Equal(HttpStatusCode.Unauthorized, ended.StatusCode);
            var page = await ended.Content.ReadAsStringAsync();
            Assert.Contains("/give-back", page, StringComparison.Ordinal);
            Assert.DoesNotContain("/my-page", page, StringComparison.Ordinal);
        }
        using (var own = await nurse.GetAsync("/my-page")) Assert.StartsWith("/give-back", own.To(), StringComparison.Ordinal);
        // Kept awake by pages that ask for nobody, the sign-in lasts longer than a patient's page would.
        for (var minutes = 0; minutes < 150; minutes += 10)
        {
            clinic.Later(TimeSpan.FromMinutes(10));
            _ = await nurse.GetStringAsync("/welcome");
        }
        await StillHandedOverAsync();
        using var back = await clinic.FillInAsync(nurse, "/give-back", "back", new() { ["Form.Password"] = Clinic.Password });
        Assert.Equal("/", back.To());
        using var board = await nurse.GetAsync("/board");
        Assert.Equal(HttpStatusCode.OK, board.StatusCode);

        async Task StillHandedOverAsync()
        {
            using var shut = await nurse.GetAsync("/board");
            Assert.Equal("/give-back", shut.To());
        }
    }

    [Fact]
    public async Task What_staff_do_is_refused_or_written_with_its_code_over_HTTP()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var path = $"/api/patients/{id:D}/consents";
        async Task<string> CodeAsync(string to, object body, Browser? by = null)
        {
            using var answer = await InTheChair.PostAsync(by ?? nurse, $"{path}/{to}", body);
            return answer.IsSuccessStatusCode ? "" : JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["code"]!.GetValue<string>();
        }
        var asked = new DocumentsAsked(Guid.NewGuid(), [Key, "research"]);
        Assert.Equal("", await CodeAsync("asks", asked));
        Assert.Equal("", await CodeAsync("asks", asked));
        Assert.NotEqual("", await CodeAsync("asks", asked with { Documents = ["research"] }));
        Assert.Equal("consent.document.unknown", await CodeAsync("asks", new DocumentsAsked(Guid.NewGuid(), ["nothing"])));
        Assert.Equal("text.too-long", await CodeAsync("talked-through", new TalkedThroughAsked(Guid.NewGuid(), Key, 1, new string('x', 10_000))));
        Assert.Equal("consent.version-changed", await CodeAsync("talked-through", new TalkedThroughAsked(Guid.NewGuid(), Key, 7, "So")));
        Assert.Equal("consent.nothing-to-withdraw", await CodeAsync("withdrawals", new WithdrawalAsked(Guid.NewGuid(), Key, null)));
        Assert.Equal("consent.enrolment-day", await CodeAsync("enrolments", new EnrolmentAsked(Guid.NewGuid(), new DateOnly(2099, 1, 1), null)));
        Assert.Equal("", await CodeAsync("enrolments", new EnrolmentAsked(Guid.NewGuid(), new DateOnly(2026, 11, 1), "<b>7</b>")));
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Equal("consent.not-your-task", await CodeAsync("talked-through", new TalkedThroughAsked(Guid.NewGuid(), Key, 1, "So"), desk));
        var shown = (await nurse.GetFromJsonAsync<JsonObject>(path))!;
        Assert.Equal("2026-11-01", shown["enrolledOn"]!.GetValue<string>());
        Assert.Equal("missing", shown["documents"]!.AsArray().Single(one => one!["document"]!.GetValue<string>() == Key)!["state"]!.GetValue<string>());
        Assert.DoesNotContain("<b>7</b>", await nurse.GetStringAsync($"/patients/{id:D}/consent"), StringComparison.Ordinal);
        // The page does the same without JavaScript.
        using var noted = await clinic.FillInAsync(nurse, $"/patients/{id:D}/consent?act=talk&on={Key}", "act", new() { ["Form.Text"] = "Read aloud, said in own words" });
        Assert.Equal($"/patients/{id:D}/consent?done=talk", noted.To());
        using var link = await clinic.FillInAsync(nurse, $"/patients/{id:D}/consent?act=link", "act", new() { ["Form.Text"] = "es", ["Form.Way"] = "hand" });
        var made = System.Text.RegularExpressions.Regex.Match(await link.Content.ReadAsStringAsync(), "/link/[A-Za-z0-9_-]{43}", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1)).Value;
        using var patient = clinic.Visitor();
        using var proved = await clinic.FillInAsync(patient, made + "?lang=es", "prove", new() { ["Form.BirthDay"] = "2", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" });
        Assert.Equal("/my-care?lang=es", proved.To());
    }

    [Fact]
    public async Task The_director_publishes_a_version_and_everybody_is_asked_again()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        await AskForAsync(clinic, id);
        using var patient = await ProveAsync(clinic, link);
        var signature = await SignAsync(clinic, patient, id);
        using var director = await clinic.SignInAsync(Role.Director);
        Assert.Contains("Signed by 1", await director.ReadAsync("/consent-documents"), StringComparison.Ordinal);
        var page = $"/consent-documents/{Key}?edit=1";
        var texts = SuppliedConsents.Library.Newest(Key).Texts;
        Dictionary<string, string> Edited(string en, string es) => new() { ["Form.Texts[0]"] = en, ["Form.Texts[1]"] = es, ["Form.From"] = clinic.Clock.GetLocalNow().ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) };
        using var broken = await clinic.FillInAsync(director, page, "publish", Edited("No title", texts["es"].Source));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, broken.StatusCode);
        Assert.Contains("begin with the title", await broken.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("No title", await broken.TextAsync(), StringComparison.Ordinal);
        // Looked at first, it stands as patients would read it, and nothing is published.
        using var looked = await clinic.FillInAsync(director, page, "publish", new(Edited(texts["en"].Source.Replace("half a milligram", "**half** a milligram", StringComparison.Ordinal), texts["es"].Source)) { ["Form.Look"] = "true" });
        var preview = await looked.Content.ReadAsStringAsync();
        Assert.Contains("Not published yet", preview, StringComparison.Ordinal);
        Assert.Contains("<strong>half</strong> a milligram", preview, StringComparison.Ordinal);
        Assert.Contains("Signed by 1.", await director.ReadAsync("/consent-documents"), StringComparison.Ordinal);
        using var published = await clinic.FillInAsync(
            director, page, "publish", Edited(texts["en"].Source.Replace("half a milligram", "about half a milligram", StringComparison.Ordinal), texts["es"].Source.Replace("medio miligramo", "cerca de medio miligramo", StringComparison.Ordinal)));
        Assert.Equal($"/consent-documents/{Key}?done=1", published.To());
        Assert.Contains("1 asked again", await director.ReadAsync("/consent-documents"), StringComparison.Ordinal);
        Assert.Contains("The text has changed since", await patient.ReadAsync($"/my-documents/{Key}"), StringComparison.Ordinal);
        // What was signed stays what it was, to the letter.
        var paper = await patient.ReadAsync($"/my-documents/{Key}/signed/{signature:D}");
        Assert.Contains("usual dose is half a milligram", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("about half a milligram", paper, StringComparison.Ordinal);
        // A nurse reads documents and publishes none; a second server that saw version 1 is told.
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.DoesNotContain("Write a new version", await nurse.ReadAsync($"/consent-documents/{Key}"), StringComparison.Ordinal);
        using var meanwhile = await InTheChair.PostAsync(director, $"/api/consent-documents/{Key}/versions", new VersionAsked(Guid.NewGuid(), [], false, null, null, 1));
        Assert.Contains("consent.published-meanwhile", await meanwhile.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // The gate

    [Fact]
    public async Task Signed_in_the_record_the_gate_is_met_untyped_and_withdrawn_before_the_start_it_is_shut_whatever_paper_there_is()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: id);
        Assert.Equal((GateState.Missing, "Not signed yet: Ketamine by vein (infusion)."), await GateAsync(clinic, chair, "g_consent"));
        await SignInClinicAsync(clinic, nurse, id);
        Assert.Equal(GateState.Met, (await GateAsync(clinic, chair, "g_consent")).State);
        await chair.PassGateAsync();
        await chair.PrepareAsync(prescriber);
        await WithdrawAsync(clinic, nurse, id);
        var (state, sentence) = await GateAsync(clinic, chair, "g_consent");
        Assert.Equal(GateState.Blocking, state);
        Assert.Contains("withdrew", sentence, StringComparison.Ordinal);
        Assert.Equal("gate.not-passed", (await chair.RefusedAsync(new StartInfusion(Guid.NewGuid(), chair.Now, Confirmed: true)))["code"]!.GetValue<string>());
        await SignInClinicAsync(clinic, nurse, id);
        await chair.StartAsync();
        // Taken back while it runs, the log at the chair says so.
        await WithdrawAsync(clinic, nurse, id);
        Assert.Contains((await chair.SessionAsync()).Entries, entry => entry.Now is SessionEvent.StandingChanged { OnFile.Consent.State: ConsentState.Withdrawn });
        // And the board, what to do.
        var board = await nurse.ReadAsync("/board");
        Assert.Contains("consent taken back", board, StringComparison.Ordinal);
        Assert.Contains("call the prescriber, who decides on stopping", board, StringComparison.Ordinal);
        await chair.DoAsync(new PauseInfusion(Guid.NewGuid(), chair.Now, "The patient asks to stop"));
        Assert.Equal("consent.taken-back", (await chair.RefusedAsync(new ResumeInfusion(Guid.NewGuid(), chair.Now)))["code"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_new_version_reaches_who_is_checked_in_at_once_or_at_midnight_and_not_who_was_started()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chairs = new List<InTheChair>();
        foreach (var place in Enumerable.Range(1, 2))
        {
            var id = await clinic.RegisterAsync(Asking.Named("Ada", $"Quill {place}", "1984-05-02"));
            await SignInClinicAsync(clinic, nurse, id);
            chairs.Add(await InTheChair.CheckInAsync(clinic, nurse, $"Chair {place}", id));
        }
        await chairs[1].PassGateAsync();
        await chairs[1].PrepareAsync(prescriber);
        await chairs[1].StartAsync();

        var today = DateOnly.FromDateTime(clinic.Clock.GetUtcNow().UtcDateTime);
        await PublishAsync("tomorrow", today.AddDays(1), 1);
        Assert.Equal(GateState.Met, (await GateAsync(clinic, chairs[0], "g_consent")).State);
        var midnight = new DateTimeOffset(today.AddDays(1).ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        var (before, after) = (await StateAsync(midnight.AddSeconds(-1)), await StateAsync(midnight));
        Assert.Equal((GateState.Met, GateState.Missing), (before.State, after.State));
        Assert.Contains("A newer version has to be signed", after.Sentence, StringComparison.Ordinal);

        Assert.DoesNotContain((await chairs[1].SessionAsync()).Entries, entry => entry.Now is SessionEvent.StandingChanged);
        Assert.Equal(GateState.Met, Gate.Findings(await chairs[1].SessionAsync(), midnight).Single(one => one.Rule.Id == "g_consent").State);

        async Task<GateFinding> StateAsync(DateTimeOffset at) => Gate.Findings(await chairs[0].SessionAsync(), at).Single(one => one.Rule.Id == "g_consent");

        async Task PublishAsync(string word, DateOnly from, int after)
        {
            var texts = SuppliedConsents.Library.Newest(Key).Texts.ToDictionary(text => text.Key, text => (string?)text.Value.Source.Replace("\n? approved", $"\nBegins {word}.\n\n? approved", StringComparison.Ordinal));
            Assert.True((await clinic.Get<ConsentRecords>().PublishAsync(new PublishVersion(Guid.NewGuid(), Key, texts, false, from, null, after), clinic.Caller(Role.Director))).Allowed);
        }
    }

    [Fact]
    public async Task A_version_that_begins_today_is_asked_for_at_the_chair_before_the_start()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        await SignInClinicAsync(clinic, nurse, id);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: id);
        await chair.PassGateAsync();
        await chair.PrepareAsync(prescriber);
        var texts = SuppliedConsents.Library.Newest(Key).Texts.ToDictionary(text => text.Key, text => (string?)text.Value.Source.Replace("\n? approved", "\nA new risk.\n\n? approved", StringComparison.Ordinal));
        var today = DateOnly.FromDateTime(clinic.Clock.GetUtcNow().UtcDateTime);
        Assert.True((await clinic.Get<ConsentRecords>().PublishAsync(new PublishVersion(Guid.NewGuid(), Key, texts, false, today, null, 1), clinic.Caller(Role.Director))).Allowed);
        var consent = (await chair.SessionAsync()).OnFile!.Consent!;
        Assert.Equal(ConsentState.Outdated, consent.State);
        Assert.Equal("consent.version-changed", (await clinic.Get<ConsentRecords>().ChangeAsync(id, new TalkThrough(Guid.NewGuid(), Key, 1, "Old"), clinic.Caller(Role.Nurse))).Refusal!.Code);
        Assert.True((await clinic.Get<ConsentRecords>().ChangeAsync(id, new TalkThrough(Guid.NewGuid(), Key, 2, "New"), clinic.Caller(Role.Nurse))).Allowed);
        Assert.True((await clinic.Get<ConsentRecords>().ChangeAsync(id, new SignConsent(Guid.NewGuid(), Key, 2, "en", "Ada Quill", null, true), clinic.Caller(Role.Nurse))).Allowed);
        Assert.Equal((GateState.Met, 2), ((await GateAsync(clinic, chair, "g_consent")).State, (await chair.SessionAsync()).OnFile!.Consent!.Version));
        await chair.StartAsync();
    }

    [Fact]
    public async Task A_withdrawal_and_a_start_at_once_never_leave_a_start_after_the_withdrawal()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        foreach (var place in Enumerable.Range(1, 3))
        {
            var id = await clinic.RegisterAsync(Asking.Named("Ada", $"Quill {place}", "1984-05-02"));
            var chair = await InTheChair.CheckInAsync(clinic, nurse, $"Chair {place}", id);
            await SignInClinicAsync(clinic, nurse, id);
            await chair.PassGateAsync();
            await chair.PrepareAsync(prescriber);
            var start = chair.AskAsync(new StartInfusion(Guid.NewGuid(), chair.Now, Confirmed: true));
            var withdraw = WithdrawAsync(clinic, nurse, id);
            await Task.WhenAll(start, withdraw);
            var entries = (await chair.SessionAsync()).Entries.Select(entry => entry.Now).ToList();
            var (began, ended) = (entries.FindIndex(one => one is SessionEvent.InfusionStarted), entries.FindLastIndex(one => one is SessionEvent.StandingChanged { OnFile.Consent.State: ConsentState.Withdrawn }));
            Assert.True(ended >= 0 && began < ended, $"started at {began}, withdrawn at {ended}");
            Assert.Equal((await start).IsSuccessStatusCode, began >= 0);
        }
    }

    [Fact]
    public async Task Esketamine_needs_its_own_consent_and_the_enrolment()
    {
        await using var clinic = await Clinic.OpenAsync();
        var id = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-02"));
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        // The consent to infusions is none to the spray.
        await SignInClinicAsync(clinic, nurse, id);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: id, protocol: "esketamine-nasal-1");
        Assert.Equal(GateState.Missing, (await GateAsync(clinic, chair, "g_consent")).State);
        await SignInClinicAsync(clinic, nurse, id, "esketamine-nasal");
        Assert.Equal((GateState.Met, GateState.Missing), ((await GateAsync(clinic, chair, "g_consent")).State, (await GateAsync(clinic, chair, "z_enrol")).State));
        using var enrolled = await InTheChair.PostAsync(nurse, $"/api/patients/{id:D}/consents/enrolments", new EnrolmentAsked(Guid.NewGuid(), new DateOnly(2026, 11, 1), null));
        Assert.Equal(HttpStatusCode.Created, enrolled.StatusCode);
        Assert.Equal(GateState.Met, (await GateAsync(clinic, chair, "z_enrol")).State);
    }

    [Fact]
    public async Task Who_was_decided_against_is_not_checked_in_and_who_waits_for_a_decision_is_not_started()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (id, link) = await clinic.PatientWithLinkAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        using var patient = await ProveAsync(clinic, link);
        using var told = await clinic.FillInAsync(patient, "/my-history/goals", "answers", new() { ["t:goals"] = "To sleep", ["do"] = "next" });
        Assert.Contains("no prescriber has decided yet", await nurse.ReadAsync($"/patients/{id:D}/check-in"), StringComparison.Ordinal);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: id);
        Assert.Equal(GateState.Missing, (await GateAsync(clinic, chair, "site_eligible")).State);
        await chair.DoAsync(new OverrideGate(Guid.NewGuid(), chair.Now, "site_eligible", "Seen and examined today"), prescriber);
        Assert.Equal(GateState.Overridden, (await GateAsync(clinic, chair, "site_eligible")).State);

        await DecideAsync(clinic, prescriber, id, "not-eligible");
        Assert.Equal(GateState.Blocking, (await GateAsync(clinic, chair, "site_eligible")).State);
        Assert.Equal("gate.not-overridable", (await chair.RefusedAsync(new OverrideGate(Guid.NewGuid(), chair.Now, "site_eligible", "All the same"), prescriber))["code"]!.GetValue<string>());
        await chair.DoAsync(new CancelSession(Guid.NewGuid(), chair.Now, "Not eligible"));
        using var refused = await InTheChair.PostAsync(nurse, "/api/sessions", new App.Sessions.NewSession(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), id, "Chair 1", "ketamine-iv-1", "Depression"));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains("session.not-eligible", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    // Hands

    private static Reach Everywhere => Reach.To(Reach.DefaultSite);

    private static Dictionary<string, string> Signature(string name, string drawing = "") => new() { ["Form.Name"] = name, ["Form.Drawing"] = drawing, ["Form.Agreed"] = "true" };

    private static async Task<IReadOnlyList<(string, string)>> TableAsync(Clinic clinic)
    {
        await using var connection = await clinic.Get<Database>().OpenAsync();
        return [.. await Dapper.SqlMapper.QueryAsync<(string, string)>(connection, "select document, state from read_consent order by patient_id, document")];
    }

    private static async Task<Browser> ProveAsync(Clinic clinic, string link)
    {
        var patient = clinic.Visitor();
        using var proved = await clinic.FillInAsync(patient, link, "prove", Birth);
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        return patient;
    }

    private static async Task AskForAsync(Clinic clinic, Guid patient) =>
        Assert.True((await clinic.Get<ConsentRecords>().ChangeAsync(patient, new AskForConsent(Guid.NewGuid(), [Key]), clinic.Caller(Role.FrontDesk))).Allowed);

    /// <summary>Answers every question as the page asks it.</summary>
    private static async Task AnswerAllAsync(Clinic clinic, Browser patient, string language, bool wrongFirst = false)
    {
        var page = $"/my-documents/{Key}/questions?lang={language}";
        foreach (var question in SuppliedConsents.Library.Newest(Key).In(language).Questions)
        {
            var right = question.Options.ToList().FindIndex(option => option.Right) + 1;
            if (wrongFirst)
            {
                using var wrong = await clinic.FillInAsync(patient, page, "answer", new() { ["Form.Option"] = $"{(right == 1 ? 2 : 1)}" });
                Assert.Equal(HttpStatusCode.OK, wrong.StatusCode);
                Assert.Contains(question.Explanation, await wrong.TextAsync(), StringComparison.Ordinal);
                using var nothing = await clinic.FillInAsync(patient, page, "answer", []);
                Assert.Equal(HttpStatusCode.UnprocessableEntity, nothing.StatusCode);
                wrongFirst = false;
            }
            using var answered = await clinic.FillInAsync(patient, page, "answer", new() { ["Form.Option"] = $"{right}" });
            Assert.Equal(HttpStatusCode.Redirect, answered.StatusCode);
        }
    }

    private static async Task<Guid> SignAsync(Clinic clinic, Browser patient, Guid id)
    {
        await AnswerAllAsync(clinic, patient, "en");
        using var signed = await clinic.FillInAsync(patient, $"/my-documents/{Key}/sign", "sign", Signature("Amaya Ruiz"));
        Assert.Equal(HttpStatusCode.Redirect, signed.StatusCode);
        return (await clinic.Get<ConsentRecords>().FindAsync(id, Everywhere))!.Of(Key)!.Signature!.EntryId;
    }

    /// <summary>The patient signs before the nurse, without the way through the pages.</summary>
    private static async Task SignInClinicAsync(Clinic clinic, Browser nurse, Guid id, string key = Key)
    {
        var (records, caller) = (clinic.Get<ConsentRecords>(), clinic.Caller(Role.Nurse));
        Assert.True((await records.ChangeAsync(id, new TalkThrough(Guid.NewGuid(), key, 1, "Talked through"), caller)).Allowed);
        Assert.True((await records.ChangeAsync(id, new SignConsent(Guid.NewGuid(), key, 1, "en", "Ada Quill", null, true), caller)).Allowed);
    }

    private static async Task WithdrawAsync(Clinic clinic, Browser nurse, Guid id)
    {
        using var answer = await InTheChair.PostAsync(nurse, $"/api/patients/{id:D}/consents/withdrawals", new WithdrawalAsked(Guid.NewGuid(), Key, null));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
    }

    private static async Task DecideAsync(Clinic clinic, Browser prescriber, Guid id, string outcome)
    {
        var seen = (await prescriber.GetFromJsonAsync<JsonObject>($"/api/patients/{id:D}/eligibility"))!;
        using var answer = await InTheChair.PostAsync(
            prescriber, $"/api/patients/{id:D}/eligibility/decisions", new DecisionAsked(Guid.NewGuid(), outcome, "For reasons given", null, seen["digest"]!.GetValue<string>()));
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
    }

    private static async Task<(GateState State, string Sentence)> GateAsync(Clinic clinic, InTheChair chair, string rule)
    {
        var finding = Gate.Findings(await chair.SessionAsync(), clinic.Clock.GetUtcNow()).Single(one => one.Rule.Id == rule);
        return (finding.State, finding.Sentence);
    }
}
