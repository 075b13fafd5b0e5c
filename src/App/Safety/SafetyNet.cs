using System.Security.Cryptography;
using System.Text;
using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Afterglow.Core.Schedule;
using Dapper;

namespace Afterglow.App.Safety;

/// <summary>Something that somebody of the clinic must look at.</summary>
/// <param name="Source">The stream it was said in: the same concern of the same source is one task, however often it is said.</param>
/// <param name="Says">What was said or measured, for whoever takes it.</param>
public sealed record RaisedConcern(Guid SiteId, Guid? PatientId, Guid? RequestId, Concern Concern, string Says, StreamName Source)
{
    /// <summary>Where only one role may read what was said; null where whoever is there may.</summary>
    public Role? Only { get; init; }
}

/// <summary>
/// Opens tasks, always inside the transaction that writes what raised them: neither is there without the other. Meant to
/// be called from what watches the record (<see cref="RiskWatches"/>), so that no door can be forgotten.
/// </summary>
public sealed class SafetyNet(TaskNotices notices, TimeProvider clock)
{
    /// <summary>As the author of what the clinic's program does by itself.</summary>
    public static Author Author { get; } = new("safety-net", "Safety net", [], IsProgram: true);

    internal static StreamName Stream(Guid id) => new("task", id);

    internal static IReadOnlyList<TaskEntry> Log(IReadOnlyList<Entry> entries) =>
        [.. entries.Select(entry => new TaskEntry(entry.EntryId, entry.RecordedAt, entry.Author, TaskJson.Read(entry.Kind, entry.Body)))];

    /// <summary>The one task of a concern and the stream it was said in.</summary>
    internal static Guid TaskId(StreamName source, Concern concern) => Derived($"{source} {concern}");

    /// <summary>Opens the task, or writes into it that it was said again; nothing where exactly this was said before.</summary>
    public async Task OpenAsync(RecordWrite outer, RaisedConcern raised)
    {
        var write = outer.As(Author);
        var id = TaskId(raised.Source, raised.Concern);
        var before = SafetyTask.From(id, Log(await write.ReadAsync(Stream(id))));
        if (before is not null && before.Says.Contains(raised.Says)) return;
        var now = write.Now;
        var due = (await RulesAsync(write)).Of(raised.Concern).DueAt(now, clock.LocalTimeZone);
        // Half the time for somebody to take it; what is left is for whoever is told then.
        var prescriber = now + ((due - now) / 2);
        var whom = await ForWhomAsync(write, raised, now);
        TaskEvent happened = before is null
            ? new TaskEvent.Opened(raised.SiteId, raised.PatientId, raised.RequestId, raised.Concern, raised.Says, raised.Source.ToString(), due, prescriber, whom)
            : new TaskEvent.SaidAgain(raised.Says, due, prescriber, whom);
        await AppendAsync(write, id, before?.Version ?? 0, Derived($"{id:D} {before?.Version ?? 0} {raised.Says}"), happened);
        await write.AuditAsync(new AuditLine(Author, before is null ? "task.open" : "task.said-again", raised.PatientId, Stream(id).ToString()));
        var task = SafetyTask.From(id, Log(await write.ReadAsync(Stream(id))))!;
        if (task.State == TaskState.Open) await notices.TellAsync(write, task, whom.Role, whom.StaffId);
    }

    internal static async Task AppendAsync(RecordWrite write, Guid id, int version, Guid entryId, TaskEvent happened)
    {
        // The version was read inside this transaction, which holds the only right to write.
        if (!await write.AppendAsync(Stream(id), version, [new NewEntry(entryId, TaskJson.Kind(happened), TaskJson.Write(happened))]))
            throw new InvalidOperationException($"task/{id:D} was overtaken inside a transaction.");
    }

    internal static async Task<SafetyRules> RulesAsync(RecordWrite write) => Rules(await write.Connection.QuerySingleOrDefaultAsync<string>(
        "select body from read_safety_rules where site_id = @site", new { site = Sites.Main.ToString("D") }, write.Transaction));

    internal static SafetyRules Rules(string? body) => body is { Length: > 0 } ? TaskJson.ReadRules(body) : SafetyRules.Supplied;

    /// <summary>An id that is the same whenever it is asked for, so that nothing is written twice.</summary>
    internal static Guid Derived(string text) => new(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 16));

    /// <summary>Somebody who is on duty now, of the care team if possible; else the care team; else whoever holds the role.</summary>
    private async Task<TaskFor> ForWhomAsync(RecordWrite write, RaisedConcern raised, DateTimeOffset now)
    {
        // Who of the clinic may take a task: active, at this site.
        var able = (await write.Connection.QueryAsync<(string Id, string Name, string Role)>(
            """
            select s.id, s.display_name, r.role from staff s join staff_role r on r.staff_id = s.id join staff_site w on w.staff_id = s.id
            where s.active = @active and w.site_id = @site and r.role in @roles order by s.display_name, s.id
            """,
            new { active = true, site = raised.SiteId.ToString("D"), roles = raised.Only is { } only ? [only.ToString()] : new[] { nameof(Role.Nurse), nameof(Role.Prescriber) } }, write.Transaction)).ToList();
        var hours = SiteHours.From((await write.ReadAsync(StreamName.Hours(raised.SiteId))).Select(entry => ScheduleJson.Read(entry.Kind, entry.Body)));
        var local = TimeZoneInfo.ConvertTime(now, clock.LocalTimeZone).DateTime;
        var (day, time) = (DateOnly.FromDateTime(local), TimeOnly.FromDateTime(local));
        var onDuty = hours.Duties
            .Where(duty => duty.Day == day.DayOfWeek && duty.From <= time && time < duty.To
                && !hours.Absences.Any(absence => absence.StaffId == duty.StaffId && absence.From <= day && day <= absence.To))
            .Select(duty => duty.StaffId).ToHashSet(StringComparer.Ordinal);
        var team = raised.PatientId is { } patient ? await CareTeamAsync(write, patient) : [];
        return First(able.Where(one => onDuty.Contains(one.Id) && team.Contains(one.Id)), "on duty, care team")
            ?? First(able.Where(one => onDuty.Contains(one.Id)), "on duty")
            ?? First(able.Where(one => team.Contains(one.Id)).OrderBy(one => team.IndexOf(one.Id)), "care team")
            ?? new TaskFor(raised.Only ?? Role.Nurse, null, null, "role");

        // A nurse before a prescriber: whom the clinic's own telephone reaches first.
        static TaskFor? First(IEnumerable<(string Id, string Name, string Role)> people, string why) =>
            people.OrderBy(one => one.Role == nameof(Role.Nurse) ? 0 : 1).Select(one => new TaskFor(Enum.Parse<Role>(one.Role), one.Id, one.Name, why)).FirstOrDefault();
    }

    /// <summary>The nurses and prescribers who wrote into this patient's chart, the newest first.</summary>
    private static async Task<List<string>> CareTeamAsync(RecordWrite write, Guid patientId) =>
    [
        .. await write.Connection.QueryAsync<string>(
            """
            select author_id from entry where stream = @stream and (author_roles like '%Nurse%' or author_roles like '%Prescriber%')
            group by author_id order by max(version) desc limit 5
            """, new { stream = StreamName.Patient(patientId).ToString() }, write.Transaction),
    ];
}
