using System.Buffers.Text;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>A passkey, as its owner sees it.</summary>
public sealed record Passkey(string Id, string Name, DateTimeOffset CreatedAt);

/// <summary>
/// Passkeys: a key on a person's own device, opened by finger, face or PIN, that only answers to this clinic's address.
/// It is both factors at once. A person may have several. The protocol is ASP.NET Core Identity's.
/// </summary>
public sealed partial class Passkeys(ClinicRecord record, IServiceScopeFactory scopes, TimeProvider clock, ILogger<Passkeys> log)
{
    public const int Most = 10;

    private const int LongestName = 60;

    public async Task<IReadOnlyList<Passkey>> ListAsync(Guid staffId, CancellationToken cancel = default)
    {
        await using var scope = scopes.CreateAsyncScope();
        var staff = scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>();
        cancel.ThrowIfCancellationRequested();
        return await staff.FindByIdAsync(staffId.ToString("D")) is { } account
            ? [.. (await staff.GetPasskeysAsync(account)).OrderBy(key => key.CreatedAt)
                .Select(key => new Passkey(Base64Url.EncodeToString(key.CredentialId), key.Name ?? "Passkey", key.CreatedAt))]
            : [];
    }

    /// <summary>What a new passkey is asked, as the browser takes it.</summary>
    internal static Task<string> QuestionForNewAsync(SignInManager<StaffAccount> desk, StaffAccount account) =>
        desk.MakePasskeyCreationOptionsAsync(new PasskeyUserEntity
        {
            Id = account.Id.ToString("D"), Name = account.UserName!, DisplayName = account.DisplayName,
        });

    /// <summary>Takes a new passkey into use, when its answer fits the question.</summary>
    internal async Task<Result<Passkey>> AddAsync(
        SignInManager<StaffAccount> desk, Author by, StaffAccount account, string answer, string name, string origin, CancellationToken cancel)
    {
        var attested = await AskedAsync(() => desk.PerformPasskeyAttestationAsync(answer));
        if (attested is not { Succeeded: true } || attested.UserEntity.Id != account.Id.ToString("D"))
        {
            NotAccepted(log, attested is null ? "nobody asked for it" : attested.Failure?.GetType().Name ?? "another person's");
            return new PasskeyNotAccepted();
        }
        var passkey = attested.Passkey;
        passkey.Name = NameText.Clean(name).Try(out var clean, out _) && clean.Length <= LongestName ? clean : "Passkey";
        return await ChangeAsync<Result<Passkey>>(by, async (write, staff) =>
        {
            var fresh = await staff.FindByIdAsync(account.Id.ToString("D"));
            if (fresh is null || (await staff.GetPasskeysAsync(fresh)).Count >= Most) return new PasskeyNotAccepted();
            Expect(await staff.AddOrUpdatePasskeyAsync(fresh, passkey));
            await write.AuditAsync(new AuditLine(by, "passkey.added", Target: $"staff/{account.Id:D}", Origin: origin));
            return new Passkey(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name, passkey.CreatedAt);
        }, cancel);
    }

    public Task RemoveAsync(Author by, Guid staffId, string id, string origin, CancellationToken cancel = default)
    {
        byte[] key;
        try
        {
            key = Base64Url.DecodeFromChars(id);
        }
        catch (FormatException)
        {
            return Task.CompletedTask;
        }
        return ChangeAsync(by, async (write, staff) =>
        {
            if (await staff.FindByIdAsync(staffId.ToString("D")) is not { } account || await staff.GetPasskeyAsync(account, key) is null) return false;
            Expect(await staff.RemovePasskeyAsync(account, key));
            await write.AuditAsync(new AuditLine(by, "passkey.removed", Target: $"staff/{staffId:D}", Origin: origin));
            return true;
        }, cancel);
    }

    /// <summary>Whose passkey gave this answer, or no. Locked and disabled accounts stay shut.</summary>
    internal async Task<Result<Guid>> VerifyAsync(SignInManager<StaffAccount> desk, string answer, string origin, CancellationToken cancel) =>
        await AcceptAsync(await AskedAsync(() => desk.PerformPasskeyAssertionAsync(answer)), origin, cancel);

    /// <summary>Whose passkey this was, once its answer has been held against the question.</summary>
    internal async Task<Result<Guid>> AcceptAsync(PasskeyAssertionResult<StaffAccount>? asserted, string origin, CancellationToken cancel)
    {
        if (asserted is not { Succeeded: true })
        {
            // Among the reasons: a counter that went backwards, which is how a copied key shows itself.
            NotAccepted(log, asserted is null ? "nobody asked for it" : asserted.Failure?.Message ?? "");
            await record.AuditAsync(new AuditLine(StaffRecords.Stranger, "passkey", Outcome: "refused", Origin: origin), cancel);
            return new PasskeyNotAccepted();
        }
        var id = asserted.User.Id;
        var author = new Author(id.ToString("D"), asserted.User.DisplayName, []);
        return await ChangeAsync<Result<Guid>>(author, async (write, staff) =>
        {
            var account = await staff.FindByIdAsync(id.ToString("D"));
            if (account is not { Active: true } || await Lockout.IsLockedAsync(write, id.ToString("D"), clock.GetUtcNow()))
            {
                await write.AuditAsync(new AuditLine(author, "passkey", Target: $"staff/{id:D}", Outcome: "refused", Origin: origin));
                return new PasskeyNotAccepted();
            }
            Expect(await staff.AddOrUpdatePasskeyAsync(account, asserted.Passkey));
            return id;
        }, cancel);
    }

    /// <summary>What the library says to an answer; null to one that no question of ours stands before, where it throws.</summary>
    private static async Task<T?> AskedAsync<T>(Func<Task<T>> answer) where T : class
    {
        try
        {
            return await answer();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private Task<T> ChangeAsync<T>(Author by, Func<RecordWrite, UserManager<StaffAccount>, Task<T>> work, CancellationToken cancel) =>
        record.WriteAsync(by, async write =>
        {
            await using var scope = scopes.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<PeopleContext>().JoinAsync(write, cancel);
            return await work(write, scope.ServiceProvider.GetRequiredService<UserManager<StaffAccount>>());
        }, cancel);

    private static void Expect(IdentityResult result)
    {
        if (!result.Succeeded)
            throw new InvalidOperationException("The passkey table refused: " + string.Join(", ", result.Errors.Select(error => error.Code)));
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A passkey was not accepted: {Why}")]
    private static partial void NotAccepted(ILogger log, string why);
}

/// <summary>A passkey that does not fit.</summary>
public sealed record PasskeyNotAccepted : Refusal
{
    public override string Code => "passkey.not-accepted";

    public override string Sentence => "This passkey was not accepted. Try again, or use your password.";
}
