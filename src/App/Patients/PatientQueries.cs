using System.Data.Common;
using System.Globalization;
using System.Text;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.Units;
using Dapper;

namespace Afterglow.App.Patients;

/// <summary>The reads behind <see cref="PatientRecords"/>. The caller's reach is a condition in each that finds a patient.</summary>
internal static class PatientQueries
{
    private const string Columns =
        """
        p.patient_id as PatientId, p.record_number as RecordNumber, p.display_name as DisplayName, p.full_name as FullName,
        p.preferred as Preferred, p.pronouns as Pronouns, p.birth_date as BirthDate, p.sex as Sex, p.deceased as Deceased,
        p.last_session_at as LastSessionAt, p.site_id as SiteId, p.weight as Weight, p.weight_at as WeightAt,
        p.weight_precision as WeightPrecision
        """;

    public static async Task<IReadOnlyList<ListRow>> SearchAsync(
        DbConnection connection, PatientSearch search, Reach reach, int skip, int take)
    {
        var sql = new StringBuilder("select ").Append(Columns).Append(" from read_patient p where p.site_id in @sites");
        var values = new DynamicParameters(new { sites = reach.SiteTexts, skip, take });
        // Only the names of parameters are put together here; every value travels as a parameter.
        for (var at = 0; at < search.Words.Count; at++)
        {
            var n = at.ToString(CultureInfo.InvariantCulture);
            sql.Append(" and p.patient_id in (select w.patient_id from read_patient_word w where w.word >= @from").Append(n)
                .Append(" and w.word < @to").Append(n).Append(')');
            values.Add("from" + n, search.Words[at]);
            values.Add("to" + n, PatientSearch.End(search.Words[at]));
        }
        for (var at = 0; at < search.BirthDates.Count; at++)
        {
            var n = at.ToString(CultureInfo.InvariantCulture);
            sql.Append(" and p.birth_date >= @born").Append(n).Append(" and p.birth_date < @bornEnd").Append(n);
            values.Add("born" + n, search.BirthDates[at]);
            values.Add("bornEnd" + n, PatientSearch.End(search.BirthDates[at]));
        }
        if (search.RecordNumberPrefix is { } prefix)
        {
            sql.Append(" and p.record_number >= @number and p.record_number < @numberEnd");
            values.AddDynamicParams(new { number = prefix, numberEnd = PatientSearch.End(prefix) });
        }
        if (search.Number is { } digits)
        {
            var year = digits is >= 1880 and <= 2200;
            sql.Append(year
                ? " and (p.number = @digits or (p.birth_date >= @year and p.birth_date < @yearEnd))"
                : " and p.number = @digits");
            var text = digits.ToString(CultureInfo.InvariantCulture);
            values.AddDynamicParams(new { digits, year = text, yearEnd = PatientSearch.End(text) });
        }
        sql.Append(" order by p.sort_name, p.patient_id limit @take offset @skip");
        return [.. await connection.QueryAsync<ListRow>(sql.ToString(), values)];
    }

    public static async Task<(PatientHeader Header, IReadOnlyList<StandingRow> Standing)?> HeaderAsync(
        DbConnection connection, Guid patientId, Reach reach, DateOnly today)
    {
        var row = await connection.QuerySingleOrDefaultAsync<ListRow>(
            "select " + Columns + " from read_patient p where p.patient_id = @patient and p.site_id in @sites",
            new { patient = patientId.ToString("D"), sites = reach.SiteTexts });
        if (row is null) return null;
        var standing = (await connection.QueryAsync<StandingText>(
            """
            select entry_id as EntryId, kind as Kind, title as Title, detail as Detail, at as At, precision as Precision
            from read_standing where patient_id = @patient order by at desc, entry_id
            """, new { patient = patientId.ToString("D") })).Select(text => text.Row()).ToList();
        var header = row.Header(
            today,
            [.. standing.Where(one => one.Kind == ChartFact.AllergyNoted.Name)],
            [.. standing.Where(one => one.Kind == ChartFact.AlertRaised.Name)]);
        return (header, [.. standing.Where(one => one.Kind is ChartFact.ConditionNoted.Name or ChartFact.MedicationNoted.Name)]);
    }

