using System.Globalization;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.Units;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>A patient as the list shows one: who it is, and no clinical content.</summary>
/// <param name="LastSessionAt">When a treatment session last took place here; null when never.</param>
public sealed record PatientRow(
    Guid Id, string RecordNumber, string DisplayName, string FullName, string? Preferred, string? Pronouns, PartialDate? BirthDate,
    Sex SexAtBirth, bool Deceased, DateTimeOffset? LastSessionAt);

/// <summary>One page of the list.</summary>
/// <param name="Page">Counted from 1.</param>
public sealed record PatientPage(IReadOnlyList<PatientRow> Rows, int Page, int Size, bool HasMore);

/// <summary>What stands now in a chart: a problem, an allergy, a medicine, an alert.</summary>
public sealed record StandingRow(Guid EntryId, string Kind, string Title, string Detail, ClinicalTime At);

/// <summary>What never scrolls away above a chart.</summary>
/// <param name="Age">Completed years; null when the birth date is not known.</param>
/// <param name="AgeIsExact">False when only a month or a year of birth is known.</param>
/// <param name="Allergies">Empty when none are on file, which is not the same as none.</param>
public sealed record PatientHeader(
    Guid Id, Guid SiteId, string RecordNumber, string DisplayName, string FullName, string? Preferred, string? Pronouns,
    PartialDate? BirthDate, int? Age, bool AgeIsExact, Sex SexAtBirth, bool Deceased, BodyWeight? Weight, ClinicalTime? WeightAt,
    IReadOnlyList<StandingRow> Allergies, IReadOnlyList<StandingRow> Alerts);

/// <summary>A part of the timeline, newest first.</summary>
/// <param name="Next">What to ask for to go on; null at the end.</param>
public sealed record TimelinePage(IReadOnlyList<TimelineRow> Rows, string? Next);

/// <summary>Everything a chart's first page shows, read in one go.</summary>
/// <param name="Standing">Conditions and medicines that hold now.</param>
public sealed record ChartPage(PatientHeader Header, IReadOnlyList<StandingRow> Standing, TimelinePage Timeline);

/// <summary>A person to be registered.</summary>
/// <param name="Id">Made by whoever asks; asking twice registers once.</param>
/// <param name="SiteId">Null for the caller's site.</param>
public sealed record NewPatient(Guid Id, Person Person, Guid? SiteId = null, IReadOnlyList<ForeignIdentifier>? Identifiers = null);

/// <summary>
/// The one door to the patients: who they are, what their charts hold. Every read takes the reach of whoever asks and
/// shows only patients within it. A page or route that shows what comes from here says so with <c>Reads</c>; what is
/// written here is audited here.
/// </summary>
public sealed class PatientRecords(ClinicRecord record, Database database, TimeProvider clock)
{
    public const int LargestPage = 200;

    /// <summary>The list, by name; with a text, those whom it finds.</summary>
    public async Task<PatientPage> SearchAsync(string? text, int page, int size, Reach reach, CancellationToken cancel = default)
    {
        page = Math.Clamp(page, 1, 10_000);
        size = Math.Clamp(size, 1, LargestPage);
        await using var connection = await database.OpenAsync(cancel);
        var rows = await PatientQueries.SearchAsync(connection, PatientSearch.Read(text), reach, (page - 1) * size, size + 1);
        return new PatientPage([.. rows.Take(size).Select(row => row.Patient())], page, size, rows.Count > size);
    }

    /// <summary>The header, what stands, and the newest part of the timeline; null when there is no such patient within reach.</summary>
    public async Task<ChartPage?> OpenAsync(Guid patientId, int count, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await PatientQueries.HeaderAsync(connection, patientId, reach, Today) is var (header, standing)
            ? new ChartPage(header, standing, await PatientQueries.TimelineAsync(connection, patientId, null, count, []))
            : null;
    }

