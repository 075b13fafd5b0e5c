using System.Globalization;
using System.Text;

namespace Afterglow.Core.People;

/// <summary>
/// What a person types as a name: any script, one letter or many, apostrophes and all. Brought to one Unicode form
/// so that the same name is the same text; refused only for what a screen could be deceived with.
/// </summary>
public static class NameText
{
    /// <summary>The longest name, in what a reader sees as letters.</summary>
    public const int Longest = 200;

    public static Result<string> Clean(string? typed, string what = "name")
    {
        string text;
        try
        {
            text = (typed ?? "").Trim().Normalize(NormalizationForm.FormC);
        }
        catch (ArgumentException)
        {
            return new NameUnreadable(what, "it holds half a character");
        }
        if (text.Length == 0) return new NameUnreadable(what, "it is empty");
        foreach (var rune in text.EnumerateRunes())
            if (!IsPlain(rune)) return new NameUnreadable(what, "it holds a character that cannot be seen");
        if (new StringInfo(text).LengthInTextElements > Longest || text.Length > Longest * 10)
            return new NameUnreadable(what, $"it is longer than {Longest} letters");
        return text;
    }

    // The zero-width joiners are letters' own business in Persian, in Indic scripts and in emoji; the other format
    // characters turn the direction of writing round or hide.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse => false,
        UnicodeCategory.Format => rune.Value is 0x200C or 0x200D,
        _ => true,
    };
}

/// <summary>A name that cannot be shown as it was typed.</summary>
public sealed record NameUnreadable(string What, string Why) : Refusal
{
    public override string Code => "name.unreadable";

    public override string Sentence => $"This {What} cannot be used: {Why}.";
}
