using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Safety;

/// <summary>A task as the list shows it.</summary>
/// <param name="Who">Whom it is about; empty where nobody is known yet.</param>
public sealed record TaskView(SafetyTask Task, IReadOnlyList<TaskEntry> Log, string Who, string? Phone);

/// <summary>How many tasks wait, for a strip on the board and a number in the navigation.</summary>
/// <param name="Untaken">Nobody looks after them.</param>
public sealed record TaskCount(int Open, int Untaken, int Late);

/// <summary>Where a member of staff is told that a task waits.</summary>
public sealed record OwnNotice(string Email, string Phone);

/// <summary>
/// The one door to the tasks. Each step is decided on the task as it stands, inside the transaction that writes it: of
/// two who take it at once one has it and the other is told who.
/// </summary>
public sealed class SafetyRecords(ClinicRecord record, Database database, TimeProvider clock)
{
    private const int Most = 200, MostDone = 20;

    /// <summary>What waits at the caller's sites, the most pressing first; or what was done lately, the newest first.</summary>
    public async Task<IReadOnlyList<TaskView>> ListAsync(bool done, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var rows = (await connection.QueryAsync<string>(
            done
                ? "select task_id from read_task where site_id in @sites and state = 'Done' order by done_at desc, task_id limit @most"
                : "select task_id from read_task where site_id in @sites and state in ('Open', 'Taken') order by due_at, opened_at, task_id limit @most",
            new { sites = reach.SiteTexts, most = done ? MostDone : Most })).ToList();
        var views = new List<TaskView>(rows.Count);
        foreach (var id in rows)
            if (await ViewAsync(connection, Guid.Parse(id)) is { } view) views.Add(view);
        return views;
    }

    /// <summary>One task; null when there is none within reach.</summary>
    public async Task<TaskView?> FindAsync(Guid id, Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await ViewAsync(connection, id) is { } view && Reaches(view.Task, reach) ? view : null;
    }

    /// <summary>The tasks of a patient, open ones first; whoever asks has been found to reach the patient.</summary>
    public async Task<IReadOnlyList<TaskView>> OfPatientAsync(Guid patientId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var views = new List<TaskView>();
        foreach (var id in (await connection.QueryAsync<string>(
            "select task_id from read_task where patient_id = @patient order by opened_at desc, task_id", new { patient = patientId.ToString("D") })).ToList())
            if (await ViewAsync(connection, Guid.Parse(id)) is { } view) views.Add(view);
        return views;
    }

    public async Task<TaskCount> CountAsync(Reach reach, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        var (open, untaken, late) = await connection.QuerySingleAsync<(long, long, long)>(
            """
            select count(*), coalesce(sum(case when state = 'Open' then 1 else 0 end), 0), coalesce(sum(case when due_at <= @now then 1 else 0 end), 0)
            from read_task where site_id in @sites and state in ('Open', 'Taken')
            """, new { sites = reach.SiteTexts, now = Instant.Text(clock.GetUtcNow()) });
        return new TaskCount((int)open, (int)untaken, (int)late);
    }