    /// <summary>What never scrolls away; null when there is no such patient within reach.</summary>
    public async Task<PatientHeader?> HeaderAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return (await PatientQueries.HeaderAsync(connection, patientId, reach, Today))?.Header;
    }

    /// <summary>What happened before <paramref name="before"/> (a page's <c>Next</c>; null for the newest), newest first.</summary>
    /// <param name="kinds">Only these kinds; empty for all.</param>
    public async Task<TimelinePage?> TimelineAsync(
        Guid patientId, string? before, int count, IReadOnlyList<string> kinds, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await PatientQueries.SiteAsync(connection, patientId, reach) is null
            ? null
            : await PatientQueries.TimelineAsync(connection, patientId, before, count, kinds);
    }

    /// <summary>The whole chart with every correction; null when there is no such patient within reach.</summary>
    public async Task<Chart?> ChartAsync(Guid patientId, Reach reach, CancellationToken cancel = default) =>
        await IsWithinReachAsync(patientId, reach, cancel)
            ? Chart.From(patientId, (await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel)).Select(Line))
            : null;

    /// <summary>The person as written down, to be corrected; null when there is no such patient within reach.</summary>
    public async Task<Person?> PersonAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await PatientQueries.SiteAsync(connection, patientId, reach) is null
            ? null
            : await PatientQueries.PersonAsync(connection, null, patientId);
    }

    /// <summary>For other modules, before they read or write anything of this patient's.</summary>
    public async Task<bool> IsWithinReachAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await PatientQueries.SiteAsync(connection, patientId, reach) is not null;
    }

    /// <summary>Opens a chart. Returns the record number.</summary>
    public Task<Result<string>> RegisterAsync(NewPatient patient, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync(caller.Who, write => RegisterAsync(write, patient, caller), cancel);

    /// <summary>Opens a chart as part of a transaction that begins elsewhere.</summary>
    internal async Task<Result<string>> RegisterAsync(RecordWrite write, NewPatient patient, Caller caller)
    {
        if (patient.Id == Guid.Empty) return new EntryIdMissing();
        if (!patient.Person.HasName) return new NameMissing();
        if (!patient.Person.Checked(Today).Try(out var person, out var refusal)) return refusal;
        var site = patient.SiteId ?? caller.Reach.Home;
        if (!caller.Reach.Includes(site)) return new SiteOutOfReach();
        if (await PatientQueries.RegisteredAsync(write, patient.Id) is { } registered)
            return ChartJson.Write(registered.Person) == ChartJson.Write(person)
                ? registered.RecordNumber
                : new EntryIdReused(patient.Id);
        foreach (var identifier in patient.Identifiers ?? [])
            if (await PatientQueries.IdentifiedAsync(write, identifier) is not null) return new IdentifierTaken(identifier.System);
        var number = await ChartWriting.RegisterAsync(write, patient.Id, person, site, patient.Identifiers ?? []);
        await write.AuditAsync(new AuditLine(caller.Who, "patient.register", patient.Id, Origin: caller.Origin));
        return number;
    }

    /// <summary>Writes name, birth date and contact anew; what stood before stays in the table of persons.</summary>
    public Task<Result<Person>> CorrectPersonAsync(
        Guid patientId, Guid entryId, Person corrected, string reason, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync<Person>(patientId, caller, "person.correct", async write =>
        {
            if (entryId == Guid.Empty) return new EntryIdMissing();
            if (!corrected.HasName) return new NameMissing();
            if (!corrected.Checked(Today).Try(out var person, out var refusal)) return refusal;
            if (!WrittenText.Line(reason, "the reason").Try(out var why, out refusal)) return refusal;
            // A digest of a name alone could be guessed: the retry id is told apart by the reason.
            var request = Seal.Over(PersonCorrected.Name, why);
            if (await AskedBeforeAsync(write, patientId, entryId, request) is { } before) return before.Refusal is { } no ? no : person;
            await ChartWriting.CorrectAsync(write, patientId, entryId, person, why, request);
            return person;
        }, cancel);

    /// <summary>Writes facts into a chart, all or none. Returns how many were new.</summary>
    public Task<Result<int>> AppendFactsAsync(
        Guid patientId, IReadOnlyList<NewFact> facts, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync(patientId, caller, "chart.write", write => ChartWriting.AppendFactsAsync(write, patientId, facts), cancel);

    /// <summary>Writes a note. Returns its text as it was kept.</summary>
    public Task<Result<string>> AddNoteAsync(Guid patientId, Guid entryId, string text, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync<string>(patientId, caller, "note.write", async write =>
        {
            if (!WrittenText.Note(text, "the note").Try(out var note, out var refusal)) return refusal;
            var fact = new ChartFact.NoteAdded(ClinicalTime.At(write.Now), Origin.Staff, note);
            var added = await ChartWriting.AppendFactsAsync(write, patientId,
                [new NewFact(entryId, fact, Seal.Over(ChartFact.NoteAdded.Name, note))]);
            return added.Refusal is { } no ? no : note;
        }, cancel);

    /// <summary>Corrects an entry, or strikes it out; what it said before stays readable.</summary>
    public Task<Result<bool>> AmendAsync(Guid patientId, NewAmendment amendment, Caller caller, CancellationToken cancel = default) =>
        ChangeAsync<bool>(patientId, caller, "chart.amend", async write =>
        {
            if (amendment.EntryId == Guid.Empty) return new EntryIdMissing();
            if (!WrittenText.Line(amendment.Reason, "the reason").Try(out var reason, out var refusal)) return refusal;
            if (await write.FindAsync(StreamName.Patient(patientId), amendment.Target) is not { } target
                || ChartJson.ReadFact(target.Kind, target.Body) is not { } was)
                return new EntryUnknown();
            ChartFact? instead = null;
            if (amendment.Instead is { } read)
            {
                if (!read(target.Kind).Try(out instead, out refusal)) return refusal;
                if (instead.Kind != target.Kind) return new FactUnreadable(target.Kind);
                // Who amends it does not change where it came from.
                instead = instead with { Origin = was.Origin };
                if (ChartWriting.Question(instead, write.Now) is { } question) return question;
            }
            var request = Seal.Over(
                Amendment.Name, amendment.Target.ToString("D"), instead is null ? "" : ChartJson.Write(instead), reason);
            if (await AskedBeforeAsync(write, patientId, amendment.EntryId, request) is { } before) return before;
            await ChartWriting.AmendAsync(write, patientId, amendment.EntryId, amendment.Target, instead, reason, request);
            return true;
        }, cancel);

    /// <summary>Writes what another system tells about one patient: all of it or, when it is refused, none.</summary>
    internal async Task<Result<ChartImported>> ImportAsync(ImportedChart chart, Guid site, string origin, CancellationToken cancel = default)
    {
        try
        {
            return await record.WriteAsync(ChartImport.Author, write => ChartImport.WriteAsync(write, chart, site, origin), cancel);
        }
        catch (ImportRefusedException refused)
        {
            return refused.Refusal;
        }
    }

    /// <summary>
    /// Registers many at once, a few transactions in all: for made-up clinics and measurements of speed. Only for people
    /// nobody has registered yet.
    /// </summary>
    internal async Task RegisterManyAsync(
        IEnumerable<(Guid Id, Person Person, IReadOnlyList<NewFact> Facts)> patients, Guid site, Core.People.Author author,
        CancellationToken cancel = default)
    {
        foreach (var batch in patients.Chunk(2000))
            await record.WriteAsync(author, async write =>
            {
                var number = await write.Connection.QuerySingleAsync<long>(
                    "select coalesce(max(number), 0) from patient_number", transaction: write.Transaction);
                foreach (var (id, person, facts) in batch)
                {
                    await ChartWriting.RegisterAsync(write, id, person.Checked(Today).Value, site, [], ++number);
                    if (facts.Count > 0) _ = (await ChartWriting.AppendFactsAsync(write, id, facts)).Value;
                }
                await write.AuditAsync(new AuditLine(author, "patient.register", Target: batch.Length.ToString(CultureInfo.InvariantCulture)));
                return true;
            }, cancel);
    }

    internal static ChartLine Line(Entry entry) => new(entry.EntryId, entry.Kind, entry.Body, entry.RecordedAt, entry.Author);

    internal DateOnly Today => DateOnly.FromDateTime(clock.GetLocalNow().DateTime);

    // One transaction: the reach is checked, the change made and the audit written together. A refusal writes its line too.
    private Task<Result<T>> ChangeAsync<T>(
        Guid patientId, Caller caller, string action, Func<RecordWrite, Task<Result<T>>> change, CancellationToken cancel) =>
        record.WriteAsync<Result<T>>(caller.Who, async write =>
        {
            var outcome = await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is null
                ? new PatientUnknown()
                : await change(write);
            await write.AuditAsync(new AuditLine(
                caller.Who, action, patientId, Outcome: outcome.Allowed ? "done" : "refused", Reason: outcome.Refusal?.Code ?? caller.Reach.Emergency(patientId)?.Flag ?? "",
                Origin: caller.Origin));
            return outcome;
        }, cancel);

    /// <summary>True when exactly this was written before; a refusal when the id was used for something else; null when it is new.</summary>
    private static async Task<Result<bool>?> AskedBeforeAsync(RecordWrite write, Guid patientId, Guid entryId, string request)
    {
        var known = await write.RequestsAsync(StreamName.Patient(patientId), [entryId]);
        if (!known.TryGetValue(entryId, out var before)) return null;
        return before == request ? true : new EntryIdReused(entryId);
    }
}
