using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Schedule;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Schedule;

/// <summary>What a patient allows, and what there is to write to.</summary>
/// <param name="Wish">Null while they have said nothing.</param>
public sealed record MessageWishView(MessageWish? Wish, string Language, string? Email, string? Phone);

/// <summary>The one door to what patients allow: set by themselves, or by staff who asked them.</summary>
public sealed class MessageWishes(ClinicRecord record, Database database)
{
    public async Task<MessageWishView?> FindAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await PatientQueries.SiteAsync(connection, patientId, reach) is null ? null : await ViewAsync(connection, patientId, cancel);
    }

    public async Task<MessageWishView> FindAsync(PatientLink link, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await ViewAsync(connection, link.PatientId, cancel);
    }

    public Task<Result<MessageWish>> SetAsync(Guid patientId, Guid entryId, MessageWish wish, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<MessageWish>>(caller.Who, async write =>
            await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null
                ? new PatientUnknown()
                : await SetAsync(write, patientId, entryId, wish, caller.Who, caller.Origin), cancel);

    public Task<Result<MessageWish>> SetAsync(PatientLink link, Guid entryId, MessageWish wish, string origin, CancellationToken cancel = default) =>
        record.WriteAsync(link.Patient, write => SetAsync(write, link.PatientId, entryId, wish, link.Patient, origin), cancel);

    private static async Task<Result<MessageWish>> SetAsync(RecordWrite write, Guid patientId, Guid entryId, MessageWish wish, Author by, string origin)
    {
        if (entryId == Guid.Empty) return new EntryIdMissing();
        if (!Languages.Has(wish.Language)) return new TextUnknown();
        var stream = StreamName.Patient(patientId);
        var entries = await write.ReadAsync(stream);
        if (entries.Any(entry => entry.EntryId == entryId) || MessageWish.From(entries.Select(PatientRecords.Line)) == wish) return wish;
        if (!await write.AppendAsync(stream, entries[^1].Version, [new NewEntry(entryId, MessageWish.Kind, MessageWish.Write(wish))]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
        await write.AuditAsync(new AuditLine(by, "messages.allow", patientId, Origin: origin));
        return wish;
    }

    private async Task<MessageWishView> ViewAsync(System.Data.Common.DbConnection connection, Guid patientId, CancellationToken cancel)
    {
        var person = await PatientQueries.PersonAsync(connection, null, patientId);
        var lines = (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(PatientRecords.Line).ToList();
        return new MessageWishView(MessageWish.From(lines), PatientLanguage.Of(lines), Given(person?.Contact.Email), Given(person?.Contact.Phone));

        static string? Given(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;
    }
}

/// <summary>What each patient allows, for whoever writes reminders.</summary>
internal sealed class MessageWishReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_message_wish"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
            if (MessageWish.Read(entry.Kind, entry.Body) is { } wish)
                await write.Connection.ExecuteAsync(
                    """
                    insert into read_message_wish (patient_id, email, text, language) values (@patient, @email, @text, @language)
                    on conflict (patient_id) do update set email = excluded.email, text = excluded.text, language = excluded.language
                    """,
                    new { patient = stream.Id.ToString("D"), email = wish.Email ? 1 : 0, text = wish.Text ? 1 : 0, language = wish.Language }, write.Transaction);
    }
}

/// <summary>The choice on the patient's own page.</summary>
internal sealed class MessageCareLines(MessageWishes wishes, IStringLocalizer<PatientWords> words) : ICareLines
{
    public async Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel) =>
        [new CareLine("/my-messages", words["messages.title"], words[(await wishes.FindAsync(link, cancel)).Wish is null ? "care.messages" : "care.messages.chosen"], false)];
}
