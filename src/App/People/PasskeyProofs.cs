using System.Text.Json;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Dapper;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>
/// Somebody who is at work already proves once more who they are, with a passkey, for one thing only: to sign a version
/// of a session, to check a dose, to witness a waste. The question stands in the database, so that any server can take
/// the answer; it is good once, for three minutes, for whoever asked it and for what it was asked.
/// </summary>
public sealed class PasskeyProofs(
    ClinicRecord record, Database database, Passkeys passkeys, StaffRecords staff, SignInThrottle throttle, TimeProvider clock)
{
    public static readonly TimeSpan Time = TimeSpan.FromMinutes(3);

    /// <summary>A question for one person's passkeys, or for anybody's where <paramref name="of"/> is null.</summary>
    /// <param name="purpose">What the answer is for; it must be given again with the answer.</param>
    public async Task<Result<PasskeyQuestion>> AskAsync(HttpContext context, Guid? of, string purpose, CancellationToken cancel = default)
    {
        if (!throttle.Admits("passkey/" + context.User.StaffId().ToString("D"), context.Origin())) return new TooManyTries();
        var account = of is { } one ? await Manager(context).FindByIdAsync(one.ToString("D")) : null;
        if (account is not null && (await Manager(context).GetPasskeysAsync(account)).Count == 0) return new NoPasskey();
        var made = await Handler(context).MakeRequestOptionsAsync(account, context);
        var now = clock.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        await record.WriteAsync(context.User.Author(), async write =>
        {
            await write.Connection.ExecuteAsync(
                "delete from passkey_question where ends_at < @now", new { now = Instant.Text(now) }, write.Transaction);
            await write.Connection.ExecuteAsync(
                "insert into passkey_question (id, asked_by, purpose, state, ends_at) values (@id, @by, @purpose, @state, @ends)",
                new
                {
                    id = id.ToString("D"), by = context.User.StaffId().ToString("D"), purpose, state = made.AssertionState ?? "",
                    ends = Instant.Text(now + Time),
                }, write.Transaction);
            return true;
        }, cancel);
        using var options = JsonDocument.Parse(made.RequestOptionsJson);
        return new PasskeyQuestion(id, options.RootElement.Clone());
    }

    /// <summary>Who answered, or no. Whatever the answer is worth, the question is used up.</summary>
    /// <param name="of">Whose passkey it must be; null for anybody's.</param>
    public async Task<Result<Author>> VerifyAsync(
        HttpContext context, PasskeyProof proof, Guid? of, string purpose, CancellationToken cancel = default)
    {
        var origin = context.Origin();
        if (!throttle.Admits("passkey/" + context.User.StaffId().ToString("D"), origin)) return new TooManyTries();
        if (await TakeQuestionAsync(context.User.Author(), context.User.StaffId(), proof.Question, purpose, cancel) is not { } state)
        {
            await record.AuditAsync(new AuditLine(context.User.Author(), "passkey-again", Outcome: "refused", Origin: origin), cancel);
            return new PasskeyNotAccepted();
        }
        var asserted = await Handler(context).PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = context, CredentialJson = proof.Credential.GetRawText(), AssertionState = state,
        });
        if (asserted.Succeeded && of is { } expected && asserted.User.Id != expected)
        {
            await record.AuditAsync(new AuditLine(context.User.Author(), "passkey-again", Outcome: "refused", Origin: origin), cancel);
            return new PasskeyNotAccepted();
        }
        if (!(await passkeys.AcceptAsync(asserted, origin, cancel)).Try(out var id, out var refusal)) return refusal;
        return await staff.FindAsync(id, cancel) is { } member ? member.Author : new PasskeyNotAccepted();
    }

    /// <summary>What was asked, taken away so that nobody can answer it again; null when it was not asked by them, for this, or lately.</summary>
    private async Task<string?> TakeQuestionAsync(Author by, Guid askedBy, Guid question, string purpose, CancellationToken cancel)
    {
        QuestionRow? row;
        await using (var connection = await database.OpenAsync(cancel))
        {
            row = await connection.QuerySingleOrDefaultAsync<QuestionRow>(
                "select asked_by as AskedBy, purpose as Purpose, state as State, ends_at as EndsAt from passkey_question where id = @id",
                new { id = question.ToString("D") });
        }
        if (row is null) return null;
        var taken = await record.WriteAsync(by, async write => await write.Connection.ExecuteAsync(
            "delete from passkey_question where id = @id", new { id = question.ToString("D") }, write.Transaction), cancel);
        return taken == 1 && row.AskedBy == askedBy.ToString("D") && row.Purpose == purpose && Instant.Read(row.EndsAt) > clock.GetUtcNow()
            ? row.State
            : null;
    }

    private static IPasskeyHandler<StaffAccount> Handler(HttpContext context) =>
        context.RequestServices.GetRequiredService<IPasskeyHandler<StaffAccount>>();

    private static UserManager<StaffAccount> Manager(HttpContext context) =>
        context.RequestServices.GetRequiredService<UserManager<StaffAccount>>();

    private sealed record QuestionRow(string AskedBy, string Purpose, string State, string EndsAt);
}

/// <summary>Somebody who has no passkey wants to use one.</summary>
public sealed record NoPasskey : Refusal
{
    public override string Code => "passkey.none";

    public override string Sentence => "You have no passkey here: use your password, or add a passkey on your account page.";
}
