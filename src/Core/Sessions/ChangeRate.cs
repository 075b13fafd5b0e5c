using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>The pump is set to another rate.</summary>
public sealed record ChangeRate(Guid EntryId, DateTimeOffset At, PumpRate Pump, string Reason = "") : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Running, SessionPhase.Paused) is { } refusal) return refusal;
        if (session.Protocol is not { Infused: true } || session.Prepared is not { Final: { } final, Pump: { } planned })
            return new NotADosingRoute("there is no pump to set");
        // No pump runs slower than a tenth of a millilitre an hour. Source.Assumed.
        if (Pump.MillilitresPerHour < 0.1m) return new ImpossibleValue("pump rate", Pump.MillilitresPerHour, 0.1m, 2 * planned.MillilitresPerHour, "mL/h");
        if (Pump.MillilitresPerHour > 2 * planned.MillilitresPerHour)
            return new RateTooHigh(Pump.ToString(), PumpRate.FromMillilitresPerHour(2 * planned.MillilitresPerHour).ToString());
        if (At < Dosing.LastChange(session)) return new OutOfOrder("the last change of the pump");
        if (Allowed.Fits(500, Reason) is { } tooLong) return tooLong;
        return new SessionEvent.RateChanged(At, Pump * final, Pump, (Reason ?? "").Trim());
    }
}
