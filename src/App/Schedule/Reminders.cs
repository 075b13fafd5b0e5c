using System.Globalization;
using Afterglow.App.Design;
using Afterglow.App.Live;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Schedule;

/// <summary>
/// Writes to patients about their appointments: that they are booked or moved, and a few days before. Only to those who
/// allowed it, by the ways they allowed, in their language. Each is claimed by a row of its own in the transaction that puts
/// the message into the outbox, so that on several servers, and after a restart, nobody is told twice.
/// </summary>
public sealed class Reminders(ClinicRecord record, Database database, Outbox outbox, ClinicTexts clinic, IStringLocalizer<PatientWords> words, TimeProvider clock)
{
    /// <summary>The permanent kinds of messages about appointments.</summary>
    public const string Confirmed = "appointment-confirmed", Soon = "appointment-reminder";

    private static readonly Author Writer = new("reminders", "Reminders", [], IsProgram: true);

    /// <summary>Puts whatever is due now into the outbox. Returns how many messages that were.</summary>
    public async Task<int> WriteDueAsync(CancellationToken cancel = default)
    {
        if (Reminding.IsQuiet(clock.GetUtcNow(), clock.LocalTimeZone)) return 0;
        var profile = await clinic.ProfileAsync(cancel);
        var written = 0;
        foreach (var patient in (await WaitingAsync(profile, cancel)).GroupBy(row => row.PatientId))
            written += await record.WriteAsync(Writer, write => WriteAsync(write, Guid.Parse(patient.Key), profile), cancel);
        return written;
    }

    /// <summary>A first look without a transaction: most of the time there is nothing to do.</summary>
    private async Task<IReadOnlyList<Row>> WaitingAsync(ClinicProfile profile, CancellationToken cancel)
    {
        await using var connection = await database.OpenAsync(cancel);
        var now = clock.GetUtcNow();
        var told = (await connection.QueryAsync<(string AppointmentId, string StartsAt, string Kind, string Way)>(
            "select appointment_id, starts_at, kind, way from reminder where starts_at > @now", new { now = Instant.Text(now) })).ToHashSet();
        return
        [
            .. (await connection.QueryAsync<Row>(Row.Select + " order by a.patient_id, a.starts_at", new { now = Instant.Text(now) }))
                .Where(row => row.ToldAt is null || (Due(row, now, profile) is { } days && !told.Contains((row.AppointmentId, row.StartsAt, $"{Soon}-{days}", row.Way)))),
        ];
    }

    // Looked at again inside the transaction: an appointment may have been called off since.
    private async Task<int> WriteAsync(RecordWrite write, Guid patientId, ClinicProfile profile)
    {
        var now = write.Now;
        var rows = (await write.Connection.QueryAsync<Row>(
            Row.Select + " and a.patient_id = @patient order by a.starts_at", new { now = Instant.Text(now), patient = patientId.ToString("D") }, write.Transaction)).ToList();
        if (rows.Count == 0 || await PatientQueries.PersonAsync(write.Connection, write.Transaction, patientId) is not { Deceased: false } person) return 0;
        var written = 0;
        foreach (var way in new[] { Outbox.Email, Outbox.Text })
        {
            var of = rows.Where(row => row.Way == way).ToList();
            if (of.Count == 0 || Address(person, way) is not { } address) continue;
            var fresh = of.Where(row => row.ToldAt is null).ToList();
            // One letter for a series; as a text, the next appointment only.
            if (await ClaimAsync(write, fresh, Confirmed, now) is { Count: > 0 } told)
                written += await PutAsync(write, told, Confirmed, person, address, way, profile);
            foreach (var row in of.Where(row => row.ToldAt is not null))
                if (Due(row, now, profile) is { } days && await ClaimAsync(write, [row], $"{Soon}-{days}", now) is { Count: > 0 } one)
                    written += await PutAsync(write, one, Soon, person, address, way, profile);
        }
        return written;
    }

    private int? Due(Row row, DateTimeOffset now, ClinicProfile profile) =>
        Reminding.Due(Instant.Read(row.StartsAt), Instant.Read(row.ToldAt!), now, clock.LocalTimeZone, profile.ReminderDays);

