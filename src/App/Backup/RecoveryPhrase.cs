using System.Security.Cryptography;
using Afterglow.Core;

namespace Afterglow.App.Backup;

/// <summary>
/// The key of the backups, as 14 groups of four letters and digits that a person can copy onto paper and type again. The
/// last group is a check on the others.
/// </summary>
public sealed class RecoveryPhrase
{
    private const int KeyBytes = 32, Group = 4, CheckLetters = 4;

    // Crockford's letters: none that is mistaken for another.
    private const string Letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    private readonly byte[] key;

    private RecoveryPhrase(byte[] key) => this.key = key;

    internal ReadOnlySpan<byte> Key => key;

    /// <summary>Eight letters that tell one clinic's files from another's, and nothing about the phrase.</summary>
    public string ShortName => Convert.ToHexStringLower(SHA256.HashData([.. "afterglow backup name"u8, .. key]))[..8];

    public static RecoveryPhrase New() => new(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Reads what was typed: in any case, with or without its hyphens, with O for 0 and I or L for 1.</summary>
    public static Result<RecoveryPhrase> Read(string? typed)
    {
        var letters = new List<int>();
        foreach (var letter in (typed ?? "").ToUpperInvariant())
        {
            if (letter is '-' or ' ' or '\r' or '\n' or '\t') continue;
            var at = Letters.IndexOf(letter switch { 'O' => '0', 'I' or 'L' => '1', _ => letter }, StringComparison.Ordinal);
            if (at < 0) return new PhraseUnreadable();
            letters.Add(at);
        }
        if (letters.Count != LettersOf(KeyBytes) + CheckLetters) return new PhraseUnreadable();
        var read = new byte[KeyBytes];
        var (bits, held, filled) = (0, 0, 0);
        foreach (var letter in letters.Take(LettersOf(KeyBytes)))
        {
            (bits, held) = ((bits << 5) | letter, held + 5);
            if (held < 8 || filled == KeyBytes) continue;
            held -= 8;
            read[filled++] = (byte)(bits >> held);
            bits &= (1 << held) - 1;
        }
        var phrase = new RecoveryPhrase(read);
        return letters.SequenceEqual(phrase.ToString().Where(letter => letter != '-').Select(letter => Letters.IndexOf(letter, StringComparison.Ordinal)))
            ? phrase
            : new PhraseUnreadable();
    }

    public override string ToString() =>
        string.Join('-', (Text(key, LettersOf(KeyBytes)) + Text(SHA256.HashData(key), CheckLetters)).Chunk(Group).Select(group => new string(group)));

    private static int LettersOf(int bytes) => ((bytes * 8) + 4) / 5;

    private static string Text(byte[] bytes, int count)
    {
        var text = new char[count];
        var (bits, held, next) = (0, 0, 0);
        for (var at = 0; at < count; at++)
        {
            if (held < 5) (bits, held) = ((bits << 8) | (next < bytes.Length ? bytes[next++] : 0), held + 8);
            held -= 5;
            text[at] = Letters[(bits >> held) & 31];
            bits &= (1 << held) - 1;
        }
        return new string(text);
    }
}

/// <summary>Text that is no recovery phrase.</summary>
public sealed record PhraseUnreadable : Refusal
{
    public override string Code => "backup.phrase-unreadable";

    public override string Sentence => "This is not a recovery phrase: it has 14 groups of four letters and digits, and one of them was copied wrong.";
}
