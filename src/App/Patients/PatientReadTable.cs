using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.Units;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>Fills the list, the search words, the timeline and what stands now from the patients' logs.</summary>
internal sealed class PatientReadTable : IReadTable
{
    public string StreamKind => StreamName.Patient(Guid.Empty).Kind;

    public IReadOnlyList<string> Tables { get; } = ["read_patient", "read_patient_word", "read_timeline", "read_standing"];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        if (appended.LastOrDefault(entry => entry.Kind is PatientRegistered.Name or PersonCorrected.Name) is { } identity)
            await FillPersonAsync(write, stream.Id, appended.FirstOrDefault(entry => entry.Kind == PatientRegistered.Name), identity);

        var weighed = false;
        foreach (var entry in appended)
        {
            if (entry.Kind == Amendment.Name)
                weighed |= await AmendAsync(write, stream, entry);
            else if (ChartJson.ReadFact(entry.Kind, entry.Body) is { } fact)
            {
                await PutAsync(write, stream, entry.EntryId, entry.RecordedAt, entry.Author.Name, fact, "");
                weighed |= WeightOf(fact) is not null;
            }
        }
        if (weighed) await NewestWeightAsync(write, stream.Id);
    }

    private static async Task FillPersonAsync(RecordWrite write, Guid patientId, Entry? registered, Entry identity)
    {
        var patient = patientId.ToString("D");
        var version = registered == identity
            ? PatientJson.Registered(identity.Body).PersonVersion
            : PatientJson.Corrected(identity.Body).PersonVersion;
        var person = ChartJson.ReadPerson(await write.Connection.QuerySingleAsync<string>(
            "select body from person where patient_id = @patient and version = @version", new { patient, version }, write.Transaction));
        if (registered is not null)
        {
            var registration = PatientJson.Registered(registered.Body);
            await write.Connection.ExecuteAsync(
                """
                insert into read_patient (patient_id, site_id, record_number, number, display_name, full_name, sort_name, preferred,
                    pronouns, birth_date, sex, deceased, weight, weight_at, weight_precision, last_session_at)
                values (@patient, @site, @recordNumber, @number, '', '', '', '', '', '', '', 0, '', '', '', '')
                """,
                new
                {
                    patient,
                    site = registration.SiteId.ToString("D"),
                    recordNumber = registration.RecordNumber,
                    number = RecordNumber.Number(registration.RecordNumber),
                }, write.Transaction);
        }
        await write.Connection.ExecuteAsync(
            """
            update read_patient set display_name = @display, full_name = @full, sort_name = @sort, preferred = @preferred,
                pronouns = @pronouns, birth_date = @birth, sex = @sex, deceased = @deceased
            where patient_id = @patient
            """,
            new
            {
                patient,
                display = person.DisplayName,
                full = person.FullName,
                sort = SearchWords.SortName(person),
                preferred = person.Preferred ?? "",
                pronouns = person.Pronouns ?? "",
                birth = person.BirthDate?.ToString() ?? "",
                sex = person.SexAtBirth.ToString(),
                deceased = person.Deceased ? 1 : 0,
            }, write.Transaction);
        var number = await write.Connection.QuerySingleAsync<long>(
            "select number from patient_number where patient_id = @patient", new { patient }, write.Transaction);
        if (registered is null)
            await write.Connection.ExecuteAsync("delete from read_patient_word where number = @number", new { number }, write.Transaction);
        foreach (var word in SearchWords.Of(person))
            await write.Connection.ExecuteAsync(
                "insert into read_patient_word (word, number) values (@word, @number)", new { word, number }, write.Transaction);
    }

    /// <summary>Returns true when the amendment touched a weight.</summary>
    private static async Task<bool> AmendAsync(RecordWrite write, StreamName stream, Entry entry)
    {
        var amendment = ChartJson.ReadAmendment(entry.Body);
        var key = new { patient = stream.Id.ToString("D"), stream = stream.ToString(), target = amendment.Target.ToString("D") };
        var shown = await write.Connection.QuerySingleOrDefaultAsync<Shown>(
            """
            select kind as Kind, recorded_at as RecordedAt, author_name as AuthorName, weight as Weight
            from read_timeline where patient_id = @patient and stream = @stream and entry_id = @target
            """, key, write.Transaction);
        if (shown is null) return false;
        if (amendment.Fact is { } body && ChartJson.ReadFact(shown.Kind, body.GetRawText()) is { } fact)
        {
            await PutAsync(write, stream, amendment.Target, Instant.Read(shown.RecordedAt), shown.AuthorName, fact, PatientTimeline.Amended);
            return shown.Weight.Length > 0 || WeightOf(fact) is not null;
        }
        await write.Connection.ExecuteAsync(
            "update read_timeline set state = 'struck', weight = '' where patient_id = @patient and stream = @stream and entry_id = @target",
            key, write.Transaction);
        await write.Connection.ExecuteAsync(
            "delete from read_standing where patient_id = @patient and entry_id = @target", key, write.Transaction);
        return shown.Weight.Length > 0;
    }

    private static async Task PutAsync(
        RecordWrite write, StreamName stream, Guid entryId, DateTimeOffset recordedAt, string author, ChartFact fact, string state)
    {
        await PatientTimeline.PutAsync(write, new TimelineRow(
            stream.Id, stream, entryId, fact.At, recordedAt, fact.Kind, fact.Title, fact.Detail, author,
            fact.Origin.System ?? "", state), WeightOf(fact)?.ToString() ?? "");

        var key = new { patient = stream.Id.ToString("D"), entry = entryId.ToString("D") };
        if (fact is ChartFact.AlertLifted lifted)
        {
            await write.Connection.ExecuteAsync(
                "delete from read_standing where patient_id = @patient and entry_id = @alert",
                new { key.patient, alert = lifted.Alert.ToString("D") }, write.Transaction);
            return;
        }
        var standing = fact switch
        {
            ChartFact.ConditionNoted condition => condition.Standing,
            ChartFact.AllergyNoted allergy => allergy.Standing,
            ChartFact.MedicationNoted medication => medication.Standing,
            ChartFact.AlertRaised => Standing.Active,
            _ => Standing.Past,
        };
        if (standing == Standing.Active)
            await write.Connection.ExecuteAsync(
                """
                insert into read_standing (patient_id, entry_id, kind, title, detail, at, precision)
                values (@patient, @entry, @kind, @title, @detail, @at, @precision)
                on conflict (patient_id, entry_id) do update set
                    title = excluded.title, detail = excluded.detail, at = excluded.at, precision = excluded.precision
                """,
                new
                {
                    key.patient,
                    key.entry,
                    kind = fact.Kind,
                    title = fact.Title,
                    detail = fact.Detail,
                    at = Instant.Text(PatientTimeline.Place(fact.At, recordedAt)),
                    precision = fact.At.Precision.ToString(),
                }, write.Transaction);
        else if (state == PatientTimeline.Amended)
            await write.Connection.ExecuteAsync(
                "delete from read_standing where patient_id = @patient and entry_id = @entry", key, write.Transaction);
    }

    internal static Task NewestWeightAsync(RecordWrite write, Guid patientId) => write.Connection.ExecuteAsync(
        """
        update read_patient set
            weight = coalesce((select t.weight from read_timeline t where t.patient_id = @patient and t.weight <> ''
                order by t.at desc, t.entry_id desc limit 1), ''),
            weight_at = coalesce((select t.at from read_timeline t where t.patient_id = @patient and t.weight <> ''
                order by t.at desc, t.entry_id desc limit 1), ''),
            weight_precision = coalesce((select t.precision from read_timeline t where t.patient_id = @patient and t.weight <> ''
                order by t.at desc, t.entry_id desc limit 1), '')
        where patient_id = @patient
        """, new { patient = patientId.ToString("D") }, write.Transaction);

    private static BodyWeight? WeightOf(ChartFact fact) => (fact as ChartFact.ObservationNoted)?.Measured.Weight;

    private sealed record Shown(string Kind, string RecordedAt, string AuthorName, string Weight);
}