    /// <summary>Those of which this server won the right to tell.</summary>
    private static async Task<IReadOnlyList<Row>> ClaimAsync(RecordWrite write, IReadOnlyList<Row> rows, string kind, DateTimeOffset now)
    {
        var won = new List<Row>();
        foreach (var row in rows)
            if (await write.Connection.ExecuteAsync(
                "insert into reminder (appointment_id, starts_at, kind, way, made_at, message_id) values (@id, @starts, @kind, @way, @now, '') on conflict do nothing",
                new { id = row.AppointmentId, starts = row.StartsAt, kind, way = row.Way, now = Instant.Text(now) }, write.Transaction) == 1)
                won.Add(row with { Claimed = kind });
        return won;
    }

    private async Task<int> PutAsync(RecordWrite write, IReadOnlyList<Row> rows, string kind, Person person, string address, string way, ClinicProfile profile)
    {
        var id = Guid.CreateVersion7(write.Now);
        var language = Languages.Has(rows[0].Language) ? rows[0].Language : Languages.Default;
        var envelope = way == Outbox.Text
            ? new Envelope(address, person.FullName, "", ShortText(rows[0], language, profile))
            : new Envelope(address, person.FullName, words.In(language, "mail.subject." + kind, profile.Name), Letter(rows, kind, language, person, profile));
        await outbox.PutAsync(write, new NewMessage(id, kind, Guid.Parse(rows[0].SiteId), StreamName.Patient(Guid.Parse(rows[0].PatientId)).ToString(), language, envelope) { Way = way });
        foreach (var row in rows)
            await write.Connection.ExecuteAsync(
                "update reminder set message_id = @message where appointment_id = @id and starts_at = @starts and kind = @kind and way = @way",
                new { message = id.ToString("D"), id = row.AppointmentId, starts = row.StartsAt, kind = row.Claimed, way }, write.Transaction);
        return 1;
    }

    /// <summary>No drug, no diagnosis, no name of a treatment: email is a postcard. How to prepare stands in it where the clinic chose so.</summary>
    private string Letter(IReadOnlyList<Row> rows, string kind, string language, Person person, ClinicProfile profile)
    {
        string Words(string key, params object[] arguments) => words.In(language, key, arguments);
        var phone = profile.Phone.Length > 0 ? profile.Phone : Words("mail.no-phone");
        var text = new List<string>
        {
            Words("mail.greeting", person.Preferred ?? person.Given.FirstOrDefault() ?? person.Family ?? ""), "",
            Words(kind == Soon ? "reminder.soon" : rows.Count == 1 ? "reminder.confirmed.one" : "reminder.confirmed.many"), "",
        };
        text.AddRange(rows.Select(row => "  " + When(row, language)));
        text.Add("");
        if (profile.Address.Length > 0) text.Add(Words("reminder.where", profile.Address));
        if (profile.RemindersTellPreparation && Protocols.Find(rows[0].ProtocolId) is { } protocol)
        {
            text.Add("");
            text.Add(Words("reminder.prepare"));
            text.AddRange(Preparation(protocol).Select(key => "- " + Words(key)));
        }
        else text.Add(Words("reminder.prepare.call", phone));
        text.AddRange([Words("reminder.change", phone), "", Words("mail.signature", "", profile.Name, "", "", phone), "", Words("reminder.stop"), Words("mail.crisis"), ""]);
        return string.Join('\n', text);
    }

    private string ShortText(Row row, string language, ClinicProfile profile)
    {
        var (day, time) = Moment(row, language);
        return words.In(language, "text.reminder", profile.Name, day, time, profile.Phone.Length > 0 ? profile.Phone : words.In(language, "mail.no-phone"));
    }

    /// <summary>What a protocol asks of whoever comes, as keys of words: each stands for a rule of the protocol's gate.</summary>
    internal static IEnumerable<string> Preparation(Protocol protocol)
    {
        foreach (var rule in protocol.GateRules)
            if (rule.Id switch
                {
                    "g_fast_rac" => "prepare.fasting.racemic",
                    "g_fast_esk" => "prepare.fasting.esketamine",
                    "g_nasal" => "prepare.nasal",
                    "g_escort" => "prepare.driver",
                    "g_meds" => "prepare.medicines",
                    _ => null,
                } is { } key) yield return key;
    }

