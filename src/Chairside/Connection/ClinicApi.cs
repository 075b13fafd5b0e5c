using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Afterglow.Core.Sessions;
using Microsoft.AspNetCore.Components.WebAssembly.Http;

namespace Afterglow.Chairside.Connection;

/// <summary>The clinic's interface as the chair uses it. Commands and answers are Core's own types.</summary>
public sealed class ClinicApi(HttpClient http)
{
    private const string TokenHeader = "X-CSRF-TOKEN";

    // What the screen asks by itself does not keep an absent person signed in.
    private const string BackgroundHeader = "X-Afterglow-Background";

    private const string OutOfDateCode = "request.not-from-a-page";

    private string? token;

    /// <summary>The whole session. Throws when the clinic does not answer, nobody is signed in, or it is not shown.</summary>
    /// <param name="byItself">True where nobody at the screen asked for it.</param>
    public async Task<SessionSnapshot> ReadAsync(Guid session, bool byItself, CancellationToken cancel)
    {
        using var answer = await GetAsync($"/api/sessions/{session}", byItself, HttpCompletionOption.ResponseContentRead, cancel);
        return await BodyAsync<SessionSnapshot>(answer, SessionJson.Options, cancel);
    }

    /// <summary>What was written after a version.</summary>
    public async Task<Taken> EntriesAfterAsync(Guid session, int version, CancellationToken cancel)
    {
        using var answer = await GetAsync(
            string.Create(CultureInfo.InvariantCulture, $"/api/sessions/{session}/entries?after={version}"), byItself: true,
            HttpCompletionOption.ResponseContentRead, cancel);
        return await BodyAsync<Taken>(answer, SessionJson.Options, cancel);
    }

    /// <summary>
    /// The session's version, now and after each change; null for a sign of life in between.
    /// Ends when the server ends it, and throws when the connection breaks.
    /// </summary>
    public async IAsyncEnumerable<int?> FollowAsync(Guid session, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var answer = await GetAsync($"/api/sessions/{session}/live", byItself: true, HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var stream = await answer.Content.ReadAsStreamAsync(cancel);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        while (await reader.ReadLineAsync(cancel) is { } line)
            yield return line.StartsWith("data:", StringComparison.Ordinal)
                ? JsonSerializer.Deserialize<LiveVersion>(line.AsSpan(5), Lenient)?.Version
                : null;
    }

    /// <summary>Asks for a command to be written. Sending the same entry twice writes it once.</summary>
    public async Task<(Outcome Outcome, Taken? Taken)> WriteAsync<TBody>(
        Guid session, string command, int knownVersion, TBody body, CancellationToken cancel) where TBody : notnull
    {
        var path = string.Create(CultureInfo.InvariantCulture, $"/api/sessions/{session}/{command}?known={knownVersion}");
        var json = JsonSerializer.SerializeToUtf8Bytes(body, body.GetType(), SessionJson.Options);
        try
        {
            return await PostAsync<Taken>(path, json, cancel);
        }
        catch (SignedOutException)
        {
            return (new Outcome.SignedOut(), null);
        }
        catch (NoAnswerException noAnswer)
        {
            return (new Outcome.NoAnswer(noAnswer.Message), null);
        }
    }

    /// <summary>A question for a passkey, for one use only.</summary>
    public async Task<(Outcome Outcome, PasskeyQuestion? Question)> AskPasskeyAsync(Guid session, PasskeyAsked asked, CancellationToken cancel)
    {
        try
        {
            return await PostAsync<PasskeyQuestion>($"/api/sessions/{session}/passkey-question", JsonSerializer.SerializeToUtf8Bytes(asked, SessionJson.Options), cancel);
        }
        catch (SignedOutException)
        {
            return (new Outcome.SignedOut(), null);
        }
        catch (NoAnswerException noAnswer)
        {
            return (new Outcome.NoAnswer(noAnswer.Message), null);
        }
    }

    /// <summary>The address of a command: its name in words, such as <c>record-vitals</c>.</summary>
    public static string PathOf(ISessionCommand command) => JsonNamingPolicy.KebabCaseLower.ConvertName(command.GetType().Name);

    private async Task<(Outcome Outcome, T? Answer)> PostAsync<T>(string path, byte[] json, CancellationToken cancel) where T : class
    {
        var first = await PostOnceAsync<T>(path, json, cancel);
        // The token belongs to whoever was signed in when it was fetched: after another sign-in a new one is needed.
        if (first.Outcome is not Outcome.Refused { Why: RefusedByServer { ServerCode: OutOfDateCode } }) return first;
        token = null;
        return await PostOnceAsync<T>(path, json, cancel);
    }

    private async Task<(Outcome Outcome, T? Answer)> PostOnceAsync<T>(string path, byte[] json, CancellationToken cancel) where T : class
    {
        token ??= await FetchTokenAsync(cancel);
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            Headers = { { TokenHeader, token } },
        };
        using var answer = await SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
        if (answer.IsSuccessStatusCode) return (new Outcome.Written(), await BodyAsync<T>(answer, SessionJson.Options, cancel));
        if ((int)answer.StatusCode >= 500) throw new NoAnswerException("The clinic's server reports a fault.");
        return (new Outcome.Refused(await RefusalAsync(answer, cancel)), null);
    }

