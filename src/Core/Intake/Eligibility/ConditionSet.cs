using System.Buffers;
using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>
/// How a condition is recognised: by a code where the other system gave one, and by words where it did not. The lists are
/// not complete value sets; what is not in them is not found, which is why the patient is asked as well.
/// </summary>
/// <param name="Name">Permanent.</param>
/// <param name="Snomed">SNOMED CT concepts, without their children.</param>
/// <param name="Icd10">Beginnings of ICD-10 codes.</param>
/// <param name="Terms">Beginnings of words, in English and Spanish, without accents.</param>
/// <param name="Source">Where the codes come from and how sure that is.</param>
public sealed record ConditionSet(string Name, IReadOnlyList<string> Snomed, IReadOnlyList<string> Icd10, IReadOnlyList<string> Terms, Source Source)
{
    private static readonly SearchValues<string> NotThisPerson = SearchValues.Create(
        [
            "family history", "no history", "no evidence", "ruled out", "rule out", "screening", "fear of", "risk of", "at risk", "vaccin",
            "history of allergy", "antecedentes familiares", "sin antecedentes", "descartad", "temor a", "riesgo de",
        ], StringComparison.OrdinalIgnoreCase);

    private readonly SearchValues<string> terms = SearchValues.Create([.. Terms], StringComparison.OrdinalIgnoreCase);

    private readonly FrozenSet<string> codes = Snomed.ToFrozenSet();

    /// <summary>How the condition is recognised as one of these; null when it is not.</summary>
    public RecognisedBy? Recognises(CodedText text)
    {
        if (text.Code is { } code)
        {
            if (text.IsSnomed && codes.Contains(code)) return RecognisedBy.Code;
            if (text.IsIcd10)
                foreach (var beginning in Icd10)
                    if (code.StartsWith(beginning, StringComparison.OrdinalIgnoreCase)) return RecognisedBy.Code;
        }
        return Mentions(text.Plain) ? RecognisedBy.Words : null;
    }

    private bool Mentions(string text)
    {
        for (var from = 0; from < text.Length;)
        {
            var at = text.AsSpan(from).IndexOfAny(terms);
            if (at < 0) return false;
            at += from;
            if ((at == 0 || !char.IsLetterOrDigit(text[at - 1])) && !Negated(text, at)) return true;
            from = at + 1;
        }
        return false;
    }

    // Only what stands before the word in the same clause turns it round: “no history of stroke; aneurysm 2014”.
    private static bool Negated(string text, int at)
    {
        var start = text.AsSpan(0, at).LastIndexOfAny('.', ';', '\n') + 1;
        return text.AsSpan(start, at - start).ContainsAny(NotThisPerson);
    }
}

/// <summary>A text as it is compared: its code, and its words without accents.</summary>
public sealed class CodedText(string text, string? system = null, string? code = null)
{
    /// <summary>Null when there is none.</summary>
    public string? Code { get; } = code;

    public bool IsSnomed { get; } = system?.Contains("snomed", StringComparison.OrdinalIgnoreCase) == true;

    public bool IsIcd10 { get; } = system?.Contains("icd-10", StringComparison.OrdinalIgnoreCase) == true;

    public string Plain { get; } = WithoutAccents(text);

    internal static string WithoutAccents(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
            if (CharUnicodeInfo.GetUnicodeCategory(letter) != UnicodeCategory.NonSpacingMark) plain.Append(letter);
        return plain.ToString();
    }
}
