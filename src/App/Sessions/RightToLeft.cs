using System.Globalization;
using System.Text;

namespace Afterglow.App.Sessions;

/// <summary>
/// Hebrew and Arabic as a printer that knows nothing of them has to be told: letters joined to their neighbours, in the
/// order in which they stand on the paper from left to right. Enough for names and short remarks in an English note;
/// no layout engine.
/// </summary>
internal static class RightToLeft
{
    // The joined forms that Unicode keeps for every Arabic letter: alone, at the end and, where the letter joins onward
    // too, at the beginning and in the middle. In this order in both blocks, but for one pair that stands by itself.
    private static readonly Dictionary<char, string> Forms = Joined();

    private const char Lam = '\u0644', Stroke = '\u0640';

    // Lam and alef are written as one letter: alone, and at the end.
    private static readonly Dictionary<char, string> WithLam = new()
    {
        ['\u0622'] = "\uFEF5\uFEF6", ['\u0623'] = "\uFEF7\uFEF8", ['\u0625'] = "\uFEF9\uFEFA", ['\u0627'] = "\uFEFB\uFEFC",
    };

    public static bool Is(char letter) =>
        letter is >= '\u0590' and <= '\u08FF' or >= '\uFB1D' and <= '\uFDFF' or >= '\uFE70' and <= '\uFEFC';

    /// <summary>A word in the order of the paper. A word without such letters comes back as it is.</summary>
    public static string OnPaper(string word)
    {
        var first = Array.FindIndex(word.ToCharArray(), Is);
        if (first < 0) return word;
        var last = Array.FindLastIndex(word.ToCharArray(), Is);
        // Punctuation around the word belongs to the English sentence it stands in.
        return word[..first] + Reversed(Shaped(word[first..(last + 1)])) + word[(last + 1)..];
    }

    private static string Shaped(string word)
    {
        var shaped = new StringBuilder(word.Length);
        for (var at = 0; at < word.Length; at++)
        {
            var letter = word[at];
            if (IsMark(letter) || !Forms.TryGetValue(letter, out var forms))
            {
                shaped.Append(letter);
                continue;
            }
            var joined = JoinsOnward(Beside(word, at, -1));
            if (letter == Lam && at + 1 < word.Length && WithLam.TryGetValue(word[at + 1], out var pair))
            {
                shaped.Append(pair[joined ? 1 : 0]);
                at++;
                continue;
            }
            var joins = forms.Length == 4 && Beside(word, at, 1) is { } next && (next == Stroke || Forms.TryGetValue(next, out var others) && others.Length > 1);
            shaped.Append(forms[forms.Length == 1 ? 0 : (joined, joins) switch { (false, false) => 0, (true, false) => 1, (false, true) => 2, _ => 3 }]);
        }
        return shaped.ToString();
    }

    private static bool JoinsOnward(char? letter) => letter is { } before && (before == Stroke || (Forms.TryGetValue(before, out var forms) && forms.Length == 4));

    private static char? Beside(string word, int at, int step)
    {
        for (at += step; at >= 0 && at < word.Length; at += step)
            if (!IsMark(word[at])) return word[at];
        return null;
    }

    /// <summary>Turned round, but for what is read from left to right inside it; a mark stays behind its letter.</summary>
    private static string Reversed(string word)
    {
        var pieces = new List<string>();
        foreach (var letter in word)
            if (pieces.Count > 0 && (IsMark(letter) || (Onward(letter) && Onward(pieces[^1][^1])))) pieces[^1] += letter;
            else pieces.Add(Mirrored(letter).ToString());
        pieces.Reverse();
        return string.Concat(pieces);
    }

    private static bool Onward(char letter) => char.IsDigit(letter) || (char.IsLetter(letter) && !Is(letter));

    private static bool IsMark(char letter) => char.GetUnicodeCategory(letter) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark;

    private static char Mirrored(char letter) => letter switch { '(' => ')', ')' => '(', '[' => ']', ']' => '[', '<' => '>', '>' => '<', '«' => '»', '»' => '«', _ => letter };

    private static Dictionary<char, string> Joined()
    {
        var forms = new Dictionary<char, string>();
        for (var form = '\uFB50'; form <= '\uFEF4'; form++)
        {
            if (form is > '\uFBB1' and < '\uFBD3' or > '\uFBFF' and < '\uFE80' or '\uFBE8' or '\uFBE9' || !char.IsLetter(form)) continue;
            if (form.ToString().Normalize(NormalizationForm.FormKC) is [var letter]) forms[letter] = forms.GetValueOrDefault(letter, "") + form;
        }
        return forms;
    }
}
