using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using Afterglow.App.People;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Sessions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Afterglow.Tests.People;

/// <summary>A log is read by people who may not read charts, and copied to machines that nobody thinks of.</summary>
public sealed class WhatIsLogged
{
    // Words that stand nowhere else. What is searched for, typed and refused carries one each.
    private const string Given = "Quillfeather", Family = "Zebrafinch", Note = "marzipan-note", Weight = "73.19", Query = "peppercorn-query", Typed = "liquorice-user",
        Password = "tamarind-password", Secret = "cardamom-secret", Token = "fenugreek-token", Reason = "sorrel-reason", Path = "juniper-path", Header = "borage-header", Body = "chervil-body";

    private const string Forged = "forged\r\ninfo: Afterglow[0] the administrator signed in";

    private static readonly string[] Markers = [Given, Family, Note, Weight, Query, Typed, Password, Secret, Token, Reason, Path, Header, Body, Clinic.Password, "the administrator signed in"];

    [Fact]
    public async Task No_name_value_note_password_token_or_query_reaches_the_log_even_at_its_most_talkative()
    {
        var log = new Listening();
        await using var sites = await TwoSites.OpenAsync(builder =>
        {
            builder.Logging.AddProvider(log);
            builder.Logging.SetMinimumLevel(LogLevel.Trace);
        });
        var clinic = sites.Clinic;
        using var nurse = await clinic.SignInAsync(Role.Nurse);
        using var director = await clinic.SignInAsync(Role.Director);
        var patient = Guid.CreateVersion7();
        using (var registered = await nurse.PostAsJsonAsync("/api/patients", new { id = patient, given = new[] { Given }, family = Family, birthDate = "1980-01-02" }))
            Assert.Equal(HttpStatusCode.Created, registered.StatusCode);
        using (var wrote = await nurse.PostAsJsonAsync($"/api/patients/{patient:D}/notes", new { entryId = Guid.CreateVersion7(), text = Note }))
            Assert.Equal(HttpStatusCode.Created, wrote.StatusCode);
        var chair = await InTheChair.CheckInAsync(clinic, nurse, patient: patient);
        await chair.DoAsync(new MeasureWeight(Guid.CreateVersion7(), clinic.Clock.GetUtcNow(), BodyWeight.FromKilograms(73.19m)));
        await chair.DoAsync(new WriteNote(Guid.CreateVersion7(), clinic.Clock.GetUtcNow(), Note));
        nurse.DefaultRequestHeaders.TryAddWithoutValidation("X-Marker", Header);
        foreach (var path in new[]
        {
            $"/patients?q={Given}", $"/api/patients?search={Query}", $"/patients/{patient:D}?show={Query}", $"/sessions/{chair.Id:D}/note", $"/sessions/{chair.Id:D}/note.pdf",
            $"/{Path}", $"/api/{Path}", $"/patients/{Path}", $"/choose-password/{Secret}", $"/sign-in?returnUrl=/{Query}", $"/patients?q={Uri.EscapeDataString(Forged)}",
            $"/{Uri.EscapeDataString(Forged)}", $"/api/sessions/{chair.Id:D}", $"/api/sessions/{chair.Id:D}?access_token={Token}",
        })
            (await nurse.GetAsync(path)).Dispose();
        foreach (var path in new[] { $"/audit?person={Query}", $"/audit?patient={Query}", $"/audit/export?action={Query}", "/audit" }) (await director.GetAsync(path)).Dispose();
        foreach (var body in new[] { $"{{\"{Body}\":", $"{{\"{Body}\":\"{Body}\"}}", $"\"{Body}\"", $"{{\"id\":\"{Body}\"}}" })
            foreach (var path in new[] { "/api/patients", $"/api/sessions/{chair.Id:D}/record-vitals", "/sign-in/passkey", "/account/passkeys" })
                (await nurse.PostAsync(path, new StringContent(body, Encoding.UTF8, "application/json"))).Dispose();
        using (var emergency = await nurse.SubmitAsync("/emergency", new() { ["Form.RecordNumber"] = TwoSites.RecordNumber, ["Form.Reason"] = Reason }, "emergency"))
            Assert.Equal(HttpStatusCode.Redirect, emergency.StatusCode);

        using var stranger = clinic.Visitor();
        foreach (var (name, password) in new[] { ("nurse", Password), (Typed, Password), (Forged, Forged), (Typed, Clinic.Password) })
            (await stranger.SubmitAsync("/sign-in", new() { ["Form.UserName"] = name, ["Form.Password"] = password })).Dispose();
        foreach (var passkey in new[] { $"{{\"credential\":{{\"id\":\"{Body}\"}}}}", $"{{\"credential\":{{\"id\":\"{Body}\",\"rawId\":\"{Body}\",\"type\":\"public-key\",\"response\":{{\"userHandle\":\"{Body}\",\"clientDataJSON\":\"{Body}\",\"authenticatorData\":\"{Body}\",\"signature\":\"{Body}\"}},\"clientExtensionResults\":{{}}}}}}" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/sign-in/passkey") { Content = new StringContent(passkey, Encoding.UTF8, "application/json") };
            request.Headers.TryAddWithoutValidation("X-CSRF-TOKEN", nurse.Token);
            (await nurse.SendAsync(request)).Dispose();
        }
        (await stranger.PostAsync("/connect/token", new FormUrlEncodedContent(new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = Typed, ["client_secret"] = Secret }))).Dispose();
        stranger.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        (await stranger.GetAsync("/api/sessions")).Dispose();

        // It did hear what there was to hear.
        Assert.Contains(log.Lines, line => line.Category == typeof(Passkeys).FullName && line.Level == LogLevel.Warning);
        var leaks = log.Lines.Where(line => Markers.Any(marker => line.Text.Contains(marker, StringComparison.OrdinalIgnoreCase))).Select(line => $"{line.Category} {line.Level}: {line.Text}").ToList();
        Assert.True(leaks.Count == 0, string.Join('\n', leaks.Take(10)));
    }

    /// <summary>Hears everything: what is said, its values by name, and what was thrown.</summary>
    private sealed class Listening : ILoggerProvider
    {
        public ConcurrentQueue<(string Category, LogLevel Level, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => new Ear(this, categoryName);

        public void Dispose()
        {
            // Holds nothing but what it heard.
        }

        private sealed class Ear(Listening all, string category) : ILogger
        {
            // Hung on a line by the framework (the path among it) and not printed by the console.
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
                all.Lines.Enqueue((category, logLevel, $"{formatter(state, exception)} {Words(state)} {exception}"));

            private static string Words<TState>(TState state) => state is IEnumerable<KeyValuePair<string, object?>> values
                ? string.Join(' ', values.Select(value => $"{value.Key}={value.Value}"))
                : state?.ToString() ?? "";
        }
    }
}
