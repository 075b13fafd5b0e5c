using Afterglow.Chairside.Simulator;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Effects;
using Afterglow.Core.Units;
using CsCheck;

namespace Afterglow.Tests.Chairside;

/// <summary>The simulator's own arithmetic, quick enough for a slider, against the simulations everybody else uses.</summary>
public sealed class SimulatedSessions
{
    private const int Few = 40;

    private static readonly Body Person = new(BodyWeight.FromKilograms(82), 66);

    private static readonly double[] TimesH = [.. Enumerable.Range(0, SessionGrid.Points).Select(point => SessionGrid.Minute(point) / 60)];

    public static TheoryData<string> Regimens => [.. All.Keys];

    private static Dictionary<string, Regimen> All { get; } = new()
    {
        ["infusion"] = Regimen.Infusion,
        ["devices"] = Regimen.Spray with { Dose = 3 },
        ["into a muscle"] = Regimen.Infusion.GivenAs(GivenBy.Muscle),
        ["swallowed"] = Regimen.Infusion.GivenAs(GivenBy.Mouth) with { Dose = 1.5m },
        ["esketamine infusion"] = Regimen.Infusion.Taking(Compound.Esketamine) with { Dose = 20, Unit = DoseUnit.Milligrams },
    };

    [Theory]
    [MemberData(nameof(Regimens))]
    public void The_people_on_the_screen_are_those_of_every_other_simulation(string name)
    {
        var regimen = All[name];
        var session = Drawn(regimen);
        var doses = regimen.SessionDoses(Person);
        Same(Simulation.Population(regimen.Model, Person, regimen.Analyte, doses, TimesH, Few, SessionForecast.Seed), session.Curves[SessionCurve.Plasma]);
        foreach (var (curve, effect) in new[]
        {
            (SessionCurve.Systolic, SessionEffect.Systolic), (SessionCurve.Diastolic, SessionEffect.Diastolic), (SessionCurve.HeartRate, SessionEffect.HeartRate),
            (SessionCurve.Dissociation, SessionEffect.Dissociation),
        })
            Same(SessionEffects.Population(effect, regimen.Model, Person, doses, TimesH, Few, SessionForecast.Seed), session.Curves[curve]);
    }

    [Fact]
    public void Drowsiness_is_that_of_the_people_at_that_concentration()
    {
        var session = Drawn(Regimen.Spray);
        var theirs = SessionEffects.Population(
            SessionEffect.Sedation, Regimen.Spray.Model, Person, Regimen.Spray.SessionDoses(Person), TimesH, Few, SessionForecast.Seed);
        var ours = session.Curves[SessionCurve.Sedation];
        // Between two people a percentile is a straight line of one or of the other: close, not the same.
        for (var t = 0; t < TimesH.Length; t++) Assert.Equal(theirs.Median[t], ours.Middle[t], 0.01);
    }

    [Theory]
    [MemberData(nameof(Regimens))]
    public void The_person_in_the_middle_is_there_before_anybody_is_drawn(string name)
    {
        var regimen = All[name];
        var session = new SessionForecast();
        session.Ask(regimen, Person);
        Assert.Equal(0, session.People);
        var plasma = session.Curves[SessionCurve.Plasma];
        Assert.Empty(plasma.Low);
        var typical = Simulation.Typical(regimen.Model, Person, regimen.Analyte, regimen.SessionDoses(Person), TimesH);
        for (var t = 0; t < TimesH.Length; t++) Assert.Equal(typical[t], plasma.Middle[t], 1e-9 * (1 + typical[t]));
    }

    [Fact]
    public void Another_dose_needs_nobody_to_be_drawn_again_and_gives_what_drawing_again_would_give()
    {
        var kept = Drawn(Regimen.Infusion);
        var other = Regimen.Infusion with { Dose = 0.85m };
        kept.Ask(other, Person);
        Assert.Equal(Few, kept.Drawn);
        // What is not linear in the dose is stale until it is gathered again, and says so.
        Assert.True(kept.Curves[SessionCurve.Plasma].Known);
        Assert.True(kept.Curves[SessionCurve.Dissociation].Stale);
        Assert.Equal(0, kept.People);
        Gather(kept);
        Assert.Equal(Few, kept.People);
        var anew = Drawn(other);
        foreach (var curve in Enum.GetValues<SessionCurve>())
        {
            Same(anew.Curves[curve].Low, kept.Curves[curve].Low);
            Same(anew.Curves[curve].Middle, kept.Curves[curve].Middle);
            Same(anew.Curves[curve].High, kept.Curves[curve].High);
        }
    }

