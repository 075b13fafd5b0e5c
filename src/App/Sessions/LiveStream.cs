namespace Afterglow.App.Sessions;

/// <summary>
/// Server-sent events: the first at once, then one after each change, a heartbeat in between. Whoever is signed out
/// meanwhile is cut off by <see cref="People.OpenRequests"/>; who is merely away keeps the stream, so that alarms go on.
/// </summary>
internal static class LiveStream
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static async Task SendAsync(
        HttpContext context, TimeProvider clock, CancellationToken stopping, Func<CancellationToken, IAsyncEnumerable<string>> messages)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var each = messages(ends.Token).GetAsyncEnumerator(CancellationToken.None);
        var next = each.MoveNextAsync().AsTask();
        try
        {
            while (true)
            {
                try
                {
                    if (!await next.WaitAsync(Heartbeat, clock, ends.Token)) return;
                    await WriteAsync(context, $"data: {each.Current}\n\n", ends.Token);
                    next = each.MoveNextAsync().AsTask();
                }
                catch (TimeoutException) when (!next.IsFaulted)
                {
                    await WriteAsync(context, ":\n\n", ends.Token);
                }
            }
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            // The screen was closed, or the server stops: neither is a fault.
        }
        finally
        {
            await ends.CancelAsync();
            await next.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    private static async Task WriteAsync(HttpContext context, string text, CancellationToken cancel)
    {
        await context.Response.WriteAsync(text, cancel);
        await context.Response.Body.FlushAsync(cancel);
    }
}
