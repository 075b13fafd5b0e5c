using Afterglow.Core.People;

namespace Afterglow.Core.Sessions;

/// <summary>Somebody, by name, has seen an alarm and says what they do.</summary>
public sealed record AcknowledgeAlarm(Guid EntryId, DateTimeOffset At, string Alarm, string Action = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ByPerson(this, deciding, "acknowledge an alarm", "a nurse or a prescriber", [Role.Nurse, Role.Prescriber]) is { } refusal) return refusal;
        if (Alarms.Active(session, At).All(alarm => alarm.Key != Alarm)) return new NoSuchEntry();
        if (Allowed.Fits(500, Action) is { } tooLong) return tooLong;
        return new SessionEvent.AlarmAcknowledged(At, Alarm, (Action ?? "").Trim());
    }
}
