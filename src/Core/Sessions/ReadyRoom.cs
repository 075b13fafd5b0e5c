namespace Afterglow.Core.Sessions;

/// <summary>The room is ready: who prescribes on site, emergency equipment checked.</summary>
public sealed record ReadyRoom(Guid EntryId, DateTimeOffset At, string PrescriberOnSite, bool EmergencyEquipmentChecked) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (!Allowed.Written(PrescriberOnSite)) return new Unanswered("The prescriber on site");
        if (Allowed.Fits(200, PrescriberOnSite) is { } tooLong) return tooLong;
        return new SessionEvent.RoomReadied(At, PrescriberOnSite.Trim(), EmergencyEquipmentChecked);
    }
}
