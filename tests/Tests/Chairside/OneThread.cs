using System.Collections.Concurrent;

namespace Afterglow.Tests.Chairside;

/// <summary>A browser has one thread: what is written for it is tried on one.</summary>
internal sealed class OneThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Do, object? State)> work = [];

    public static Task RunAsync(Func<Task> test)
    {
        var done = new TaskCompletionSource();
        var thread = new Thread(() =>
        {
            var browser = new OneThread();
            SetSynchronizationContext(browser);
            var running = test();
            _ = running.ContinueWith(_ => browser.work.CompleteAdding(), TaskScheduler.Default);
            foreach (var (act, state) in browser.work.GetConsumingEnumerable()) act(state);
            if (running.IsFaulted) done.SetException(running.Exception!.InnerExceptions);
            else done.SetResult();
        }) { IsBackground = true };
        thread.Start();
        return done.Task;
    }

    public override void Post(SendOrPostCallback act, object? state)
    {
        if (!work.IsAddingCompleted) work.Add((act, state));
    }

    public override void Send(SendOrPostCallback act, object? state) => act(state);
}
