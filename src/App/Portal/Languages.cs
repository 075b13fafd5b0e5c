using System.Globalization;

namespace Afterglow.App.Portal;

/// <summary>
/// The languages in which patients are spoken to: English, and every other for which there is a resource file
/// (<c>PatientWords.es.resx</c>). A third language is one more file.
/// </summary>
public static class Languages
{
    public const string Default = "en";

    private static readonly Lazy<IReadOnlyList<CultureInfo>> Found = new(Find);

    /// <summary>English first, the others by their code.</summary>
    public static IReadOnlyList<CultureInfo> All => Found.Value;

    public static bool Has(string? language) => language is not null && All.Any(one => one.Name == language);

    public static CultureInfo Of(string? language) => All.FirstOrDefault(one => one.Name == language) ?? All[0];

    /// <summary>Its name in itself: “Español”.</summary>
    public static string OwnName(this CultureInfo language) => language.TextInfo.ToTitleCase(language.NativeName);

    /// <summary>The language of what a patient reads now.</summary>
    public static string Current => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName is var language && Has(language) ? language : Default;

    /// <summary>The same page of ours in the language being read; no cookie is needed to remember it.</summary>
    public static string InLanguage(this string path) => Current == Default ? path : $"{path}?lang={Current}";

    /// <summary>“Wednesday, November 25”: a day as a person says it in this language.</summary>
    public static string DayWords(this CultureInfo language, DateOnly day) => language.TwoLetterISOLanguageName switch
    {
        "en" => day.ToString("dddd, MMMM d", language),
        "es" => day.ToString("dddd d 'de' MMMM", language),
        _ => day.ToString("D", language),
    };

    /// <summary>Pages for patients are drawn in the language they ask for: in the address, or as the browser says.</summary>
    public static void UsePatientLanguages(this IApplicationBuilder app) => app.UseWhen(
        context => context.Request.Path.IsForPatients(),
        patients => patients.UseRequestLocalization(options =>
        {
            var names = All.Select(one => one.Name).ToArray();
            options.SetDefaultCulture(Default).AddSupportedCultures(names).AddSupportedUICultures(names);
            options.RequestCultureProviders =
            [
                new Microsoft.AspNetCore.Localization.QueryStringRequestCultureProvider { QueryStringKey = "lang", UIQueryStringKey = "lang" },
                new Microsoft.AspNetCore.Localization.AcceptLanguageHeaderRequestCultureProvider(),
            ];
        }));

    private static readonly string[] Paths =
        ["/welcome", "/about-ketamine", "/ask", "/link", "/my-care", "/my-page", "/my-documents", "/give-back", "/my-history", "/my-messages", "/my-plan",
            "/check-in", "/my-check-in", "/my-words", "/my-question", "/my-course"];

    /// <summary>True for the pages that patients read.</summary>
    public static bool IsForPatients(this PathString path) =>
        Paths.Any(one => path.StartsWithSegments(one, StringComparison.OrdinalIgnoreCase));

    private static IReadOnlyList<CultureInfo> Find()
    {
        var satellite = typeof(Languages).Assembly.GetName().Name + ".resources.dll";
        var others = Directory.EnumerateDirectories(AppContext.BaseDirectory)
            .Where(folder => File.Exists(Path.Combine(folder, satellite))).Select(folder => Path.GetFileName(folder)!)
            .Where(name => name != Default).Order(StringComparer.Ordinal);
        return [.. new[] { Default }.Concat(others).Select(CultureInfo.GetCultureInfo)];
    }
}
