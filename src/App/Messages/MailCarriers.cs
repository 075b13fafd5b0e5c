using System.Globalization;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;

namespace Afterglow.App.Messages;

/// <summary>How the clinic's mail is sent. Read from the configuration section <c>Mail</c> (<c>Mail__Host</c> and so on).</summary>
public sealed class MailSettings
{
    /// <summary>The SMTP server; empty until the clinic has set one up: messages then wait.</summary>
    public string Host { get; set; } = "";

    public int Port { get; set; } = 587;

    /// <summary><c>starttls</c>, <c>tls</c> (from the first byte) or <c>none</c> (a relay on this machine only).</summary>
    public string Security { get; set; } = "starttls";

    public string UserName { get; set; } = "";

    public string Password { get; set; } = "";

    /// <summary>The address messages come from.</summary>
    public string From { get; set; } = "";

    public bool IsComplete => Host.Length > 0 && From.Length > 0;
}

/// <summary>How a try to send ended. The fault is a word of ours: a server's own answer may repeat an address.</summary>
/// <param name="ForGood">True when trying again cannot help.</param>
public sealed record Carried(bool Sent, string Fault = "", bool ForGood = false);

/// <summary>Takes a message to where it goes.</summary>
public interface IMailCarrier
{
    /// <summary>False while nothing can be sent at all: then messages wait, and no try is counted.</summary>
    bool Ready { get; }

    Task<Carried> CarryAsync(Guid id, string fromName, Envelope envelope, CancellationToken cancel);
}

/// <summary>Sends by SMTP.</summary>
public sealed class SmtpCarrier(MailSettings settings, TimeProvider clock) : IMailCarrier
{
    // A server that does not answer must not hold up the messages behind it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public bool Ready => settings.IsComplete;

    public async Task<Carried> CarryAsync(Guid id, string fromName, Envelope envelope, CancellationToken cancel)
    {
        if (!Mail.TryMake(id, settings.From, fromName, envelope, clock.GetUtcNow(), out var mail)) return new Carried(false, "address", ForGood: true);
        using (mail)
        using (var client = new SmtpClient { Timeout = (int)Patience.TotalMilliseconds })
        {
            try
            {
                await client.ConnectAsync(settings.Host, settings.Port, settings.Security.ToLowerInvariant() switch
                {
                    "tls" => SecureSocketOptions.SslOnConnect,
                    "none" => SecureSocketOptions.None,
                    _ => SecureSocketOptions.StartTls,
                }, cancel);
                if (settings.UserName.Length > 0) await client.AuthenticateAsync(settings.UserName, settings.Password, cancel);
                await client.SendAsync(mail, cancel);
            }
            catch (SmtpCommandException refused)
            {
                return new Carried(false, refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted ? "recipient" : "refused",
                    ForGood: (int)refused.StatusCode >= 500 && refused.ErrorCode == SmtpErrorCode.RecipientNotAccepted);
            }
            catch (MailKit.Security.AuthenticationException)
            {
                return new Carried(false, "sign-in");
            }
            catch (SslHandshakeException)
            {
                return new Carried(false, "certificate");
            }
            catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or TimeoutException or NotSupportedException)
            {
                return new Carried(false, "unreachable");
            }
            try
            {
                await client.DisconnectAsync(quit: true, cancel);
            }
            catch (Exception fault) when (fault is SocketException or IOException or ProtocolException or TimeoutException or OperationCanceledException)
            {
                // It was taken before the line was cut: sending it again would send it twice.
            }
            return new Carried(true);
        }
    }
}

/// <summary>Puts each message into a folder as a file: what a demonstration would have sent.</summary>
public sealed class FolderCarrier(string folder, TimeProvider clock) : IMailCarrier
{
    public bool Ready => true;

    public async Task<Carried> CarryAsync(Guid id, string fromName, Envelope envelope, CancellationToken cancel)
    {
        if (!Mail.TryMake(id, "clinic@demonstration.invalid", fromName, envelope, clock.GetUtcNow(), out var mail)) return new Carried(false, "address", ForGood: true);
        using (mail)
        {
            if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
            else Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            await mail.WriteToAsync(Path.Combine(folder, $"{id:D}.eml"), cancel);
        }
        return new Carried(true);
    }
}

internal static class Mail
{
    /// <summary>False when the address cannot be written on a message.</summary>
    public static bool TryMake(Guid id, string from, string fromName, Envelope envelope, DateTimeOffset at, out MimeMessage mail)
    {
        mail = new MimeMessage { Subject = envelope.Subject, Date = at };
        if (!MailboxAddress.TryParse(envelope.Address, out var to) || !MailboxAddress.TryParse(from, out var sender))
        {
            mail.Dispose();
            return false;
        }
        // The same id on every try: a mailbox that got it twice can tell.
        mail.MessageId = string.Create(CultureInfo.InvariantCulture, $"{id:N}@{sender.Domain}");
        mail.From.Add(new MailboxAddress(fromName, sender.Address));
        mail.To.Add(new MailboxAddress(envelope.Name, to.Address));
        // Nobody's holiday notice should come back to it, and no tracker rides on it: plain text only.
        mail.Headers.Add("Auto-Submitted", "auto-generated");
        mail.Body = new TextPart("plain") { Text = envelope.Text };
        return true;
    }
}
