using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>An injection, a nasal device or a sublingual dose is given.</summary>
public sealed record GiveDose(Guid EntryId, DateTimeOffset At, Mass Amount, string Where = "", bool Confirmed = false) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived, SessionPhase.Running) is { } refusal) return refusal;
        if (session.Protocol is not { Infused: false } protocol) return new NotADosingRoute("start the infusion instead of giving a dose");
        if (session.Phase == SessionPhase.Arrived && Dosing.Ready(session, At, Confirmed) is { } notReady) return notReady;
        if (session.ConsentTakenBack is not null) return new ConsentTakenBack();
        var left = session.Prepared!.Dose - session.GivenBy(DateTimeOffset.MaxValue);
        if (Amount.Milligrams <= 0) return new ImpossibleValue("dose", Amount.Milligrams, 0.001m, session.Prepared.Dose.Milligrams, "mg");
        if (Amount > left) return new MoreThanPrepared(Amount, left);
        if (session.Doses is [.., var last])
        {
            if (At < last.At) return new OutOfOrder("the last dose");
            if (!Confirmed && protocol.BetweenUnits is { } between && At - last.At < between.Value)
                return new TooSoonAfterLastDose((int)(At - last.At).TotalMinutes, (int)between.Value.TotalMinutes);
        }
        if (protocol.UnitDose is { } unit && Amount.Milligrams % unit.Milligrams != 0)
            return new NoSuchFixedDose(Amount, $"whole devices of {unit}");
        if (Allowed.Fits(200, Where) is { } tooLong) return tooLong;
        return new SessionEvent.DoseGiven(At, Amount, (Where ?? "").Trim());
    }
}
