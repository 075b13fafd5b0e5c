using Afterglow.Core.People;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>
/// A session as it is charted, entry by entry, each decided by the same rule that decides for a nurse. What the rules
/// refuse cannot be made up: it stops the program.
/// </summary>
public sealed class DemoChart
{
    private readonly List<SessionEntry> entries = [];

    public IReadOnlyList<SessionEntry> Entries => entries;

    public Session Session { get; private set; } = Session.NotBegun;

    /// <summary>Writes down what this person asked for at this time.</summary>
    public void Write(Author by, DateTimeOffset recordedAt, ISessionCommand command)
    {
        if (entries is [.., var last] && recordedAt < last.RecordedAt)
            throw new InvalidOperationException($"{command.GetType().Name} would be written down before the entry it follows.");
        if (!command.Decide(Session, new Deciding(by, recordedAt)).Try(out var happened, out var refusal))
            throw new InvalidOperationException(
                $"The made-up clinic asked for something the rules refuse ({command.GetType().Name}, {refusal.Code}): {refusal.Sentence}");
        entries.Add(new SessionEntry(entries.Count + 1, command.EntryId, recordedAt, by, happened));
        Session = Session.From(entries);
    }
}
