using System.Text.Json.Serialization;
using Afterglow.Core.Plans;

namespace Afterglow.Core.Schedule;

/// <summary>How long a treatment visit takes, part by part. The chair is taken for all of it, the patient is there until the cleaning.</summary>
/// <param name="SetUp">Checks, weight, vital signs, drawing up.</param>
/// <param name="Treatment">From the first of the drug to the last.</param>
/// <param name="Recovery">The least observation after that.</param>
/// <param name="Cleaning">The chair is made ready for the next.</param>
public sealed record VisitShape(TimeSpan SetUp, TimeSpan Treatment, TimeSpan Recovery, TimeSpan Cleaning)
{
    /// <summary>Where the parts that no protocol states come from.</summary>
    public static Source Around { get; } = Source.Assumed(
        "30 min of set-up and 15 min of cleaning were chosen for this clinic; treatment and observation are the protocol's own.");

    /// <summary>How long the chair is taken.</summary>
    [JsonIgnore]
    public TimeSpan ChairTime => SetUp + Treatment + Recovery + Cleaning;

    /// <summary>How long the patient is in it.</summary>
    [JsonIgnore]
    public TimeSpan PatientTime => SetUp + Treatment + Recovery;

    /// <summary>The visit that a protocol asks for.</summary>
    public static VisitShape Of(Protocol protocol)
    {
        var treatment = protocol.GivenOver?.Value ?? Units(protocol);
        var watch = protocol.Observation.Value;
        var recovery = watch.FromFirstDose ? watch.Least - treatment : watch.Least;
        return new VisitShape(TimeSpan.FromMinutes(30), treatment, recovery > TimeSpan.Zero ? recovery : TimeSpan.Zero, TimeSpan.FromMinutes(15));
    }

    // A dose in devices or lozenges takes the rests between the most of them; an injection is over at once, the watching is not.
    private static TimeSpan Units(Protocol protocol)
    {
        if (protocol.UnitDose is not { Milligrams: > 0 } unit || protocol.BetweenUnits is not { } between || protocol.Dose is not DoseRule.Fixed doses)
            return TimeSpan.FromMinutes(5);
        var most = (int)Math.Ceiling(doses.Options.Max(dose => dose.Milligrams) / unit.Milligrams);
        return between.Value * Math.Max(0, most - 1) + TimeSpan.FromMinutes(5);
    }
}
