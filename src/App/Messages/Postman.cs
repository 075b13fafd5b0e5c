using System.Data.Common;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.Messages;

/// <summary>
/// Sends what waits in the outbox. Several servers may run one each: a message is claimed by one UPDATE, which only one
/// of them wins, and a claim that was never finished runs out. A message whose server died between sending and writing
/// that down is sent a second time, with the same message id.
/// </summary>
public sealed partial class Postman(
    Database database, Outbox outbox, OutboxBell bell, IMailCarrier carrier, ITextCarrier texts, ClinicTexts clinic, TimeProvider clock, ILogger<Postman> log)
    : BackgroundService
{
    /// <summary>After so many tries it is given up, and staff see it: about two days of a mail server that is away.</summary>
    public const int MostTries = 12;

    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(5);

    private readonly string me = Guid.NewGuid().ToString("N");

    // One round at a time in this process: whoever asks for one while another runs comes back when nothing is due any more.
    private readonly SemaphoreSlim round = new(1, 1);

    /// <summary>How long to wait after a try that failed: a minute, doubled every time, never more than six hours.</summary>
    public static TimeSpan Backoff(int tries) => TimeSpan.FromMinutes(Math.Min(360, Math.Pow(2, Math.Max(0, tries - 1))));

    /// <summary>Sends everything that is due. Returns how many went.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancel = default)
    {
        await round.WaitAsync(cancel);
        try
        {
            var sent = 0;
            while (await ClaimAsync(cancel) is { } message)
                if (await CarryAsync(message, cancel)) sent++;
            return sent;
        }
        finally
        {
            round.Release();
        }
    }

    private async Task<StoredMessage?> ClaimAsync(CancellationToken cancel)
    {
        // What goes by a way that is not set up waits, and no try is counted.
        var ways = new[] { (carrier.Ready, Outbox.Email), (texts.Ready, Outbox.Text) }.Where(way => way.Item1).Select(way => way.Item2).ToList();
        if (ways.Count == 0) return null;
        var now = clock.GetUtcNow();
        var values = new { now = Instant.Text(now), until = Instant.Text(now + Claim), me, ways };
        using var turn = await database.WriterAsync(cancel);
        await using var connection = await database.OpenAsync(cancel);
        while (true)
        {
            var next = await connection.QueryFirstOrDefaultAsync<StoredMessage>(
                StoredMessage.Select + " where state = 'waiting' and way in @ways and next_try_at <= @now and claimed_until <= @now order by next_try_at, id limit 1", values);
            if (next is null) return null;
            var won = await connection.ExecuteAsync(
                "update message set claimed_by = @me, claimed_until = @until, tries = tries + 1 where id = @id and state = 'waiting' and claimed_until <= @now",
                new { values.now, values.until, values.me, id = next.Id });
            if (won == 1) return next;
        }
    }

    private async Task<bool> CarryAsync(StoredMessage message, CancellationToken cancel)
    {
        var id = Guid.Parse(message.Id);
        var envelope = outbox.Open(id, message.Envelope);
        var carried = message.Way == Outbox.Text
            ? await texts.CarryAsync(id, envelope, cancel)
            : await carrier.CarryAsync(id, (await clinic.ProfileAsync(cancel)).Name, envelope, cancel);
        var tries = (int)message.Tries + 1;
        var now = clock.GetUtcNow();
        var givenUp = !carried.Sent && (carried.ForGood || tries >= MostTries);
        using var turn = await database.WriterAsync(CancellationToken.None);
        await using var connection = await database.OpenAsync(CancellationToken.None);
        await connection.ExecuteAsync(
            """
            update message set state = @state, sent_at = @sentAt, next_try_at = @next, fault = @fault, envelope = @envelope, claimed_by = '', claimed_until = ''
            where id = @id and claimed_by = @me
            """,
            new
            {
                id = message.Id, me, fault = carried.Fault,
                state = carried.Sent ? Outbox.Sent : givenUp ? Outbox.Failed : Outbox.Waiting,
                sentAt = carried.Sent ? Instant.Text(now) : "",
                next = Instant.Text(carried.Sent ? now : now + Backoff(tries)),
                envelope = carried.Sent ? outbox.Kept(message.Envelope) : message.Envelope,
            });
        if (!carried.Sent) NotSent(log, id, carried.Fault, tries);
        return carried.Sent;
    }

    public override void Dispose()
    {
        round.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        var tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
        var ring = bell.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await SendDueAsync(stoppingToken);
            }
            catch (Exception fault) when (fault is DbException or IOException or UnauthorizedAccessException)
            {
                Stumbled(log, fault);
            }
            await Task.WhenAny(tick, ring);
            if (tick.IsCompleted) tick = timer.WaitForNextTickAsync(stoppingToken).AsTask();
            if (ring.IsCompleted) ring = bell.WaitAsync(stoppingToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Message {Id} was not sent ({Fault}), try {Tries}.")]
    private static partial void NotSent(ILogger log, Guid id, string fault, int tries);

    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox could not be worked on; it is looked at again in half a minute.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}
