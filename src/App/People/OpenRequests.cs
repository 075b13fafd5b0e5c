using System.Collections.Concurrent;
using System.Security.Claims;
using Afterglow.App.Record;
using Dapper;

namespace Afterglow.App.People;

/// <summary>
/// A stream that stays open for hours is asked again, every half minute, whether its reader is still signed in, active
/// and in the same roles, and whether what it reads is still open to them. When not, it is cut: the page reconnects and is told what it may see now. A reader who is
/// merely idle keeps the stream, because alarms go on sounding behind a locked screen.
/// </summary>
internal sealed class OpenRequests(Database database, TimeProvider clock, ILogger<OpenRequests> log) : BackgroundService
{
    public static readonly TimeSpan Pace = TimeSpan.FromSeconds(30);

    // The person is kept beside the request: a request that has just ended can no longer be asked who sent it.
    private readonly ConcurrentDictionary<Guid, (HttpContext Request, ClaimsPrincipal User)> open = new();

    public void Use(IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.User.Identity?.IsAuthenticated != true || !HttpMethods.IsGet(context.Request.Method))
        {
            await next(context);
            return;
        }
        var id = Guid.NewGuid();
        open[id] = (context, context.User);
        try
        {
            await next(context);
        }
        finally
        {
            open.TryRemove(id, out _);
        }
    });

    /// <summary>Looks once at everything that is open now.</summary>
    public async Task LookAsync(CancellationToken cancel)
    {
        var requests = open.ToArray();
        if (requests.Length == 0) return;
        await using var connection = await database.OpenAsync(cancel);
        var signIns = (await connection.QueryAsync<(string Id, string StaffId)>(
            """
            select sign_in.id, sign_in.staff_id from sign_in join staff on staff.id = sign_in.staff_id
            where staff.active = @active and sign_in.ends_at > @now
            """, new { active = true, now = Instant.Text(clock.GetUtcNow()) })).ToDictionary(row => row.Id, row => row.StaffId);
        var roles = (await connection.QueryAsync<(string StaffId, string Role)>("select staff_id, role from staff_role"))
            .ToLookup(row => row.StaffId, row => row.Role);
        var sites = (await connection.QueryAsync<(string StaffId, string SiteId)>("select staff_id, site_id from staff_site")).ToHashSet();
        var emergencies = (await EmergencyRecords.OpenAsync(connection, null, clock.GetUtcNow())).Select(emergency => emergency.ToString()).ToHashSet();
        var clients = (await connection.QueryAsync<string>("select display_name from client where client_secret is not null")).ToHashSet();
        foreach (var (id, (request, user)) in requests)
        {
            var still = user.IsStaff()
                ? user.FindFirstValue(SignedIn.SignInClaim) is { } signIn && signIns.TryGetValue(signIn, out var staff)
                    && user.FindAll(SignedIn.SiteClaim).All(site => sites.Contains((staff, site.Value)))
                    && user.FindAll(SignedIn.EmergencyClaim).All(emergency => emergencies.Contains(emergency.Value))
                    && roles[staff].ToHashSet().SetEquals(user.FindAll(ClaimTypes.Role).Select(role => role.Value))
                : user.FindFirstValue(SignedIn.ProgramClaim) is { } program && clients.Contains(program);
            if (!still && open.ContainsKey(id)) Cut(request);
        }
    }

    private static void Cut(HttpContext request)
    {
        try
        {
            request.Abort();
        }
        catch (ObjectDisposedException)
        {
            // It ended by itself between the look and the cut.
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Pace, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (System.Data.Common.DbException exception)
            {
                // The next look is half a minute away; a database that cannot be read shows itself elsewhere too.
                log.LogWarning(exception, "Open streams could not be checked.");
            }
        }
    }
}