    public static async Task<TimelinePage> TimelineAsync(
        DbConnection connection, Guid patientId, string? before, int count, IReadOnlyList<string> kinds)
    {
        count = Math.Clamp(count, 1, 500);
        var place = Place.Read(before);
        var rows = (await connection.QueryAsync<TimelineText>(
            (place, kinds.Count) switch
            {
                (null, 0) => Select + Order,
                (null, _) => Select + " and kind in @kinds" + Order,
                (_, 0) => Select + Older + Order,
                _ => Select + Older + " and kind in @kinds" + Order,
            },
            new { patient = patientId.ToString("D"), at = place?.At, entry = place?.EntryId, kinds, take = count + 1 })).ToList();
        var next = rows.Count > count ? new Place(rows[count - 1].At, rows[count - 1].EntryId).ToString() : null;
        return new TimelinePage([.. rows.Take(count).Select(row => row.Row())], next);
    }

    /// <summary>The site of a patient within reach; null for every other.</summary>
    public static Task<string?> SiteAsync(DbConnection connection, Guid patientId, Reach reach, DbTransaction? transaction = null) =>
        connection.QuerySingleOrDefaultAsync<string?>(
            "select site_id from read_patient where patient_id = @patient and site_id in @sites",
            new { patient = patientId.ToString("D"), sites = reach.SiteTexts }, transaction);

    public static async Task<Person?> PersonAsync(DbConnection connection, DbTransaction? transaction, Guid patientId) =>
        await connection.QuerySingleOrDefaultAsync<string>(
            "select body from person where patient_id = @patient order by version desc limit 1",
            new { patient = patientId.ToString("D") }, transaction) is { } body
            ? ChartJson.ReadPerson(body)
            : null;

    /// <summary>The person as first registered under this id, whoever may see them; null when the id is free.</summary>
    public static async Task<(Person Person, string RecordNumber)?> RegisteredAsync(RecordWrite write, Guid patientId)
    {
        var patient = patientId.ToString("D");
        var number = await write.Connection.QuerySingleOrDefaultAsync<long?>(
            "select number from patient_number where patient_id = @patient", new { patient }, write.Transaction);
        if (number is null) return null;
        var body = await write.Connection.QuerySingleAsync<string>(
            "select body from person where patient_id = @patient and version = 1", new { patient }, write.Transaction);
        return (ChartJson.ReadPerson(body), RecordNumber.Text(number.Value));
    }

    public static async Task<string> RecordNumberAsync(RecordWrite write, Guid patientId) =>
        RecordNumber.Text(await write.Connection.QuerySingleAsync<long>(
            "select number from patient_number where patient_id = @patient", new { patient = patientId.ToString("D") }, write.Transaction));

    /// <summary>Whom another system means by this number; null when nobody here.</summary>
    public static async Task<Guid?> IdentifiedAsync(RecordWrite write, ForeignIdentifier identifier) =>
        await write.Connection.QuerySingleOrDefaultAsync<string>(
            "select patient_id from person_identifier where system = @System and value = @Value", identifier, write.Transaction) is { } patient
            ? Guid.Parse(patient)
            : null;

    private const string Select =
        """
        select patient_id as PatientId, stream as Stream, entry_id as EntryId, at as At, precision as Precision, recorded_at as RecordedAt,
               kind as Kind, title as Title, detail as Detail, author_name as AuthorName, source as Source, state as State
        from read_timeline where patient_id = @patient
        """;

    private const string Older = " and (at < @at or (at = @at and entry_id < @entry))";

    private const string Order = " order by at desc, entry_id desc limit @take";

