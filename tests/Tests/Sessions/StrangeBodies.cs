using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;

namespace Afterglow.Tests.Sessions;

/// <summary>What is not a command is answered with a sentence that says what is wrong, and nothing of it is kept.</summary>
public sealed class StrangeBodies
{
    private const string Good = "{\"entryId\":\"0190a5d2-0000-7000-8000-00000000000f\",\"at\":\"2026-11-23T09:00:00Z\",\"vitals\":{\"systolic\":120,\"diastolic\":80,\"heartRate\":70}}";

    /// <summary>A body, and what the sentence must name.</summary>
    private static readonly (string Body, string Names)[] Bodies =
    [
        ("", "JSON"), (" ", "JSON"), ("{", "JSON"), ("[]", "object"), ("null", "object"), ("5", "object"), ("\"x\"", "object"), ("nonsense", "JSON"), ("{}", "entryId"),
        (Good.Replace("\"vitals\"", "\"vitalz\"", StringComparison.Ordinal), "vitalz"),
        (Good.Replace("}}", "},\"signedBy\":\"me\"}", StringComparison.Ordinal), "signedBy"),
        (Good.Replace("}}", "},\"siteId\":\"x\"}", StringComparison.Ordinal), "siteId"),
        (Good.Replace("}}", "},\"$type\":\"System.Object\"}", StringComparison.Ordinal), "$type"),
        (Good.Replace("\"systolic\"", "\"sistolic\"", StringComparison.Ordinal), "vitals"),
        (Good.Replace("\"systolic\":120,", "", StringComparison.Ordinal), "vitals"),
        (Good.Replace("120", "\"120\"", StringComparison.Ordinal), "vitals.systolic"),
        (Good.Replace("120", "120.5", StringComparison.Ordinal), "vitals.systolic"),
        (Good.Replace("120", "1e3", StringComparison.Ordinal), "vitals.systolic"),
        (Good.Replace("120", "99999999999999999999", StringComparison.Ordinal), "vitals.systolic"),
        (Good.Replace("120", "null", StringComparison.Ordinal), "vitals.systolic"),
        (Good.Replace("120", "NaN", StringComparison.Ordinal), "JSON"),
        (Good.Replace("\"at\":\"2026-11-23T09:00:00Z\",", "", StringComparison.Ordinal), "at"),
        (Good.Replace("2026-11-23T09:00:00Z", "2026-11-23T09:00:00", StringComparison.Ordinal), "at"),
        (Good.Replace("120", "\"a lot\"", StringComparison.Ordinal), "whole number"),
        (Good.Replace("2026-11-23T09:00:00Z", "yesterday", StringComparison.Ordinal), "at"),
        (Good.Replace("2026-11-23T09:00:00Z", "2025-02-30T09:00:00Z", StringComparison.Ordinal), "at"),
        (Good.Replace("0190a5d2-0000-7000-8000-00000000000f", "17", StringComparison.Ordinal), "entryId"),
        (Good.Replace("{\"entryId\"", "{\"at\":\"2026-11-23T09:00:00Z\",\"entryId\"", StringComparison.Ordinal), "twice"),
        ("\uFEFF" + Good[..^1], "JSON"),
        (Good.Replace("\"systolic\"", "\"x\":" + new string('[', 5000) + new string(']', 5000) + ",\"systolic\"", StringComparison.Ordinal), "JSON"),
        (Good + Good, "JSON"),
    ];

