using System.Security.Cryptography;
using System.Text;

namespace Afterglow.Core.Intake.Consent;

/// <summary>One of the answers to choose from.</summary>
public sealed record TeachBackOption(string Text, bool Right);

/// <summary>A question that shows whether the text was understood.</summary>
/// <param name="Key">The same in every language.</param>
/// <param name="Explanation">Said kindly after a wrong answer.</param>
public sealed record TeachBackQuestion(string Key, string Asks, IReadOnlyList<TeachBackOption> Options, string Explanation);

/// <summary>
/// A document in one language, read from plain text: a title, the wording in Markdown, and the questions at the end.
/// <code>
/// # Ketamine by vein
/// ## What it is …
/// ? drive: When may you drive again?
/// - As soon as I feel well
/// * On the next day, after sleeping
/// > Your judgement comes back later than you feel it does.
/// </code>
/// </summary>
/// <param name="Source">The text as it was written: what is signed is this, to the letter.</param>
public sealed record ConsentText(string Source, string Title, string Body, IReadOnlyList<TeachBackQuestion> Questions)
{
    /// <summary>SHA-256 of the text as it was written.</summary>
    public string Digest { get; } = DigestOf(Source);

    public static string DigestOf(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)));

    /// <summary>Reads a text; refused with the line that has to be put right.</summary>
    public static Result<ConsentText> Read(string source)
    {
        var title = "";
        var body = new StringBuilder();
        var questions = new List<TeachBackQuestion>();
        Draft? open = null;
        var number = 0;
        foreach (var line in source.ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (title.Length == 0)
            {
                if (line.Trim().Length == 0) continue;
                if (!line.StartsWith("# ", StringComparison.Ordinal) || line.Length < 4) return new ConsentTextUnreadable(number, "begin with the title, as “# Title”");
                title = line[2..].Trim();
            }
            else if (line.StartsWith("? ", StringComparison.Ordinal))
            {
                if (Closed(open, questions) is { } fault) return fault;
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                var key = colon < 0 ? "" : line[2..colon].Trim();
                if (key.Length is 0 or > 40 || !key.All(letter => char.IsAsciiLetterLower(letter) || letter == '-') || line[(colon + 1)..].Trim().Length == 0)
                    return new ConsentTextUnreadable(number, "write a question as “? key: What is asked?”, the key in small letters");
                if (questions.Any(question => question.Key == key)) return new ConsentTextUnreadable(number, $"there is a question “{key}” already");
                open = new Draft(number, key, line[(colon + 1)..].Trim());
            }
            else if (open is null)
            {
                body.Append(line).Append('\n');
            }
            else if (line.Trim().Length > 0)
            {
                if (line.StartsWith("* ", StringComparison.Ordinal)) open.Options.Add(new(line[2..].Trim(), true));
                else if (line.StartsWith("- ", StringComparison.Ordinal)) open.Options.Add(new(line[2..].Trim(), false));
                else if (line.StartsWith("> ", StringComparison.Ordinal)) open.Explanation = line[2..].Trim();
                else return new ConsentTextUnreadable(number, "under a question stand “* right answer”, “- wrong answer” and “> explanation” only");
            }
        }
        if (title.Length == 0) return new ConsentTextUnreadable(1, "begin with the title, as “# Title”");
        if (Closed(open, questions) is { } last) return last;
        var text = body.ToString().Trim();
        return text.Length == 0 ? new ConsentTextUnreadable(number, "write what the patient agrees to under the title") : new ConsentText(source, title, text, questions);
    }

    private static ConsentTextUnreadable? Closed(Draft? draft, List<TeachBackQuestion> questions)
    {
        if (draft is null) return null;
        if (draft.Options.Count < 2 || draft.Options.Count(option => option.Right) != 1) return new(draft.Line, $"the question “{draft.Key}” needs two or more answers, of which one is right (“* ”)");
        if (draft.Explanation.Length == 0) return new(draft.Line, $"the question “{draft.Key}” needs an explanation (“> ”)");
        questions.Add(new TeachBackQuestion(draft.Key, draft.Asks, draft.Options, draft.Explanation));
        return null;
    }

    private sealed class Draft(int line, string key, string asks)
    {
        public int Line { get; } = line;
        public string Key { get; } = key;
        public string Asks { get; } = asks;
        public List<TeachBackOption> Options { get; } = [];
        public string Explanation { get; set; } = "";
    }
}
