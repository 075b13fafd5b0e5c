using System.Globalization;
using Afterglow.Core.Patients;

namespace Afterglow.App.Patients;

/// <summary>What somebody typed into the search: name words, birth dates and record numbers, in any order.</summary>
/// <param name="Words">Each must begin a word of the name.</param>
/// <param name="BirthDates">Whole, month or year, as it is stored: a prefix.</param>
/// <param name="RecordNumberPrefix">Such as <c>AG-0001</c>; null when none was typed.</param>
/// <param name="Number">Bare digits: the number of a record, or the year of birth.</param>
internal sealed record PatientSearch(
    IReadOnlyList<string> Words, IReadOnlyList<string> BirthDates, string? RecordNumberPrefix, long? Number)
{
    /// <summary>The longest search text looked at; the rest is left.</summary>
    public const int Longest = 200;

    private static readonly string[] OneWord = ["yyyy-MM-dd", "M/d/yyyy", "d.M.yyyy", "yyyy/M/d"];
    private static readonly string[] ThreeWords = ["d MMM yyyy", "d MMMM yyyy", "MMM d yyyy", "MMMM d yyyy"];

    public static PatientSearch Read(string? text)
    {
        var typed = (text ?? "").Length > Longest ? text![..Longest] : text ?? "";
        var tokens = typed.Split([' ', ',', '\t', '\n', '\r', ';', '\u00A0'], StringSplitOptions.RemoveEmptyEntries);
        var words = new List<string>();
        var dates = new List<string>();
        string? recordNumber = null;
        long? number = null;
        for (var at = 0; at < tokens.Length; at++)
        {
            var token = tokens[at];
            if (at + 2 < tokens.Length && Date($"{token.TrimEnd('.')} {tokens[at + 1].TrimEnd('.')} {tokens[at + 2]}", ThreeWords) is { } written)
            {
                dates.Add(written);
                at += 2;
            }
            else if (Date(token, OneWord) is { } day) dates.Add(day);
            else if (token.Length == 7 && token[4] == '-' && PartialDate.Read(token) is { } month) dates.Add(month.ToString());
            else if (token.StartsWith("AG-", StringComparison.OrdinalIgnoreCase)) recordNumber = token.ToUpperInvariant();
            else if (token.All(char.IsAsciiDigit) && long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)) number = digits;
            else if (SearchWords.Typed(token) is { Length: > 0 } word) words.Add(word);
        }
        return new PatientSearch([.. words.Distinct(StringComparer.Ordinal).Take(8)], dates, recordNumber, number);
    }

    /// <summary>The end of the range of texts that begin with this one.</summary>
    public static string End(string prefix) => prefix + "\U0010FFFF";

    private static string? Date(string text, string[] formats) =>
        DateOnly.TryParseExact(text, formats, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? PartialDate.On(day).ToString()
            : null;
}
