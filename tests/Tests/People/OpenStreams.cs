using System.Net;
using System.Security.Claims;
using Afterglow.App.People;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

/// <summary>Pages that stay connected for hours.</summary>
public sealed class OpenStreams
{
    [Theory]
    [InlineData("disabled")]
    [InlineData("role changed")]
    [InlineData("signed out elsewhere")]
    [InlineData("twelve hours")]
    public async Task A_stream_is_cut_within_a_minute_when_its_reader_may_no_longer_read(string why)
    {
        await using var clinic = await Clinic.OpenAsync(Streams);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var other = browser.Copy();
        using var reading = await OpenAsync(browser);
        var nurse = clinic.Staff(Role.Nurse).Id;
        var administrator = clinic.Author(Role.Administrator);
        await clinic.Get<OpenRequests>().LookAsync(default);
        Assert.True(reading.IsOpen);
        switch (why)
        {
            case "disabled":
                await clinic.StaffRecords.DisableAsync(administrator, nurse);
                break;
            case "role changed":
                await clinic.StaffRecords.SetRolesAsync(administrator, nurse, [Role.FrontDesk]);
                break;
            case "signed out elsewhere":
                using (await other.PostAsync("/sign-out", null)) { }
                break;
            default:
                for (var hour = 0; hour < 12 * 5; hour++)
                {
                    clinic.Clock.Advance(TimeSpan.FromMinutes(12));
                    using var busy = await other.GetAsync("/api/antiforgery");
                }
                break;
        }
        clinic.Clock.Advance(OpenRequests.Pace);
        await reading.ClosedAsync();
    }

    [Fact]
    public async Task A_reader_who_is_merely_idle_keeps_the_stream_because_alarms_go_on_behind_a_locked_screen()
    {
        await using var clinic = await Clinic.OpenAsync(Streams);
        using var browser = await clinic.SignInAsync(Role.Nurse);
        using var reading = await OpenAsync(browser);
        clinic.Clock.Advance(TimeSpan.FromMinutes(20));
        await clinic.Get<OpenRequests>().LookAsync(default);
        Assert.True(reading.IsOpen);
        using var answer = await browser.GetAsync("/api/antiforgery");
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task A_request_that_ends_while_the_open_ones_are_looked_at_stops_nobody()
    {
        await using var clinic = await Clinic.OpenAsync();
        var open = clinic.Get<OpenRequests>();
        var pipeline = new ApplicationBuilder(clinic.Services);
        open.Use(pipeline);
        // The server takes a request apart before its way back through the pipeline has come to an end.
        pipeline.Run(async context =>
        {
            ((DefaultHttpContext)context).Uninitialize();
            await open.LookAsync(default);
        });
        var request = new DefaultHttpContext
        {
            User = new ClaimsPrincipal(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, Guid.NewGuid().ToString())], "test")),
        };
        request.Request.Method = HttpMethods.Get;

        await pipeline.Build()(request);

        await open.LookAsync(default);
    }

    private static void Streams(WebApplicationBuilder builder) => builder.Services.AddSingletonRoutes(routes =>
        routes.MapGet("/api/test/stream", async (HttpContext context) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: now\n\n");
            await context.Response.Body.FlushAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        }).RequireAuthorization(Policies.SeeBoard));

    private static async Task<Reading> OpenAsync(Browser browser)
    {
        var answer = await browser.GetAsync("/api/test/stream", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var stream = await answer.Content.ReadAsStreamAsync();
        var buffer = new byte[64];
        Assert.True(await stream.ReadAsync(buffer) > 0);
        return new Reading(answer, Task.Run(async () =>
        {
            try
            {
                while (await stream.ReadAsync(buffer) > 0) { }
            }
            catch (Exception fault) when (fault is IOException or HttpIOException)
            {
                // A cut connection ends the reading as well as an orderly end does.
            }
        }));
    }

    private sealed record Reading(HttpResponseMessage Answer, Task Ended) : IDisposable
    {
        public bool IsOpen => !Ended.IsCompleted;

        public Task ClosedAsync() => Ended.WaitAsync(TimeSpan.FromSeconds(20));

        public void Dispose() => Answer.Dispose();
    }
}
