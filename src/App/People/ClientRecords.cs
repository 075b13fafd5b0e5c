using System.Buffers.Text;
using System.Security.Cryptography;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Dapper;
using OpenIddict.Abstractions;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Afterglow.App.People;

/// <summary>A program that may use the API, or that once might.</summary>
public sealed record ApiClient(string Name, string ClientId, IReadOnlyList<string> Scopes, bool Revoked);

/// <summary>A new client and its secret, which nobody can read again.</summary>
public sealed record NewApiClient(ApiClient Client, string Secret);

/// <summary>The one door to the programs that use the API.</summary>
public sealed class ClientRecords(ClinicRecord record, Database database, IServiceScopeFactory scopes, TimeProvider clock)
{
    private const string RevokedType = "revoked";

    /// <summary>Lets a program in, for what the scopes say. A name is given once: what it charted stays its own.</summary>
    public async Task<Result<NewApiClient>> CreateAsync(
        Author by, string name, IReadOnlyList<string> wanted, string origin, CancellationToken cancel = default)
    {
        if (!NameText.Clean(name, "name").Try(out var clean, out var unreadable)) return unreadable;
        if (wanted.Count == 0 || wanted.Any(scope => !Policies.Scopes.ContainsKey(scope)))
            return new ScopeUnknown(wanted.FirstOrDefault(scope => !Policies.Scopes.ContainsKey(scope)));
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        var clientId = "afterglow-" + RandomNumberGenerator.GetHexString(16, lowercase: true);
        return await ChangeAsync<Result<NewApiClient>>(by, async (write, clients) =>
        {
            if (await write.Connection.ExecuteScalarAsync<long>(
                "select count(*) from client where lower(display_name) = lower(@clean)", new { clean }, write.Transaction) > 0)
                return new ClientNameTaken(clean);
            var descriptor = new OpenIddictApplicationDescriptor
            {
                ClientId = clientId, ClientSecret = secret, DisplayName = clean, ClientType = ClientTypes.Confidential,
                Permissions = { Permissions.Endpoints.Token, Permissions.GrantTypes.ClientCredentials },
            };
            foreach (var scope in wanted.Distinct()) descriptor.Permissions.Add(Permissions.Prefixes.Scope + scope);
            await clients.CreateAsync(descriptor, cancel);
            await write.AuditAsync(new AuditLine(
                by, "client.created", Target: $"client/{clientId} {string.Join(' ', wanted.Distinct().Order())}", Origin: origin));
            return new NewApiClient(new ApiClient(clean, clientId, [.. wanted.Distinct().Order()], Revoked: false), secret);
        }, cancel);
    }

    public async Task<IReadOnlyList<ApiClient>> ListAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = await connection.QueryAsync<(string Name, string ClientId, string? Permissions, string? Kind)>(
            "select display_name, client_id, permissions, application_type from client order by display_name");
        return [.. rows.Select(row => new ApiClient(row.Name, row.ClientId, Scopes(row.Permissions), row.Kind == RevokedType))];
    }

    /// <summary>Shuts a client out at once: its tokens and its secret stop working. Its row stays, so that its name stays its own.</summary>
    public Task<Result<ApiClient>> RevokeAsync(Author by, string name, string origin, CancellationToken cancel = default) =>
        record.WriteAsync<Result<ApiClient>>(by, async write =>
        {
            var row = await write.Connection.QuerySingleOrDefaultAsync<(string Id, string Name, string ClientId, string? Permissions, string? Kind)?>(
                "select id, display_name, client_id, permissions, application_type from client where lower(display_name) = lower(@name) or client_id = @name",
                new { name }, write.Transaction);
            if (row is not { } client) return new ClientUnknown(name);
            await write.Connection.ExecuteAsync("delete from client_token where application_id = @Id", new { client.Id }, write.Transaction);
            await write.Connection.ExecuteAsync(
                "update client set application_type = @RevokedType, client_secret = null, permissions = '[]', concurrency_token = @token where id = @Id",
                new { RevokedType, token = Guid.NewGuid().ToString("D"), client.Id }, write.Transaction);
            await write.AuditAsync(new AuditLine(by, "client.revoked", Target: $"client/{client.ClientId}", Origin: origin));
            return new ApiClient(client.Name, client.ClientId, [], Revoked: true);
        }, cancel);

    /// <summary>Tokens that ended a day ago are of no use to anybody.</summary>
    internal async Task ForgetOldTokensAsync(CancellationToken cancel)
    {
        using var turn = await database.WriterAsync(cancel);
        await using var connection = await database.OpenAsync(cancel);
        await connection.ExecuteAsync(
            "delete from client_token where expiration_date < @old", new { old = Instant.Text(clock.GetUtcNow() - TimeSpan.FromDays(1)) });
    }

    private Task<T> ChangeAsync<T>(Author by, Func<RecordWrite, IOpenIddictApplicationManager, Task<T>> work, CancellationToken cancel) =>
        record.WriteAsync(by, async write =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<PeopleContext>().JoinAsync(write, cancel);
            return await work(write, scope.ServiceProvider.GetRequiredService<IOpenIddictApplicationManager>());
        }, cancel);

    private static IReadOnlyList<string> Scopes(string? permissions) =>
        [.. (System.Text.Json.JsonSerializer.Deserialize<string[]>(permissions ?? "[]") ?? [])
            .Where(permission => permission.StartsWith(Permissions.Prefixes.Scope, StringComparison.Ordinal))
            .Select(permission => permission[Permissions.Prefixes.Scope.Length..]).Order()];
}

/// <summary>A scope that does not exist, or none at all.</summary>
public sealed record ScopeUnknown(string? Scope) : Refusal
{
    public override string Code => "client.scope-unknown";

    public override string Sentence =>
        (Scope is null ? "Say at least one scope: " : $"There is no scope “{Scope}”; there are ") + string.Join(", ", Policies.Scopes.Keys.Order()) + ".";
}

/// <summary>Another client has, or had, this name.</summary>
public sealed record ClientNameTaken(string Name) : Refusal
{
    public override string Code => "client.name-taken";

    public override string Sentence => $"There is or was a client “{Name}” already; what it charted is under that name, so choose another.";
}

/// <summary>No client has this name.</summary>
public sealed record ClientUnknown(string Name) : Refusal
{
    public override string Code => "client.unknown";

    public override string Sentence => $"There is no client “{Name}”.";
}