    [Fact]
    public async Task Are_refused_with_what_is_wrong_named()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        foreach (var (body, names) in Bodies)
        {
            var problem = await SendAsync(chair, "record-vitals", new StringContent(body, Encoding.UTF8, "application/json"), HttpStatusCode.BadRequest);
            Assert.Equal("request.unreadable", problem["code"]!.GetValue<string>());
            Assert.Contains(names, problem["detail"]!.GetValue<string>(), StringComparison.OrdinalIgnoreCase);
        }
        Assert.Single((await chair.SnapshotAsync()).Entries);
        await SendAsync(chair, "record-vitals", new StringContent(Good, Encoding.UTF8, "text/plain"), HttpStatusCode.UnsupportedMediaType);
        await SendAsync(chair, "record-vitals", new FormUrlEncodedContent(new Dictionary<string, string> { ["vitals"] = "1" }), HttpStatusCode.UnsupportedMediaType);
        using var good = await nurse.PostAsync($"/api/sessions/{chair.Id:D}/record-vitals", new StringContent(Good, Encoding.UTF8, "application/json"));
        Assert.Equal(HttpStatusCode.OK, good.StatusCode);
    }

    [Theory]
    [InlineData("caf\\u0000e")]
    [InlineData("turned \\u202E round")]
    [InlineData("bell \\u0007")]
    [InlineData("half \\ud83d a letter")]
    [InlineData("private \\ue000")]
    public async Task Text_that_cannot_be_shown_is_refused(string text)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await SendAsync(chair, "write-note", Note(text), HttpStatusCode.BadRequest);
        Assert.Single((await chair.SnapshotAsync()).Entries);
    }

    [Theory]
    [InlineData("two\\nlines\\tand a tab")]
    [InlineData("“><svg/onload=1> {{7*7}} ${jndi:ldap://x} '; drop table entry; --")]
    [InlineData("Nguyễn 李小龙 🙂 نازنین‌زهرا")]
    public async Task Text_that_can_is_kept_to_the_letter(string text)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        using var answer = await nurse.PostAsync($"/api/sessions/{chair.Id:D}/write-note", Note(text));
        await InTheChair.TakenAsync(answer);
        var kept = ((SessionEvent.NoteWritten)(await chair.SessionAsync()).Entries[^1].Now!).Text;
        Assert.Equal(text.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\t", "\t", StringComparison.Ordinal), kept);
        // Shown as text, never as markup.
        Assert.DoesNotContain("<svg/onload", await nurse.GetStringAsync($"/sessions/{chair.Id:D}/note"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Broken_bytes_and_bodies_too_large_are_not_faults()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        await SendAsync(chair, "write-note", Json([.. "{\"entryId\":\"0190a5d2-0000-7000-8000-00000000000f\",\"at\":\"2026-11-23T09:00:00Z\",\"text\":\""u8, 0xFF, 0xC0, .. "\"}"u8]), HttpStatusCode.BadRequest);
        await SendAsync(chair, "write-note", Json(Encoding.Unicode.GetBytes(Good)), HttpStatusCode.BadRequest);
        await SendAsync(chair, "write-note", Note(new string('x', 200_000)), HttpStatusCode.RequestEntityTooLarge);
        await SendAsync(chair, "write-note", Note(new string('x', 5_000_000)), HttpStatusCode.RequestEntityTooLarge);
        // Within the limit of the body and beyond that of a note: a rule says so, with its code.
        var problem = await SendAsync(chair, "write-note", Note(new string('x', 20_000)), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("text.too-long", problem["code"]!.GetValue<string>());
        var many = new JsonObject
        {
            ["entryId"] = Guid.NewGuid(), ["at"] = "2026-11-23T09:00:00Z",
            ["medicines"] = new JsonArray([.. Enumerable.Range(0, 51).Select(_ => new JsonObject { ["class"] = "other", ["name"] = "x", ["lastTakenAt"] = null })]),
        };
        problem = await SendAsync(chair, "record-medicines", new StringContent(many.ToJsonString(), Encoding.UTF8, "application/json"), HttpStatusCode.UnprocessableEntity);
        Assert.Equal("text.too-long", problem["code"]!.GetValue<string>());
        many["medicines"] = new JsonArray([null]);
        await SendAsync(chair, "record-medicines", new StringContent(many.ToJsonString(), Encoding.UTF8, "application/json"), HttpStatusCode.UnprocessableEntity);
        Assert.Single((await chair.SnapshotAsync()).Entries);
    }

    [Theory]
    [InlineData("measure-weight", "\"weight\":70", "weight")]
    [InlineData("measure-weight", "\"weight\":\"70\"", "weight")]
    [InlineData("measure-weight", "\"weight\":\"70,5 kg\"", "weight")]
    [InlineData("measure-weight", "\"weight\":\"1e2 kg\"", "weight")]
    [InlineData("record-pregnancy", "\"status\":\"perhaps\"", "status")]
    [InlineData("record-pregnancy", "\"status\":1", "status")]
    [InlineData("mark-moment", "\"moment\":\"musicStarted\",\"text\":null", "text")]
    [InlineData("amend-entry", "\"target\":\"0190a5d2-0000-7000-8000-00000000000f\",\"reason\":\"x\",\"replacement\":{\"kind\":\"no-such-kind\",\"body\":{}}", "replacement")]
    [InlineData("amend-entry", "\"target\":\"0190a5d2-0000-7000-8000-00000000000f\",\"reason\":\"x\",\"replacement\":{}", "replacement")]
    [InlineData("amend-entry", "\"target\":\"0190a5d2-0000-7000-8000-00000000000f\",\"reason\":\"x\",\"replacement\":null", "replacement")]
    [InlineData("check-dose", "\"userName\":\"x\",\"password\":5,\"command\":{}", "entryId")]
    [InlineData("check-dose", "\"readDose\":\"35 mg\",\"readVolume\":\"0.7 L.\"", "readVolume")]
    public async Task Quantities_need_their_unit_and_choices_their_word(string command, string members, string names)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        var chair = await InTheChair.CheckInAsync(clinic, nurse);
        var body = "{\"entryId\":\"0190a5d2-0000-7000-8000-00000000000f\",\"at\":\"2026-11-23T09:00:00Z\"," + members + "}";
        var problem = await SendAsync(chair, command, new StringContent(body, Encoding.UTF8, "application/json"), HttpStatusCode.BadRequest);
        Assert.Contains(names, problem["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static StringContent Note(string text) => new(
        "{\"entryId\":\"0190a5d2-0000-7000-8000-00000000000f\",\"at\":\"2026-11-23T09:00:00Z\",\"text\":\"" + text + "\"}", Encoding.UTF8, "application/json");

    private static ByteArrayContent Json(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("application/json");
        return content;
    }

    private static async Task<JsonObject> SendAsync(InTheChair chair, string command, HttpContent content, HttpStatusCode status)
    {
        using (content)
        {
            // Asked first whether the body is wanted: one that is too large is refused before it is sent.
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sessions/{chair.Id:D}/{command}") { Content = content };
            request.Headers.ExpectContinue = true;
            using var answer = await chair.Nurse.SendAsync(request);
            return await InTheChair.ProblemAsync(answer, status);
        }
    }
}
