using System.Globalization;
using System.Text;
using Afterglow.Core.Patients;

namespace Afterglow.App.Patients;

/// <summary>Names as they are searched: lower case, without accents, in their own script.</summary>
internal static class SearchWords
{
    // Letters that Unicode does not take apart into a letter and an accent, but that people type without.
    private static readonly Dictionary<char, string> Plain = new()
    {
        ['đ'] = "d", ['ð'] = "d", ['ø'] = "o", ['ł'] = "l", ['ß'] = "ss", ['æ'] = "ae", ['œ'] = "oe", ['þ'] = "th", ['ı'] = "i",
        ['ħ'] = "h", ['ŋ'] = "n", ['ə'] = "e",
    };

    /// <summary>The words a person is found by.</summary>
    public static IReadOnlyCollection<string> Of(Person person)
    {
        var words = new HashSet<string>(StringComparer.Ordinal);
        foreach (var part in person.Given.Append(person.Family).Append(person.Preferred))
        {
            if (part is null) continue;
            foreach (var piece in part.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                // “O'Brien” is found by obrien and by brien, “Smith-Jones” by smithjones, smith and jones.
                var pieces = Pieces(piece);
                if (pieces.Count > 1) words.Add(string.Concat(pieces));
                words.UnionWith(pieces);
            }
        }
        if (person.Family is not null && person.Given.Count > 0)
        {
            // 李小龙 is typed as one word.
            var whole = string.Concat(Pieces(person.FullName));
            if (whole.Length > 0 && !person.FullName.Contains(' ', StringComparison.Ordinal)) words.Add(whole);
        }
        return words;
    }

    /// <summary>One typed word as it is looked for; empty when there is nothing in it to look for.</summary>
    public static string Typed(string word) => string.Concat(Pieces(word));

    public static string SortName(Person person) =>
        string.Join(' ', new[] { person.Family }.Concat(person.Given).OfType<string>().Select(Folded).Where(part => part.Length > 0));

    private static List<string> Pieces(string text)
    {
        var pieces = new List<string>();
        var piece = new StringBuilder();
        foreach (var rune in Folded(text).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune) || Rune.GetUnicodeCategory(rune) is UnicodeCategory.SpacingCombiningMark or UnicodeCategory.OtherSymbol)
            {
                piece.Append(rune.ToString());
                continue;
            }
            if (piece.Length > 0) pieces.Add(piece.ToString());
            piece.Clear();
        }
        if (piece.Length > 0) pieces.Add(piece.ToString());
        return pieces;
    }

    private static string Folded(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(letter) == UnicodeCategory.NonSpacingMark) continue;
            var lower = char.ToLowerInvariant(letter);
            if (Plain.TryGetValue(lower, out var plain)) folded.Append(plain);
            else folded.Append(lower);
        }
        // Taken apart, Hangul is letters; put together again it is as it was typed.
        return folded.ToString().Normalize(NormalizationForm.FormC);
    }
}
