using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Afterglow.App.People;

namespace Afterglow.App.Sessions;

/// <summary>
/// Server-sent events: the first at once, then one after each change, a heartbeat in between. The stream ends when the
/// sign-in ends or the right is withdrawn; nobody stays on it for longer than <see cref="AskAgain"/> without being asked.
/// </summary>
internal static class LiveStream
{
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    public static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(45);

    public static async Task SendAsync(
        HttpContext context, string right, TimeProvider clock, CancellationToken stopping, Func<CancellationToken, IAsyncEnumerable<string>> messages)
    {
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["X-Accel-Buffering"] = "no";
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await using var each = messages(ends.Token).GetAsyncEnumerator(CancellationToken.None);
        var asked = clock.GetUtcNow();
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
                if (clock.GetUtcNow() - asked < AskAgain) continue;
                if (!await StillAllowedAsync(context, right)) return;
                asked = clock.GetUtcNow();
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

    // The request's own user was read when the stream was opened. The same credentials are shown again, as a new request
    // would show them, but without counting as a sign that the person is there.
    private static async Task<bool> StillAllowedAsync(HttpContext context, string right)
    {
        await using var scope = context.RequestServices.CreateAsyncScope();
        var again = new DefaultHttpContext { RequestServices = scope.ServiceProvider, RequestAborted = context.RequestAborted };
        again.Request.Method = context.Request.Method;
        again.Request.Scheme = context.Request.Scheme;
        again.Request.Host = context.Request.Host;
        again.Request.Path = context.Request.Path;
        again.Request.Headers.Cookie = context.Request.Headers.Cookie;
        again.Request.Headers.Authorization = context.Request.Headers.Authorization;
        again.Request.Headers[SignIns.BackgroundHeader] = "1";
        var answer = await again.AuthenticateAsync();
        return answer.Succeeded
            && (await scope.ServiceProvider.GetRequiredService<IAuthorizationService>().AuthorizeAsync(answer.Principal, right)).Succeeded;
    }
}
