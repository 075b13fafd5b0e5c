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
        var sites = reach.SiteTexts;
        var values = new DynamicParameters(new { sites, skip, take });
        var criteria = Criteria(search, values);
        var first = await RarestAsync(connection, criteria, values, skip + take);
        // Only the application's own words are put together here; every value travels as a parameter.
        var page = new StringBuilder("select p.number from ");
        if (first is not null) page.Append("(select distinct ").Append(first.Numbers).Append(") d cross join read_patient p where p.number = d.number and ");
        else page.Append("read_patient p where ");
        // The index by site helps only to pass a single site in order of name; the expression keeps it out of the way.
        page.Append(first is null && sites.Count == 1 ? "p.site_id in @sites" : "(p.site_id || '') in @sites");
        foreach (var criterion in criteria.Where(criterion => criterion != first)) page.Append(" and ").Append(criterion.Filter);
        page.Append(" order by p.sort_name, p.patient_id limit @take offset @skip");
        return [.. await connection.QueryAsync<ListRow>(
            $"select {Columns} from read_patient p where p.number in ({page}) order by p.sort_name, p.patient_id", values)];
    }

    /// <summary>One thing that was typed.</summary>
    /// <param name="Numbers">Finds everybody it fits, through an index: what follows a <c>select</c>.</param>
    /// <param name="Filter">Says whether it fits the patient <c>p</c>.</param>
    private sealed record Criterion(string Numbers, string Filter);

    private static List<Criterion> Criteria(PatientSearch search, DynamicParameters values)
    {
        var criteria = new List<Criterion>();
        foreach (var word in search.Words)
        {
            var range = Range(word, "w.word");
            criteria.Add(new(
                $"w.number from read_patient_word w where {range}",
                $"exists (select 1 from read_patient_word w where w.number = p.number and {range})"));
        }
        foreach (var born in search.BirthDates)
        {
            var range = Range(born, "p.birth_date");
            criteria.Add(new($"p.number from read_patient p where {range}", range));
        }
        if (search.RecordNumberPrefix is { } prefix)
        {
            var range = Range(prefix, "p.record_number");
            criteria.Add(new($"p.number from read_patient p where {range}", range));
        }
        if (search.Number is { } number)
        {
            values.Add("number", number);
            // Four digits may be the number of a record and may be the year of birth.
            if (number is >= 1880 and <= 2200)
            {
                var range = Range(number.ToString(CultureInfo.InvariantCulture), "p.birth_date");
                criteria.Add(new(
                    $"p.number from read_patient p where p.number = @number union select p.number from read_patient p where {range}",
                    $"(p.number = @number or ({range}))"));
            }
            else criteria.Add(new("p.number from read_patient p where p.number = @number", "p.number = @number"));
        }
        return criteria;

        string Range(string from, string column)
        {
            var n = values.ParameterNames.Count().ToString(CultureInfo.InvariantCulture);
            values.Add("from" + n, from);
            values.Add("to" + n, PatientSearch.End(from));
            return $"{column} >= @from{n} and {column} < @to{n}";
        }
    }

    /// <summary>
    /// What to begin with: those whom one criterion finds, to be sorted; or, as null, everybody in order of name until the
    /// page is full. A rare name wants the first, a common letter the second, and no database knows which it is.
    /// </summary>
    private static async Task<Criterion?> RarestAsync(
        DbConnection connection, List<Criterion> criteria, DynamicParameters values, int wanted)
    {
        if (criteria.Count == 0) return null;
        // Counting on would cost more than it tells.
        const int Many = 10_000;
        double everybody = await connection.QuerySingleAsync<long>("select coalesce(max(number), 0) + 1 from read_patient");
        double matches = everybody, fewest = double.MaxValue;
        Criterion? rarest = null;
        foreach (var criterion in criteria)
        {
            var found = await connection.QuerySingleAsync<long>(
                $"select count(*) from (select {criterion.Numbers} limit {Many}) some", values);
            matches *= found / everybody;
            if (found < fewest) (fewest, rarest) = (found, criterion);
        }
        // Looking somebody up costs about as much as passing on to the next in order.
        var inOrder = matches < 1 ? everybody : Math.Min(everybody, wanted * everybody / matches);
        return fewest < inOrder ? rarest : null;
    }

    public static async Task<(PatientHeader Header, IReadOnlyList<StandingRow> Standing)?> HeaderAsync(
        DbConnection connection, Guid patientId, Reach reach, DateOnly today)
    {
        var row = await connection.QuerySingleOrDefaultAsync<ListRow>(
            "select " + Columns + " from read_patient p where p.patient_id = @patient and (p.site_id in @sites or p.patient_id in @emergencies)",
            new { patient = patientId.ToString("D"), sites = reach.SiteTexts, emergencies = reach.EmergencyTexts });
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
            "select site_id from read_patient where patient_id = @patient and (site_id in @sites or patient_id in @emergencies)",
            new { patient = patientId.ToString("D"), sites = reach.SiteTexts, emergencies = reach.EmergencyTexts }, transaction);

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
