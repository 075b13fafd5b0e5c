using System.Collections.Concurrent;
using System.Threading.Channels;
using Afterglow.App.Record;

namespace Afterglow.App.Live;

/// <summary>A stream has a new version. Never what changed: a screen reads that from the record.</summary>
public sealed record Change(StreamName Stream, int Version);

/// <summary>Tells open screens that something changed.</summary>
public sealed class LiveChanges
{
    private readonly ConcurrentDictionary<Guid, (Func<Change, bool> Wants, Channel<Change> Channel)> followers = new();

    public void Announce(Change change)
    {
        foreach (var (wants, channel) in followers.Values)
            if (wants(change)) channel.Writer.TryWrite(change);
    }

    /// <summary>
    /// Changes from now on, until cancelled. A slow screen sees the newest and may miss those between:
    /// each only says “look again”.
    /// </summary>
    public async IAsyncEnumerable<Change> FollowAsync(
        Func<Change, bool> wants, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancel)
    {
        var id = Guid.NewGuid();
        var channel = Channel.CreateBounded<Change>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.DropOldest });
        followers[id] = (wants, channel);
        try
        {
            await foreach (var change in channel.Reader.ReadAllAsync(cancel)) yield return change;
        }
        finally
        {
            followers.TryRemove(id, out _);
        }
    }
}
