using System.Collections.Concurrent;
using Afterglow.App.Record;
using Afterglow.Core.People;

namespace Afterglow.App.Portal;

/// <summary>
/// Writes of many at the same moment share one transaction, and one wait for the disk: in the evening everybody answers at
/// once. Nobody is told “saved” before what they wrote is on the disk. Nothing is kept here that a second server would miss.
/// </summary>
public sealed partial class WritingTogether(ClinicRecord record, ILogger<WritingTogether> log)
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
            // With a fence: were the queue looked at before this is seen, whoever joined it in between would wait for nobody.
            Interlocked.Exchange(ref writing, 0);
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
        {
            var ran = false;
            try
            {
                var outcomes = await record.WriteAsync(batch[0].Author, async write =>
                {
                    var done = new List<object?>(batch.Count);
                    foreach (var one in batch) done.Add(await one.Work(write.As(one.Author)));
                    ran = true;
                    return done;
                });
                for (var place = 0; place < batch.Count; place++) batch[place].Outcome.SetResult(outcomes[place]);
                return;
            }
            catch (Exception fault) when (ran)
            {
                // All of them ran: it is on the disk, or nobody knows. Run again it might stand there twice, so all are told.
                Ended(log, batch.Count, fault.GetType().Name);
                foreach (var one in batch) one.Outcome.TrySetException(fault);
                return;
            }
            catch (Exception fault)
            {
                // One of them failed and undid all: each goes by itself, and only the one that fails is told.
                BrokenUp(log, batch.Count, fault.GetType().Name);
            }
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

    // The kind of the fault and not its words, which may hold what somebody answered.
    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} writings that shared a transaction go each by itself: {Fault}.")]
    private static partial void BrokenUp(ILogger log, int count, string fault);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A transaction that {Count} writings shared failed at its end, and all were told: {Fault}.")]
    private static partial void Ended(ILogger log, int count, string fault);

    private sealed record Waiting(Author Author, Func<RecordWrite, Task<object?>> Work)
    {
        public TaskCompletionSource<object?> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
