using System.Globalization;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Dapper;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Afterglow.App.People;

/// <summary>One browser that is signed in, as its owner sees it.</summary>
public sealed record OpenSignIn(
    Guid Id, Guid StaffId, string StaffName, string Method, DateTimeOffset StartedAt, DateTimeOffset SeenAt, string Origin, string Device);

/// <summary>
/// Who is signed in, kept in the database: signing out ends a copied cookie too, and a person's roles are read again
/// at every request. The browser holds a random key, the table only its hash.
/// </summary>
public sealed class SignIns(Database database, ClinicRecord record, TimeProvider clock) : ITicketStore
{
    /// <summary>Without a request for this long, the person is asked to sign in again.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(15);

    /// <summary>However busy, a sign-in ends after this.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>How long a proof of identity is good for an administrator's pages.</summary>
    public static readonly TimeSpan ProofTime = TimeSpan.FromMinutes(10);

    /// <summary>A page that refreshes itself sends this header, so that it does not keep an absent person signed in.</summary>
    public const string BackgroundHeader = "X-Afterglow-Background";

    // Being seen is written down no more often than this: each write goes to the disk.
    private static readonly TimeSpan SeenStep = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Signs a person in to this browser. The browser always gets a new key; one it had before stops working.
    /// </summary>
    public async Task SignInAsync(HttpContext context, Guid staffId, string method)
    {
        var before = context.User.FindFirstValue(SignedIn.SignInClaim);
        var since = before is null || context.User.StaffId() != staffId ? null : await StartOfAsync(Guid.Parse(before));
        if (before is not null) await DeleteAsync(Guid.Parse(before));
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, staffId.ToString("D"))], SignedIn.Scheme);
        var properties = new AuthenticationProperties();
        properties.Items[nameof(method)] = method;
        if (since is { } start) properties.Items[nameof(since)] = Instant.Text(start);
        // The request's own cookie handler remembers the key it came with and would keep it; a fresh one does not.
        await using var scope = context.RequestServices.CreateAsyncScope();
        var handler = await scope.ServiceProvider.GetRequiredService<IAuthenticationHandlerProvider>().GetHandlerAsync(context, SignedIn.Scheme);
        await ((IAuthenticationSignInHandler)handler!).SignInAsync(new ClaimsPrincipal(identity), properties);
    }

    /// <summary>Ends the sign-in of this browser.</summary>
    public async Task SignOutAsync(HttpContext context)
    {
        if (context.User.IsStaff())
            await record.AuditAsync(new AuditLine(
                context.User.Author(), "sign-out", Target: $"staff/{context.User.StaffId():D}", Origin: context.Origin()));
        await context.SignOutAsync(SignedIn.Scheme);
    }

    /// <summary>The browsers somebody is signed in with; everybody's when no one is named.</summary>
    public async Task<IReadOnlyList<OpenSignIn>> ListAsync(Guid? staffId = null, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var now = clock.GetUtcNow();
        var rows = await connection.QueryAsync<Row>(
            Row.Select + " where (@staff = '' or sign_in.staff_id = @staff) and sign_in.seen_at > @idle and sign_in.ends_at > @now order by sign_in.seen_at desc",
            new { staff = staffId?.ToString("D") ?? "", idle = Instant.Text(now - Idle), now = Instant.Text(now) });
        return [.. rows.Select(row => new OpenSignIn(
            Guid.Parse(row.Id), Guid.Parse(row.StaffId), row.DisplayName, row.Method, Instant.Read(row.StartedAt),
            Instant.Read(row.SeenAt), row.Origin, row.Device))];
    }

    /// <summary>Ends one sign-in. With an owner named, only if it is theirs. False when there was none.</summary>
    public Task<bool> EndAsync(Author by, Guid id, Guid? owner = null, string origin = "") => record.WriteAsync(by, async write =>
    {
        var staff = await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select staff_id from sign_in where id = @id and (@owner = '' or staff_id = @owner)",
            new { id = id.ToString("D"), owner = owner?.ToString("D") ?? "" }, write.Transaction);
        if (staff is null) return false;
        await write.Connection.ExecuteAsync("delete from sign_in where id = @id", new { id = id.ToString("D") }, write.Transaction);
        await write.AuditAsync(new AuditLine(by, "sign-in.ended", Target: $"staff/{staff}", Origin: origin));
        return true;
    });

    Task<string> ITicketStore.StoreAsync(AuthenticationTicket ticket) =>
        throw new InvalidOperationException("A sign-in needs to know which request it comes from.");

    async Task<string> ITicketStore.StoreAsync(AuthenticationTicket ticket, HttpContext context, CancellationToken cancel)
    {
        var key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));
        var now = clock.GetUtcNow();
        var staffId = ticket.Principal.FindFirstValue(ClaimTypes.NameIdentifier)!;
        var method = ticket.Properties.Items["method"]!;
        var started = ticket.Properties.Items.TryGetValue("since", out var since) ? Instant.Read(since!) : now;
        await record.WriteAsync(StaffRecords.CommandLine, async write =>
        {
            var name = await write.Connection.QuerySingleAsync<string>(
                "select display_name from staff where id = @staffId", new { staffId }, write.Transaction);
            await write.Connection.ExecuteAsync(
                "delete from sign_in where ends_at <= @now or seen_at <= @idle",
                new { now = Instant.Text(now), idle = Instant.Text(now - Idle) }, write.Transaction);
            await write.Connection.ExecuteAsync(
                """
                insert into sign_in (id, key_hash, staff_id, method, started_at, proved_at, seen_at, ends_at, origin, device)
                values (@id, @keyHash, @staffId, @method, @started, @now, @now, @ends, @origin, @device)
                """,
                new
                {
                    id = Guid.CreateVersion7(now).ToString("D"), keyHash = Hash(key), staffId, method, started = Instant.Text(started),
                    now = Instant.Text(now), ends = Instant.Text(started + Longest), origin = context.Origin(),
                    device = Device(context.Request.Headers.UserAgent.ToString()),
                }, write.Transaction);
            await write.AuditAsync(new AuditLine(
                new Author(staffId, name, []), since is null ? "sign-in" : "sign-in.proved-again",
                Target: $"staff/{staffId} {method}", Origin: context.Origin()));
            return true;
        }, cancel);
        return key;
    }

    Task ITicketStore.RenewAsync(string key, AuthenticationTicket ticket) => Task.CompletedTask;

    Task<AuthenticationTicket?> ITicketStore.RetrieveAsync(string key) => RetrieveAsync(key, seen: true, default);

    Task<AuthenticationTicket?> ITicketStore.RetrieveAsync(string key, HttpContext context, CancellationToken cancel) =>
        RetrieveAsync(key, seen: !context.Request.Headers.ContainsKey(BackgroundHeader), cancel);

    async Task ITicketStore.RemoveAsync(string key)
    {
        using var turn = await database.WriterAsync();
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("delete from sign_in where key_hash = @hash", new { hash = Hash(key) });
    }

    private async Task<AuthenticationTicket?> RetrieveAsync(string key, bool seen, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<Row>(Row.Select + " where sign_in.key_hash = @hash", new { hash = Hash(key) });
        var now = clock.GetUtcNow();
        if (row is not { Active: true } || Instant.Read(row.SeenAt) + Idle <= now || Instant.Read(row.EndsAt) <= now) return null;
        var roles = await connection.QueryAsync<string>("select role from staff_role where staff_id = @id order by role", new { id = row.StaffId });
        var sites = await connection.QueryAsync<string>("select site_id from staff_site where staff_id = @id order by site_id", new { id = row.StaffId });
        var emergencies = await EmergencyRecords.OpenAsync(connection, row.StaffId, now);
        if (seen && now - Instant.Read(row.SeenAt) >= SeenStep)
        {
            using var turn = await database.WriterAsync(cancel);
            await connection.ExecuteAsync("update sign_in set seen_at = @now where id = @id", new { now = Instant.Text(now), id = row.Id });
        }
        var identity = new ClaimsIdentity(
            [
                new Claim(ClaimTypes.NameIdentifier, row.StaffId),
                new Claim(SignedIn.NameClaim, row.DisplayName),
                new Claim(SignedIn.SignInClaim, row.Id),
                new Claim(SignedIn.ProvedClaim, row.ProvedAt),
                .. roles.Select(role => new Claim(ClaimTypes.Role, role)),
                .. sites.Select(site => new Claim(SignedIn.SiteClaim, site)),
                .. emergencies.Select(emergency => new Claim(SignedIn.EmergencyClaim, emergency.ToString())),
            ],
            SignedIn.Scheme, SignedIn.NameClaim, ClaimTypes.Role);
        return new AuthenticationTicket(
            new ClaimsPrincipal(identity),
            new AuthenticationProperties { IssuedUtc = Instant.Read(row.StartedAt), ExpiresUtc = Instant.Read(row.EndsAt) },
            SignedIn.Scheme);
    }

    private async Task<DateTimeOffset?> StartOfAsync(Guid id)
    {
        await using var connection = await database.OpenAsync();
        var text = await connection.QuerySingleOrDefaultAsync<string>("select started_at from sign_in where id = @id", new { id = id.ToString("D") });
        return text is null ? null : Instant.Read(text);
    }

    private async Task DeleteAsync(Guid id)
    {
        using var turn = await database.WriterAsync();
        await using var connection = await database.OpenAsync();
        await connection.ExecuteAsync("delete from sign_in where id = @id", new { id = id.ToString("D") });
    }

    private static string Hash(string key) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    // Shown on the person's own page so that they can tell their tablet from a stranger's.
    private static string Device(string agent)
    {
        var system = new[] { "Android", "iPhone", "iPad", "Windows", "Macintosh", "CrOS", "Linux" }
            .FirstOrDefault(name => agent.Contains(name, StringComparison.Ordinal)) ?? "unknown system";
        var browser = new[] { "Edg", "Firefox", "Chrome", "Safari" }
            .FirstOrDefault(name => agent.Contains(name, StringComparison.Ordinal)) ?? "unknown browser";
        return string.Create(CultureInfo.InvariantCulture, $"{(browser == "Edg" ? "Edge" : browser)} on {(system == "Macintosh" ? "Mac" : system)}");
    }

    private sealed class Row
    {
        public const string Select =
            """
            select sign_in.id as Id, sign_in.staff_id as StaffId, sign_in.method as Method, sign_in.started_at as StartedAt,
                   sign_in.proved_at as ProvedAt, sign_in.seen_at as SeenAt, sign_in.ends_at as EndsAt, sign_in.origin as Origin,
                   sign_in.device as Device, staff.display_name as DisplayName, staff.active as Active
            from sign_in join staff on staff.id = sign_in.staff_id
            """;

        public string Id { get; init; } = "";
        public string StaffId { get; init; } = "";
        public string Method { get; init; } = "";
        public string StartedAt { get; init; } = "";
        public string ProvedAt { get; init; } = "";
        public string SeenAt { get; init; } = "";
        public string EndsAt { get; init; } = "";
        public string Origin { get; init; } = "";
        public string Device { get; init; } = "";
        public string DisplayName { get; init; } = "";
        public bool Active { get; init; }
    }
}
