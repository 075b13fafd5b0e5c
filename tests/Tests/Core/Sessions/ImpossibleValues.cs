using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

public sealed class ImpossibleValues
{
    public static TheoryData<int, int, int, int?, int?, string> Readings => new()
    {
        { 1200, 80, 70, 97, null, "refused" },
        { 301, 80, 70, 97, null, "refused" },
        { 300, 80, 70, 97, null, "asked" },
        { 221, 80, 70, 97, null, "asked" },
        { 220, 80, 70, 97, null, "taken" },
        { 80, 50, 70, 97, null, "taken" },
        { 79, 50, 70, 97, null, "asked" },
        { 40, 30, 70, 97, null, "asked" },
        { 39, 30, 70, 97, null, "refused" },
        { 120, 120, 70, 97, null, "refused" },
        { 80, 120, 70, 97, null, "refused" },
        { 250, 201, 70, 97, null, "refused" },
        { 200, 131, 70, 97, null, "asked" },
        { 90, 19, 70, 97, null, "refused" },
        { 120, 80, 0, 97, null, "refused" },
        { 120, 80, 19, 97, null, "refused" },
        { 120, 80, 39, 97, null, "asked" },
        { 120, 80, 40, 97, null, "taken" },
        { 120, 80, 151, 97, null, "asked" },
        { 120, 80, 251, 97, null, "refused" },
        { 120, 80, 70, 101, null, "refused" },
        { 120, 80, 70, 100, null, "taken" },
        { 120, 80, 70, 84, null, "asked" },
        { 120, 80, 70, 39, null, "refused" },
        { 120, 80, 70, 0, null, "refused" },
        { 120, 80, 70, null, null, "taken" },
        { 120, 80, 70, 97, 14, "taken" },
        { 120, 80, 70, 97, 5, "asked" },
        { 120, 80, 70, 97, 81, "refused" },
        { 120, 80, 70, 97, -1, "refused" },
        { -120, -80, 70, 97, null, "refused" },
        { int.MaxValue, 80, 70, 97, null, "refused" },
    };

    [Theory]
    [MemberData(nameof(Readings))]
    public void Vital_signs_are_refused_when_impossible_and_asked_once_more_when_extreme(
        int systolic, int diastolic, int heartRate, int? oxygen, int? breaths, string expected)
    {
        var chart = new Charting();
        var command = new RecordVitals(Id(), chart.Now, new Vitals(systolic, diastolic, heartRate, oxygen, breaths));
        var first = chart.Ask(command);
        Assert.Equal(expected, first.Allowed ? "taken" : first.Refusal!.CanBeConfirmed ? "asked" : "refused");
        Assert.Equal(expected != "refused", chart.Ask(command with { Confirmed = true }).Allowed);
    }

    [Theory]
    [InlineData(7, "refused")]
    [InlineData(700, "refused")]
    [InlineData(24.9, "refused")]
    [InlineData(25, "asked")]
    [InlineData(39.9, "asked")]
    [InlineData(40, "taken")]
    [InlineData(180, "taken")]
    [InlineData(181, "asked")]
    [InlineData(350.1, "refused")]
    [InlineData(0, "refused")]
    [InlineData(-70, "refused")]
    public void So_are_weights(double kilograms, string expected)
    {
        var chart = new Charting();
        var command = new MeasureWeight(Id(), chart.Now, BodyWeight.FromKilograms((decimal)kilograms));
        var first = chart.Ask(command);
        Assert.Equal(expected, first.Allowed ? "taken" : first.Refusal!.CanBeConfirmed ? "asked" : "refused");
        Assert.Equal(expected != "refused", chart.Ask(command with { Confirmed = true }).Allowed);
    }

    [Fact]
    public void A_weight_far_from_the_last_is_asked_once_more()
    {
        var chart = new Charting(lastWeight: BodyWeight.FromKilograms(80));
        Assert.True(chart.Ask(new MeasureWeight(Id(), chart.Now, BodyWeight.FromKilograms(72))).Allowed);
        Assert.IsType<UnusualValue>(chart.Refused(new MeasureWeight(Id(), chart.Now, BodyWeight.FromKilograms(71.9m))));
    }

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, true)]
    [InlineData(20, true)]
    [InlineData(21, true)]
    [InlineData(21.01, false)]
    [InlineData(100_000, false)]
    public void What_happens_in_a_session_happens_between_the_check_in_and_now(double minutes, bool allowed)
    {
        // Twenty minutes into the session; a minute is left to clocks that do not agree.
        var chart = new Charting().Wait(20);
        Assert.Equal(allowed, chart.Ask(new RecordVitals(Id(), Morning.AddMinutes(minutes), new Vitals(120, 80, 70))).Allowed);
    }

    [Theory]
    [InlineData("132/84 78 97", 132, 84, 78, 97, null)]
    [InlineData("132 84 78 97", 132, 84, 78, 97, null)]
    [InlineData(" 132/84  78 ", 132, 84, 78, null, null)]
    [InlineData("132/84, 78, 97, 14", 132, 84, 78, 97, 14)]
    [InlineData("132 / 84;78;97", 132, 84, 78, 97, null)]
    public void The_five_second_entry_is_read(string typed, int systolic, int diastolic, int heartRate, int? oxygen, int? breaths) =>
        Assert.Equal(new Vitals(systolic, diastolic, heartRate, oxygen, breaths), VitalsText.Read(typed).Value);

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("132/84")]
    [InlineData("132")]
    [InlineData("132/84 seventy")]
    [InlineData("132/84 78 97 14 3")]
    [InlineData("13284 78 97")]
    [InlineData("-132/84 78 97")]
    [InlineData("132.5/84 78 97")]
    [InlineData("１３２/84 78 97")]
    public void What_cannot_be_read_is_not_guessed(string? typed) => Assert.IsType<VitalsUnreadable>(VitalsText.Read(typed).Refusal);

    [Fact]
    public void Scores_stay_on_their_scales()
    {
        var chart = new Charting();
        foreach (var score in new[] { -1, 11, int.MinValue, int.MaxValue })
        {
            Assert.IsType<ScoreOutOfRange>(chart.Refused(new RateNausea(Id(), chart.Now, score)));
            Assert.IsType<ScoreOutOfRange>(chart.Refused(new RateDistress(Id(), chart.Now, score)));
        }
        Assert.IsType<ScoreOutOfRange>(chart.Refused(new RateDissociation(Id(), chart.Now, 5)));
        Assert.IsType<ScoreOutOfRange>(chart.Refused(new RateDissociation(Id(), chart.Now, null, [1, 2, 3, 4, 5, 0])));
        Assert.IsType<ScoreOutOfRange>(chart.Refused(new RateDissociation(Id(), chart.Now, null, [1, 2, 3])));
        Assert.IsType<Unanswered>(chart.Refused(new RateDissociation(Id(), chart.Now)));
    }

    [Fact]
    public void A_rescue_medicine_has_an_amount_and_a_list_of_medicines_has_names()
    {
        var chart = new Charting().Infused();
        Assert.IsType<ImpossibleValue>(chart.Refused(new GiveRescueMedicine(Id(), chart.Now, "Ondansetron", Mass.Zero, "IV", "Nausea")));
        Assert.IsType<Unanswered>(new Charting().Refused(new RecordMedicines(Id(), Morning, [null!])));
        Assert.IsType<InTheFuture>(new Charting().Refused(new RecordPregnancy(Id(), Morning, PregnancyStatus.TestNegative, new DateOnly(2027, 1, 1))));
    }
}