    private string When(Row row, string language)
    {
        var (day, time) = Moment(row, language);
        return words.In(language, "reminder.when", day, time);
    }

    private (string Day, string Time) Moment(Row row, string language)
    {
        var culture = Languages.Of(language);
        var local = clock.Local(Instant.Read(row.StartsAt)).DateTime;
        return (culture.DayWords(DateOnly.FromDateTime(local)), local.ToString(language == "en" ? "h:mm tt" : "H:mm", language == "en" ? CultureInfo.GetCultureInfo("en-US") : culture));
    }

    private static string? Address(Person person, string way) =>
        (way == Outbox.Email ? person.Contact.Email : person.Contact.Phone) is { Length: > 0 } address ? address : null;

    private sealed record Row
    {
        // One row an appointment and a way that its patient allowed.
        public const string Select =
            """
            select a.appointment_id as AppointmentId, a.site_id as SiteId, a.patient_id as PatientId, a.starts_at as StartsAt, a.protocol_id as ProtocolId,
                   w.language as Language, v.way as Way,
                   (select r.made_at from reminder r where r.appointment_id = a.appointment_id and r.starts_at = a.starts_at and r.way = v.way and r.kind = 'appointment-confirmed') as ToldAt
            from read_appointment a join read_message_wish w on w.patient_id = a.patient_id
            join (select 'email' as way union all select 'text' as way) v on (v.way = 'email' and w.email = 1) or (v.way = 'text' and w.text = 1)
            where a.cancelled = 0 and a.starts_at > @now
            """;

        public string AppointmentId { get; init; } = "";
        public string SiteId { get; init; } = "";
        public string PatientId { get; init; } = "";
        public string StartsAt { get; init; } = "";
        public string ProtocolId { get; init; } = "";
        public string Language { get; init; } = "";
        public string Way { get; init; } = "";
        public string? ToldAt { get; init; }
        public string Claimed { get; init; } = "";
    }
}

/// <summary>Asks every five minutes whether somebody is to be told of an appointment.</summary>
public sealed partial class ReminderRounds(Reminders reminders, TimeProvider clock, ILogger<ReminderRounds> log) : BackgroundService
{
    private static readonly TimeSpan Pace = TimeSpan.FromMinutes(5);

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Rounds.GoAsync(Pace, clock, reminders.WriteDueAsync, fault => Stumbled(log, fault), stoppingToken);

    [LoggerMessage(Level = LogLevel.Error, Message = "Reminders could not be looked at; they are tried again in five minutes.")]
    private static partial void Stumbled(ILogger log, Exception fault);
}

/// <summary>
/// Takes back what has not gone yet about an appointment that was moved or called off, in the transaction that moves it:
/// nobody is reminded of what is no longer so. The others of a letter are told again.
/// </summary>
internal sealed class RemindersTakenBack : IReadTable
{
    public string StreamKind => StreamName.Schedule(Guid.Empty).Kind;

    /// <summary>None: what was told is no part of the record.</summary>
    public IReadOnlyList<string> Tables => [];

    public async Task FillAsync(RecordWrite write, StreamName stream, IReadOnlyList<Entry> appended)
    {
        foreach (var entry in appended)
        {
            Guid? appointment = ScheduleJson.Read(entry.Kind, entry.Body) switch
            {
                ScheduleEvent.AppointmentMoved moved => moved.AppointmentId,
                ScheduleEvent.AppointmentCancelled cancelled => cancelled.AppointmentId,
                _ => null,
            };
            if (appointment is not { } id) continue;
            foreach (var message in (await write.Connection.QueryAsync<string>(
                "select distinct message_id from reminder where appointment_id = @id and message_id <> '' and made_at <= @at",
                new { id = id.ToString("D"), at = Instant.Text(entry.RecordedAt) }, write.Transaction)).ToList())
                if (await write.Connection.ExecuteAsync(
                    "update message set state = 'withdrawn', envelope = '' where id = @message and state in ('waiting', 'failed') and claimed_by = ''",
                    new { message }, write.Transaction) > 0)
                    await write.Connection.ExecuteAsync("delete from reminder where message_id = @message", new { message }, write.Transaction);
        }
    }
}
