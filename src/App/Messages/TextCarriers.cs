using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Afterglow.App.Messages;

/// <summary>
/// How the clinic's text messages are sent. Read from the configuration section <c>Texts</c> (<c>Texts__AccountSid</c> and
/// so on): the token belongs into the environment, never into a file of this program.
/// </summary>
public sealed class TextSettings
{
    public string AccountSid { get; set; } = "";

    public string AuthToken { get; set; } = "";

    /// <summary>The clinic's number, such as <c>+15550100100</c>, or a messaging service (<c>MG…</c>).</summary>
    public string From { get; set; } = "";

    /// <summary>Where the provider answers.</summary>
    public string Address { get; set; } = "https://api.twilio.com";

    /// <summary>The country code of numbers that are written without one.</summary>
    public string CountryCode { get; set; } = "1";

    public bool IsComplete => AccountSid.Length > 0 && AuthToken.Length > 0 && From.Length > 0;
}

/// <summary>Takes a text message to a telephone.</summary>
public interface ITextCarrier
{
    /// <summary>False while nothing can be sent at all: then messages wait, and no try is counted.</summary>
    bool Ready { get; }

    Task<Carried> CarryAsync(Guid id, Envelope envelope, CancellationToken cancel);
}

/// <summary>
/// Sends through Twilio's Messages resource. Its answer is read for the kind of fault only: it repeats numbers, which
/// belong into no log.
/// </summary>
public sealed class TwilioCarrier(TextSettings settings, HttpClient client) : ITextCarrier
{
    public bool Ready => settings.IsComplete;

    public async Task<Carried> CarryAsync(Guid id, Envelope envelope, CancellationToken cancel)
    {
        if (TelephoneNumber.Read(envelope.Address, settings.CountryCode) is not { } to) return new Carried(false, "address", ForGood: true);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(new Uri(settings.Address), $"/2010-04-01/Accounts/{Uri.EscapeDataString(settings.AccountSid)}/Messages.json"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{settings.AccountSid}:{settings.AuthToken}")));
        request.Content = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["To"] = to, [settings.From.StartsWith("MG", StringComparison.Ordinal) ? "MessagingServiceSid" : "From"] = settings.From, ["Body"] = envelope.Text,
        });
        try
        {
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            if (answer.IsSuccessStatusCode) return new Carried(true);
            return answer.StatusCode switch
            {
                HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => new Carried(false, "sign-in"),
                // Not a number, not a mobile, or somebody who answered STOP: asking again changes nothing.
                HttpStatusCode.BadRequest => new Carried(false, "recipient", ForGood: true),
                _ => new Carried(false, "refused"),
            };
        }
        catch (HttpRequestException)
        {
            return new Carried(false, "unreachable");
        }
        catch (TaskCanceledException) when (!cancel.IsCancellationRequested)
        {
            return new Carried(false, "unreachable");
        }
    }
}

/// <summary>Puts each text message into a folder as a file: what a demonstration would have sent.</summary>
public sealed class FolderTextCarrier(string folder) : ITextCarrier
{
    public bool Ready => true;

    public async Task<Carried> CarryAsync(Guid id, Envelope envelope, CancellationToken cancel)
    {
        if (TelephoneNumber.Read(envelope.Address, "1") is null) return new Carried(false, "address", ForGood: true);
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(folder, $"{id:D}.txt"), envelope.Text, cancel);
        return new Carried(true);
    }
}

/// <summary>Telephone numbers as a network takes them.</summary>
public static class TelephoneNumber
{
    /// <summary>“555 010 0134” as “+15550100134”; null for what cannot be called.</summary>
    public static string? Read(string text, string countryCode)
    {
        var trimmed = text.Trim();
        if (trimmed.Any(letter => !(char.IsAsciiDigit(letter) || letter is ' ' or '-' or '.' or '(' or ')' or '/' or '+'))) return null;
        var digits = string.Concat(trimmed.Where(char.IsAsciiDigit));
        if (trimmed.StartsWith('+')) return digits.Length is >= 8 and <= 15 ? "+" + digits : null;
        if (trimmed.Contains('+', StringComparison.Ordinal)) return null;
        // A number of this country may be written with its code or without.
        if (digits.Length == 10 + countryCode.Length && digits.StartsWith(countryCode, StringComparison.Ordinal)) return "+" + digits;
        return digits.Length == 10 ? string.Create(CultureInfo.InvariantCulture, $"+{countryCode}{digits}") : null;
    }
}