    private async Task<string> FetchTokenAsync(CancellationToken cancel)
    {
        using var answer = await GetAsync("/api/antiforgery", byItself: false, HttpCompletionOption.ResponseContentRead, cancel);
        return (await BodyAsync<RequestToken>(answer, Lenient, cancel)).Token;
    }

    private async Task<HttpResponseMessage> GetAsync(string path, bool byItself, HttpCompletionOption until, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (byItself) request.Headers.Add(BackgroundHeader, "1");
        var answer = await SendAsync(request, until, cancel);
        if (answer.IsSuccessStatusCode) return answer;
        using (answer)
        {
            if ((int)answer.StatusCode >= 500) throw new NoAnswerException("The clinic's server reports a fault.");
            throw new NotShownException((await RefusalAsync(answer, cancel)).Sentence);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, HttpCompletionOption until, CancellationToken cancel)
    {
        request.Headers.Accept.ParseAdd("application/json");
        request.SetBrowserResponseStreamingEnabled(until == HttpCompletionOption.ResponseHeadersRead);
        HttpResponseMessage answer;
        try
        {
            answer = await http.SendAsync(request, until, cancel);
        }
        catch (HttpRequestException broken)
        {
            throw new NoAnswerException("The clinic's server cannot be reached.", broken);
        }
        catch (TaskCanceledException late) when (!cancel.IsCancellationRequested)
        {
            throw new NoAnswerException("The clinic's server did not answer in time.", late);
        }
        if (answer.StatusCode != HttpStatusCode.Unauthorized) return answer;
        answer.Dispose();
        token = null;
        throw new SignedOutException();
    }

    private static async Task<RefusedByServer> RefusalAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        try
        {
            var problem = JsonSerializer.Deserialize<Problem>(await answer.Content.ReadAsStreamAsync(cancel), Lenient);
            if (problem is { Detail.Length: > 0 } or { Title.Length: > 0 })
                return new(problem.Code ?? "", problem.Detail ?? problem.Title!, problem.CanBeConfirmed);
        }
        catch (JsonException)
        {
            // Not written by the clinic's own interface: the status is all there is to tell.
        }
        return new("", answer.StatusCode switch
        {
            HttpStatusCode.Forbidden => "Your role does not allow this.",
            HttpStatusCode.NotFound => "There is no such session, or you may not open it.",
            HttpStatusCode.TooManyRequests => "Too many tries: wait a minute and try again.",
            _ => $"The clinic's server did not accept this ({(int)answer.StatusCode}).",
        }, false);
    }

    private static async Task<T> BodyAsync<T>(HttpResponseMessage answer, JsonSerializerOptions options, CancellationToken cancel)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(await answer.Content.ReadAsStreamAsync(cancel), options)
                ?? throw new NoAnswerException("The clinic's server answered with nothing.");
        }
        catch (JsonException unreadable)
        {
            // Most likely a server newer than the page that is open here.
            throw new NoAnswerException("The clinic's server answered with something this page cannot read: reload the page.", unreadable);
        }
    }

    // Refusals, tokens and signs of life may carry more than is read here.
    private static readonly JsonSerializerOptions Lenient = new(JsonSerializerDefaults.Web);

    private sealed record Problem(string? Title, string? Detail, string? Code, bool CanBeConfirmed);

    private sealed record LiveVersion(int Version);

    private sealed record RequestToken(string Token);
}
