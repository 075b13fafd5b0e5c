using System.Security.Claims;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>The one door to the staff: who they are, what they may do, and whether a password is theirs.</summary>
public sealed class StaffRecords(
    ClinicRecord record, Database database, TimeProvider clock, IServiceScopeFactory scopes,
    IPasswordHasher<StaffAccount> hasher, ILookupNormalizer normalizer, SignInThrottle throttle, PasswordRules passwords)
{
    /// <summary>Who acts when a command is typed on the server itself.</summary>
    public static Author CommandLine { get; } = new("command-line", "Command line", [], IsProgram: true);

    private volatile bool any;

    // Verified against when there is nobody of that name, so that the answer takes as long.
    private readonly Lazy<string> nobodysHash = new(() => hasher.HashPassword(Nobody(), Guid.NewGuid().ToString()));

    /// <summary>Gives a person a sign-in, from the command line or the demonstration.</summary>
    public Task<Result<StaffMember>> CreateAsync(string userName, string displayName, string password, params IReadOnlyList<Role> roles) =>
        CreateAsync(CommandLine, new NewStaff(userName, displayName, password, roles));

    /// <summary>Gives a person a sign-in.</summary>
    public async Task<Result<StaffMember>> CreateAsync(
        Author by, NewStaff staff, string origin = "", CancellationToken cancel = default)
    {
        var prepared = Prepare(staff);
        if (!prepared.Try(out var account, out var refusal)) return refusal;
        return await ChangeAsync<Result<StaffMember>>(by, async change => await AddAsync(change, account, origin), cancel);
    }

    /// <summary>Creates the administrator of a clinic that has nobody yet; refused, for ever, once it has somebody.</summary>
    public async Task<Result<StaffMember>> CreateFirstAsync(NewStaff staff, string origin, CancellationToken cancel = default)
    {
        var prepared = Prepare(staff);
        if (!prepared.Try(out var account, out var refusal)) return refusal;
        var self = new Author(account.Id.ToString("D"), account.DisplayName, staff.Roles);
        return await ChangeAsync<Result<StaffMember>>(self, async change =>
            // Asked inside the transaction: two browsers that set up at once make one administrator.
            await AnyAsync(change.Write) ? new AlreadySetUp() : await AddAsync(change, account, origin), cancel);
    }

    /// <summary>True once the clinic has a first member of staff. Staff are never deleted, so a yes stays a yes.</summary>
    public async Task<bool> AnyAsync(CancellationToken cancel = default)
    {
        if (any) return true;
        await using var connection = await database.OpenAsync(cancel);
        return any = await connection.ExecuteScalarAsync<long>("select count(*) from staff") > 0;
    }

    public async Task<StaffMember?> FindAsync(Guid id, CancellationToken cancel = default) =>
        (await ListAsync(id, cancel)).SingleOrDefault();

    public async Task<StaffMember?> FindAsync(string userName, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var id = await connection.QuerySingleOrDefaultAsync<string>(
            "select id from staff where normalized_user_name = @name", new { name = normalizer.NormalizeName(userName.Trim()) });
        return id is null ? null : await FindAsync(Guid.Parse(id), cancel);
    }

    /// <summary>Everybody who has or had a sign-in, by name.</summary>
    public Task<IReadOnlyList<StaffMember>> ListAsync(CancellationToken cancel = default) => ListAsync(null, cancel);

    /// <summary>Nothing opens for this person any more, from the next request on. What they wrote stays theirs.</summary>
    public Task<Result<StaffMember>> DisableAsync(Author by, Guid id, string origin = "", CancellationToken cancel = default) =>
        SetActiveAsync(by, id, false, origin, cancel);

    /// <summary>Lets somebody who was disabled sign in again.</summary>
    public Task<Result<StaffMember>> EnableAsync(Author by, Guid id, string origin = "", CancellationToken cancel = default) =>
        SetActiveAsync(by, id, true, origin, cancel);

    /// <summary>Changes what a person may do, from their next request on.</summary>
    public async Task<Result<StaffMember>> SetRolesAsync(
        Author by, Guid id, IReadOnlyList<Role> roles, string origin = "", CancellationToken cancel = default)
    {
        if (roles.Count == 0) return new NoRole();
        return await ChangeAsync<Result<StaffMember>>(by, async change =>
        {
            if (await change.Staff.FindByIdAsync(id.ToString("D")) is not { } account) return new StaffUnknown();
            if (!roles.Contains(Role.Administrator) && await IsLastAdministratorAsync(change.Write, id)) return new LastAdministrator();
            var before = account.Roles.Select(role => role.Role).Order().ToList();
            account.Roles.RemoveAll(role => !roles.Contains(role.Role));
            account.Roles.AddRange(roles.Distinct().Except(before).Select(role => new StaffRole { StaffId = id, Role = role }));
            Expect(await change.Staff.UpdateAsync(account));
            await change.Write.AuditAsync(new AuditLine(
                by, "staff.roles-changed", Target: $"staff/{id:D} {string.Join(',', before)} > {string.Join(',', roles.Distinct().Order())}",
                Origin: origin));
            return View(account);
        }, cancel);
    }

    /// <summary>
    /// Whose password this is, or no. Used at sign-in, and at the chair for the second person who checks a dose or
    /// witnesses a waste: a wrong one counts towards the lock, and an unknown name takes as long as a known one.
    /// </summary>
    public async Task<Result<Author>> VerifyPasswordAsync(
        string userName, string password, string origin = "", CancellationToken cancel = default)
    {
        var name = normalizer.NormalizeName((userName ?? "").Trim()) ?? "";
        if (name.Length > 64) name = name[..64];
        if (!throttle.Admits(name, origin)) return new TooManyTries();
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<PasswordRow>(
            "select id as Id, display_name as DisplayName, password_hash as PasswordHash from staff where normalized_user_name = @name",
            new { name });
        return await VerifyAsync(row, password, "password", origin, cancel);
    }

    /// <summary>The signed-in person proves once more that it is they: to sign, or before an administrator's page.</summary>
    public async Task<Result<Author>> ReauthenticateAsync(
        ClaimsPrincipal user, string password, string origin = "", CancellationToken cancel = default)
    {
        var id = user.StaffId().ToString("D");
        if (!throttle.Admits(id, origin)) return new TooManyTries();
        await using var connection = await database.OpenAsync(cancel);
        var row = await connection.QuerySingleOrDefaultAsync<PasswordRow>(
            "select id as Id, display_name as DisplayName, password_hash as PasswordHash from staff where id = @id", new { id });
        return await VerifyAsync(row, password, "password-again", origin, cancel);
    }

    private async Task<Result<Author>> VerifyAsync(
        PasswordRow? row, string password, string action, string origin, CancellationToken cancel)
    {
        var typed = password is { Length: > 0 and <= PasswordRules.Longest } ? password : "";
        var answer = hasher.VerifyHashedPassword(Nobody(), row?.PasswordHash ?? nobodysHash.Value, typed);
        var right = row is not null && typed.Length > 0 && answer != PasswordVerificationResult.Failed;
        var stronger = right && answer == PasswordVerificationResult.SuccessRehashNeeded ? hasher.HashPassword(Nobody(), typed) : null;
        var author = row is null ? Stranger : new Author(row.Id, row.DisplayName, []);
        return await record.WriteAsync<Result<Author>>(author, async write =>
        {
            var active = row is not null && await write.Connection.ExecuteScalarAsync<bool>(
                "select active from staff where id = @id", new { id = row.Id }, write.Transaction);
            if (!right || !active || await Lockout.IsLockedAsync(write, row!.Id, clock.GetUtcNow()))
            {
                await Lockout.CountAsync(write, author, row?.Id, clock.GetUtcNow(), action, origin);
                return new PasswordNotAccepted();
            }
            await Lockout.PasswordWasRightAsync(write, row.Id);
            if (stronger is not null)
                await write.Connection.ExecuteAsync(
                    "update staff set password_hash = @stronger where id = @id", new { stronger, id = row.Id }, write.Transaction);
            var roles = await write.Connection.QueryAsync<string>(
                "select role from staff_role where staff_id = @id", new { id = row.Id }, write.Transaction);
            return author with { Roles = [.. roles.Select(Enum.Parse<Role>).Order()] };
        }, cancel);
    }

    private Task<Result<StaffMember>> SetActiveAsync(Author by, Guid id, bool active, string origin, CancellationToken cancel) =>
        ChangeAsync<Result<StaffMember>>(by, async change =>
        {
            if (await change.Staff.FindByIdAsync(id.ToString("D")) is not { } account) return new StaffUnknown();
            if (!active && await IsLastAdministratorAsync(change.Write, id)) return new LastAdministrator();
            account.Active = active;
            Expect(await change.Staff.UpdateAsync(account));
            if (!active)
                await change.Write.Connection.ExecuteAsync(
                    "delete from sign_in where staff_id = @id", new { id = id.ToString("D") }, change.Write.Transaction);
            await change.Write.AuditAsync(new AuditLine(
                by, active ? "staff.enabled" : "staff.disabled", Target: $"staff/{id:D}", Origin: origin));
            return View(account);
        }, cancel);

    private Result<StaffAccount> Prepare(NewStaff staff)
    {
        var userName = (staff.UserName ?? "").Trim().ToLowerInvariant();
        if (userName.Length is < 2 or > 64 || !userName.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '.' or '-' or '_' or '@'))
            return new UserNameUnreadable();
        if (!NameText.Clean(staff.DisplayName).Try(out var displayName, out var unreadable)) return unreadable;
        if (passwords.Refuse(staff.Password, userName, displayName) is { } weak) return weak;
        if (staff.Roles.Count == 0) return new NoRole();
        var id = staff.Id ?? Guid.CreateVersion7(clock.GetUtcNow());
        var account = new StaffAccount
        {
            Id = id,
            UserName = userName,
            DisplayName = displayName,
            CreatedAt = clock.GetUtcNow(),
            LockoutEnabled = true,
        };
        account.Roles.AddRange(staff.Roles.Distinct().Select(role => new StaffRole { StaffId = id, Role = role }));
        account.Sites.Add(new StaffSite { StaffId = id, SiteId = Sites.Main });
        // Slow on purpose, so done before the transaction that everybody else waits for.
        account.PasswordHash = hasher.HashPassword(account, staff.Password);
        return account;
    }

    private async Task<Result<StaffMember>> AddAsync(StaffChange change, StaffAccount account, string origin)
    {
        if (await change.Staff.FindByNameAsync(account.UserName!) is not null) return new UserNameTaken(account.UserName!);
        Expect(await change.Staff.CreateAsync(account));
        await change.Write.AuditAsync(new AuditLine(
            change.Write.Author, "staff.created",
            Target: $"staff/{account.Id:D} {string.Join(',', account.Roles.Select(role => role.Role).Order())}", Origin: origin));
        return View(account);
    }

    private static async Task<bool> AnyAsync(RecordWrite write) =>
        await write.Connection.ExecuteScalarAsync<long>("select count(*) from staff", transaction: write.Transaction) > 0;

    private static async Task<bool> IsLastAdministratorAsync(RecordWrite write, Guid id) =>
        await write.Connection.ExecuteScalarAsync<long>(
            """
            select count(*) from staff join staff_role on staff_role.staff_id = staff.id
            where staff_role.role = @role and staff.active = @active and staff.id <> @id
            """,
            new { role = nameof(Role.Administrator), active = true, id = id.ToString("D") }, write.Transaction) == 0
        && await write.Connection.ExecuteScalarAsync<long>(
            "select count(*) from staff_role where staff_id = @id and role = @role",
            new { role = nameof(Role.Administrator), id = id.ToString("D") }, write.Transaction) > 0;

    /// <summary>Identity's own stores, made to write inside the record's transaction, beside its audit line.</summary>
    private Task<T> ChangeAsync<T>(Author by, Func<StaffChange, Task<T>> work, CancellationToken cancel) =>
        record.WriteAsync(by, async write =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<PeopleContext>().JoinAsync(write, cancel);
            return await work(new StaffChange(write, scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>()));
        }, cancel);

    private async Task<IReadOnlyList<StaffMember>> ListAsync(Guid? only, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var id = only?.ToString("D") ?? "";
        var rows = (await connection.QueryAsync<StaffRow>(
            """
            select id as Id, user_name as UserName, display_name as DisplayName, active as Active,
                   authenticator_key as AuthenticatorKey, lockout_end as LockoutEnd
            from staff where @id = '' or id = @id order by display_name, id
            """, new { id })).ToList();
        var roles = (await connection.QueryAsync<(string StaffId, string Role)>(
            "select staff_id, role from staff_role where @id = '' or staff_id = @id", new { id }))
            .ToLookup(row => row.StaffId, row => Enum.Parse<Role>(row.Role));
        var sites = (await connection.QueryAsync<(string StaffId, string SiteId)>(
            "select staff_id, site_id from staff_site where @id = '' or staff_id = @id", new { id }))
            .ToLookup(row => row.StaffId, row => Guid.Parse(row.SiteId));
        var now = clock.GetUtcNow();
        return [.. rows.Select(row => new StaffMember(
            Guid.Parse(row.Id), row.UserName, row.DisplayName, row.Active, [.. roles[row.Id].Order()], [.. sites[row.Id].Order()],
            row.AuthenticatorKey is not null, row.LockoutEnd is { } end && Instant.Read(end) > now ? Instant.Read(end) : null))];
    }

    private static StaffMember View(StaffAccount account) => new(
        account.Id, account.UserName!, account.DisplayName, account.Active, [.. account.Roles.Select(role => role.Role).Order()],
        [.. account.Sites.Select(site => site.SiteId).Order()], account.AuthenticatorKey is not null, account.LockoutEnd);

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("The staff table refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }

    private static StaffAccount Nobody() => new() { DisplayName = "" };

    /// <summary>Who stands in the audit when nobody is known.</summary>
    internal static Author Stranger { get; } = new("nobody", "Nobody signed in", [], IsProgram: true);

    private sealed record StaffChange(RecordWrite Write, UserManager<StaffAccount> Staff);

    private sealed class PasswordRow
    {
        public string Id { get; init; } = "";
        public string DisplayName { get; init; } = "";
        public string PasswordHash { get; init; } = "";
    }

    private sealed class StaffRow
    {
        public string Id { get; init; } = "";
        public string UserName { get; init; } = "";
        public string DisplayName { get; init; } = "";
        public bool Active { get; init; }
        public string? AuthenticatorKey { get; init; }
        public string? LockoutEnd { get; init; }
    }
}
