using System.Collections.Concurrent;
using Afterglow.App.Record;
using Afterglow.Core.People;

namespace Afterglow.App.Portal;

/// <summary>
/// Writes of many at the same moment share one transaction, and one wait for the disk: in the evening everybody answers at
/// once. Nobody is told “saved” before what they wrote is on the disk. Nothing is kept here that a second server would miss.
/// </summary>
public sealed class WritingTogether(ClinicRecord record)
{
    // Long enough to be worth it, short enough that whoever else writes does not wait.
    private const int Most = 200;

    private readonly ConcurrentQueue<Waiting> queue = new();
    private int writing;

    public async Task<T> WriteAsync<T>(Author author, Func<RecordWrite, Task<T>> work)
    {
        var mine = new Waiting(author, async write => await work(write));
        queue.Enqueue(mine);
        if (Interlocked.Exchange(ref writing, 1) == 0) _ = Task.Run(WriteAllAsync);
        return (T)(await mine.Outcome.Task)!;
    }

    // One at a time; what arrives while it writes goes with its next.
    private async Task WriteAllAsync()
    {
        do
        {
            while (Batch() is { Count: > 0 } batch) await WriteAsync(batch);
            Volatile.Write(ref writing, 0);
        }
        while (!queue.IsEmpty && Interlocked.Exchange(ref writing, 1) == 0);
    }

    private List<Waiting> Batch()
    {
        var batch = new List<Waiting>();
        while (batch.Count < Most && queue.TryDequeue(out var next)) batch.Add(next);
        return batch;
    }

    private async Task WriteAsync(IReadOnlyList<Waiting> batch)
    {
        if (batch.Count > 1)
            try
            {
                var outcomes = await record.WriteAsync(batch[0].Author, async write =>
                {
                    var done = new List<object?>(batch.Count);
                    foreach (var one in batch) done.Add(await one.Work(write.As(one.Author)));
                    return done;
                });
                for (var place = 0; place < batch.Count; place++) batch[place].Outcome.SetResult(outcomes[place]);
                return;
            }
            catch (Exception)
            {
                // One of them failed and undid all: each goes by itself, and only the one that fails is told.
            }
        foreach (var one in batch)
            try
            {
                one.Outcome.SetResult(await record.WriteAsync(one.Author, one.Work));
            }
            catch (Exception fault)
            {
                one.Outcome.SetException(fault);
            }
    }

    private sealed record Waiting(Author Author, Func<RecordWrite, Task<object?>> Work)
    {
        public TaskCompletionSource<object?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
