using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Intake.History;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Microsoft.AspNetCore.Components;

namespace Afterglow.Tests.Intake;

/// <summary>What a frightened reader finds, and who may write it.</summary>
public sealed partial class ThePublicPages
{
    [Theory]
    [InlineData("/welcome")]
    [InlineData("/about-ketamine")]
    [InlineData("/ask")]
    public async Task They_open_for_anybody_in_both_languages_with_the_crisis_lines_and_what_this_is_not(string page)
    {
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        foreach (var (language, device) in new[] { ("en", "not a cleared medical device"), ("es", "No es un dispositivo médico autorizado") })
        {
            var html = WebUtility.HtmlDecode(await visitor.GetStringAsync($"{page}?lang={language}"));
            Assert.Contains($"<html lang=\"{language}\"", html, StringComparison.Ordinal);
            Assert.Contains("tel:988", html, StringComparison.Ordinal);
            Assert.Contains(device, html, StringComparison.Ordinal);
            Assert.Contains(language == "en" ? "everyone here is made up" : "todas las personas son inventadas", html, StringComparison.Ordinal);
            Assert.DoesNotContain("text.", Visible(html), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_masked_and_the_null_studies_stand_beside_the_hopeful_ones_each_with_its_source()
    {
        Assert.True(PublicEvidence.All.Count(study => !study.Hopeful) >= PublicEvidence.All.Count(study => study.Hopeful));
        await using var clinic = await Clinic.OpenAsync();
        using var visitor = clinic.Visitor();
        foreach (var language in Languages.All)
        {
            var html = WebUtility.HtmlDecode(await visitor.GetStringAsync($"/about-ketamine?lang={language.Name}"));
            foreach (var study in PublicEvidence.All)
            {
                Assert.Contains(study.Citation.Source.Citation, html, StringComparison.Ordinal);
                foreach (var figure in study.Written) Assert.Contains(figure.ToString()!, html, StringComparison.Ordinal);
            }
            Assert.DoesNotContain("{0}", html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_claim_of_the_supplied_texts_names_a_source_that_exists()
    {
        foreach (var (key, texts) in Words())
            if (key.StartsWith("text.", StringComparison.Ordinal))
                foreach (var text in texts) Assert.Null(Citations.Unknown(text));
    }

    [Fact]
    public void Whatever_language_is_read_the_same_sources_stand_in_the_same_order_and_no_number_is_without_one()
    {
        foreach (var (key, texts) in Words().Where(one => one.Key is "text.offer" or "text.cost" or "text.about"))
        {
            Assert.All(texts, text => Assert.Equal(Named(texts.First()), Named(text)));
            foreach (var claim in texts.SelectMany(text => text.Split('\n')).Where(line => Numbers().IsMatch(Ordinal().Replace(Mark().Replace(line, ""), ""))))
                Assert.True(Mark().IsMatch(claim), $"{key}: {claim}");
        }

        static IEnumerable<string> Named(string text) => Mark().Matches(text).Select(match => match.Value);
    }

    [Fact] // Kincaid 1975, Research Branch Report 8-75: 0.39 words a sentence + 11.8 syllables a word - 15.59
    public void The_english_texts_ask_for_no_more_than_eight_years_of_school()
    {
        foreach (var (_, texts) in Words().Where(one => one.Key is "text.offer" or "text.cost" or "text.about"))
        {
            var plain = Address().Replace(Mark().Replace(texts[0], ""), "");
            var words = Word().Matches(plain).Select(word => word.Value).ToList();
            var sentences = plain.Split(['.', '!', '?', '\n'], StringSplitOptions.RemoveEmptyEntries).Count(sentence => Word().Count(sentence) > 1);
            // Groups of vowels, and no last silent e: near enough for a whole text.
            var syllables = words.Sum(word => Math.Max(1, Vowels().Count(word) - (word.EndsWith('e') && !word.EndsWith("le", StringComparison.Ordinal) ? 1 : 0)));
            Assert.InRange((0.39 * words.Count / sentences) + (11.8 * syllables / words.Count) - 15.59, 1, 8);
        }
    }

    [Fact]
    public void The_figures_of_the_studies_are_those_of_the_evidence_file()
    {
        var file = Evidence();
        if (file is null) Assert.Skip("The evidence file is not beside the sources.");
        using var read = JsonDocument.Parse(File.ReadAllText(file));
        var records = read.RootElement.GetProperty("records").EnumerateArray().ToDictionary(one => one.GetProperty("id").GetString()!);
        decimal Response(string id) => records[id].GetProperty("response_pct").GetDecimal();
        decimal Remission(string id) => records[id].GetProperty("remission_pct").GetDecimal();
        decimal[] Of(string key) => [.. PublicEvidence.All.Single(study => study.Key == key).Figures];
        Assert.Equal([Response("murrough2013ajp_ket"), Response("murrough2013ajp_mdz")], Of("murrough2013"));
        Assert.Equal([Response("han2016_24h"), Response("han2016_day7")], Of("han2016"));
        Assert.Equal([Response("elektd_ket"), Response("elektd_ect")], Of("anand2023"));
        Assert.Equal([Remission("escape_esk"), Remission("escape_que")], Of("reif2023"));
        Assert.Equal(Response("mcinnes2022"), Of("mcinnes2022")[0]);
        Assert.Equal(Response("lii2023"), Of("lii2023")[0]);
        Assert.Equal(Response("karmadep2"), Of("jelovac2025")[0]);
        Assert.Equal([Remission("ketect_ket"), Remission("ketect_ect")], Of("ekstrand2022"));
    }

    [Fact]
    public async Task A_director_writes_a_text_it_stands_at_once_and_every_version_is_kept()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var director = await clinic.SignInAsync(Role.Director);
        using var visitor = clinic.Visitor();
        foreach (var price in new[] { "A visit costs **$450**.", "A visit costs **$480**.[^lii2023]" })
        {
            using var written = await clinic.FillInAsync(director, "/public-pages/cost/en", "text", new() { ["Form.Text"] = price });
            Assert.Equal(HttpStatusCode.Redirect, written.StatusCode);
        }
        var page = await visitor.GetStringAsync("/welcome?lang=en");
        Assert.Contains("<strong>$480</strong>", page, StringComparison.Ordinal);
        Assert.Contains("Lii TR et al.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("$480", await visitor.GetStringAsync("/welcome?lang=es"), StringComparison.Ordinal);
        Assert.Equal(["A visit costs **$480**.[^lii2023]", "A visit costs **$450**."], (await clinic.Get<ClinicTexts>().VersionsAsync("cost", "en")).Select(version => version.Text));
        using var unknown = await clinic.FillInAsync(director, "/public-pages/cost/en", "text", new() { ["Form.Text"] = "It cures.[^nobody2030]" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, unknown.StatusCode);
        Assert.Contains("There is no source called “nobody2030”", await unknown.TextAsync(), StringComparison.Ordinal);
        Assert.Contains("It cures.", await unknown.TextAsync(), StringComparison.Ordinal);
        await clinic.Record.RebuildAsync(clinic.Author(Role.Administrator));
        Assert.Contains("<strong>$480</strong>", await visitor.GetStringAsync("/welcome?lang=en"), StringComparison.Ordinal);
        using var back = await clinic.FillInAsync(director, "/public-pages/cost/en", "text", new() { ["Form.Supplied"] = "true" });
        Assert.DoesNotContain("$480", await visitor.GetStringAsync("/welcome?lang=en"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_who_write_one_text_at_once_the_second_is_told_by_whom_and_loses_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var director = await clinic.SignInAsync(Role.Director);
        using var administrator = await clinic.SignInAsync(Role.Administrator);
        foreach (var (page, form, field) in new[] { ("/public-pages/cost/en", "text", "Form.Text"), ("/public-pages", "profile", "Form.Name") })
        {
            Dictionary<string, string> Saying(string text) => new() { [field] = text, ["Form.PromiseDays"] = "2", ["Form.LateDays"] = "1", ["Form.LinkDays"] = "21" };
            var (one, other) = (Forms.Fields(await director.GetStringAsync(page), form), Forms.Fields(await administrator.GetStringAsync(page), form));
            foreach (var twice in new[] { 1, 2 })
            {
                using var first = await Forms.SendAsync(director, page, one, Saying("What the director wrote."));
                Assert.Equal((twice, HttpStatusCode.Redirect), (twice, first.StatusCode));
            }
            using var second = await Forms.SendAsync(administrator, page, other, Saying("What the administrator wrote."));
            Assert.Equal(HttpStatusCode.UnprocessableEntity, second.StatusCode);
            var told = await second.Content.ReadAsStringAsync();
            Assert.Contains("Director Person has written this anew", WebUtility.HtmlDecode(told), StringComparison.Ordinal);
            Assert.Contains("What the administrator wrote.", told, StringComparison.Ordinal);
            using var meant = await Forms.SendAsync(administrator, page, Forms.Fields(told, form), Saying("What the administrator wrote."));
            Assert.Equal(HttpStatusCode.Redirect, meant.StatusCode);
        }
        Assert.Equal(["What the administrator wrote.", "What the director wrote."], (await clinic.Get<ClinicTexts>().VersionsAsync("cost", "en")).Select(version => version.Text));
        Assert.Equal(2, await clinic.Get<ClinicTexts>().ProfilesAsync());
    }

    [Fact]
    public async Task The_clinics_own_promise_name_and_crisis_line_stand_on_the_pages()
    {
        await using var clinic = await Clinic.OpenAsync();
        using var director = await clinic.SignInAsync(Role.Director);
        using var written = await clinic.FillInAsync(director, "/public-pages", "profile", new()
        {
            ["Form.Name"] = "Harbor & Sons", ["Form.Phone"] = "555 010 0100", ["Form.LocalCrisisLine"] = "County line: 555 010 0199", ["Form.PromiseDays"] = "3", ["Form.LateDays"] = "2", ["Form.LinkDays"] = "14",
        });
        Assert.Equal(HttpStatusCode.Redirect, written.StatusCode);
        using var visitor = clinic.Visitor();
        var html = WebUtility.HtmlDecode(await visitor.GetStringAsync("/ask?lang=en"));
        Assert.Contains("Harbor & Sons", html, StringComparison.Ordinal);
        Assert.Contains("County line: 555 010 0199", html, StringComparison.Ordinal);
        Assert.Contains("Thursday, November 26", html, StringComparison.Ordinal);
        using var wrong = await clinic.FillInAsync(director, "/public-pages", "profile", new() { ["Form.Name"] = "X", ["Form.PromiseDays"] = "0", ["Form.LateDays"] = "2", ["Form.LinkDays"] = "14" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, wrong.StatusCode);
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        Assert.Equal(HttpStatusCode.Forbidden, (await nurse.GetAsync("/public-pages")).StatusCode);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("[press](javascript:alert(1))", "javascript:")]
    [InlineData("[press](JaVaScRiPt:alert(1))", "href")]
    [InlineData("[press](data:text/html,x)", "href")]
    [InlineData("[press](//evil.example/x)", "href")]
    [InlineData("<javascript:alert(1)>", "href")]
    [InlineData("![pixel](https://evil.example/p.png)", "<img")]
    [InlineData("[x]: javascript:alert(1)\n\n[press][x]", "href")]
    [InlineData("# Big", "<h1")]
    public void A_text_never_becomes_a_script_a_tracker_or_a_second_first_heading(string text, string never) =>
        Assert.DoesNotContain(never, SafeMarkdown.Draw(text).Value, StringComparison.OrdinalIgnoreCase);

    [Fact]
    public void Links_to_pages_mailboxes_and_telephones_stay_links()
    {
        foreach (var way in new[] { "/ask", "https://988lifeline.org/", "mailto:a@example.org", "tel:988" })
            Assert.Contains($"href=\"{way}\"", SafeMarkdown.Draw($"[go]({way})").Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_one_place_turns_a_persons_text_into_markup()
    {
        var source = SourceFolder();
        if (source is null) Assert.Skip("The sources are not beside the tests.");
        var places = Directory.EnumerateFiles(source, "*.*", SearchOption.AllDirectories)
            .Where(file => file.EndsWith(".cs", StringComparison.Ordinal) || file.EndsWith(".razor", StringComparison.Ordinal))
            .Where(file => File.ReadAllText(file).Contains(nameof(MarkupString), StringComparison.Ordinal)).Select(file => Path.GetFileName(file)!).Order().ToList();
        Assert.Contains("SafeMarkdown.cs", places);
        // Drawings and squares that are made from numbers, not from what people write.
        Assert.DoesNotContain(places, file => File.ReadAllText(Directory.EnumerateFiles(source, file, SearchOption.AllDirectories).First()).Contains("new MarkupString(text", StringComparison.Ordinal));
    }

    // Words

    [Fact]
    public void Every_word_is_there_in_every_language_and_none_is_left_untranslated()
    {
        var same = new HashSet<string>(StringComparer.Ordinal)
        {
            "ask.danger.no", "history.o.no", "history.o.emdr", "history.o.pcp", "history.o.a", "history.o.b", "history.o.c", "history.o.medicaid", "history.o.medicare",
            "history.o.uncontrolled", "history.o.liver.none", "history.o.not-hispanic", "history.u.mg", "history.u.mcg", "history.u.g", "history.u.cm", "history.u.kg",
        };
        var missing = new List<string>();
        foreach (var (key, texts) in Words())
        {
            if (texts.Count != Languages.All.Count || texts.Any(string.IsNullOrWhiteSpace)) missing.Add(key + " is missing");
            else if (texts.Distinct().Count() != texts.Count && !same.Contains(key)) missing.Add(key + " reads the same in two languages");
            else if (texts.Select(text => string.Concat(Place().Matches(text).Select(match => match.Value).Distinct().Order())).Distinct().Count() > 1) missing.Add(key + " has not the same places to fill in");
        }
        Assert.Empty(missing);
    }

    [Fact]
    public void Every_question_option_and_unit_of_the_history_form_has_words()
    {
        var keys = Words().Select(word => word.Key).ToHashSet();
        var missing = new List<string>();
        foreach (var section in HistoryCatalogue.Sections)
            if (!keys.Contains("history.section." + section.Id)) missing.Add(section.Id);
        foreach (var question in HistoryCatalogue.All)
        {
            if (!keys.Contains("history.q." + question.Id)) missing.Add(question.Id);
            missing.AddRange(question.Options.Where(option => !keys.Contains($"history.o.{question.Id}.{option.Key}") && !keys.Contains("history.o." + option.Key)).Select(option => $"{question.Id} {option.Key}"));
            missing.AddRange(question.Units.Where(unit => !keys.Contains("history.u." + unit.Key)).Select(unit => unit.Key));
        }
        Assert.Empty(missing);
    }

    private static IReadOnlyList<(string Key, IReadOnlyList<string> Texts)> Words()
    {
        var manager = new System.Resources.ResourceManager(typeof(PatientWords));
        var sets = Languages.All.Select((language, place) => manager.GetResourceSet(place == 0 ? System.Globalization.CultureInfo.InvariantCulture : language, true, false)!).ToList();
        var keys = sets.SelectMany(set => set.Cast<System.Collections.DictionaryEntry>().Select(entry => (string)entry.Key)).Distinct().Order(StringComparer.Ordinal);
        var words = keys.Select(key => (key, (IReadOnlyList<string>)[.. sets.Select(set => set.GetString(key)).OfType<string>()])).ToList();
        Assert.True(words.Count > 300);
        // A third language is one more file, and no change here.
        Assert.True(Languages.All.Count >= 2);
        return words;
    }

    private static string Visible(string html) => Tags().Replace(html, " ");

    private static string? SourceFolder() => Above("src/App");

    private static string? Evidence() => Above("../shared/evidence/trials.json");

    private static string? Above(string path)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Afterglow.slnx")))
                return Path.Combine(folder.FullName, path) is var found && (Directory.Exists(found) || File.Exists(found)) ? found : null;
        return null;
    }

    [GeneratedRegex(@"\{\d\}", RegexOptions.None, 1000)]
    private static partial Regex Place();

    [GeneratedRegex("<[^>]*>", RegexOptions.None, 1000)]
    private static partial Regex Tags();

    [GeneratedRegex(@"\[\^[a-z0-9]+\]", RegexOptions.None, 1000)]
    private static partial Regex Mark();

    [GeneratedRegex("[A-Za-z’']+", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex("[aeiouyAEIOUY]+", RegexOptions.None, 1000)]
    private static partial Regex Vowels();

    [GeneratedRegex(@"\]\([^)]*\)", RegexOptions.None, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"^\s*\d+\.", RegexOptions.None, 1000)]
    private static partial Regex Ordinal();

    [GeneratedRegex(@"\d", RegexOptions.None, 1000)]
    private static partial Regex Numbers();
}
