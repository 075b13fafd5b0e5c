using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Afterglow.App.Portal;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Intake;

namespace Afterglow.Tests.Portal;

/// <summary>A patient's own page, opened by a key on their own device; by nobody else's, and by none that was taken away.</summary>
public sealed class OwnPageByPasskey
{
    [Fact]
    public async Task Added_on_a_page_that_a_link_opened_it_opens_the_page_when_the_link_is_long_over()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using var key = new Key(clinic);
        using (phone)
        {
            Assert.Contains("Add a passkey on this device", await phone.ReadAsync("/my-care"), StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.NoContent, await AddAsync(clinic, phone, key));
            Assert.Contains("Added on November 23, 2026", await phone.ReadAsync("/my-care"), StringComparison.Ordinal);
        }
        clinic.Clock.Advance(TimeSpan.FromDays(30));
        using var later = clinic.Visitor();
        Assert.Equal(HttpStatusCode.Unauthorized, (await later.GetAsync("/my-care")).StatusCode);
        var asked = await QuestionAsync(later, "/my-page/passkey-question");
        var answer = key.Answer(asked);
        using (var opened = await PostAsync(later, "/my-page/passkey", answer)) Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
        foreach (var page in new[] { "/my-care", "/my-course", "/my-words", "/my-question", "/my-documents", "/my-history", "/my-plan" })
            Assert.True((await later.GetAsync(page)).StatusCode is HttpStatusCode.OK or HttpStatusCode.Redirect, page);
        Assert.Contains("last used on December 23, 2026", await later.ReadAsync("/my-care"), StringComparison.Ordinal);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "own-page.open" && line.ActorId == $"patient:{patient:D}" && line.Outcome == "done");
        // The same answer is worth nothing a second time; the session ends like any other.
        using var again = clinic.Visitor();
        _ = await again.GetStringAsync("/my-page");
        using (var twice = await PostAsync(again, "/my-page/passkey", answer)) Assert.Equal(HttpStatusCode.UnprocessableEntity, twice.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, (await again.GetAsync("/my-care")).StatusCode);
        clinic.Clock.Advance(TimeSpan.FromHours(13));
        Assert.Equal(HttpStatusCode.Unauthorized, (await later.GetAsync("/my-care")).StatusCode);
    }

    [Fact]
    public async Task Another_key_a_copied_one_a_late_answer_and_the_key_of_a_member_of_staff_open_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (_, phone) = await InAsync(clinic);
        using var key = new Key(clinic);
        using (phone) Assert.Equal(HttpStatusCode.NoContent, await AddAsync(clinic, phone, key));
        using var visitor = clinic.Visitor();

        using var strange = new Key(clinic) { Owner = key.Owner };
        await RefusedAsync(strange.Answer(await AskedAsync()));
        // Where the counter stands still, somebody else has counted with the same key.
        await OpensAsync(key.Answer(await AskedAsync()));
        await OpensAsync(key.Answer(await AskedAsync()));
        key.Count = 0;
        await RefusedAsync(key.Answer(await AskedAsync()));
        key.Count = 10;
        var late = await AskedAsync();
        clinic.Clock.Advance(TimeSpan.FromMinutes(4));
        await RefusedAsync(key.Answer(late));
        // Without the finger it is only something somebody has.
        await RefusedAsync(key.Answer(await AskedAsync(), verified: false));
        await RefusedAsync(key.Answer(await AskedAsync(), origin: "https://elsewhere.example"));
        await OpensAsync(key.Answer(await AskedAsync()));

        var nurse = (await clinic.StaffRecords.ListAsync()).First(person => person.Roles.Contains(Role.Nurse));
        using var badge = await People.SoftPasskey.AddAsync(clinic, nurse);
        var question = await AskedAsync();
        await RefusedAsync(badge.Answer(new(question["question"]!.GetValue<Guid>(), JsonSerializer.SerializeToElement(question["options"]))) is var proof
            ? JsonSerializer.SerializeToNode(proof, JsonSerializerOptions.Web)!.AsObject() : []);

        Task<JsonObject> AskedAsync() => QuestionAsync(visitor, "/my-page/passkey-question");
        async Task RefusedAsync(JsonObject proof)
        {
            using var fresh = clinic.Visitor();
            _ = await fresh.GetStringAsync("/my-page");
            using var refused = await PostAsync(fresh, "/my-page/passkey", proof);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal(HttpStatusCode.Unauthorized, (await fresh.GetAsync("/my-care")).StatusCode);
        }

        async Task OpensAsync(JsonObject proof)
        {
            using var fresh = clinic.Visitor();
            _ = await fresh.GetStringAsync("/my-page");
            using var opened = await PostAsync(fresh, "/my-page/passkey", proof);
            Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
        }
    }

    [Fact]
    public async Task What_the_patient_or_the_clinic_takes_away_opens_nothing_and_nobody_adds_one_without_being_let_in()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using var key = new Key(clinic);
        using var visitor = clinic.Visitor();
        _ = await visitor.GetStringAsync("/my-page");
        using (var closed = await PostAsync(visitor, "/my-care/passkey-question", [])) Assert.Equal(HttpStatusCode.Unauthorized, closed.StatusCode);
        using (phone)
        {
            Assert.Equal(HttpStatusCode.NoContent, await AddAsync(clinic, phone, key));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, await AddAsync(clinic, phone, key));
            var (_, other) = await InAsync(clinic, "Bruno");
            using (other)
            {
                // Nobody takes away what is somebody else's.
                var id = (await clinic.Get<PatientPasskeys>().ListAsync(patient)).Single().Id;
                using var foreign = await Forms.SendAsync(other, "/my-care/passkeys/remove?lang=en", new() { ["form-token"] = Forms.Token(await other.GetStringAsync("/my-care")), ["id"] = id });
                Assert.Single(await clinic.Get<PatientPasskeys>().ListAsync(patient));
                using var own = await Forms.SendAsync(phone, "/my-care/passkeys/remove?lang=en", new() { ["form-token"] = Forms.Token(await phone.GetStringAsync("/my-care")), ["id"] = id });
                Assert.Empty(await clinic.Get<PatientPasskeys>().ListAsync(patient));
            }
            Assert.Equal(HttpStatusCode.NoContent, await AddAsync(clinic, phone, key));
        }
        using (var opened = await PostAsync(visitor, "/my-page/passkey", key.Answer(await QuestionAsync(visitor, "/my-page/passkey-question")))) Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
        // The telephone is lost: the clinic takes the key away, and what it has open closes.
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Contains("Own page by passkey", await nurse.GetStringAsync($"/patients/{patient:D}/words"), StringComparison.Ordinal);
        using var lost = await Forms.SendAsync(nurse, $"/patients/{patient:D}/words", new()
        {
            ["form-token"] = Forms.Token(await nurse.GetStringAsync($"/patients/{patient:D}/words")), ["_handler"] = "ask", ["Form.What"] = "lost",
        });
        Assert.Equal(HttpStatusCode.Unauthorized, (await visitor.GetAsync("/my-care")).StatusCode);
        using var refused = await PostAsync(visitor, "/my-page/passkey", key.Answer(await QuestionAsync(visitor, "/my-page/passkey-question")));
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
        Assert.Contains(await clinic.AuditAsync(), line => line.Action == "own-page.passkey-removed" && line.PatientId == patient.ToString("D"));
    }

    [Fact]
    public async Task A_link_to_a_few_questions_adds_no_passkey_and_an_answer_without_a_key_is_refused_in_words()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, link) = await CheckInsAtHome.AskedAsync(clinic, ["mood"]);
        using var phone = clinic.Visitor();
        await CheckInsAtHome.InAsync(clinic, phone, link, "4");
        var page = await phone.GetStringAsync("/my-care");
        Assert.DoesNotContain("data-own-page-add", page, StringComparison.Ordinal);
        await RefusedAsync(phone, "/my-care/passkey-question", []);

        var (_, other) = await InAsync(clinic, "Bruno");
        using (other)
        {
            var adding = (await QuestionAsync(other, "/my-care/passkey-question", "/my-care"))["question"]!.GetValue<string>();
            // The question that somebody else was asked fits no more here than any.
            await RefusedAsync(phone, "/my-care/passkeys", new JsonObject { ["question"] = adding, ["credential"] = new JsonObject() });
            foreach (var credential in new JsonNode?[] { null, "a", new JsonArray() })
                await RefusedAsync(other, "/my-care/passkeys", new JsonObject { ["question"] = adding, ["credential"] = credential });
            await RefusedAsync(other, "/my-care/passkeys", new JsonObject { ["question"] = adding });
        }
        using var visitor = clinic.Visitor();
        var opening = (await QuestionAsync(visitor, "/my-page/passkey-question"))["question"]!.GetValue<string>();
        await RefusedAsync(visitor, "/my-page/passkey", new JsonObject { ["question"] = opening });
        Assert.Empty(await clinic.Get<PatientPasskeys>().ListAsync(patient));

        async Task RefusedAsync(Browser browser, string path, JsonObject body)
        {
            using var refused = await PostAsync(browser, path, body);
            Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.StatusCode);
            Assert.Equal("passkey.not-accepted", (await refused.Content.ReadFromJsonAsync<JsonObject>())!["code"]!.GetValue<string>());
        }
    }

    [Fact]
    public async Task A_key_that_is_taken_away_closes_what_was_opened_with_it_elsewhere_and_staff_close_the_rest()
    {
        await using var clinic = await Clinic.OpenAsync();
        var (patient, phone) = await InAsync(clinic);
        using var key = new Key(clinic);
        using (phone) Assert.Equal(HttpStatusCode.NoContent, await AddAsync(clinic, phone, key));
        using var lost = await OpenedAsync();
        using var here = await OpenedAsync();
        var id = (await clinic.Get<PatientPasskeys>().ListAsync(patient)).Single().Id;
        async Task RemoveAsync(string which)
        {
            using var sent = await Forms.SendAsync(here, "/my-care/passkeys/remove?lang=en", new() { ["form-token"] = Forms.Token(await here.GetStringAsync("/my-care")), ["id"] = which });
            Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        }
        // A key that is not theirs closes nothing.
        await RemoveAsync("somebody-elses");
        Assert.Equal(HttpStatusCode.OK, (await lost.GetAsync("/my-care")).StatusCode);
        await RemoveAsync(id);
        Assert.Equal(HttpStatusCode.Unauthorized, (await lost.GetAsync("/my-care")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/my-care")).StatusCode);

        // No key is left, but the page that one opened is: the clinic sees it and closes it.
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var words = await nurse.GetStringAsync($"/patients/{patient:D}/words");
        Assert.Contains("Close the open page", words, StringComparison.Ordinal);
        using var closed = await Forms.SendAsync(nurse, $"/patients/{patient:D}/words", new() { ["form-token"] = Forms.Token(words), ["_handler"] = "ask", ["Form.What"] = "lost" });
        Assert.Equal(HttpStatusCode.Unauthorized, (await here.GetAsync("/my-care")).StatusCode);
        Assert.DoesNotContain("Own page by passkey", await nurse.GetStringAsync($"/patients/{patient:D}/words"), StringComparison.Ordinal);

        async Task<Browser> OpenedAsync()
        {
            var browser = clinic.Visitor();
            using var opened = await PostAsync(browser, "/my-page/passkey", key.Answer(await QuestionAsync(browser, "/my-page/passkey-question")));
            Assert.Equal(HttpStatusCode.NoContent, opened.StatusCode);
            return browser;
        }
    }

    private static async Task<(Guid Patient, Browser Phone)> InAsync(Clinic clinic, string given = "Amaya")
    {
        var (patient, link) = await clinic.PatientWithLinkAsync(new Person { Given = [given], Family = "Ruiz", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact(null, $"{given}@example.org") });
        var phone = clinic.Visitor();
        using var proved = await clinic.FillInAsync(phone, link, "prove", new() { ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5", ["Form.BirthYear"] = "1984" });
        Assert.Equal(HttpStatusCode.Redirect, proved.StatusCode);
        return (patient, phone);
    }

    private static async Task<HttpStatusCode> AddAsync(Clinic clinic, Browser phone, Key key)
    {
        using var added = await PostAsync(phone, "/my-care/passkeys", key.Create(await QuestionAsync(phone, "/my-care/passkey-question", "/my-care")));
        return added.StatusCode;
    }

    private static async Task<JsonObject> QuestionAsync(Browser browser, string path, string page = "/my-page")
    {
        using var drawn = await browser.GetAsync(page);
        using var asked = await PostAsync(browser, path, [], drawn.StatusCode == HttpStatusCode.OK ? Forms.Token(await drawn.Content.ReadAsStringAsync()) : null);
        Assert.Equal(HttpStatusCode.OK, asked.StatusCode);
        return (await asked.Content.ReadFromJsonAsync<JsonObject>())!;
    }

    private static async Task<HttpResponseMessage> PostAsync(Browser browser, string path, JsonObject body, string? token = null)
    {
        var known = browser.Token;
        browser.Token = token ?? Forms.Token(await browser.GetStringAsync("/ask"));
        try
        {
            return await browser.PostAsJsonAsync(path, body);
        }
        finally
        {
            browser.Token = known;
        }
    }

    /// <summary>A device of software that makes a key and answers with it, as WebAuthn says.</summary>
    private sealed class Key(Clinic clinic) : IDisposable
    {
        private readonly ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        private readonly byte[] id = RandomNumberGenerator.GetBytes(32);

        public string Owner { get; set; } = "";

        public uint Count { get; set; }

        public JsonObject Create(JsonObject asked)
        {
            var options = asked["options"]!;
            Owner = options["user"]!["id"]!.GetValue<string>();
            Assert.DoesNotContain("Ruiz", options.ToJsonString(), StringComparison.Ordinal);
            var point = key.ExportParameters(false).Q;
            byte[] data =
            [
                .. SHA256.HashData(Encoding.UTF8.GetBytes(clinic.Address.Host)), 0x45, 0, 0, 0, 0, .. new byte[16], 0, (byte)id.Length, .. id,
                0xA5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20, .. point.X!, 0x22, 0x58, 0x20, .. point.Y!,
            ];
            // CBOR: a map of the format “none”, no statement, and the data.
            byte[] attestation = [0xA3, 0x63, .. "fmt"u8, 0x64, .. "none"u8, 0x67, .. "attStmt"u8, 0xA0, 0x68, .. "authData"u8, 0x58, (byte)data.Length, .. data];
            return Proof(asked, new JsonObject
            {
                ["clientDataJSON"] = Client("webauthn.create", options, null), ["attestationObject"] = Base64Url.EncodeToString(attestation), ["transports"] = new JsonArray("internal"),
            });
        }

        public JsonObject Answer(JsonObject asked, bool verified = true, string? origin = null)
        {
            var client = Client("webauthn.get", asked["options"]!, origin);
            var data = new byte[37];
            SHA256.HashData(Encoding.UTF8.GetBytes(clinic.Address.Host)).CopyTo(data, 0);
            data[32] = (byte)(verified ? 0x05 : 0x01);
            BinaryPrimitives.WriteUInt32BigEndian(data.AsSpan(33), ++Count);
            var signature = key.SignData([.. data, .. SHA256.HashData(Base64Url.DecodeFromChars(client))], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
            return Proof(asked, new JsonObject
            {
                ["clientDataJSON"] = client, ["authenticatorData"] = Base64Url.EncodeToString(data), ["signature"] = Base64Url.EncodeToString(signature), ["userHandle"] = Owner,
            });
        }

        public void Dispose() => key.Dispose();

        private string Client(string type, JsonNode options, string? origin) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(new
        {
            type, challenge = options["challenge"]!.GetValue<string>(), origin = origin ?? clinic.Address.GetLeftPart(UriPartial.Authority), crossOrigin = false,
        }));

        private JsonObject Proof(JsonObject asked, JsonObject response) => new()
        {
            ["question"] = asked["question"]!.GetValue<string>(),
            ["credential"] = new JsonObject
            {
                ["id"] = Base64Url.EncodeToString(id), ["rawId"] = Base64Url.EncodeToString(id), ["type"] = "public-key", ["clientExtensionResults"] = new JsonObject(), ["response"] = response,
            },
        };
    }
}