    /// <summary>Does one thing with a task. The same entry sent twice does it once.</summary>
    public Task<Result<SafetyTask>> ChangeAsync(Guid id, Guid entryId, ITaskCommand command, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<SafetyTask>>(caller.Who, async write =>
        {
            var entries = await write.ReadAsync(SafetyNet.Stream(id));
            if (SafetyTask.From(id, SafetyNet.Log(entries)) is not { } task || !Reaches(task, caller.Reach)) return await RefuseAsync(new TaskUnknown());
            if (entryId == Guid.Empty) return await RefuseAsync(new EntryIdMissing());
            if (entries.FirstOrDefault(entry => entry.EntryId == entryId) is { } written)
                return written.Author.Id == caller.Who.Id ? task : await RefuseAsync(new EntryIdReused(entryId));
            if (!command.Decide(task, caller.Who).Try(out var happened, out var refusal)) return await RefuseAsync(refusal);
            await SafetyNet.AppendAsync(write, id, task.Version, entryId, happened);
            await write.AuditAsync(new AuditLine(caller.Who, Action(happened), task.Opened.PatientId, SafetyNet.Stream(id).ToString(), Origin: caller.Origin));
            return SafetyTask.From(id, SafetyNet.Log(await write.ReadAsync(SafetyNet.Stream(id))))!;

            async Task<Result<SafetyTask>> RefuseAsync(Refusal no)
            {
                await write.AuditAsync(new AuditLine(caller.Who, "task.change", null, SafetyNet.Stream(id).ToString(), "refused", no.Code, caller.Origin));
                return no;
            }
        }, cancel);

    /// <summary>The deadlines that hold.</summary>
    public async Task<SafetyRules> RulesAsync(CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return SafetyNet.Rules(await connection.QuerySingleOrDefaultAsync<string>(
            "select body from read_safety_rules where site_id = @site", new { site = Sites.Main.ToString("D") }));
    }

    /// <summary>The clinic sets its deadlines. Tasks that are open keep theirs.</summary>
    public async Task<Result<SafetyRules>> SetRulesAsync(SafetyRules rules, Caller caller, CancellationToken cancel = default)
    {
        if (rules.Question() is { } wrong) return wrong;
        if (Address(rules.DutyEmail, "the email address").Refusal is { } no) return no;
        if (Address(rules.DutyPhone, "the telephone number").Refusal is { } bad) return bad;
        var cleaned = rules with { DutyEmail = Address(rules.DutyEmail, "the email address").Value, DutyPhone = Address(rules.DutyPhone, "the telephone number").Value };
        var stream = ClinicTexts.Stream;
        return await record.WriteAsync<Result<SafetyRules>>(caller.Who, async write =>
        {
            if (!await write.AppendAsync(stream, await write.VersionAsync(stream), [new NewEntry(Guid.CreateVersion7(write.Now), SafetyRulesReadTable.Written, TaskJson.Write(cleaned))]))
                throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
            await write.AuditAsync(new AuditLine(caller.Who, "safety.set", Target: "deadlines", Origin: caller.Origin));
            return cleaned;
        }, cancel);
    }

    /// <summary>Where this person is told; empty where they have not said.</summary>
    public async Task<OwnNotice> NoticeAsync(Guid staffId, CancellationToken cancel = default)
    {
        await using var connection = await database.OpenAsync(cancel);
        return await connection.QuerySingleOrDefaultAsync<OwnNotice>(
            "select email as Email, phone as Phone from staff_notice where staff_id = @id", new { id = staffId.ToString("D") }) ?? new OwnNotice("", "");
    }

    /// <summary>A member of staff says where they are told.</summary>
    public async Task<Result<OwnNotice>> SetNoticeAsync(Guid staffId, string? email, string? phone, Caller caller, CancellationToken cancel = default)
    {
        if (!Address(email, "the email address").Try(out var mail, out var refusal) || !Address(phone, "the telephone number").Try(out var number, out refusal)) return refusal;
        return await record.WriteAsync<Result<OwnNotice>>(caller.Who, async write =>
        {
            await write.Connection.ExecuteAsync(
                "insert into staff_notice (staff_id, email, phone) values (@id, @mail, @number) on conflict (staff_id) do update set email = excluded.email, phone = excluded.phone",
                new { id = staffId.ToString("D"), mail, number }, write.Transaction);
            await write.AuditAsync(new AuditLine(caller.Who, "safety.notice", Target: $"staff/{staffId:D}", Origin: caller.Origin));
            return new OwnNotice(mail, number);
        }, cancel);
    }

    private static Result<string> Address(string? typed, string what)
    {
        if (string.IsNullOrWhiteSpace(typed)) return "";
        if (!WrittenText.Line(typed, what, 254).Try(out var text, out var refusal)) return refusal;
        return what.Contains("email", StringComparison.Ordinal) && !System.Net.Mail.MailAddress.TryCreate(text, out _) ? new NoticeAddressUnreadable() : text;
    }

    private static bool Reaches(SafetyTask task, Reach reach) =>
        task.Opened.PatientId is { } patient ? reach.Reaches(task.Opened.SiteId, patient) : reach.Includes(task.Opened.SiteId);

    private async Task<TaskView?> ViewAsync(System.Data.Common.DbConnection connection, Guid id)
    {
        var log = SafetyNet.Log(await record.ReadAsync(SafetyNet.Stream(id)));
        if (SafetyTask.From(id, log) is not { } task) return null;
        if (task.Opened.PatientId is { } patient)
        {
            var person = await PatientQueries.PersonAsync(connection, null, patient);
            return new TaskView(task, log, person?.DisplayName ?? "", person?.Contact.Phone);
        }
        if (task.Opened.RequestId is { } request && await connection.QuerySingleOrDefaultAsync<string>(
            "select body from request_person where request_id = @id", new { id = request.ToString("D") }) is { } body)
        {
            var person = ChartJson.ReadPerson(body);
            return new TaskView(task, log, person.DisplayName, person.Contact.Phone);
        }
        return new TaskView(task, log, "", null);
    }

    private static string Action(TaskEvent happened) => happened switch
    {
        TaskEvent.Taken => "task.take",
        TaskEvent.GivenBack => "task.give-back",
        TaskEvent.Noted => "task.note",
        _ => "task.close",
    };
}

/// <summary>Something that no message can be sent to.</summary>
public sealed record NoticeAddressUnreadable : Refusal
{
    public override string Code => "safety.address";

    public override string Sentence => "Write an email address such as name@clinic.example, or leave it empty.";
}
