using System.Text;
using System.Text.RegularExpressions;
using Afterglow.Core;

namespace Afterglow.App.Portal;

/// <summary>A published source that a public page may name, by a key such as <c>lii2023</c>.</summary>
public sealed record Citation(string Key, Source Source);

/// <summary>
/// The sources of the public pages. In a text, <c>[^lii2023]</c> behind a claim becomes a number, and the source stands
/// below with how sure we are of it.
/// </summary>
public static partial class Citations
{
    /// <summary>Every source, each as sure as the least sure figure the pages take from it.</summary>
    public static IReadOnlyList<Citation> All { get; } =
    [
        new("berman2000", new("Berman RM et al. Biol Psychiatry 2000;47(4):351-354", Confidence.RecalledSure)),
        new("murrough2013", new("Murrough JW et al. Am J Psychiatry 2013;170(10):1134-1142", Confidence.RecalledSure)),
        new("han2016", new("Han Y et al. Neuropsychiatr Dis Treat 2016;12:2859-2867", Confidence.Verified)),
        new("kishimoto2016", new("Kishimoto T et al. Psychol Med 2016;46(7):1459-1472", Confidence.Verified)),
        new("popova2019", new("Popova V et al. Am J Psychiatry 2019;176(6):428-438", Confidence.RecalledSure)),
        new("reif2023", new("Reif A et al. N Engl J Med 2023;389(14):1298-1309", Confidence.Verified)),
        new("anand2023", new("Anand A et al. N Engl J Med 2023;388(25):2315-2325", Confidence.Verified)),
        new("mcinnes2022", new("McInnes LA et al. J Affect Disord 2022;301:486-495", Confidence.Verified)),
        new("lii2023", new("Lii TR et al. Nat Ment Health 2023;1(11):876-886", Confidence.Verified)),
        new("jelovac2025", new("Jelovac A et al. JAMA Psychiatry, online 22 October 2025", Confidence.Verified)),
        new("takahashi2021", new("Takahashi N et al. BMC Psychiatry 2021;21:526", Confidence.Verified)),
        new("abdallah2022", new("Abdallah CG et al. Neuropsychopharmacology 2022;47(8):1574-1581", Confidence.Verified)),
        new("ekstrand2022", new("Ekstrand J et al. Int J Neuropsychopharmacol 2022;25(5):339-349", Confidence.Verified)),
        new("wilkinson2018", new("Wilkinson ST et al. Am J Psychiatry 2018;175(2):150-158", Confidence.Verified)),
        new("yale2024", new("Yale Psychiatric Hospital group. Gen Hosp Psychiatry 2024, doi 10.1016/j.genhosppsych.2024.07.001", Confidence.Verified)),
        new("short2018", new("Short B et al. Lancet Psychiatry 2018;5(1):65-78", Confidence.Verified)),
        new("nikayin2022", new("Nikayin S et al. Expert Opin Drug Saf 2022;21(6):777-787", Confidence.Verified)),
        new("sanacora2017", new("Sanacora G et al. JAMA Psychiatry 2017;74(4):399-405", Confidence.RecalledSure)),
        new("mcintyre2021", new("McIntyre RS et al. Am J Psychiatry 2021;178(5):383-399", Confidence.RecalledSure)),
        new("rems", new("Spravato REMS programme, spravatorems.com", Confidence.Verified)),
        new("fda2023", new("FDA alert on compounded ketamine products, October 2023", Confidence.RecalledSure)),
        new("ketalar", new("Ketalar (ketamine) US prescribing information, 2024", Confidence.Verified)),
        new("spravato", new("Spravato (esketamine) US prescribing information, 2025", Confidence.RecalledSure)),
    ];

    /// <summary>The first source a text names that is not in the list; null when all are.</summary>
    public static string? Unknown(string text) =>
        Named(text).FirstOrDefault(key => All.All(citation => citation.Key != key));

    /// <summary>The text with the sources that it names written below it.</summary>
    public static string WithSources(string text, Func<Source, string> standing)
    {
        var whole = new StringBuilder(text).Append("\n\n");
        foreach (var key in Named(text).Distinct(StringComparer.Ordinal))
            if (All.FirstOrDefault(citation => citation.Key == key) is { } citation)
                whole.Append("[^").Append(key).Append("]: ").Append(citation.Source.Citation).Append(" (").Append(standing(citation.Source)).Append(")\n\n");
        return whole.ToString();
    }

    private static IEnumerable<string> Named(string text) => Mark().Matches(text).Select(match => match.Groups["key"].Value);

    [GeneratedRegex(@"\[\^(?<key>[^\]\s]{1,40})\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mark();
}
