using System.Data.Common;
using System.Globalization;
using Afterglow.App.Design;
using Afterglow.App.Measures;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.App.Safety;
using Afterglow.Core;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Dapper;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>What an answer led to.</summary>
/// <param name="Raised">What this answer says that the others do not; empty most of the time. The same where it is sent again.</param>
public sealed record CheckInStep(PatientCheckIn CheckIn, IReadOnlyList<Concern> Raised)
{
    /// <summary>The patient is shown whom to call before anything else.</summary>
    public bool ShowsHelp => Raised.Any(concern => concern.ShowsHelp());
}

/// <summary>A check-in as staff see it in a list.</summary>
public sealed record CheckInRow(
    Guid Id, string State, DateTimeOffset AskedAt, DateTimeOffset ClosesAt, IReadOnlyList<string> Occasions, IReadOnlyList<string> Instruments, int Answered, int Of, DateTimeOffset? EndedAt, int Messages);

/// <summary>
/// The one door to the check-ins. Each answer is an entry of its own, on the disk before the patient sees the next
/// question; an answer that is sent twice is written once; a complete instrument becomes a score in the transaction of its
/// last answer.
/// </summary>
public sealed class CheckInRecords(
    ClinicRecord record, Database database, PatientLinks links, Outbox outbox, ClinicTexts clinic, Wordings wordings, WritingTogether together, CheckInScores scores,
    SafetyNet net, IStringLocalizer<PatientWords> words, TimeProvider clock)
{
    /// <summary>The permanent kinds of messages that bring a link.</summary>
    public const string Link = "check-in-link", Reminder = "check-in-reminder";

    /// <summary>How long what staff ask for stays open.</summary>
    public static Sourced<TimeSpan> AskedByStaff { get; } = new(TimeSpan.FromDays(3), Source.Assumed("Three days to answer what was asked outside the rhythm; the score is of the day it is given."));

    // Asks for the transaction until it is known whose answer it is; writes nothing itself.
    private static readonly Author Asker = new("check-ins", "Check-ins", [], IsProgram: true);

    internal static StreamName Stream(Guid id) => new("check-in", id);

    internal static PatientCheckIn? Fold(Guid id, IReadOnlyList<Entry> entries) => PatientCheckIn.From(id, Log(entries));

    private static IReadOnlyList<CheckInEntry> Log(IReadOnlyList<Entry> entries) =>
        [.. entries.Select(entry => new CheckInEntry(entry.EntryId, entry.RecordedAt, entry.Author, CheckInJson.Read<CheckInEvent>(entry.Kind, entry.Body)))];

    /// <summary>The check-in that waits for a patient, the one that closes first; null when none does. Changes nothing.</summary>
    public async Task<PatientCheckIn?> OpenOfAsync(Guid patientId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await OpenIdAsync(connection, null, patientId) is { } id ? await FindAsync(id, cancel) : null;
    }

    /// <summary>The newest check-in of a patient that is over; null when there was none.</summary>
    public async Task<PatientCheckIn?> LastOfAsync(Guid patientId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QueryFirstOrDefaultAsync<string>(
            "select check_in_id from read_check_in where patient_id = @patient and state = 'finished' order by ended_at desc, check_in_id desc limit 1",
            new { patient = patientId.ToString("D") }) is { } id ? await FindAsync(Guid.Parse(id), cancel) : null;
    }

    public async Task<PatientCheckIn?> FindAsync(Guid id, CancellationToken cancel = default) => Fold(id, await record.ReadAsync(Stream(id), cancel: cancel));

    /// <summary>The patient opens their questions: that is written down like any other reading.</summary>
    public Task ReadAsync(PatientLink link, PatientCheckIn checkIn, string origin, CancellationToken cancel = default) =>
        together.WriteAsync(link.Patient, async write =>
        {
            await write.AuditAsync(new AuditLine(link.Patient, "check-in.read", link.PatientId, Stream(checkIn.Id).ToString(), Origin: origin));
            return true;
        }).WaitAsync(cancel);

    /// <summary>
    /// One answer of whoever was let in with a link. The link and the check-in are looked up in the transaction that writes:
    /// this is asked thousands of times in the same minutes of an evening.
    /// </summary>
    public Task<Result<CheckInStep>> AnswerAsync(Guid linkId, string key, int? value, string origin) =>
        together.WriteAsync<Result<CheckInStep>>(Asker, async write =>
        {
            if (!(await links.FindAsync(write, linkId)).Try(out var link, out var refusal)) return refusal;
            if (link.Purpose == LinkPurpose.Here) return new LinkUnknown();
            write = write.As(link.Patient);
            if (await OpenIdAsync(write.Connection, write.Transaction, link.PatientId) is { } id) return await AnswerAsync(write, link, id, key, value, origin);
            // What ended last must be what was finished: the same question of one whose time ran out was answered nowhere.
            if (await EndedIdAsync(write, link.PatientId) is not { } over || Fold(over, await write.ReadAsync(Stream(over))) is not { } last) return new CheckInRanOut();
            // Sent again after the last answer: it is finished, and that is what is said.
            var given = last.FinishedAt is null ? null : last.Answers.GetValueOrDefault(key);
            if (given is not null && given.Value == value) return new CheckInStep(last, Said(last, key));
            // Too late to be an answer; never too late to be heard.
            if (await LateAsync(write, link, last, key, value, origin) is { Count: > 0 } raised) return new CheckInStep(last, raised);
            return given is null ? new CheckInRanOut() : new CheckInStep(last, Said(last, key));
        });

    /// <summary>As above, where the link and the check-in are known.</summary>
    public Task<Result<CheckInStep>> AnswerAsync(PatientLink link, Guid id, string key, int? value, string origin) =>
        together.WriteAsync(link.Patient, write => AnswerAsync(write, link, id, key, value, origin));

    // Written, with whatever it raises and with the score it completes, before it is acknowledged.
    private async Task<Result<CheckInStep>> AnswerAsync(RecordWrite write, PatientLink link, Guid id, string key, int? value, string origin)
    {
        var log = Log(await write.ReadAsync(Stream(id)));
        var before = PatientCheckIn.From(id, log);
        if (before is null || before.Asked.PatientId != link.PatientId) return new QuestionNotAsked();
        if (!before.Answer(key, value, write.Now).Try(out var happened, out var refusal))
            // Sent twice, and what followed has made the question needless: it was answered so.
            return refusal is QuestionNotAsked && before.Answers.TryGetValue(key, out var given) && given.Value == value ? new CheckInStep(before, Said(before, key)) : refusal;
        if (happened is null) return new CheckInStep(before, Said(before, key));
        // Folded here and not read again: this transaction holds the only right to write.
        List<CheckInEntry> now = [.. log, new(Guid.CreateVersion7(write.Now), write.Now, link.Patient, happened)];
        var after = PatientCheckIn.From(id, now)!;
        var instrument = after.Instruments.First(one => one.Id == ((CheckInEvent.Answered)happened).Instrument);
        if (after.IsComplete(instrument)) await scores.WriteAsync(write, after, instrument);
        if (after.Next is null)
        {
            now.Add(new(SafetyNet.Derived($"{id:D} finished"), write.Now, link.Patient, new CheckInEvent.Finished()));
            after = PatientCheckIn.From(id, now)!;
        }
        if (!await write.AppendAsync(Stream(id), before.Version, [.. now.Skip(log.Count).Select(line => new NewEntry(line.EntryId, CheckInJson.Kind(line.Event), CheckInJson.Write(line.Event)))]))
            throw new InvalidOperationException($"check-in/{id:D} was overtaken inside a transaction.");
        await write.AuditAsync(new AuditLine(link.Patient, "check-in.answer", link.PatientId, Stream(id).ToString(), Origin: origin));
        return new CheckInStep(after, Raised(before, after, instrument));
    }

    // What tells of a risk after the questions have ended is a task and shows help; it stays outside the score.
    private async Task<IReadOnlyList<Concern>> LateAsync(RecordWrite write, PatientLink link, PatientCheckIn last, string key, int? value, string origin)
    {
        if (Named(last, key) is not { } question || value is not { } said || !question.Item.Holds(said)) return [];
        var with = With(last, key, value, write.Now);
        var raised = Raised(Without(last, key), with, question.Instrument);
        if (raised.Count > 0)
            await TellAsync(
                write, link, last.Id, with.RisksOf(question.Instrument).Where(risk => risk.Concern() is { } concern && raised.Contains(concern)),
                "Sent after these questions had ended: it is in no score.", "check-in.said-too-late", origin);
        return raised;
    }

    // What is no answer and says that somebody must look.
    private async Task TellAsync(RecordWrite write, PatientLink link, Guid id, IEnumerable<Risk> risks, string how, string action, string origin)
    {
        foreach (var risk in risks)
            await net.OpenAsync(write, new RaisedConcern(link.SiteId, link.PatientId, null, risk.Concern()!.Value, $"{risk.Says()} {how}", Stream(id)));
        await write.AuditAsync(new AuditLine(link.Patient, action, link.PatientId, Stream(id).ToString(), Origin: origin));
    }

    private async Task<Guid?> OpenIdAsync(DbConnection connection, DbTransaction? transaction, Guid patientId) =>
        await connection.QueryFirstOrDefaultAsync<string>(
            "select check_in_id from read_check_in where patient_id = @patient and state = 'open' and closes_at > @now order by closes_at, check_in_id limit 1",
            new { patient = patientId.ToString("D"), now = Instant.Text(clock.GetUtcNow()) }, transaction) is { } id ? Guid.Parse(id) : null;

    // The check-in that nobody can answer any more and that ended last, whichever way.
    private static async Task<Guid?> EndedIdAsync(RecordWrite write, Guid patientId) =>
        await write.Connection.QueryFirstOrDefaultAsync<string>(
            "select check_in_id from read_check_in where patient_id = @patient order by case when state = 'finished' then ended_at else closes_at end desc, check_in_id desc limit 1",
            new { patient = patientId.ToString("D") }, write.Transaction) is { } id ? Guid.Parse(id) : null;

    /// <summary>
    /// Somebody who holds the link answered the first question and has not given the birth date yet: nothing is written as an
    /// answer. What it raises does not wait for a birth date.
    /// </summary>
    public async Task<Result<IReadOnlyList<Concern>>> SayBeforeProofAsync(PatientLink link, PatientCheckIn checkIn, string key, int? value, string origin, CancellationToken cancel = default)
    {
        if (!checkIn.Answer(key, value, clock.GetUtcNow()).Try(out var happened, out var refusal)) return refusal;
        if (happened is not CheckInEvent.Answered answered) return Array.Empty<Concern>();
        var as_if = Fold(checkIn.Id, await record.ReadAsync(Stream(checkIn.Id), cancel: cancel))!;
        as_if = With(as_if, key, value, clock.GetUtcNow());
        var instrument = as_if.Instruments.First(one => one.Id == answered.Instrument);
        var risks = as_if.RisksOf(instrument).Where(risk => risk.Concern() is not null).ToList();
        if (risks.Count == 0) return Array.Empty<Concern>();
        await record.WriteAsync(link.Patient, async write =>
        {
            await TellAsync(write, link, checkIn.Id, risks, "Said by whoever opened the link, before the birth date was given.", "check-in.said-before-proof", origin);
            return true;
        }, cancel);
        return risks.Select(risk => risk.Concern()!.Value).Distinct().ToList();
    }

    /// <summary>Staff ask a patient now. Returns the address to hand over where it is not sent; empty where it is.</summary>
    public async Task<Result<string>> SendAsync(Guid patientId, Guid entryId, IReadOnlyList<string> instruments, bool send, string address, Caller caller, CancellationToken cancel = default)
    {
        var worded = await wordings.ShowableAsync(cancel);
        var asked = instruments.Distinct().Select(Instruments.Find).OfType<Instrument>().Where(one => one.ByPatient && worded.Contains(one.Id)).ToList();
        if (asked.Count == 0) return new NothingToAsk();
        if (entryId == Guid.Empty) return new EntryIdMissing();
        var profile = await clinic.ProfileAsync(cancel);
        return await record.WriteAsync<Result<string>>(caller.Who, async write =>
        {
            if (await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is not { } site) return new PatientUnknown();
            if (await write.VersionAsync(Stream(entryId)) > 0) return "";
            var lines = (await write.ReadAsync(StreamName.Patient(patientId))).Select(PatientRecords.Line).ToList();
            var person = await PatientQueries.PersonAsync(write.Connection, write.Transaction, patientId);
            if (send && string.IsNullOrWhiteSpace(person?.Contact.Email) && string.IsNullOrWhiteSpace(person?.Contact.Phone)) return new NoWayToSend();
            var language = PatientLanguage.Of(lines);
            await AskAsync(write, entryId, new CheckInEvent.Asked(patientId, Guid.Parse(site), [], [.. asked.Select(one => one.Id)], write.Now + AskedByStaff.Value, language));
            await write.AuditAsync(new AuditLine(caller.Who, "check-in.ask", patientId, Stream(entryId).ToString(), Origin: caller.Origin));
            var checkIn = Fold(entryId, await write.ReadAsync(Stream(entryId)))!;
            var key = await links.MakeAsync(write, Guid.CreateVersion7(write.Now), LinkPurpose.CheckIn, patientId, Guid.Parse(site), language, checkIn.Asked.ClosesAt - write.Now);
            if (!send) return $"{address}/link/{key}";
            var way = string.IsNullOrWhiteSpace(person!.Contact.Email) ? Outbox.Text : Outbox.Email;
            await PutAsync(write, checkIn, 0, way, person, key, profile, address);
            return "";
        }, cancel);
    }

    /// <summary>A check-in begins to wait; nothing where it waits already.</summary>
    internal static async Task<bool> AskAsync(RecordWrite write, Guid id, CheckInEvent.Asked asked)
    {
        if (await write.VersionAsync(Stream(id)) > 0) return false;
        await AppendAsync(write, id, 0, id, asked);
        return true;
    }

    /// <summary>Its time is over.</summary>
    internal static async Task RunOutAsync(RecordWrite write, PatientCheckIn checkIn)
    {
        // A suicide screen that was begun and not finished clears nobody.
        var unfinished = checkIn.Instruments.Where(instrument => instrument.Scoring is Scoring.Branching && !checkIn.IsComplete(instrument)
            && instrument.Items.Any(item => checkIn.Answers.ContainsKey($"{instrument.Id}.{item.Key}"))).Select(instrument => instrument.Id).ToList();
        await AppendAsync(write, checkIn.Id, checkIn.Version, SafetyNet.Derived($"{checkIn.Id:D} ran out"), new CheckInEvent.RanOut(unfinished));
    }

    /// <summary>Puts the message with the link into the outbox. No drug, no illness, no name of an instrument: email is a postcard.</summary>
    internal async Task PutAsync(RecordWrite write, PatientCheckIn checkIn, int number, string way, Person person, string key, ClinicProfile profile, string address)
    {
        var language = checkIn.Asked.Language;
        var name = person.Preferred ?? person.Given.FirstOrDefault() ?? person.Family ?? "";
        var closes = clock.Local(checkIn.Asked.ClosesAt).DateTime;
        var culture = Languages.Of(language);
        var until = $"{culture.DayWords(DateOnly.FromDateTime(closes))}, {closes.ToString(language == "en" ? "h:mm tt" : "H:mm", language == "en" ? CultureInfo.GetCultureInfo("en-US") : culture)}";
        var kind = number == 0 ? Link : Reminder;
        string Words(string part) => words.In(language, part, name, profile.Name, $"{address}/link/{key}", until, profile.Phone.Length > 0 ? profile.Phone : words.In(language, "mail.no-phone"));
        var envelope = way == Outbox.Text
            ? new Envelope(person.Contact.Phone!, person.FullName, "", Words("text.check-in"))
            : new Envelope(person.Contact.Email!, person.FullName, Words("mail.subject." + kind),
                $"{Words("mail.greeting")}\n\n{Words("mail." + kind)}\n\n{Words("mail.signature")}\n\n{Words("reminder.stop")}\n{Words("mail.crisis")}\n");
        await outbox.PutAsync(write, new NewMessage(
            SafetyNet.Derived($"{checkIn.Id:D} {number} {way}"), kind, checkIn.Asked.SiteId, StreamName.Patient(checkIn.Asked.PatientId).ToString(), language, envelope) { Way = way });
        await write.Connection.ExecuteAsync(
            "insert into check_in_message (check_in_id, number, way, made_at) values (@id, @number, @way, @now) on conflict do nothing",
            new { id = checkIn.Id.ToString("D"), number, way, now = Instant.Text(write.Now) }, write.Transaction);
    }

    /// <summary>The newest check-ins of a patient; null when there is no such patient within reach.</summary>
    public async Task<IReadOnlyList<CheckInRow>?> OfPatientAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        if (await PatientQueries.SiteAsync(connection, patientId, reach) is null) return null;
        return [.. (await connection.QueryAsync<Stored>(
            """
            select c.check_in_id as Id, c.state as State, c.asked_at as AskedAt, c.closes_at as ClosesAt, c.occasions as Occasions, c.instruments as Instruments,
                   c.answered as Answered, c.needed as Needed, c.ended_at as EndedAt,
                   (select count(*) from check_in_message m where m.check_in_id = c.check_in_id) as Messages
            from read_check_in c where c.patient_id = @patient order by c.asked_at desc, c.check_in_id desc limit 100
            """, new { patient = patientId.ToString("D") })).Select(row => row.Row())];
    }

    // What an answer that is written already says: sent again because the reply was lost, it leads to the same page.
    private static IReadOnlyList<Concern> Said(PatientCheckIn checkIn, string key) =>
        Named(checkIn, key) is { } question ? Raised(Without(checkIn, key), checkIn, question.Instrument) : [];

    // A question by its name, whether or not the answers so far have it asked.
    private static CheckInQuestion? Named(PatientCheckIn checkIn, string key) =>
        checkIn.Instruments.SelectMany(instrument => Enumerable.Range(0, instrument.Items.Count).Select(place => new CheckInQuestion(instrument, place))).FirstOrDefault(question => question.Key == key);

    private static PatientCheckIn Without(PatientCheckIn checkIn, string key) =>
        checkIn with { Answers = checkIn.Answers.Where(given => given.Key != key).ToDictionary(StringComparer.Ordinal) };

    private static PatientCheckIn With(PatientCheckIn checkIn, string key, int? value, DateTimeOffset at) =>
        checkIn with { Answers = new Dictionary<string, GivenAnswer>(checkIn.Answers, StringComparer.Ordinal) { [key] = new GivenAnswer(value, at) } };

    private static IReadOnlyList<Concern> Raised(PatientCheckIn before, PatientCheckIn after, Instrument instrument)
    {
        var known = before.RisksOf(instrument).Select(risk => (risk.Concern(), risk.Value, risk.Item)).ToHashSet();
        return [.. after.RisksOf(instrument).Where(risk => !known.Contains((risk.Concern(), risk.Value, risk.Item))).Select(risk => risk.Concern()).OfType<Concern>().Distinct()];
    }

    private static async Task AppendAsync(RecordWrite write, Guid id, int version, Guid entryId, CheckInEvent happened)
    {
        // The version was read inside this transaction, which holds the only right to write.
        if (!await write.AppendAsync(Stream(id), version, [new NewEntry(entryId, CheckInJson.Kind(happened), CheckInJson.Write(happened))]))
            throw new InvalidOperationException($"check-in/{id:D} was overtaken inside a transaction.");
    }

    private sealed class Stored
    {
        public string Id { get; init; } = "";
        public string State { get; init; } = "";
        public string AskedAt { get; init; } = "";
        public string ClosesAt { get; init; } = "";
        public string Occasions { get; init; } = "";
        public string Instruments { get; init; } = "";
        public long Answered { get; init; }
        public long Needed { get; init; }
        public string EndedAt { get; init; } = "";
        public long Messages { get; init; }

        public CheckInRow Row() => new(
            Guid.Parse(Id), State, Instant.Read(AskedAt), Instant.Read(ClosesAt), Occasions.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Instruments.Split(' ', StringSplitOptions.RemoveEmptyEntries), (int)Answered, (int)Needed, EndedAt.Length > 0 ? Instant.Read(EndedAt) : null, (int)Messages);
    }
}

/// <summary>Nothing that a patient can answer alone.</summary>
public sealed record NothingToAsk : Refusal
{
    public override string Code => "check-in.nothing";

    public override string Sentence => "Choose at least one questionnaire that the patient can answer alone.";
}

/// <summary>Neither an email address nor a number.</summary>
public sealed record NoWayToSend : Refusal
{
    public override string Code => "check-in.no-way";

    public override string Sentence => "Neither an email address nor a telephone number is on file; hand the link over instead.";
}
