using System.Net;
using Afterglow.App.People;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Afterglow.Tests.People;

public sealed class WhoMayOpenWhat
{
    [Fact]
    public async Task Every_route_and_page_names_a_policy_or_stands_on_the_public_list()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var endpoints = clinic.Get<EndpointDataSource>().Endpoints;
        Assert.True(endpoints.Count > 5);
        Assert.Empty(endpoints.Select(PublicEndpoints.Fault).OfType<string>().Distinct());
    }

    [Fact]
    public async Task Nothing_stands_on_the_public_list_that_does_not_exist()
    {
        await using var clinic = await Clinic.OpenAsync(withStaff: false);
        var patterns = Routes(clinic).Select(route => Pattern(route).ToLowerInvariant()).ToHashSet();
        Assert.DoesNotContain(PublicEndpoints.Patterns.Keys, listed => !patterns.Contains(listed));
    }

    [Fact]
    public async Task A_route_that_someone_forgets_to_protect_is_found_and_still_opens_to_nobody()
    {
        await using var clinic = await Clinic.OpenAsync(demonstration: true);
        var forgotten = new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/forgotten"), 0, null, null);
        Assert.Equal("/forgotten names no policy.", PublicEndpoints.Fault(forgotten));
        var open = new RouteEndpoint(_ => Task.CompletedTask, Microsoft.AspNetCore.Routing.Patterns.RoutePatternFactory.Parse("/open"), 0,
            new EndpointMetadataCollection(new Microsoft.AspNetCore.Authorization.AllowAnonymousAttribute()), null);
        Assert.NotNull(PublicEndpoints.Fault(open));

        ((IEndpointRouteBuilder)clinic.App).MapGet("/forgotten-route", () => "a secret");
        using var visitor = clinic.Visitor();
        using var answer = await visitor.GetAsync("/forgotten-route");
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
    }

    [Fact]
    public async Task Each_role_opens_exactly_what_its_policies_say_and_a_stranger_nothing()
    {
        await using var clinic = await Clinic.OpenAsync();
        var routes = Routes(clinic).Where(route => !PublicEndpoints.IsProgramFile(route))
            .SelectMany(route => Methods(route).Select(method => (Route: route, Method: method))).ToList();

        using var visitor = clinic.Visitor();
        foreach (var (route, method) in routes.Where(route => !IsPublic(route.Route)))
        {
            using var answer = await visitor.SendAsync(new HttpRequestMessage(method, Path(route)));
            Assert.True(
                answer.StatusCode is HttpStatusCode.Unauthorized || (answer.StatusCode is HttpStatusCode.Redirect && answer.Headers.Location!.ToString().Contains("/sign-in", StringComparison.Ordinal)),
                $"A stranger's {method} {Path(route)} answered {(int)answer.StatusCode}.");
        }

        foreach (var role in Enum.GetValues<Role>())
        {
            using var browser = await clinic.SignInAsync(role);
            foreach (var (route, method) in routes.Where(route => !IsPublic(route.Route)))
            {
                // Streams do not end by themselves: only the head of the answer is waited for.
                using var answer = await browser.SendAsync(new HttpRequestMessage(method, Path(route)), HttpCompletionOption.ResponseHeadersRead);
                var named = route.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Select(data => data.Policy!);
                var policies = named.ToList();
                var may = policies.All(policy => Policies.Roles[policy].Contains(role));
                Assert.True(
                    may == (answer.StatusCode != HttpStatusCode.Forbidden),
                    $"{role}: {method} {Path(route)} answered {(int)answer.StatusCode}, and the policies {(may ? "allow" : "refuse")} it.");
                Assert.True((int)answer.StatusCode < 500, $"{role}: {method} {Path(route)} answered {(int)answer.StatusCode}.");
            }
        }
    }

    [Fact]
    public async Task Each_scope_of_a_program_opens_exactly_what_it_says_and_never_a_page()
    {
        await using var clinic = await Clinic.OpenAsync();
        var routes = Routes(clinic).Where(route => !PublicEndpoints.IsProgramFile(route) && !IsPublic(route))
            .SelectMany(route => Methods(route).Select(method => (Route: route, Method: method))).ToList();
        foreach (var (scope, rights) in Policies.Scopes)
        {
            var (program, _) = await Programs.ProgramAsync(clinic, scope);
            using (program)
                foreach (var (route, method) in routes)
                {
                    using var answer = await program.SendAsync(new HttpRequestMessage(method, Path(route)), HttpCompletionOption.ResponseHeadersRead);
                    var may = Rights(route) is { Count: > 0 } policies && policies.All(rights.Contains) && !IsPage(route);
                    var said = $"{scope}: {method} {Path(route)} answered {(int)answer.StatusCode}, and the scope {(may ? "allows" : "refuses")} it.";
                    // The framework's own fallbacks ask only that somebody is signed in, and find nothing.
                    if (Rights(route).Count > 0) Assert.True(may == (answer.StatusCode != HttpStatusCode.Forbidden), said);
                    Assert.True((int)answer.StatusCode < 500, said);
                }
            await clinic.Get<ClientRecords>().RevokeAsync(StaffRecords.CommandLine, "Reports " + scope, "");
        }
    }

    [Fact]
    public async Task Of_another_sites_patient_nobody_gets_a_word_on_any_route_and_nothing_is_written()
    {
        await using var sites = await TwoSites.OpenAsync();
        var clinic = sites.Clinic;
        var callers = new List<(string Who, Browser Browser)> { ("a stranger", clinic.Visitor()) };
        foreach (var role in Enum.GetValues<Role>()) callers.Add((role.ToString(), await clinic.SignInAsync(role)));
        foreach (var scope in Policies.Scopes.Keys) callers.Add((scope, (await Programs.ProgramAsync(clinic, scope)).Program));
        var routes = Routes(clinic).Where(route => !PublicEndpoints.IsProgramFile(route) && route.RoutePattern.Parameters.Any())
            .SelectMany(route => Methods(route).Select(method => (Route: route, Method: method))).ToList();
        async Task<long> EntriesAsync()
        {
            await using var connection = await clinic.Get<App.Record.Database>().OpenAsync();
            return await Dapper.SqlMapper.ExecuteScalarAsync<long>(connection, "select count(*) from entry");
        }
        var before = await EntriesAsync();
        foreach (var (who, browser) in callers)
        {
            foreach (var (route, method) in routes)
            {
                var path = Path(route, route.RoutePattern.RawText!.Contains("essions/{id", StringComparison.Ordinal) ? sites.Session : sites.Patient);
                using var request = new HttpRequestMessage(method, path);
                if (method != HttpMethod.Get)
                    request.Content = IsPage(route)
                        ? new FormUrlEncodedContent(new Dictionary<string, string> { ["Form.Reason"] = "x" })
                        : new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
                using var answer = await browser.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
                var said = $"{who}: {method} {path} answered {(int)answer.StatusCode}";
                Assert.True((int)answer.StatusCode < 500, said);
                var reads = route.Metadata.GetMetadata<ReadsAttribute>() is not null || path.Contains(sites.Patient.ToString("D"), StringComparison.Ordinal)
                    && path.StartsWith("/api/patients/", StringComparison.Ordinal);
                if (reads) Assert.True((int)answer.StatusCode is >= 300, said);
                if (answer.Content.Headers.ContentType?.MediaType == "text/event-stream") continue;
                var text = await answer.Content.ReadAsStringAsync();
                foreach (var secret in new[] { TwoSites.FamilyName, TwoSites.GivenName, TwoSites.RecordNumber, "1979" })
                    Assert.False(text.Contains(secret, StringComparison.Ordinal), $"{said} and said {secret}");
            }
            browser.Dispose();
        }
        Assert.Equal(before, await EntriesAsync());
        // The same walk by the nurse of that site meets the patient: the words looked for are there to be found.
        Assert.Contains(TwoSites.FamilyName, await sites.HarbourNurse.GetStringAsync($"/patients/{sites.Patient:D}"));
    }

    private static List<string> Rights(RouteEndpoint route) =>
        [.. route.Metadata.GetOrderedMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>().Select(data => data.Policy!)];

    private static bool IsPage(RouteEndpoint route) => route.Metadata.GetMetadata<Microsoft.AspNetCore.Components.Endpoints.ComponentTypeMetadata>() is not null;

    private static bool IsPublic(RouteEndpoint route) => PublicEndpoints.Patterns.ContainsKey(Pattern(route).ToLowerInvariant());

    private static IEnumerable<RouteEndpoint> Routes(Clinic clinic) => clinic.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>();

    private static string Pattern(RouteEndpoint route) => "/" + route.RoutePattern.RawText!.TrimStart('/');

    private static IEnumerable<HttpMethod> Methods(RouteEndpoint route) =>
        (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods is { Count: > 0 } methods ? methods : ["GET"])
        .Where(method => method is not "HEAD").Select(method => new HttpMethod(method));

    // An id that nobody has: who may ask is decided before anything is looked up.
    private static string Path(RouteEndpoint route, Guid? id = null) => "/" + string.Join('/', route.RoutePattern.PathSegments.Select(segment => string.Concat(
        segment.Parts.Select(part => part switch
        {
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternLiteralPart literal => literal.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternSeparatorPart separator => separator.Content,
            Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart { ParameterPolicies: var rules } =>
                rules.Any(rule => rule.Content == "int") ? "1" : id?.ToString("D") ?? "0190a5d2-0000-7000-8000-00000000000f",
            _ => "",
        }))));
}
