using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>The patient is weighed today; a dose by weight is worked out from this.</summary>
public sealed record MeasureWeight(Guid EntryId, DateTimeOffset At, BodyWeight Weight, bool Confirmed = false) : ISessionCommand
{
    // Adults outside the first pair are not weighed on a clinic's scale; outside the second they are rare. Source.Assumed.
    private const decimal Least = 25, Most = 350, UsualLeast = 40, UsualMost = 180;

    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (Weight.Kilograms is < Least or > Most)
            return new ImpossibleValue("weight", Weight.Kilograms, Least, Most, "kg");
        if (!Confirmed && (Weight.Kilograms is < UsualLeast or > UsualMost))
            return new UnusualValue("weight", Weight.ToString());
        if (!Confirmed && session.Arrival?.LastWeight is { Kilograms: > 0 } last
            && Math.Abs(Weight.Kilograms - last.Kilograms) > 0.1m * last.Kilograms)
            return new UnusualValue("weight", $"{Weight}, more than 10 % away from {last} at the last visit,");
        return new SessionEvent.WeightMeasured(At, Weight);
    }
}
