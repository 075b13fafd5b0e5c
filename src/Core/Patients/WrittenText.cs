using System.Globalization;
using System.Text;

namespace Afterglow.Core.Patients;

/// <summary>Text that people write, brought to one Unicode form and refused only where a screen could be deceived by it.</summary>
public static class WrittenText
{
    /// <summary>The longest single line other than a name, in what a reader sees as letters.</summary>
    public const int LongestLine = 500;

    /// <summary>The longest note.</summary>
    public const int LongestNote = 20_000;

    /// <summary>One line: trimmed, in form C, without control characters or characters that turn writing round.</summary>
    public static Result<string> Line(string? typed, string what, int longest = LongestLine) => Clean(typed, what, longest, lines: false);

    /// <summary>Several lines: as a line, and line breaks are kept, all as one character.</summary>
    public static Result<string> Note(string? typed, string what, int longest = LongestNote) => Clean(typed, what, longest, lines: true);

    private static Result<string> Clean(string? typed, string what, int longest, bool lines)
    {
        // A grapheme may be made of many characters; ten times is generous to every script and stops a flood of accents.
        if (typed?.Length > (longest * 10) + 1000) return new TextTooLong(what, longest);
        string text;
        try
        {
            text = (typed ?? "").ReplaceLineEndings("\n").Trim().Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return new TextUnreadable(what, "it holds half a character");
        }
        if (text.Length == 0) return new TextMissing(what);
        foreach (var rune in text.EnumerateRunes())
            if (!(IsPlain(rune) || (lines && rune.Value is '\n' or '\t')))
                return new TextUnreadable(what, "it holds a character that cannot be seen");
        return new StringInfo(text).LengthInTextElements > longest || text.Length > longest * 10 ? new TextTooLong(what, longest) : text;
    }

    // The zero-width joiners belong to the letters in Persian, in Indic scripts and in emoji; the other format
    // characters turn the direction of writing round, or hide.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D or 0x200E or 0x200F,
        _ => true,
    };
}

/// <summary>Nothing was written where something must be.</summary>
public sealed record TextMissing(string What) : Refusal
{
    public override string Code => "text.missing";

    public override string Sentence => $"Write {What}.";
}

/// <summary>Text that cannot be shown as it was written.</summary>
public sealed record TextUnreadable(string What, string Why) : Refusal
{
    public override string Code => "text.unreadable";

    public override string Sentence => $"Write {What} again: {Why}.";
}

/// <summary>More than fits.</summary>
public sealed record TextTooLong(string What, int Longest) : Refusal
{
    public override string Code => "text.too-long";

    public override string Sentence => $"Write {What} in at most {Longest} letters.";
}
