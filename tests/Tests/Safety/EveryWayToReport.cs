using System.Net.Http.Json;
using System.Net;
using Afterglow.App.Portal;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Intake.History;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Sessions;
using Afterglow.Tests.Intake;
using Afterglow.Tests.Patients;
using Afterglow.Tests.Portal;
using Afterglow.Tests.Sessions;

namespace Afterglow.Tests.Safety;

/// <summary>No silent path: one clinic, every door a risk can come in by, and the task behind each.</summary>
public sealed class EveryWayToReport
{
    private readonly HashSet<Concern> found = [];

    [Fact]
    public async Task Each_way_a_risk_can_be_reported_opens_its_task_and_there_is_a_way_to_every_concern()
    {
        await using var clinic = await Clinic.OpenAsync();
        await AskingAsync(clinic);
        await HistoryAsync(clinic);
        await PhoneAsync(clinic);
        await OwnWordsAsync(clinic);
        await OverTheApiAsync(clinic);
        await RatedByStaffAsync(clinic);
        await InTheSessionAsync(clinic);
        Assert.Equal(Enum.GetValues<Concern>().Order(), found.Order());
    }

    private async Task AskingAsync(Clinic clinic)
    {
        using var visitor = clinic.Visitor();
        await OpensAsync(clinic, "asking for a consultation", Concern.SuicideNow, async () =>
        {
            using var sent = await clinic.FillInAsync(visitor, "/ask", "ask", new(Forms.AskingFor()) { ["Form.Danger"] = "yes" });
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        });
    }

    private async Task HistoryAsync(Clinic clinic)
    {
        var (_, link) = await clinic.PatientWithLinkAsync(Asking.Named("Hilde", "Voss", "1984-05-03"));
        var open = (await clinic.Get<PatientLinks>().FindAsync(link["/link/".Length..])).Value;
        foreach (var (question, option, concern) in new[] { ("psychosis.now", "yes", Concern.Psychosis), ("mania.now", "yes", Concern.Mania), ("urinary", "blood", Concern.Urinary), ("urinary", "pain", Concern.Urinary) })
            await OpensAsync(clinic, $"the history form, {question} {option}", concern, async () =>
                Assert.Empty((await clinic.Get<HistoryRecords>().SaveAsync(open, [(question, null, new TypedAnswer([option]))], [], "test")).Faults));
    }

    private async Task PhoneAsync(Clinic clinic)
    {
        var (_, link) = await CheckInsAtHome.AskedAsync(clinic, ["phq9"]);
        using var phone = clinic.Visitor();
        await CheckInsAtHome.InAsync(clinic, phone, link, "0");
        for (var k = 2; k <= 8; k++) using (await CheckInsAtHome.TapAsync(phone, "/my-check-in", "0")) { }
        await OpensAsync(clinic, "a check-in, the ninth question", Concern.SuicidalThoughts, async () =>
        {
            using var ninth = await CheckInsAtHome.TapAsync(phone, "/my-check-in", "1");
            Assert.Equal("/my-check-in/help", ninth.To());
        });

        // Begun and left: the answers that are missing may be the ones that matter.
        var (_, screen) = await CheckInsAtHome.AskedAsync(clinic, ["asq"]);
        using var another = clinic.Visitor();
        await CheckInsAtHome.InAsync(clinic, another, screen, "0");
        await OpensAsync(clinic, "a suicide screen that was left", Concern.SuicidalThoughts, async () =>
        {
            clinic.Later(TimeSpan.FromDays(3) + TimeSpan.FromMinutes(20));
            await clinic.Get<CheckInRounds>().AskDueAsync();
        });
    }

    private async Task OwnWordsAsync(Clinic clinic)
    {
        var (patient, phone) = await OwnWordsAtHome.InAsync(clinic);
        using (phone)
        {
            await OpensAsync(clinic, "words marked “please read today”", Concern.ReadToday, async () =>
            {
                using var written = await OwnWordsAtHome.WriteAsync(phone, "The nights are bad again.", "CareTeam", today: true);
                Assert.Equal(HttpStatusCode.Redirect, written.StatusCode);
            });
            await OpensAsync(clinic, "a question", Concern.Question, async () =>
            {
                using var asked = await Forms.SendAsync(
                    phone, "/my-question", Forms.Fields(await phone.GetStringAsync("/my-question"), "question"), new() { ["Form.Text"] = "May I swim?" });
                Assert.Equal(HttpStatusCode.Redirect, asked.StatusCode);
            });

            var words = Guid.Parse(OwnWordsAtHome.Of(await phone.GetStringAsync("/my-words?lang=en"), "allow", null)["Form.Words"]);
            var day = DateOnly.FromDateTime(clinic.Clock.GetUtcNow().UtcDateTime);
            _ = (await clinic.Get<WordsRecords>().ChangeAsync(await CheckInsAtHome.LinkAsync(clinic, patient), Guid.CreateVersion7(),
                file => file.AllowQuote(words, "The nights are bad again.", [QuotePlace.Rooms], day.AddDays(8), day), "test")).Value;
            using var director = await clinic.SignInAsync(Role.Director);
            using var put = await OwnWordsAtHome.PutAsync(director, words, "Rooms", "Sheet in room 2");
            await OpensAsync(clinic, "a quote that is taken back", Concern.TakeDownQuote, async () =>
            {
                using var taken = await Forms.SendAsync(phone, "/my-words?lang=en", OwnWordsAtHome.Of(await phone.GetStringAsync("/my-words?lang=en"), "withdraw", words));
            });
        }
    }

