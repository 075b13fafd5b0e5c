using System.Net;
using System.Text;
using Afterglow.App.Messages;
using Afterglow.App.People;
using Afterglow.Core.People;
using Afterglow.Tests.Patients;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.Messages;

/// <summary>Text messages on their way to the provider, over real HTTP.</summary>
public sealed class TextMessages
{
    [Fact]
    public async Task A_text_message_reaches_the_provider_with_the_clinics_number_and_its_secret_in_no_address()
    {
        await using var provider = new Provider();
        await using var clinic = await ClinicAsync(provider);
        await WriteAsync(clinic, "(555) 010-0134");
        await clinic.Get<Postman>().SendDueAsync();
        var (path, authorization, body) = Assert.Single(provider.Taken);
        Assert.Equal("/2010-04-01/Accounts/AC123/Messages.json", path);
        Assert.Equal("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("AC123:a secret")), authorization);
        Assert.Equal("To=%2B15550100134&From=%2B15550100100&Body=%C2%A1Hola%21", body);
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((Outbox.Sent, "text", true), (row.State, row.Way, row.Envelope is null));
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "failed", "recipient")]
    [InlineData(HttpStatusCode.Unauthorized, "waiting", "sign-in")]
    [InlineData(HttpStatusCode.ServiceUnavailable, "waiting", "refused")]
    [InlineData(HttpStatusCode.TooManyRequests, "waiting", "refused")]
    public async Task What_the_provider_refuses_is_given_up_or_tried_again(HttpStatusCode answer, string state, string fault)
    {
        await using var provider = new Provider { Answer = answer };
        await using var clinic = await ClinicAsync(provider);
        await WriteAsync(clinic, "555 010 0134");
        await clinic.Get<Postman>().SendDueAsync();
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((state, fault), (row.State, row.Fault));
    }

    [Fact]
    public async Task A_provider_that_is_away_is_no_fault_of_the_server()
    {
        var provider = new Provider();
        await using var clinic = await ClinicAsync(provider);
        await provider.DisposeAsync();
        await WriteAsync(clinic, "555 010 0134");
        Assert.Equal(0, await clinic.Get<Postman>().SendDueAsync());
        Assert.Equal("unreachable", Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere)).Fault);
    }

    [Fact]
    public async Task Without_a_provider_texts_wait_and_letters_do_not()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: false);
        await WriteAsync(clinic, "555 010 0134");
        Assert.Equal(0, await clinic.Get<Postman>().SendDueAsync());
        var row = Assert.Single(await clinic.Get<Outbox>().ListAsync(Asking.Everywhere));
        Assert.Equal((Outbox.Waiting, 0), (row.State, row.Tries));
    }

    [Fact]
    public async Task In_a_demonstration_it_lands_in_the_outbox()
    {
        await using var clinic = await Clinic.OpenAsync();
        await WriteAsync(clinic, "555 010 0134");
        await clinic.Get<Postman>().SendDueAsync();
        Assert.Equal("¡Hola!", await File.ReadAllTextAsync(Assert.Single(Directory.GetFiles(Path.Combine(clinic.DataDirectory, "outbox"), "*.txt"))));
        using var desk = await clinic.SignInAsync(Role.FrontDesk);
        Assert.Contains("text message", await desk.GetStringAsync("/outbox"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("555 010 0134", "+15550100134")]
    [InlineData("(555) 010-0134", "+15550100134")]
    [InlineData("1 555 010 0134", "+15550100134")]
    [InlineData("+34 600 000 000", "+34600000000")]
    [InlineData("010 0134", null)]
    [InlineData("call my sister", null)]
    [InlineData("5550100134; DROP", null)]
    [InlineData("555+0100134", null)]
    [InlineData("", null)]
    public void A_number_is_written_as_the_network_takes_it_or_not_at_all(string typed, string? number) => Assert.Equal(number, TelephoneNumber.Read(typed, "1"));

    private static Task<Clinic> ClinicAsync(Provider provider) => Clinic.OpenAsync(
        builder => builder.Services.AddSingleton(new TextSettings { AccountSid = "AC123", AuthToken = "a secret", From = "+15550100100", Address = provider.Address }),
        demonstration: false);

    private static Task WriteAsync(Clinic clinic, string number) => clinic.Record.WriteAsync(clinic.Author(Role.FrontDesk), async write =>
    {
        await clinic.Get<Outbox>().PutAsync(write, new NewMessage(
            Guid.CreateVersion7(), "letter", Sites.Main, "request/none", "es", new Envelope(number, "Amaya Ruiz", "", "¡Hola!")) { Way = Outbox.Text });
        return true;
    });

    /// <summary>Enough of the provider to take a message, or to refuse one.</summary>
    private sealed class Provider : IAsyncDisposable
    {
        private readonly HttpListener listener = new();
        private readonly List<(string, string, string)> taken = [];
        private readonly Task serving;

        public Provider()
        {
            using (var free = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
            {
                free.Start();
                Address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}/";
            }
            listener.Prefixes.Add(Address);
            listener.Start();
            serving = ServeAsync();
        }

        public string Address { get; }

        public HttpStatusCode Answer { get; init; } = HttpStatusCode.Created;

        public IReadOnlyList<(string Path, string Authorization, string Body)> Taken
        {
            get { lock (taken) return [.. taken]; }
        }

        public async ValueTask DisposeAsync()
        {
            listener.Close();
            await serving.ContinueWith(_ => { }, TaskScheduler.Default);
        }

        private async Task ServeAsync()
        {
            while (listener.IsListening)
            {
                var context = await listener.GetContextAsync();
                using var reader = new StreamReader(context.Request.InputStream);
                var body = await reader.ReadToEndAsync();
                lock (taken) taken.Add((context.Request.Url!.PathAndQuery, context.Request.Headers["Authorization"] ?? "", body));
                context.Response.StatusCode = (int)Answer;
                context.Response.Close();
            }
        }
    }
}
