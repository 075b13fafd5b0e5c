using System.Net;
using System.Net.Sockets;
using System.Text;
using Afterglow.App;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Dapper;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Afterglow.Tests.Messages;

/// <summary>What goes out: once, later when it cannot go now, and never lost.</summary>
public sealed class TheOutbox
{
    [Fact]
    public async Task A_message_reaches_the_mail_server_as_it_was_written_and_nothing_of_it_stays()
    {
        await using var server = new MailServer();
        await using var clinic = await ClinicWithMailAsync(server);
        await WriteAsync(clinic, "Iñaki López", "Una carta");
        await clinic.Get<Postman>().SendDueAsync();
        var mail = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Taken))));
        Assert.Equal("Una carta", mail.Subject);
        Assert.Equal("Iñaki López", mail.To.Mailboxes.Single().Name);
        Assert.Equal("¡Hola!\n", mail.TextBody!.ReplaceLineEndings("\n"));
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal(Outbox.Sent, row.State);
        Assert.Null(row.Envelope);
        Assert.Equal(0, await clinic.Get<Postman>().SendDueAsync());
        Assert.Single(server.Taken);
    }

    [Theory]
    [InlineData("Eve\r\nBcc: victim@mail.example", "Hello\r\nBcc: victim@mail.example")]
    [InlineData("victim@mail.example, Eve <eve@mail.example>", "=HYPERLINK(\"http://x\")")]
    [InlineData("<img src=x onerror=alert(1)>", "<script>alert(1)</script>")]
    public async Task A_name_or_a_subject_is_neither_another_header_nor_another_address_nor_markup(string name, string subject)
    {
        await using var server = new MailServer();
        await using var clinic = await ClinicWithMailAsync(server);
        await WriteAsync(clinic, name, subject);
        await clinic.Get<Postman>().SendDueAsync();
        using var mail = MimeKit.MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(Assert.Single(server.Taken))));
        Assert.Single(mail.To.Mailboxes);
        Assert.Empty(mail.Bcc);
        Assert.DoesNotContain(mail.Headers, header => header.Id == MimeKit.HeaderId.Bcc);
        Assert.Null(mail.HtmlBody);
        Assert.True(mail.Body is MimeKit.TextPart { IsPlain: true });
    }

    [Fact]
    public async Task While_the_mail_server_is_away_the_message_waits_longer_each_time_and_then_goes()
    {
        await using var server = new MailServer { Refuses = true };
        await using var clinic = await ClinicWithMailAsync(server);
        await WriteAsync(clinic);
        var postman = clinic.Get<Postman>();
        await postman.SendDueAsync();
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((Outbox.Waiting, 1), (row.State, row.Tries));
        Assert.Equal(clinic.Clock.GetUtcNow() + TimeSpan.FromMinutes(1), row.NextTryAt);
        server.Refuses = false;
        Assert.Equal(0, await postman.SendDueAsync());
        Assert.Empty(server.Taken);
        clinic.Clock.Advance(TimeSpan.FromMinutes(1));
        await postman.SendDueAsync();
        Assert.Equal(Outbox.Sent, Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).State);
        Assert.Single(server.Taken);
    }

    [Fact]
    public void The_wait_doubles_from_a_minute_and_never_passes_six_hours()
    {
        Assert.Equal([1, 2, 4, 8], Enumerable.Range(1, 4).Select(tries => (int)Postman.Backoff(tries).TotalMinutes));
        Assert.All(Enumerable.Range(1, 100), tries => Assert.InRange(Postman.Backoff(tries), TimeSpan.FromMinutes(1), TimeSpan.FromHours(6)));
    }

    [Fact]
    public async Task A_mailbox_that_does_not_exist_is_given_up_and_shown_and_can_be_tried_again()
    {
        await using var server = new MailServer { KnowsNobody = true };
        await using var clinic = await ClinicWithMailAsync(server);
        await WriteAsync(clinic);
        await clinic.Get<Postman>().SendDueAsync();
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((Outbox.Failed, "recipient"), (row.State, row.Fault));
        server.KnowsNobody = false;
        var elsewhere = clinic.Caller(Role.FrontDesk) with { Reach = Reach.To(Guid.NewGuid()) };
        Assert.False(await clinic.Get<Outbox>().TryAgainAsync(row.Id, elsewhere));
        Assert.True(await clinic.Get<Outbox>().TryAgainAsync(row.Id, clinic.Caller(Role.FrontDesk)));
        await clinic.Get<Postman>().SendDueAsync();
        Assert.Equal(Outbox.Sent, Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).State);
    }

    [Fact]
    public async Task Two_servers_send_each_message_once()
    {
        await using var server = new MailServer();
        await using var clinic = await ClinicWithMailAsync(server);
        for (var i = 0; i < 12; i++) await WriteAsync(clinic, subject: $"Message {i}");
        var sent = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AnotherServer(clinic).SendDueAsync()));
        await clinic.Get<Postman>().SendDueAsync();
        Assert.Equal(12, server.Taken.Count);
        Assert.InRange(sent.Sum(), 0, 12);
        Assert.All(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere), row => Assert.Equal(Outbox.Sent, row.State));
    }

    [Fact]
    public async Task What_a_server_that_died_had_claimed_is_sent_by_another_once_the_claim_has_run_out()
    {
        await using var server = new MailServer();
        await using var clinic = await ClinicWithMailAsync(server, ready: false);
        await WriteAsync(clinic);
        await using (var connection = await clinic.Get<Database>().OpenAsync())
            await connection.ExecuteAsync(
                "update message set claimed_by = 'dead', claimed_until = @until", new { until = Instant.Text(clinic.Clock.GetUtcNow() + TimeSpan.FromMinutes(5)) });
        clinic.Get<MailSettings>().From = "clinic@example.org";
        Assert.Equal(0, await clinic.Get<Postman>().SendDueAsync());
        clinic.Clock.Advance(TimeSpan.FromMinutes(5));
        await clinic.Get<Postman>().SendDueAsync();
        Assert.Single(server.Taken);
    }

    [Fact]
    public async Task Without_a_mail_server_messages_wait_and_no_try_is_counted()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        await WriteAsync(clinic);
        Assert.Equal(0, await clinic.Get<Postman>().SendDueAsync());
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((Outbox.Waiting, 0), (row.State, row.Tries));
    }

    [Fact]
    public async Task Nothing_of_a_message_can_be_read_in_the_database()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        await WriteAsync(clinic, "Iñaki López", "Una carta");
        await using var connection = await clinic.Get<Database>().OpenAsync();
        var row = string.Concat(((IDictionary<string, object>)await connection.QuerySingleAsync("select * from message")).Values);
        foreach (var said in new[] { "López", "carta", "Hola", "example.org" }) Assert.DoesNotContain(said, row, StringComparison.Ordinal);
    }

    private static Task<Clinic> ClinicWithMailAsync(MailServer server, bool ready = true) => Clinic.OpenAsync(
        builder => builder.Services.AddSingleton(new MailSettings
        {
            Host = "127.0.0.1", Port = server.Port, Security = "none", From = ready ? "clinic@example.org" : "",
        }), demonstration: false);

    private static Postman AnotherServer(Clinic clinic) => new(
        clinic.Get<Database>(), clinic.Get<Outbox>(), clinic.Get<OutboxBell>(), clinic.Get<IMailCarrier>(), clinic.Get<ITextCarrier>(), clinic.Get<ClinicTexts>(), clinic.Clock,
        NullLogger<Postman>.Instance);

    private static Task WriteAsync(Clinic clinic, string name = "Amaya Ruiz", string subject = "A letter") => clinic.Record.WriteAsync(
        clinic.Author(Role.FrontDesk), async write =>
        {
            await clinic.Get<Outbox>().PutAsync(write, new NewMessage(
                Guid.CreateVersion7(), "letter", Sites.Main, "request/none", "en", new Envelope("person@example.org", name, subject, "¡Hola!\n")));
            return true;
        });

    /// <summary>Enough of a mail server to take a message, or to refuse one.</summary>
    private sealed class MailServer : IAsyncDisposable
    {
        private readonly TcpListener listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource end = new();
        private readonly List<string> taken = [];
        private readonly Task serving;

        public MailServer()
        {
            listener.Start();
            serving = ServeAsync();
        }

        public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

        public volatile bool Refuses;

        public volatile bool KnowsNobody;

        public IReadOnlyList<string> Taken
        {
            get { lock (taken) return [.. taken]; }
        }

        public async ValueTask DisposeAsync()
        {
            await end.CancelAsync();
            listener.Stop();
            await serving.ContinueWith(_ => { }, TaskScheduler.Default);
            end.Dispose();
        }

        private async Task ServeAsync()
        {
            while (!end.IsCancellationRequested)
            {
                var client = await listener.AcceptTcpClientAsync(end.Token);
                _ = TalkAsync(client);
            }
        }

        private async Task TalkAsync(TcpClient client)
        {
            using var connection = client;
            await using var stream = client.GetStream();
            using var reader = new StreamReader(stream, Encoding.Latin1);
            await using var writer = new StreamWriter(stream, Encoding.Latin1) { NewLine = "\r\n", AutoFlush = true };
            await writer.WriteLineAsync(Refuses ? "421 later" : "220 here");
            while (!Refuses && await reader.ReadLineAsync(end.Token) is { } line)
            {
                var word = line.Split(' ', ':')[0].ToUpperInvariant();
                if (word == "DATA")
                {
                    await writer.WriteLineAsync("354 go on");
                    var mail = new StringBuilder();
                    while (await reader.ReadLineAsync(end.Token) is { } text && text != ".") mail.Append(text).Append("\r\n");
                    lock (taken) taken.Add(mail.ToString());
                    await writer.WriteLineAsync("250 taken");
                }
                else if (word == "RCPT" && KnowsNobody) await writer.WriteLineAsync("550 nobody of that name");
                else if (word == "QUIT")
                {
                    await writer.WriteLineAsync("221 bye");
                    return;
                }
                else await writer.WriteLineAsync("250 yes");
            }
        }
    }
}