    /// <summary>Every rule of every instrument, those that come tomorrow too.</summary>
    private async Task OverTheApiAsync(Clinic clinic)
    {
        var (program, _) = await People.Programs.ProgramAsync(clinic, "patient.write");
        using (program)
        {
            foreach (var instrument in Instruments.All)
            {
                var concerns = instrument.Safety.Select(rule => App.Safety.MeasuredRisks.Concern(new Risk(rule.Kind, rule.Urgency, instrument.Id, null, null))).OfType<Concern>().Distinct().ToList();
                if (concerns.Count == 0) continue;
                var patient = await clinic.RegisterAsync(Asking.Named("Ada", instrument.Name, "1984-05-03"));
                var answers = instrument.Items.ToDictionary(item => item.Key, item => item.Reversed ? item.Low : item.High);
                var before = await OpenAsync(clinic);
                await WriteAsync(program, patient, instrument.Id, answers, null);
                foreach (var concern in concerns) await FoundAsync(clinic, $"{instrument.Name} over the API", concern, before);
            }
            var worse = await clinic.RegisterAsync(Asking.Named("Ada", "Quill", "1984-05-03"));
            var phq9 = Core.Measures.Scales.Phq9.Instrument.Items;
            await WriteAsync(program, worse, "phq9", phq9.ToDictionary(item => item.Key, _ => 0), clinic.Clock.GetUtcNow().AddDays(-10));
            await OpensAsync(clinic, "a steep worsening", Concern.SteepWorsening, () =>
                WriteAsync(program, worse, "phq9", phq9.ToDictionary(item => item.Key, item => item.Key == "death" ? 0 : 3), null));
        }

        static async Task WriteAsync(Browser program, Guid patient, string instrument, Dictionary<string, int> answers, DateTimeOffset? at)
        {
            using var written = await program.PostAsJsonAsync($"/api/patients/{patient:D}/measures", new { entryId = Guid.NewGuid(), instrument, answers, at });
            Assert.True(written.StatusCode == HttpStatusCode.Created, $"{instrument}: {await written.Content.ReadAsStringAsync()}");
        }
    }

    private async Task RatedByStaffAsync(Clinic clinic)
    {
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var patient = await clinic.RegisterAsync(Asking.Named("Rated", "Onpaper", "1984-05-03"));
        var page = $"/patients/{patient:D}/measures/new?instrument=phq9";
        await OpensAsync(clinic, "a sheet that a nurse types in", Concern.SuicidalThoughts, async () =>
        {
            var html = await nurse.GetStringAsync(page);
            var fields = Forms.Fields(html, "measure");
            foreach (var item in Core.Measures.Scales.Phq9.Instrument.Items) fields[$"Form.Answers[{item.Key}]"] = item.Key == "death" ? "2" : "0";
            using var written = await Forms.SendAsync(nurse, page, fields);
            Assert.True(written.StatusCode == HttpStatusCode.Redirect, await written.TextAsync());
        });
    }

    private async Task InTheSessionAsync(Clinic clinic)
    {
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await OpensAsync(clinic, "the screen of a session", Concern.SuicidalThoughts, () =>
            chair.DoAsync(new ScreenSuicide(Guid.NewGuid(), chair.Now, "C-SSRS screener", SuicideRisk.Moderate, "Prescriber told.")));
        var left = await InTheChair.CheckInAsync(clinic, nurse, "Chair 2");
        await left.StillDissociatedAsync(prescriber, 2);
        using var evening = await clinic.SignInAsync(Role.Prescriber);
        await OpensAsync(clinic, "going home dissociated", Concern.Dissociation, () =>
            left.DoAsync(new Discharge(Guid.NewGuid(), left.Now, "Tom Quill", "Insists on going home; the brother stays with her all night."), evening));
    }

    private async Task OpensAsync(Clinic clinic, string way, Concern concern, Func<Task> report)
    {
        var before = await OpenAsync(clinic);
        await report();
        await FoundAsync(clinic, way, concern, before);
    }

    // A task that is new, or one that was open and has been told more: either way a person sees it.
    private async Task FoundAsync(Clinic clinic, string way, Concern concern, Dictionary<Guid, int> before)
    {
        var tasks = await TheSafetyNet.OpenAsync(clinic);
        Assert.True(
            tasks.Any(view => view.Task.Concern == concern && view.Task.Says.Count > before.GetValueOrDefault(view.Task.Id)),
            $"{way}: no task for {concern}. Open: {string.Join(", ", tasks.Select(view => view.Task.Concern))}");
        found.Add(concern);
    }

    private static async Task<Dictionary<Guid, int>> OpenAsync(Clinic clinic) =>
        (await TheSafetyNet.OpenAsync(clinic)).ToDictionary(view => view.Task.Id, view => view.Task.Says.Count);
}