    // Where a page of the timeline ended. It travels through the browser, so it is checked when it comes back.
    private sealed record Place(string At, string EntryId)
    {
        public static Place? Read(string? text)
        {
            if (text is null || text.Split('~') is not [var at, var entry] || !Guid.TryParseExact(entry, "D", out _)) return null;
            return at.Length == 28 ? new Place(at, entry) : null;
        }

        public override string ToString() => $"{At}~{EntryId}";
    }

    private sealed class StandingText
    {
        public string EntryId { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Title { get; init; } = "";
        public string Detail { get; init; } = "";
        public string At { get; init; } = "";
        public string Precision { get; init; } = "";

        public StandingRow Row() => new(Guid.Parse(EntryId), Kind, Title, Detail, Stored.Time(At, Precision));
    }

    private sealed class TimelineText
    {
        public string PatientId { get; init; } = "";
        public string Stream { get; init; } = "";
        public string EntryId { get; init; } = "";
        public string At { get; init; } = "";
        public string Precision { get; init; } = "";
        public string RecordedAt { get; init; } = "";
        public string Kind { get; init; } = "";
        public string Title { get; init; } = "";
        public string Detail { get; init; } = "";
        public string AuthorName { get; init; } = "";
        public string Source { get; init; } = "";
        public string State { get; init; } = "";

        public TimelineRow Row() => new(
            Guid.Parse(PatientId), StreamName.Read(Stream), Guid.Parse(EntryId), Stored.Time(At, Precision), Instant.Read(RecordedAt),
            Kind, Title, Detail, AuthorName, Source, State);
    }
}

/// <summary>A row of the list of patients as it is stored.</summary>
internal sealed class ListRow
{
    public string PatientId { get; init; } = "";
    public string RecordNumber { get; init; } = "";
    public string DisplayName { get; init; } = "";
    public string FullName { get; init; } = "";
    public string Preferred { get; init; } = "";
    public string Pronouns { get; init; } = "";
    public string BirthDate { get; init; } = "";
    public string Sex { get; init; } = "";
    public long Deceased { get; init; }
    public string LastSessionAt { get; init; } = "";
    public string SiteId { get; init; } = "";
    public string Weight { get; init; } = "";
    public string WeightAt { get; init; } = "";
    public string WeightPrecision { get; init; } = "";

    public PatientRow Patient() => new(
        Guid.Parse(PatientId), RecordNumber, DisplayName, FullName, Stored.Text(Preferred), Stored.Text(Pronouns),
        PartialDate.Read(BirthDate), Enum.Parse<Sex>(Sex), Deceased != 0,
        LastSessionAt.Length == 0 ? null : Instant.Read(LastSessionAt));

    public PatientHeader Header(DateOnly today, IReadOnlyList<StandingRow> allergies, IReadOnlyList<StandingRow> alerts)
    {
        var birth = PartialDate.Read(BirthDate);
        var weighed = Weight.Length > 0;
        return new PatientHeader(
            Guid.Parse(PatientId), Guid.Parse(SiteId), RecordNumber, DisplayName, FullName, Stored.Text(Preferred), Stored.Text(Pronouns),
            birth, birth?.YearsOn(today), birth?.Day is not null, Enum.Parse<Sex>(Sex), Deceased != 0,
            weighed ? BodyWeight.Read(Weight).Value : null, weighed ? Stored.Time(WeightAt, WeightPrecision) : null, allergies, alerts);
    }
}

internal static class Stored
{
    public static string? Text(string text) => text.Length == 0 ? null : text;

    public static ClinicalTime Time(string at, string precision)
    {
        var instant = Instant.Read(at);
        return Enum.Parse<Precision>(precision) switch
        {
            Precision.Unknown => ClinicalTime.Unknown,
            Precision.Instant => ClinicalTime.At(instant),
            Precision.Day => ClinicalTime.Read(at[..10])!.Value,
            Precision.Month => ClinicalTime.Read(at[..7])!.Value,
            _ => ClinicalTime.Read(at[..4])!.Value,
        };
    }
}
