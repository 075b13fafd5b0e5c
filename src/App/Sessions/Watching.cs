using System.Collections.Concurrent;
using Afterglow.Core.People;

namespace Afterglow.App.Sessions;

/// <summary>
/// Who has which session (or the board) open at this moment. A screen that refreshes itself was written into the audit
/// when it was opened; a line for every refresh would bury the others.
/// </summary>
public sealed class Watching
{
    /// <summary>What stands for the board, which is not one session.</summary>
    public static readonly Guid Board = Guid.Empty;

    private readonly ConcurrentDictionary<(string Person, Guid What), int> open = new();

    public bool Is(Author who, Guid what) => open.ContainsKey((who.Id, what));

    /// <summary>From now until what comes back is disposed of.</summary>
    public IDisposable Begin(Author who, Guid what)
    {
        var key = (who.Id, what);
        open.AddOrUpdate(key, 1, (_, count) => count + 1);
        return new Ending(() =>
        {
            while (open.TryGetValue(key, out var count))
                if (count > 1 ? open.TryUpdate(key, count - 1, count) : open.TryRemove(new KeyValuePair<(string, Guid), int>(key, count))) return;
        });
    }

    private sealed class Ending(Action ends) : IDisposable
    {
        private Action? ends = ends;

        public void Dispose() => Interlocked.Exchange(ref ends, null)?.Invoke();
    }
}
