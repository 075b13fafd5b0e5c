using System.Text.Json;
using Afterglow.App.Record;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Sessions;

/// <summary>A session's entries as they were read, and what they fold to.</summary>
internal sealed class SessionLog
{
    private readonly List<SessionEntry> read;

    private SessionLog(IReadOnlyList<Entry> entries, List<SessionEntry> read)
    {
        Entries = entries;
        this.read = read;
        Session = Session.From(read);
    }

    public IReadOnlyList<Entry> Entries { get; }

    public Session Session { get; }

    public int Version => Session.Version;

    public string HeadSeal => Entries[^1].Seal;

    public Guid PatientId => Session.Arrival!.PatientId;

    public Guid SiteId => Session.Arrival!.SiteId;

    public static SessionLog From(IReadOnlyList<Entry> entries) => new(entries, [.. entries.Select(Read)]);

    /// <summary>This log with what was written since. What stands in the record never changes, so nothing is read twice.</summary>
    public SessionLog With(IReadOnlyList<Entry> later) =>
        later.Count == 0 ? this : new([.. Entries, .. later], [.. read, .. later.Select(Read)]);

    /// <summary>The session's entries after a version, as they travel.</summary>
    public IReadOnlyList<WrittenEntry> After(int version) => [.. Entries.Skip(Math.Max(0, version)).Select(Written)];

    private static SessionEntry Read(Entry entry) =>
        new(entry.Version, entry.EntryId, entry.RecordedAt, entry.Author, SessionJson.Read(entry.Kind, entry.Body));

    private static WrittenEntry Written(Entry entry)
    {
        using var body = JsonDocument.Parse(entry.Body);
        return new(entry.Version, entry.EntryId, entry.Kind, body.RootElement.Clone(), entry.RecordedAt, entry.Author);
    }
}
