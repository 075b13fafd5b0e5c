using Afterglow.Chairside.Entry;
using Afterglow.Core.Sessions;
using CsCheck;

namespace Afterglow.Tests.Chairside;

public sealed class TypingVitals
{
    [Theory]
    [InlineData("132/84 78 97", 132, 84, 78, 97, null)]
    [InlineData("132 84 78", 132, 84, 78, null, null)]
    [InlineData(" 98/61,104,100 ", 98, 61, 104, 100, null)]
    [InlineData("132/84 78 97 14", 132, 84, 78, 97, 14)]
    public void One_line_is_a_whole_set_of_vitals(string line, int systolic, int diastolic, int heart, int? oxygen, int? breaths) =>
        Assert.Equal(new Vitals(systolic, diastolic, heart, oxygen, breaths), VitalsEntry.Empty.WithLine(line).Read().Value);

    [Fact]
    public void The_fields_follow_the_line_while_it_is_typed()
    {
        var typed = VitalsEntry.Empty.WithLine("132/84 7");
        Assert.Equal("132", typed[VitalsField.Systolic]);
        Assert.Equal("84", typed[VitalsField.Diastolic]);
        Assert.Equal("7", typed[VitalsField.HeartRate]);
        Assert.Equal("", typed[VitalsField.SpO2]);
    }

    [Fact]
    public void The_line_follows_the_fields()
    {
        var typed = VitalsEntry.Empty.With(VitalsField.Systolic, "132").With(VitalsField.Diastolic, "84").With(VitalsField.HeartRate, "78");
        Assert.Equal("132/84 78", typed.Line);
    }

    [Theory]
    [InlineData("", "vitals.unreadable")]
    [InlineData("132/84", "entry.unanswered")]
    [InlineData("132", "entry.unanswered")]
    [InlineData("high/84 78 97", "vitals.unreadable")]
    [InlineData("1e2/84 78 97", "vitals.unreadable")]
    [InlineData("-132/84 78 97", "vitals.unreadable")]
    [InlineData("132/84 78 97 14 5", "vitals.unreadable")]
    [InlineData("１３２/84 78 97", "vitals.unreadable")]
    public void What_is_not_a_set_of_vitals_is_refused_with_a_reason(string line, string code) =>
        Assert.Equal(code, VitalsEntry.Empty.WithLine(line).Read().Refusal!.Code);

    [Fact]
    public void Any_reading_survives_being_put_into_the_fields_and_read_again() =>
        Gen.Select(Gen.Int[40, 300], Gen.Int[20, 200], Gen.Int[20, 250], Gen.Int[40, 100].Nullable(), Gen.Int[0, 80].Nullable(), Gen.Bool)
            .Select((systolic, diastolic, heart, oxygen, breaths, onOxygen) => new Vitals(systolic, diastolic, heart, oxygen, breaths, onOxygen))
            .Sample(vitals => VitalsEntry.Of(vitals).Read().Value == vitals);

    [Fact]
    public void Ten_taps_on_the_keypad_are_a_whole_set_of_vitals()
    {
        var pad = new Keypad(VitalsEntry.Empty);
        foreach (var digit in "132847897") pad = pad.Press(digit);
        Assert.Equal(new Vitals(132, 84, 78, 97), pad.Entry.Read().Value);
    }

    [Theory]
    [InlineData("98617095", 98, 61, 70, 95)]
    [InlineData("20211011298", 202, 110, 112, 98)]
    [InlineData("11870104100", 118, 70, 104, 100)]
    public void The_keypad_goes_on_by_itself_where_a_value_is_complete(string taps, int systolic, int diastolic, int heart, int oxygen)
    {
        var pad = new Keypad(VitalsEntry.Empty);
        foreach (var digit in taps) pad = pad.Press(digit);
        Assert.Equal(new Vitals(systolic, diastolic, heart, oxygen), pad.Entry.Read().Value);
        Assert.Equal(VitalsField.SpO2, pad.Field);
    }

    [Fact]
    public void Going_back_takes_digits_away_across_the_fields()
    {
        var pad = new Keypad(VitalsEntry.Empty);
        foreach (var digit in "1328") pad = pad.Press(digit);
        pad = pad.Back().Back();
        Assert.Equal("13", pad.Entry[VitalsField.Systolic]);
        Assert.Equal(VitalsField.Systolic, pad.Field);
        foreach (var _ in Enumerable.Range(0, 5)) pad = pad.Back();
        Assert.True(pad.Entry.IsEmpty);
    }

    [Fact]
    public void A_full_field_that_is_gone_back_to_begins_anew()
    {
        var pad = new Keypad(VitalsEntry.Empty.WithLine("132/84 78 97")).GoTo(VitalsField.HeartRate).Press('9');
        Assert.Equal("9", pad.Entry[VitalsField.HeartRate]);
    }
}
