using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Afterglow.App.People;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.People;

namespace Afterglow.Tests.Sessions;

/// <summary>Whoever signs, checks or witnesses proves once more who they are, by password or by passkey.</summary>
public sealed class SigningByPasskey
{
    [Fact]
    public async Task A_session_is_signed_with_a_passkey_and_bound_to_what_was_read()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        using var key = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        var chair = await TreatedAsync(clinic, nurse);
        var version = await VersionAsync(chair);

        using var signed = await SignAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version)), version);
        await InTheChair.TakenAsync(signed);
        var session = await chair.SessionAsync();
        Assert.Equal(SessionPhase.Signed, session.Phase);
        Assert.Equal(("Nurse Person", version), (session.SignedBy!.Name, session.Signature!.Version));
        Assert.Matches("^[0-9a-f]{64}$", session.Signature.Seal);

        // And again, once something was added.
        await chair.DoAsync(new Afterglow.Core.Sessions.WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Called the next day: well."));
        var later = await VersionAsync(chair);
        using var again = await SignAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", later)), later);
        await InTheChair.TakenAsync(again);
        Assert.False((await chair.SessionAsync()).ChangedSinceSigning);
    }

    [Fact]
    public async Task An_answer_is_good_once_for_three_minutes_for_one_version_of_one_session_by_whoever_asked()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        using var key = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        using var another = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Prescriber));
        var chair = await TreatedAsync(clinic, nurse);
        var version = await VersionAsync(chair);
        using var prescriber = await SignedInAsync(clinic, Role.Prescriber);

        // Somebody else's passkey, though they may sign as well.
        await RefusedAsync(chair, nurse, another.Answer(await AskAsync(chair, nurse, "sign", version)), version);
        // The answer to somebody else's question.
        await RefusedAsync(chair, prescriber, key.Answer(await AskAsync(chair, nurse, "sign", version)), version);
        // The answer to a question about another version, and to one that was asked for something else.
        await RefusedAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version - 1)), version);
        await RefusedAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "witness-waste", null)), version);
        // Too late.
        var old = key.Answer(await AskAsync(chair, nurse, "sign", version));
        clinic.Clock.Advance(PasskeyProofs.Time + TimeSpan.FromSeconds(1));
        await RefusedAsync(chair, nurse, old, version);
        // No question at all, and no answer at all.
        await RefusedAsync(chair, nurse, old with { Question = Guid.NewGuid() }, version);
        await RefusedAsync(chair, nurse, new PasskeyProof((await AskAsync(chair, nurse, "sign", version)).Question, JsonSerializer.SerializeToElement("x")), version);
        Assert.Equal(SessionPhase.Discharged, (await chair.SessionAsync()).Phase);

        // Twice: the session is signed by then, and a note asks for a new signature.
        var good = key.Answer(await AskAsync(chair, nurse, "sign", version));
        using (var signed = await SignAsync(chair, nurse, good, version)) await InTheChair.TakenAsync(signed);
        await RefusedAsync(chair, nurse, good, version);
        Assert.Equal(8, (await clinic.AuditAsync()).Count(line => line.Action.StartsWith("passkey", StringComparison.Ordinal) && line.Outcome == "refused"));
    }

    [Fact]
    public async Task An_answer_given_to_another_page_or_by_a_copy_of_the_key_is_refused_and_a_second_key_still_signs()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        using var key = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        using var spare = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        var chair = await TreatedAsync(clinic, nurse);
        var version = await VersionAsync(chair);
        await RefusedAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version), origin: "https://clinic.example.evil"), version);
        await RefusedAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version), site: "evil"), version);

        // Used seven times, says the key; then a copy of it that was made before says three.
        using (var signed = await SignAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version), counted: 7), version)) await InTheChair.TakenAsync(signed);
        await chair.DoAsync(new Afterglow.Core.Sessions.WriteNote(Guid.NewGuid(), clinic.Clock.GetUtcNow(), "Called the next day: well."));
        version = await VersionAsync(chair);
        await RefusedAsync(chair, nurse, key.Answer(await AskAsync(chair, nurse, "sign", version), counted: 3), version);
        Assert.Equal(3, (await clinic.AuditAsync()).Count(line => line.Action == "passkey" && line.Outcome == "refused"));
        using var again = await SignAsync(chair, nurse, spare.Answer(await AskAsync(chair, nurse, "sign", version)), version);
        await InTheChair.TakenAsync(again);
    }

    [Fact]
    public async Task Nobody_without_a_passkey_is_asked_for_one_and_a_program_is_never_asked()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        Assert.Equal("passkey.none", await NotAskedAsync(chair, nurse, new PasskeyAsked("sign", 1)));
        Assert.Equal("passkey.not-for-this", await NotAskedAsync(chair, nurse, new PasskeyAsked("sign")));
        Assert.Equal("passkey.not-for-this", await NotAskedAsync(chair, nurse, new PasskeyAsked("record-vitals")));
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        using var forbidden = await InTheChair.PostAsync(desk, $"/api/sessions/{chair.Id:D}/passkey-question", new PasskeyAsked("check-dose"));
        Assert.Equal(HttpStatusCode.Forbidden, forbidden.StatusCode);
        using var unknown = await InTheChair.PostAsync(nurse, $"/api/sessions/{Guid.NewGuid():D}/passkey-question", new PasskeyAsked("check-dose"));
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task A_second_person_checks_the_dose_at_the_same_device_with_their_own_passkey()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        using var own = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        using var key = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Prescriber));
        using var therapist = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Therapist));
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.PassGateAsync();
        await chair.DoAsync(new PrepareDose(
            Guid.NewGuid(), clinic.Clock.GetUtcNow(), InTheChair.Vial, "LOT-42", new DateOnly(2027, 6, 30), Volume.FromMillilitres(50)));

        Assert.Equal("dose.same-person", await CheckAsync(chair, nurse, own));
        Assert.Equal("role.not-yours", await CheckAsync(chair, nurse, therapist));
        await clinic.StaffRecords.DisableAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Prescriber).Id);
        Assert.Equal("passkey.not-accepted", await CheckAsync(chair, nurse, key));
        await clinic.StaffRecords.EnableAsync(clinic.Author(Role.Administrator), clinic.Staff(Role.Prescriber).Id);
        Assert.Equal("", await CheckAsync(chair, nurse, key));
        Assert.Equal("Prescriber Person", (await chair.SessionAsync()).DoseCheckedBy!.Name);
    }

    [Fact]
    public async Task The_note_page_takes_a_passkey_instead_of_the_password()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await SignedInAsync(clinic, Role.Nurse);
        var chair = await TreatedAsync(clinic, nurse);
        Assert.DoesNotContain("Use a passkey", await nurse.GetStringAsync($"/sessions/{chair.Id:D}/note"), StringComparison.Ordinal);
        using var key = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Nurse));
        using var another = await SoftPasskey.AddAsync(clinic, clinic.Staff(Role.Prescriber));
        Assert.Contains("Use a passkey", await nurse.GetStringAsync($"/sessions/{chair.Id:D}/note"), StringComparison.Ordinal);
        var version = await VersionAsync(chair);

        async Task<HttpResponseMessage> SubmitAsync(SoftPasskey with)
        {
            var proof = with.Answer(await AskAsync(chair, nurse, "sign", version));
            return await nurse.SubmitAsync($"/sessions/{chair.Id:D}/note", new()
            {
                ["Form.EntryId"] = Guid.NewGuid().ToString(), ["Form.ReadVersion"] = version.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["Form.Password"] = "", ["Form.Question"] = proof.Question.ToString(), ["Form.Credential"] = proof.Credential.GetRawText(),
            }, "sign");
        }

        using (var refused = await SubmitAsync(another)) Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Equal(SessionPhase.Discharged, (await chair.SessionAsync()).Phase);
        using (var signed = await SubmitAsync(key)) Assert.True(signed.StatusCode is HttpStatusCode.Redirect or HttpStatusCode.SeeOther or HttpStatusCode.OK);
        Assert.Equal(SessionPhase.Signed, (await chair.SessionAsync()).Phase);
    }

    /// <summary>A browser says from which address it asks; a passkey's answer must name the same.</summary>
    private static async Task<Browser> SignedInAsync(Clinic clinic, Role role)
    {
        var browser = await clinic.SignInAsync(role);
        browser.DefaultRequestHeaders.Add("Origin", clinic.Address.GetLeftPart(UriPartial.Authority));
        return browser;
    }

    private static async Task<InTheChair> TreatedAsync(Clinic clinic, Browser nurse)
    {
        using var prescriber = await clinic.SignInAsync(Role.Prescriber);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await chair.TreatAsync(prescriber);
        return chair;
    }

    private static async Task<int> VersionAsync(InTheChair chair) => (await chair.SnapshotAsync()).Entries.Count;

    private static async Task<PasskeyQuestion> AskAsync(InTheChair chair, Browser browser, string what, int? version)
    {
        using var answer = await InTheChair.PostAsync(browser, $"/api/sessions/{chair.Id:D}/passkey-question", new PasskeyAsked(what, version));
        if (answer.StatusCode != HttpStatusCode.OK) Assert.Fail(await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<PasskeyQuestion>(SessionJson.Options))!;
    }

    private static async Task<string> NotAskedAsync(InTheChair chair, Browser browser, PasskeyAsked asked)
    {
        using var answer = await InTheChair.PostAsync(browser, $"/api/sessions/{chair.Id:D}/passkey-question", asked);
        return (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>();
    }

    private static Task<HttpResponseMessage> SignAsync(InTheChair chair, Browser browser, PasskeyProof proof, int version) =>
        InTheChair.PostAsync(browser, $"/api/sessions/{chair.Id:D}/sign", new Signing("", Guid.NewGuid(), chair.Now, version, proof));

    private static async Task RefusedAsync(InTheChair chair, Browser browser, PasskeyProof proof, int version)
    {
        using var answer = await SignAsync(chair, browser, proof, version);
        Assert.Equal("passkey.not-accepted", (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>());
    }

    private static async Task<string> CheckAsync(InTheChair chair, Browser browser, SoftPasskey key)
    {
        var proof = key.Answer(await AskAsync(chair, browser, "check-dose", null));
        using var answer = await InTheChair.PostAsync(browser, $"/api/sessions/{chair.Id:D}/check-dose", new BySecondPerson<CheckDose>(
            "", "", new CheckDose(Guid.NewGuid(), chair.Now, Mass.FromMilligrams(35), Volume.FromMillilitres(0.7m)), proof));
        return answer.StatusCode == HttpStatusCode.OK ? "" : (await InTheChair.ProblemAsync(answer, HttpStatusCode.UnprocessableEntity))["code"]!.GetValue<string>();
    }
}
