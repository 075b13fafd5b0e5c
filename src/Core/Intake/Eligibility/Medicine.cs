using System.Collections.Frozen;

namespace Afterglow.Core.Intake.Eligibility;

/// <summary>What a medicine is to the rules. A medicine may be several.</summary>
[Flags]
public enum MedicineKinds
{
    None = 0,
    Antidepressant = 1 << 0,
    Maoi = 1 << 1,
    Benzodiazepine = 1 << 2,

    /// <summary>Zolpidem and its like.</summary>
    ZDrug = 1 << 3,
    Opioid = 1 << 4,
    OpioidAntagonist = 1 << 5,

    /// <summary>Another medicine that makes drowsy enough to matter beside ketamine.</summary>
    Sedative = 1 << 6,
    Stimulant = 1 << 7,
    Sympathomimetic = 1 << 8,
    Theophylline = 1 << 9,
    Lamotrigine = 1 << 10,
    Cyp2B6Inhibitor = 1 << 11,
    Cyp3AInhibitor = 1 << 12,
    Inducer = 1 << 13,
    MoodStabiliser = 1 << 14,

    /// <summary>Commonly added to an antidepressant.</summary>
    Augmentation = 1 << 15,

    /// <summary>A CYP3A inhibitor for which no increase of ketamine was measured.</summary>
    NoIncreaseMeasured = 1 << 16,
    Ketamine = 1 << 17,
}

/// <summary>A medicine by its ingredient.</summary>
/// <param name="Name">The ingredient in English.</param>
/// <param name="RxNorm">The RxNorm concept of the ingredient, where it is sure; null otherwise.</param>
/// <param name="AlsoCalled">Brands and Spanish names, in small letters, one word each or the words as they are written.</param>
public sealed record Medicine(string Name, MedicineKinds Kinds, string? RxNorm, IReadOnlyList<string> AlsoCalled)
{
    public bool Is(MedicineKinds kinds) => (Kinds & kinds) != MedicineKinds.None;
}

/// <summary>Finds the medicines that a text names.</summary>
public static class MedicineNames
{
    private static readonly FrozenDictionary<string, Medicine> ByWord = Words();

    private static readonly FrozenDictionary<string, Medicine>.AlternateLookup<ReadOnlySpan<char>> BySpan =
        ByWord.GetAlternateLookup<ReadOnlySpan<char>>();

    private static readonly FrozenDictionary<string, Medicine> ByRxNorm = Medicines.All
        .Where(medicine => medicine.RxNorm is not null).ToFrozenDictionary(medicine => medicine.RxNorm!);

    private static readonly (string Phrase, Medicine Medicine)[] Phrases = [.. Medicines.All
        .SelectMany(medicine => medicine.AlsoCalled.Prepend(medicine.Name).Where(name => name.Contains(' ', StringComparison.Ordinal)).Select(name => (name, medicine)))];

    /// <summary>
    /// Every medicine named in “Sertraline 100 MG Oral Tablet” or “carbidopa/levodopa”: whole words only, so that a part of
    /// another name is not taken for it.
    /// </summary>
    public static IReadOnlyList<Medicine> In(string text, string? system = null, string? code = null)
    {
        List<Medicine>? found = null;
        if (code is not null && system?.Contains("rxnorm", StringComparison.OrdinalIgnoreCase) == true && ByRxNorm.TryGetValue(code, out var coded))
            found = [coded];
        var plain = CodedText.WithoutAccents(text).AsSpan();
        Span<char> word = stackalloc char[40];
        for (var at = 0; at < plain.Length;)
        {
            if (!char.IsLetterOrDigit(plain[at]))
            {
                at++;
                continue;
            }
            var start = at;
            while (at < plain.Length && char.IsLetterOrDigit(plain[at])) at++;
            if (at - start > word.Length) continue;
            var length = plain[start..at].ToLowerInvariant(word);
            if (BySpan.TryGetValue(word[..length], out var named) && found?.Contains(named) != true) (found ??= []).Add(named);
        }
        foreach (var (phrase, medicine) in Phrases)
            if (plain.Contains(phrase, StringComparison.OrdinalIgnoreCase) && found?.Contains(medicine) != true) (found ??= []).Add(medicine);
        return found is null ? [] : found;
    }

    private static FrozenDictionary<string, Medicine> Words()
    {
        var words = new Dictionary<string, Medicine>();
        foreach (var medicine in Medicines.All)
            foreach (var name in medicine.AlsoCalled.Prepend(medicine.Name))
                if (!name.Contains(' ', StringComparison.Ordinal)) words.Add(name.ToLowerInvariant(), medicine);
        return words.ToFrozenDictionary();
    }
}
