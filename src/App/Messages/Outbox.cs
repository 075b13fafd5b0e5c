using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.Messages;

/// <summary>Who a message is for, and what it says. No clinical detail belongs in it: email is a postcard.</summary>
public sealed record Envelope(string Address, string Name, string Subject, string Text);

/// <summary>A message to be sent.</summary>
/// <param name="Id">Made by whoever asks; asking twice sends once.</param>
/// <param name="Kind">A permanent name such as <c>history-link</c>.</param>
/// <param name="About">The stream it belongs to, such as <c>request/…</c>.</param>
public sealed record NewMessage(Guid Id, string Kind, Guid SiteId, string About, string Language, Envelope Envelope)
{
    /// <summary><see cref="Outbox.Email"/> or <see cref="Outbox.Text"/>.</summary>
    public string Way { get; init; } = Outbox.Email;
}

/// <summary>A message as staff see it. Who and what are null once it has been sent from a real clinic.</summary>
/// <param name="State"><c>waiting</c>, <c>sent</c>, <c>failed</c> or <c>withdrawn</c>.</param>
/// <param name="Fault">Why the last try failed, as a word of ours; empty when none did.</param>
public sealed record MessageRow(
    Guid Id, string Kind, string About, string Language, Envelope? Envelope, DateTimeOffset CreatedAt, DateTimeOffset NextTryAt, int Tries,
    string State, DateTimeOffset? SentAt, string Fault, string Way);

/// <summary>
/// What the clinic sends, kept until it has gone. Put in within the transaction of whatever it tells, so that neither
/// happens without the other; sent by <see cref="Postman"/>.
/// </summary>
public sealed class Outbox(ClinicRecord record, Database database, Vault vault, ClinicSettings settings, OutboxBell bell)
{
    /// <summary>The ways a message goes.</summary>
    public const string Email = "email", Text = "text";

    public const string Waiting = "waiting", Sent = "sent", Failed = "failed", Withdrawn = "withdrawn";

    /// <summary>Puts a message in, as part of the transaction.</summary>
    public async Task PutAsync(RecordWrite write, NewMessage message)
    {
        await write.Connection.ExecuteAsync(
            """
            insert into message (id, kind, site_id, about, language, envelope, created_at, next_try_at, tries, claimed_by, claimed_until, state, sent_at, fault, way)
            values (@id, @kind, @site, @about, @language, @envelope, @now, @now, 0, '', '', 'waiting', '', '', @way)
            on conflict do nothing
            """,
            new
            {
                id = message.Id.ToString("D"), kind = message.Kind, site = message.SiteId.ToString("D"), about = message.About,
                language = message.Language, envelope = SealUp(message.Id, message.Envelope), way = message.Way, now = Instant.Text(write.Now),
            }, write.Transaction);
        await write.AuditAsync(new AuditLine(write.Author, "message.write", Target: $"message/{message.Id:D} {message.Kind} {message.About}"));
        bell.Ring();
    }

    /// <summary>Takes back whatever of this stream has not gone yet: a link in it no longer opens anything.</summary>
    public Task WithdrawAsync(RecordWrite write, string about, string kind) => write.Connection.ExecuteAsync(
        "update message set state = 'withdrawn', envelope = '' where about = @about and kind = @kind and state in ('waiting', 'failed') and claimed_by = ''",
        new { about, kind }, write.Transaction);

    /// <summary>The newest messages of the caller's sites.</summary>
    public async Task<IReadOnlyList<MessageRow>> ListAsync(Reach reach, int count = 100, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = await connection.QueryAsync<StoredMessage>(
            StoredMessage.Select + " where site_id in @sites order by created_at desc, id desc limit @count", new { sites = reach.SiteTexts, count });
        return [.. rows.Select(Row)];
    }

    /// <summary>How the newest message of a kind about this stream fares; null when there was none.</summary>
    public async Task<MessageRow?> NewestAsync(string about, string kind, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<StoredMessage>(
            StoredMessage.Select + " where about = @about and kind = @kind order by created_at desc, id desc limit 1", new { about, kind }) is { } stored
            ? Row(stored)
            : null;
    }

    /// <summary>Puts a message that was given up into the queue again.</summary>
    public async Task<bool> TryAgainAsync(Guid id, Caller caller, CancellationToken cancel = default)
    {
        var changed = await record.WriteAsync(caller.Who, async write =>
        {
            var rows = await write.Connection.ExecuteAsync(
                "update message set state = 'waiting', tries = 0, next_try_at = @now, fault = '' where id = @id and state = 'failed' and site_id in @sites",
                new { id = id.ToString("D"), now = Instant.Text(write.Now), sites = caller.Reach.SiteTexts }, write.Transaction);
            if (rows > 0) await write.AuditAsync(new AuditLine(caller.Who, "message.try-again", Target: $"message/{id:D}", Origin: caller.Origin));
            return rows > 0;
        }, cancel);
        if (changed) bell.Ring();
        return changed;
    }

    internal Envelope Open(Guid id, string sealedEnvelope) =>
        JsonSerializer.Deserialize<Envelope>(vault.Open(sealedEnvelope, $"message/{id:D}"))!;

    /// <summary>What stays of a message that has gone: nothing, but in a demonstration, which shows what it would have sent.</summary>
    internal string Kept(string envelope) => settings.Demonstration ? envelope : "";

    private string SealUp(Guid id, Envelope envelope) => vault.Seal(JsonSerializer.SerializeToUtf8Bytes(envelope), $"message/{id:D}");

    private MessageRow Row(StoredMessage row)
    {
        var id = Guid.Parse(row.Id);
        return new MessageRow(
            id, row.Kind, row.About, row.Language, row.Envelope.Length > 0 ? Open(id, row.Envelope) : null, Instant.Read(row.CreatedAt),
            Instant.Read(row.NextTryAt), (int)row.Tries, row.State, row.SentAt.Length > 0 ? Instant.Read(row.SentAt) : null, row.Fault, row.Way);
    }
}

/// <summary>Wakes whoever sends, within this process; another server looks by itself after a moment.</summary>
public sealed class OutboxBell : IDisposable
{
    private readonly SemaphoreSlim rung = new(0, 1);

    public void Ring()
    {
        try
        {
            rung.Release();
        }
        catch (SemaphoreFullException)
        {
            // Rung already.
        }
    }

    public Task WaitAsync(CancellationToken cancel) => rung.WaitAsync(cancel);

    public void Dispose() => rung.Dispose();
}

internal sealed class StoredMessage
{
    public const string Select =
        """
        select id as Id, kind as Kind, about as About, language as Language, envelope as Envelope, created_at as CreatedAt,
               next_try_at as NextTryAt, tries as Tries, state as State, sent_at as SentAt, fault as Fault, way as Way from message
        """;

    public string Id { get; init; } = "";
    public string Kind { get; init; } = "";
    public string About { get; init; } = "";
    public string Language { get; init; } = "";
    public string Envelope { get; init; } = "";
    public string CreatedAt { get; init; } = "";
    public string NextTryAt { get; init; } = "";
    public long Tries { get; init; }
    public string State { get; init; } = "";
    public string SentAt { get; init; } = "";
    public string Fault { get; init; } = "";
    public string Way { get; init; } = "";
}
