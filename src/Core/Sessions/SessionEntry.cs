using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>One line of a session's log.</summary>
public sealed record SessionEntry(int Version, Guid EntryId, DateTimeOffset RecordedAt, Author By, SessionEvent Event);

/// <summary>An earlier form of an entry, and why it was replaced.</summary>
public sealed record Revision(SessionEvent Before, string Reason, Author By, DateTimeOffset RecordedAt);

/// <summary>An entry as it stands now, with everything it said before.</summary>
/// <param name="Now">What it says now; null when it was struck out.</param>
/// <param name="Revisions">Earlier forms, oldest first.</param>
public sealed record ChartedEntry(SessionEntry Original, SessionEvent? Now, IReadOnlyList<Revision> Revisions)
{
    // A nurse who looks up from the pump and writes within five minutes is not late. Source.Assumed.
    private static readonly TimeSpan Prompt = TimeSpan.FromMinutes(5);

    public Guid EntryId => Original.EntryId;

    public bool Struck => Now is null;

    /// <summary>When it happened.</summary>
    public DateTimeOffset At => (Now ?? Original.Event).At;

    /// <summary>True when it was written down long after it happened.</summary>
    public bool Late => Original.RecordedAt - Original.Event.At > Prompt;

    /// <summary>
    /// Puts every correction in the place of what it corrects, once, before anything else looks:
    /// no other rule has to know about amending.
    /// </summary>
    public static IReadOnlyList<ChartedEntry> Chart(IEnumerable<SessionEntry> entries)
    {
        var charted = new List<ChartedEntry>();
        var place = new Dictionary<Guid, int>();
        foreach (var entry in entries)
        {
            switch (entry.Event)
            {
                case SessionEvent.EntryAmended amended when place.TryGetValue(amended.Target, out var index):
                    charted[index] = Revised(charted[index], amended.Replacement, amended.Reason, entry);
                    break;
                case SessionEvent.EntryStruck struck when place.TryGetValue(struck.Target, out var index):
                    charted[index] = Revised(charted[index], null, struck.Reason, entry);
                    break;
                default:
                    place[entry.EntryId] = charted.Count;
                    charted.Add(new ChartedEntry(entry, entry.Event, []));
                    break;
            }
        }
        return charted;
    }

    private static ChartedEntry Revised(ChartedEntry charted, SessionEvent? now, string reason, SessionEntry by) => charted with
    {
        Now = now,
        Revisions = [.. charted.Revisions, new Revision(charted.Now ?? charted.Original.Event, reason, by.By, by.RecordedAt)],
    };
}