    [Fact]
    public void A_dose_that_moves_while_people_are_drawn_does_not_mix_them()
    {
        var moved = new SessionForecast();
        moved.Ask(Regimen.Infusion, Person);
        moved.Draw(Few / 2, double.PositiveInfinity);
        var other = Regimen.Infusion with { Dose = 1.1m };
        moved.Ask(other, Person);
        moved.Draw(Few, double.PositiveInfinity);
        Gather(moved);
        Same(Drawn(other).Curves[SessionCurve.Plasma].High, moved.Curves[SessionCurve.Plasma].High);
    }

    [Fact]
    public void Whatever_changes_the_shape_of_the_curves_leaves_no_spread_of_before_that_passes_for_its_own()
    {
        foreach (var (regimen, person) in new[]
        {
            (Regimen.Infusion with { OverMinutes = 55 }, Person), (Regimen.Infusion.GivenAs(GivenBy.UnderSkin), Person),
            (Regimen.Infusion.Taking(Compound.Esketamine), Person), (Regimen.Spray, Person), (Regimen.Infusion, Person with { Weight = BodyWeight.FromKilograms(60) }),
            (Regimen.Infusion, Person with { AgeYears = 30 }),
        })
        {
            var session = Drawn(Regimen.Infusion);
            session.Ask(regimen, person);
            Assert.Equal(0, session.People);
            Assert.Equal(0, session.Drawn);
            Assert.All(session.Curves.Values, curve => Assert.False(curve.Known));
        }
        var devices = Drawn(Regimen.Spray);
        devices.Ask(Regimen.Spray with { Dose = 3 }, Person);
        Assert.Equal(0, devices.People);
    }

    [Fact]
    public void Drawing_stops_when_its_time_is_over_and_goes_on_where_it_stopped()
    {
        var session = new SessionForecast();
        session.Ask(Regimen.Infusion, Person);
        var slices = 0;
        while (!session.Draw(Few, 0)) slices++;
        Assert.Equal(Few - 1, slices);
        Gather(session);
        Same(Drawn(Regimen.Infusion).Curves[SessionCurve.Dissociation].High, session.Curves[SessionCurve.Dissociation].High);
    }

    [Fact]
    public void Percentiles_lie_where_sorting_puts_them() => Gen.Double[-5, 5].Array[1, 60].Sample(values =>
    {
        var sorted = values.Order().ToArray();
        double Sorted(double p)
        {
            var at = p * (sorted.Length - 1);
            var below = (int)at;
            return sorted[below] + (at - below) * (sorted[Math.Min(below + 1, sorted.Length - 1)] - sorted[below]);
        }

        var (low, middle, high) = Spread.Of([.. values]);
        Assert.Equal((Sorted(0.05), Sorted(0.5), Sorted(0.95)), (low, middle, high));
    });

    private static SessionForecast Drawn(Regimen regimen)
    {
        var session = new SessionForecast();
        session.Ask(regimen, Person);
        Assert.True(session.Draw(Few, double.PositiveInfinity));
        Gather(session);
        Assert.Equal(Few, session.People);
        return session;
    }

    private static void Gather(SessionForecast session)
    {
        while (!session.Gather(0))
        {
            // One curve at a time.
        }
    }

    private static void Same(Band theirs, Spread ours)
    {
        Same(theirs.Low, ours.Low);
        Same(theirs.Median, ours.Middle);
        Same(theirs.High, ours.High);
    }

    private static void Same(double[] theirs, double[] ours)
    {
        Assert.Equal(theirs.Length, ours.Length);
        for (var t = 0; t < theirs.Length; t++) Assert.Equal(theirs[t], ours[t], 1e-8 * (1 + Math.Abs(theirs[t])));
    }
}
