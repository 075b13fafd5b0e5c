using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.App.Demo;

/// <summary>Who looks after a visit.</summary>
public sealed record DemoTeam(Author FrontDesk, Author Nurse, Author SecondNurse, Author Prescriber);

/// <summary>Why a patient goes home untreated, or is treated though a gate is not met.</summary>
public enum DemoHitch
{
    Pressure,
    Risk,
    Food,
    Escort,
}

/// <summary>Everything that is settled about a visit before it begins.</summary>
/// <param name="Start">When the first drug is to go in.</param>
/// <param name="LastKg">What the patient weighed last time; null at the first visit.</param>
/// <param name="StandingPerKilogram">The order of the last session; null at the first or where doses are fixed.</param>
/// <param name="NewOrder">What a prescriber orders instead today, mg/kg or mg as the protocol has it.</param>
/// <param name="Risk">What the suicide screen finds.</param>
/// <param name="Kilograms">Today's weight.</param>
/// <param name="Hitch">Which gate is in the way, where one is.</param>
public sealed record DemoVisit(
    Guid PatientId, Guid SiteId, DemoBody Body, Protocol Protocol, string Indication, int Number, string Chair, DateTimeOffset Start,
    bool PregnancyRelevant, decimal Kilograms, decimal? LastKg, DosePerWeight? StandingPerKilogram, Mass? StandingDose, decimal? NewOrder,
    SuicideRisk Risk, DateOnly ConsentSignedOn, string Escort, string EscortRelation, string EscortPhone, DemoTeam Team,
    Trouble Troubles, DemoHitch Hitch)
{
    /// <summary>Nothing that was written down after this moment is in the record: the visit is going on.</summary>
    public DateTimeOffset Now { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Minutes from arrival to the first drug; null for what chance brings.</summary>
    public double? LeadMinutes { get; init; }

    /// <summary>From this minute on nobody has found the time to chart.</summary>
    public double? NobodyChartsFrom { get; init; }

    /// <summary>The pressure that is to be read about twenty minutes in, mmHg; null for what chance brings.</summary>
    public (int Systolic, int Diastolic)? PressureAtTwenty { get; init; }

    /// <summary>False where the patient has left and nobody has signed yet.</summary>
    public bool Signed { get; init; } = true;

    public bool Has(Trouble trouble) => Troubles.HasFlag(trouble);
}
