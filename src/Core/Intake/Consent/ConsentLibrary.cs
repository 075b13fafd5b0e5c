using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Intake.Consent;

/// <summary>Every document with every version: those that come with Afterglow, and those the clinic published.</summary>
/// <param name="Documents">In the order in which they are shown.</param>
public sealed record ConsentLibrary(IReadOnlyList<ConsentDocument> Documents, IReadOnlyList<ConsentVersion> Supplied, IReadOnlyList<ConsentVersion> Published)
{
    public ConsentDocument? Find(string? key) => Documents.FirstOrDefault(document => document.Key == key);

    /// <summary>The consent a treatment under this protocol needs; null where none was written for it.</summary>
    public ConsentDocument? For(Protocol protocol) => Documents.FirstOrDefault(document => document.Covers(protocol));

    /// <summary>What is asked for on a day: the newest of the clinic's versions that has begun, or the one that comes with Afterglow.</summary>
    public ConsentVersion Current(string key, DateOnly today) =>
        Published.LastOrDefault(version => version.Document == key && version.From <= today) ?? Supplied.Single(version => version.Document == key);

    /// <summary>The newest version, begun or not.</summary>
    public ConsentVersion Newest(string key) =>
        Published.LastOrDefault(version => version.Document == key) ?? Supplied.Single(version => version.Document == key);

    /// <summary>From which day a version that is published already asks again who has signed this one; null when none does.</summary>
    public DateOnly? AsksAgain(string key, int signed, DateOnly today) =>
        Published.FirstOrDefault(version => version.Document == key && version.From > today && !version.Accepts(signed))?.From;

    /// <summary>The versions of a document, newest first.</summary>
    public IReadOnlyList<ConsentVersion> VersionsOf(string key) =>
        [.. Published.Where(version => version.Document == key).Reverse(), Supplied.Single(version => version.Document == key)];

    /// <summary>This library with what the clinic published, read from its stream.</summary>
    public ConsentLibrary With(IEnumerable<ChartLine> lines)
    {
        var published = new List<ConsentVersion>();
        foreach (var line in lines)
            if (ConsentJson.ReadPublished(line.Kind, line.Body) is { } version && Find(version.Document) is not null)
                published.Add(new ConsentVersion(
                    version.Document, version.Number, version.Since, version.From,
                    version.Texts.ToDictionary(text => text.Key, text => ConsentText.Read(text.Value).Value), line.Author.Name, line.RecordedAt, version.Note));
        return this with { Published = published };
    }
}

/// <summary>The clinic publishes its own wording of a document.</summary>
/// <param name="Texts">By language: every one in which patients are spoken to.</param>
/// <param name="Small">A small correction: who has signed need not be asked again.</param>
/// <param name="After">The newest version that was seen.</param>
public sealed record PublishVersion(
    Guid EntryId, string Document, IReadOnlyDictionary<string, string?> Texts, bool Small, DateOnly From, string? Note, int After)
{
    /// <summary>The longest text.</summary>
    public const int Longest = 30_000;

    public Result<ConsentPublished> Decide(ConsentLibrary library, IReadOnlyList<string> languages, DateOnly today, Author author)
    {
        if (!author.Is(Role.Director, Role.Administrator)) return new DirectorPublishes();
        if (library.Find(Document) is not { } document) return new ConsentDocumentUnknown();
        var newest = library.Newest(Document);
        if (newest.Number != After) return new PublishedMeanwhile(newest.By ?? "Afterglow", newest.Number);
        var texts = new Dictionary<string, string>();
        var read = new List<ConsentText>();
        foreach (var language in languages)
        {
            if (!WrittenText.Note(Texts.GetValueOrDefault(language), $"the text in every language (“{language}” is missing or too long)", Longest).Try(out var clean, out var refusal)) return refusal;
            if (!ConsentText.Read(clean).Try(out var text, out refusal)) return refusal;
            texts[language] = clean;
            read.Add(text);
        }
        if (read.Any(text => !text.Questions.Select(question => question.Key).SequenceEqual(read[0].Questions.Select(question => question.Key)))) return new QuestionsDiffer();
        if (document.Purpose == ConsentPurpose.Treatment && read[0].Questions.Count == 0) return new QuestionsMissing();
        if (newest.Texts.Count == texts.Count && texts.All(text => newest.Texts.TryGetValue(text.Key, out var before) && before.Source == text.Value)) return new NothingChanged();
        if (From < today || From < newest.From) return new BeginsTooEarly(From < today ? today : newest.From);
        var note = "";
        if (!string.IsNullOrWhiteSpace(Note) && !WrittenText.Line(Note, "what has changed").Try(out note, out var wrong)) return wrong;
        var number = newest.Number + 1;
        return new ConsentPublished(Document, number, Small ? newest.Since : number, From, texts, note!);
    }
}
