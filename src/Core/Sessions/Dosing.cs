using Afterglow.Core.Plans;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

/// <summary>How a dose is worked out, and when it may be given.</summary>
public static class Dosing
{
    /// <summary>What the order comes to today. Refused where it hangs on a weight nobody has measured.</summary>
    public static Result<Mass> Ordered(Session session)
    {
        if (session.OrderedDose is { } dose) return dose;
        if (session.OrderedPerKilogram is not { } perKilogram) return new DoseNotPrepared();
        if (session.Weight is not { } weight) return new WeightMissing();
        return perKilogram * weight.Weight;
    }

    /// <summary>A syringe is read to a hundredth of a millilitre.</summary>
    public static Volume Drawable(Volume exact) =>
        Volume.FromMillilitres(Math.Round(exact.Millilitres, 2, MidpointRounding.AwayFromZero));

    /// <summary>Null when the first dose may go in: gate passed, dose prepared for today's weight and checked by a second person.</summary>
    internal static Refusal? Ready(Session session, DateTimeOffset at, bool confirmed)
    {
        // The gate is judged on what was known at that moment: vital signs taken later are not a baseline.
        var findings = Gate.Findings(session.StartingAt(at), at);
        var stops = findings.Where(finding => finding.Stops).ToList();
        if (stops.Count > 0) return new GateNotPassed(stops[0].Sentence, stops.Count - 1);
        if (session.Prepared is not { } prepared) return new DoseNotPrepared();
        if (prepared.Weight != session.Weight?.Weight && session.Protocol?.Dose is DoseRule.PerKilogram)
            return new WeightChangedSincePreparation(
                session.Weight?.Weight.ToString() ?? "an unknown weight", prepared.Weight?.ToString() ?? "an unknown weight");
        if (session.DoseCheck is not { } check) return new DoseNotChecked();
        if (at + Allowed.ClockSkew < check.At) return new OutOfOrder("the second person's check of the dose");
        var warnings = findings.Where(finding => finding.State == GateState.Warning).Select(finding => finding.Sentence).ToList();
        return warnings.Count > 0 && !confirmed ? new GateWarns(string.Join(" ", warnings)) : null;
    }

    /// <summary>The last moment at which the pump was touched or a dose was given.</summary>
    internal static DateTimeOffset? LastChange(Session session)
    {
        DateTimeOffset? last = session.Stretches is [.., var stretch] ? stretch.To ?? stretch.From : null;
        return session.Doses is [.., var dose] && (last is null || dose.At > last) ? dose.At : last;
    }
}
