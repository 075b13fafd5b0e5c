using Afterglow.Core;

namespace Afterglow.App.People;

/// <summary>
/// What a password must be: long, and not one that is guessed first. Nothing is asked about its characters, and it
/// never has to be changed for its age.
/// </summary>
/// <param name="published">A demonstration, which shows its passwords on its own sign-in page: only their length counts.</param>
public sealed class PasswordRules(bool published = false)
{
    public const int Shortest = 12;

    public const int Longest = 128;

    // What must be left of a password when the words that are guessed first are taken out of it.
    private const int OwnLetters = 6;

    private static readonly Lazy<IReadOnlySet<string>> Common = new(Read);

    /// <summary>A password that nobody ever learns, for an account whose owner will choose one.</summary>
    public static string Nobodys() => System.Security.Cryptography.RandomNumberGenerator.GetHexString(64);

    /// <summary>Why not; null when the password will do.</summary>
    public Refusal? Refuse(string? password, params ReadOnlySpan<string> ownNames)
    {
        if (password is null || password.Length < Shortest) return new PasswordTooWeak($"it needs at least {Shortest} characters");
        if (password.Length > Longest) return new PasswordTooWeak($"it may have at most {Longest} characters");
        if (published) return null;
        if (password.Any(char.IsControl)) return new PasswordTooWeak("it holds a character that cannot be typed");
        if (password.Distinct().Count() < 5) return new PasswordTooWeak("it repeats the same few characters");
        var plain = Plain(password);
        foreach (var name in ownNames)
        {
            var part = Plain(name);
            if (part.Length >= 3 && plain.Contains(part, StringComparison.Ordinal) && plain.Length - part.Length < OwnLetters)
                return new PasswordTooWeak("it is little more than your own name");
        }
        return Guessed(plain) || Guessed(password.ToLowerInvariant())
            ? new PasswordTooWeak("it is among the first that are guessed; several unrelated words make a good one")
            : null;
    }

    /// <summary>True when hardly anything is left after the common words and the digits and signs around them.</summary>
    private static bool Guessed(string text)
    {
        var common = Common.Value;
        var left = 0;
        var words = new HashSet<string>();
        for (var at = 0; at < text.Length;)
        {
            var length = LongestWord(text, at, common);
            if (length > 0)
            {
                words.Add(text.Substring(at, length));
                at += length;
                continue;
            }
            if (char.IsLetter(text[at])) left++;
            at++;
        }
        // Four unrelated words are a good password even when each of them is common.
        return left < OwnLetters && words.Count is > 0 and <= 3;
    }

    private static int LongestWord(string text, int at, IReadOnlySet<string> common)
    {
        for (var length = Math.Min(24, text.Length - at); length >= 3; length--)
            if (common.Contains(text.Substring(at, length))) return length;
        return 0;
    }

    // Lower case, with the usual disguises taken off: p@55w0rd is password.
    private static string Plain(string text) => string.Concat(text.ToLowerInvariant().Where(letter => letter is not (' ' or '-' or '_' or '.')).Select(letter => letter switch
    {
        '0' => 'o',
        '1' or '!' or '|' => 'i',
        '3' => 'e',
        '4' or '@' => 'a',
        '5' or '$' => 's',
        '7' => 't',
        _ => letter,
    }));

    private static IReadOnlySet<string> Read()
    {
        using var stream = typeof(PasswordRules).Assembly.GetManifestResourceStream("common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        var words = new HashSet<string>();
        while (reader.ReadLine() is { } line)
            if (line.Length > 0 && line[0] != '#') words.Add(line);
        return words;
    }
}
