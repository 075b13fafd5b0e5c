using System.Runtime.CompilerServices;

namespace Afterglow.App.Live;

/// <summary>For whoever shows a state and keeps showing it.</summary>
public static class NowAndAfter
{
    /// <summary>
    /// Comes up once at once and again after changes. Listening begins before the first, so that what changes while
    /// somebody looks for the first time is not missed.
    /// </summary>
    public static async IAsyncEnumerable<Change?> NowAndAfterAsync(
        this LiveChanges live, Func<Change, bool> wants, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        await using var changes = live.FollowAsync(wants, ends.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = changes.MoveNextAsync().AsTask();
        try
        {
            yield return null;
            while (await next)
            {
                var change = changes.Current;
                next = changes.MoveNextAsync().AsTask();
                yield return change;
            }
        }
        finally
        {
            // A listener is stopped before it is disposed of, never while it waits.
            await ends.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }
}
