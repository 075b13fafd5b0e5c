using System.Net;
using System.Text.RegularExpressions;
using Afterglow.App.Intake;
using Afterglow.App.Patients;
using Afterglow.Core.Intake.Requests;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;

namespace Afterglow.Tests.Intake;

/// <summary>Filling in the forms of pages, as a person without JavaScript does.</summary>
internal static partial class Forms
{
    public static Dictionary<string, string> AskingFor(string given = "Amaya", string family = "Ruiz") => new()
    {
        ["Form.Danger"] = "no", ["Form.Given"] = given, ["Form.Family"] = family, ["Form.BirthDay"] = "3", ["Form.BirthMonth"] = "5",
        ["Form.BirthYear"] = "1984", ["Form.Email"] = "amaya@example.org", ["Form.Phone"] = "555 010 0134", ["Form.About"] = "Depression for three years.",
        ["Form.Language"] = "en",
    };

    /// <summary>Opens a page, waits as a person does, fills in the form of this name and sends it.</summary>
    public static async Task<HttpResponseMessage> FillInAsync(
        this Clinic clinic, Browser browser, string page, string form, Dictionary<string, string> fields, TimeSpan? after = null)
    {
        var all = Fields(await browser.GetStringAsync(page), form);
        clinic.Clock.Advance(after ?? TimeSpan.FromSeconds(20));
        return await SendAsync(browser, page, all, fields);
    }

    public static async Task<HttpResponseMessage> SendAsync(
        Browser browser, string page, Dictionary<string, string> drawn, Dictionary<string, string>? filled = null)
    {
        var all = new Dictionary<string, string>(drawn);
        foreach (var (name, value) in filled ?? []) all[name] = value;
        var header = browser.Token;
        browser.Token = null;
        try
        {
            using var content = new FormUrlEncodedContent(all);
            return await browser.PostAsync(page, content);
        }
        finally
        {
            browser.Token = header;
        }
    }

    /// <summary>The hidden fields of one form of a page.</summary>
    public static Dictionary<string, string> Fields(string html, string form)
    {
        foreach (var part in html.Split("<form").Skip(1))
        {
            var body = part[..part.IndexOf("</form>", StringComparison.Ordinal)];
            var hidden = new Dictionary<string, string>();
            foreach (System.Text.RegularExpressions.Match match in Hidden().Matches(body)) hidden[WebUtility.HtmlDecode(match.Groups["name"].Value)] = WebUtility.HtmlDecode(match.Groups["value"].Value);
            if (hidden.GetValueOrDefault("_handler") == form || hidden.GetValueOrDefault("Form.What") == form) return hidden;
        }
        throw new InvalidOperationException($"The page has no form “{form}”.");
    }

    /// <summary>A page with its letters as they are read.</summary>
    public static async Task<string> ReadAsync(this Browser browser, string page) => WebUtility.HtmlDecode(await browser.GetStringAsync(page));

    /// <summary>The path and query a redirect leads to.</summary>
    public static string To(this HttpResponseMessage answer)
    {
        var to = answer.Headers.Location!.ToString();
        return Uri.TryCreate(to, UriKind.Absolute, out var whole) && whole.Scheme.StartsWith("http", StringComparison.Ordinal) ? whole.PathAndQuery : to;
    }

    /// <summary>The antiforgery token of a page.</summary>
    public static string Token(string html) => WebUtility.HtmlDecode(Hidden().Matches(html).First(match => match.Groups["name"].Value == "form-token").Groups["value"].Value);

    /// <summary>The rows of a group of the history form, as the page holds them.</summary>
    public static IReadOnlyList<string> Rows(string html, string group) =>
        [.. Hidden().Matches(html).Where(match => match.Groups["name"].Value == $"rows:{group}").Select(match => match.Groups["value"].Value)];

    /// <summary>What stands in the fields whose names begin so.</summary>
    public static IReadOnlyList<(string Name, string Value)> Values(string html, string prefix) =>
        [.. Input().Matches(html).Where(match => match.Groups["name"].Value.StartsWith(prefix, StringComparison.Ordinal))
            .Select(match => (match.Groups["name"].Value, WebUtility.HtmlDecode(match.Groups["value"].Value)))];

    /// <summary>What a page says, without its markup.</summary>
    public static async Task<string> TextAsync(this HttpResponseMessage answer) =>
        Space().Replace(WebUtility.HtmlDecode(Tag().Replace(await answer.Content.ReadAsStringAsync(), " ")), " ");

    /// <summary>A request that is in the queue, without the way through the page.</summary>
    public static async Task<Guid> AskAsync(this Clinic clinic, Person? person = null, bool inDanger = false, string language = "en")
    {
        var id = Guid.CreateVersion7(clinic.Clock.GetUtcNow());
        person ??= new Person
        {
            Given = ["Amaya"], Family = "Ruiz", BirthDate = PartialDate.Read("1984-05-03"), Contact = new Contact("555 010 0134", "amaya@example.org"),
        };
        await clinic.Get<RequestRecords>().AskAsync(new NewRequest(id, person, "Depression for three years.", true, inDanger, language), "test");
        return id;
    }

    /// <summary>The request becomes a patient and a link is made; returns the link's path.</summary>
    public static async Task<(Guid Patient, string Link)> PatientWithLinkAsync(this Clinic clinic, Person? person = null, string language = "en")
    {
        var requests = clinic.Get<RequestRecords>();
        var caller = clinic.Caller(Role.FrontDesk);
        var id = await clinic.AskAsync(person, language: language);
        var made = (await requests.MakePatientAsync(id, new RequestChange(Guid.CreateVersion7(), 1), null, caller)).Value;
        var link = (await requests.SendLinkAsync(id, new RequestChange(Guid.CreateVersion7(), made.Version), byMail: false, "", caller)).Value;
        return (made.PatientId!.Value, link);
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"(?<name>[^\"]+)\" value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Hidden();

    [GeneratedRegex("<input [^>]*name=\"(?<name>[^\"]+)\"[^>]*? value=\"(?<value>[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Input();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Space();
}
