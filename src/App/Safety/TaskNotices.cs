using Afterglow.App.Design;
using Afterglow.App.Messages;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core.People;
using Afterglow.Core.Safety;
using Dapper;

namespace Afterglow.App.Safety;

/// <summary>
/// Tells people that a task waits for them: that it does, and by when; never about whom or what. It goes through the
/// outbox like any other message, in the transaction that opens the task.
/// </summary>
public sealed class TaskNotices(ClinicSettings settings, TimeProvider clock, IServiceProvider services)
{
    /// <summary>The permanent kind of message.</summary>
    public const string Kind = "task-notice";

    /// <summary>Tells one person, or everybody with the role; and always whoever is on call.</summary>
    internal async Task TellAsync(RecordWrite write, SafetyTask task, Role role, string? staffId)
    {
        var rows = (await write.Connection.QueryAsync<(string Id, string Name, string Email, string Phone)>(
            staffId is not null
                ? "select s.id, s.display_name, n.email, n.phone from staff_notice n join staff s on s.id = n.staff_id where s.id = @staffId and s.active = @active"
                : """
                  select s.id, s.display_name, n.email, n.phone from staff_notice n join staff s on s.id = n.staff_id
                  join staff_role r on r.staff_id = s.id join staff_site w on w.staff_id = s.id
                  where s.active = @active and r.role = @role and w.site_id = @site order by s.id
                  """,
            new { staffId, active = true, role = role.ToString(), site = task.Opened.SiteId.ToString("D") }, write.Transaction)).ToList();
        var rules = await SafetyNet.RulesAsync(write);
        if (rules.DutyEmail.Length > 0 || rules.DutyPhone.Length > 0) rows.Add(("on-call", "On call", rules.DutyEmail, rules.DutyPhone));
        foreach (var (id, name, email, phone) in rows)
        {
            if (email.Length > 0) await PutAsync(write, task, id, name, email, Outbox.Email);
            if (phone.Length > 0) await PutAsync(write, task, id, name, phone, Outbox.Text);
        }
    }

    private async Task PutAsync(RecordWrite write, SafetyTask task, string id, string name, string address, string way)
    {
        // Found only now: the outbox writes into the record, and the record is what asks for this.
        var outbox = services.GetRequiredService<Outbox>();
        var clinic = await services.GetRequiredService<ClinicTexts>().ProfileAsync();
        var by = clock.Local(task.DueAt);
        var when = DateOnly.FromDateTime(by.DateTime) == clock.Today() ? $"by {clock.TimeWords(task.DueAt)} today" : $"by {clock.MomentWords(task.DueAt)}";
        var place = $"{settings.Address()}/tasks";
        var text = way == Outbox.Text
            ? $"{clinic.Name}: a task waits for you, {when}. {place}"
            : $"A task waits for you {when}.\n\n{place}\n\nThis message says nothing about anybody, on purpose: email is a postcard.\n";
        await outbox.PutAsync(write, new NewMessage(
            SafetyNet.Derived($"{task.Id:D} {task.Version} {id} {way}"), Kind, task.Opened.SiteId, SafetyNet.Stream(task.Id).ToString(), Languages.Default,
            new Envelope(address, name, way == Outbox.Text ? "" : $"A task waits for you, {when}", text)) { Way = way });
    }
}

/// <summary>Where this clinic is reached, for messages that no request asked for.</summary>
internal static class ClinicAddress
{
    public static string Address(this ClinicSettings settings) =>
        settings.HostNames.Count > 0 ? $"https://{settings.HostNames[0]}" : settings.Urls.Split(';')[0].TrimEnd('/');
}
