using System.Globalization;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>
/// Marks the resource files with every word that patients read: <c>PatientWords.resx</c> (English) and
/// <c>PatientWords.es.resx</c> (Spanish). Used as <c>IStringLocalizer&lt;PatientWords&gt;</c>.
/// </summary>
public sealed class PatientWords;

/// <summary>Words in a language that is not the one of the page: for messages.</summary>
public static class PatientWordsIn
{
    public static string In(this IStringLocalizer<PatientWords> words, string language, string key, params object[] arguments)
    {
        var (culture, ui) = (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture);
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = Languages.Of(language);
        try
        {
            return words[key, arguments];
        }
        finally
        {
            (CultureInfo.CurrentCulture, CultureInfo.CurrentUICulture) = (culture, ui);
        }
    }
}
