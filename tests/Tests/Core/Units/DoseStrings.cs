using System.Globalization;
using System.Text.Json;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using Afterglow.Tests.Sessions;
using CsCheck;

namespace Afterglow.Tests.Units;

/// <summary>Amounts as people and machines write them: read exactly, or refused. Never read as something else.</summary>
public sealed class DoseStrings
{
    // What it is read as, in milligrams, decimal point and all; “no” where it is refused.
    private static readonly (string Text, string Milligrams)[] Table =
    [
        // plain
        ("37.5 mg", "37.5"), ("37.50 mg", "37.5"), ("0.5 mg", "0.5"), ("5 mg", "5"), ("05 mg", "5"), ("0 mg", "0"), ("0.0 mg", "0"), ("100 mg", "100"),
        ("999999 mg", "999999"), ("0.0001 mg", "0.0001"), ("12.3456 mg", "12.3456"), ("1.0 mg", "1"), ("00.5 mg", "0.5"), ("35mg", "35"), ("35.0mg", "35"),
        // the other units of mass
        ("1 g", "1000"), ("0.035 g", "35"), ("1g", "1000"), ("500 ug", "0.5"), ("500 mcg", "0.5"), ("500 \u00B5g", "0.5"), ("500 \u03BCg", "0.5"),
        ("500\u00B5g", "0.5"), ("500mcg", "0.5"), ("0.5 ug", "0.0005"), ("35000 ug", "35"), ("2.5 g", "2500"),
        // spaces of all kinds around and between
        (" 5 mg", "5"), ("5 mg ", "5"), ("  5   mg  ", "5"), ("5\u00A0mg", "5"), ("5\u202Fmg", "5"), ("5\u2009mg", "5"), ("5\tmg", "5"), ("\n5 mg\n", "5"),
        ("5 m g", "no"), ("3 5 mg", "no"), ("1 000 mg", "no"), ("1\u00A0000 mg", "no"), ("1\u202F000 mg", "no"), ("3 .5 mg", "no"), ("3. 5 mg", "no"),
        // no unit, or not one of mass
        ("5", "no"), ("37.5", "no"), ("0.5", "no"), ("", "no"), (" ", "no"), ("mg", "no"), (" mg", "no"), ("5 ", "no"), ("0", "no"), (".5", "no"), ("-5", "no"),
        ("5 kg", "no"), ("5 mg/kg", "no"), ("5 mL", "no"), ("5 ml", "no"), ("5 mg/mL", "no"), ("5 mg/h", "no"), ("5 mL/h", "no"), ("5 lb", "no"), ("5 %", "no"),
        ("5 IU", "no"), ("5 units", "no"), ("5 tablets", "no"), ("5 mmol", "no"), ("5 ng", "no"), ("5 mg mg", "no"), ("5 mg 5 mg", "no"), ("5 mg HCl", "no"),
        ("5 mg.", "no"), ("5 mgs", "no"), ("5 milligrams", "no"), ("5 m", "no"), ("5 gr", "no"), ("5 grains", "no"), ("5 cc", "no"), ("mg 5", "no"), ("mg5", "no"),
        // a unit that means something else in other letters
        ("5 MG", "no"), ("5 Mg", "no"), ("5 mG", "no"), ("5 G", "no"), ("5 UG", "no"), ("5 MCG", "no"), ("5 \u338E", "no"), ("5 \u338D", "no"), ("5 µ g", "no"), ("5 µ", "no"),
        // commas, points, apostrophes of other places
        ("0,5 mg", "no"), ("37,5 mg", "no"), ("1,000 mg", "no"), ("1.000,5 mg", "no"), ("1,000.5 mg", "no"), ("1'000 mg", "no"), ("1’000 mg", "no"), ("1_000 mg", "no"),
        ("0\u066B5 mg", "no"), ("1\u066C000 mg", "no"), ("0\uFF0E5 mg", "no"), ("0\u00B75 mg", "no"), ("5;5 mg", "no"), ("5:5 mg", "no"), ("5/2 mg", "no"), ("½ mg", "no"),
        ("5½ mg", "no"), ("5\u2044\u0032 mg", "no"), ("1.000 mg", "1"), ("1.5.0 mg", "no"), ("1..5 mg", "no"), ("..5 mg", "no"),
        // naked and trailing points, which are not seen
        (".5 mg", "no"), ("5. mg", "no"), (". mg", "no"), ("-.5 mg", "no"), (".0 mg", "no"), ("0. mg", "no"), (".5mg", "no"), ("5.mg", "no"),
        // signs
        ("-5 mg", "-5"), ("-0.5 mg", "-0.5"), ("+5 mg", "no"), ("--5 mg", "no"), ("5- mg", "no"), ("- 5 mg", "no"), ("\u22125 mg", "no"), ("\u20135 mg", "no"),
        ("(5) mg", "no"), ("5-6 mg", "no"), ("5–6 mg", "no"), ("±5 mg", "no"), ("~5 mg", "no"), ("<5 mg", "no"), (">5 mg", "no"), ("≤5 mg", "no"), ("=5 mg", "no"),
        // exponents and other notations
        ("1e3 mg", "no"), ("1E3 mg", "no"), ("1e-3 mg", "no"), ("1e+3 mg", "no"), ("5e0 mg", "no"), ("5e mg", "no"), ("1x10^3 mg", "no"), ("10³ mg", "no"), ("0x10 mg", "no"),
        ("5d mg", "no"), ("5f mg", "no"), ("5m mg", "no"), ("0b1 mg", "no"), ("#5 mg", "no"), ("$5 mg", "no"), ("5% mg", "no"), ("five mg", "no"), ("V mg", "no"),
        // not numbers
        ("NaN mg", "no"), ("Infinity mg", "no"), ("-Infinity mg", "no"), ("∞ mg", "no"), ("null mg", "no"), ("true mg", "no"), ("undefined", "no"), ("null", "no"),
        // digits of other scripts
        ("٥ mg", "no"), ("٣٧ mg", "no"), ("۵ mg", "no"), ("५ mg", "no"), ("５ mg", "no"), ("３５．０ mg", "no"), ("五 mg", "no"), ("Ⅴ mg", "no"), ("⁵ mg", "no"), ("₅ mg", "no"),
        ("𝟓 mg", "no"), ("①mg", "no"), ("3٥ mg", "no"),
        // huge, tiny, long
        ("999999999 mg", "999999999"), ("1000000000 mg", "no"), ("99999999999999999999 mg", "no"), ("79228162514264337593543950335 mg", "no"),
        ("79228162514264337593543950336 mg", "no"), ("0.00000000000001 mg", "0.00000000000001"), ("0.0000000000000000000000000001 mg", "no"),
        ("0.123456789012345678901 mg", "no"), ("00000000000000000000005 mg", "no"), ("5.0000000000000000000000 mg", "no"),
        ("-999999999 mg", "-999999999"), ("-1000000000 mg", "no"), ("5                                              mg", "no"),
        // characters that hide or deceive
        ("5\u200B mg", "no"), ("\u200B5 mg", "no"), ("5\u200Emg", "no"), ("5\u202Emg", "no"), ("5\u0000mg", "no"), ("5\u0301 mg", "no"), ("5\uFEFF mg", "no"), ("5 m\u200Bg", "no"),
        ("5 m\u0261", "no"), ("5 \u043Cg", "no"), ("5 <b>mg</b>", "no"), ("5 mg'; drop table entry", "no"), ("${5} mg", "no"), ("{{5}} mg", "no"), ("5 mg\r\nX: y", "no"),
    ];

    public static TheoryData<string, string> Strings
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var (text, milligrams) in Table) data.Add(text, milligrams);
            return data;
        }
    }

    [Fact]
    public void There_are_two_hundred_of_them() => Assert.True(Table.Select(each => each.Text).Distinct().Count() >= 200, Table.Length.ToString(CultureInfo.InvariantCulture));

    [Theory]
    [MemberData(nameof(Strings))]
    public void Are_read_exactly_or_refused(string text, string milligrams)
    {
        foreach (var culture in new[] { "en-US", "de-DE", "fr-FR", "ar-EG", "fa-IR", "hi-IN", "sv-SE" })
        {
            using var _ = new InCulture(culture);
            var read = Mass.Read(text);
            if (milligrams == "no")
            {
                Assert.False(read.Allowed, $"“{text}” was read as {(read.Allowed ? read.Value.ToString() : "")}.");
                Assert.Equal("quantity.unreadable", read.Refusal!.Code);
                Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Mass>(JsonSerializer.Serialize(text), SessionJson.Options));
            }
            else
            {
                Assert.Equal(decimal.Parse(milligrams, CultureInfo.InvariantCulture), read.Value.Milligrams);
            }
        }
    }

    [Fact]
    public void What_is_written_is_read_back_in_every_place() => Gen.Select(Gen.Long[-999_999_999_999, 999_999_999_999], Gen.Int[0, 3].Select(index => new[] { "en-US", "de-DE", "ar-EG", "sv-SE" }[index]))
        .Sample((tenThousandths, culture) =>
        {
            using var _ = new InCulture(culture);
            var mass = Mass.FromMilligrams(tenThousandths / 10_000m);
            return Mass.Read(mass.ToString()).Value == mass
                && BodyWeight.Read(BodyWeight.FromKilograms(mass.Milligrams).ToString()).Value.Kilograms == mass.Milligrams
                && PumpRate.Read(PumpRate.FromMillilitresPerHour(mass.Milligrams).ToString()).Value.MillilitresPerHour == mass.Milligrams;
        });

    [Fact]
    public void Whatever_is_typed_is_read_or_refused_and_never_a_fault() => Gen.String.Sample(text =>
    {
        _ = Mass.Read(text);
        _ = Volume.Read(text + " mL");
        _ = Concentration.Read(text + " mg/mL");
        _ = InfusionRate.Read(text + " mg/h");
        _ = DosePerWeight.Read(text + " mg/kg");
        return !Mass.Read(null).Allowed;
    });

    [Theory]
    [InlineData("154 lb", "69.85322498")]
    [InlineData("154 [lb_av]", "69.85322498")]
    [InlineData("70000 g", "70")]
    [InlineData("70 kg", "70")]
    public void Weights_in_pounds_are_converted_not_copied(string text, string kilograms) =>
        Assert.Equal(decimal.Parse(kilograms, CultureInfo.InvariantCulture), BodyWeight.Read(text).Value.Kilograms);

    [Fact]
    public void Quantities_combine_only_as_their_units_do()
    {
        var dose = DosePerWeight.FromMilligramsPerKilogram(0.5m) * BodyWeight.FromKilograms(70);
        Assert.Equal("35 mg", dose.ToString());
        var drawn = dose / Concentration.FromMilligramsPerMillilitre(50);
        Assert.Equal("0.7 mL", drawn.ToString());
        Assert.Equal(dose, drawn * Concentration.FromMilligramsPerMillilitre(50));
        var rate = dose / TimeSpan.FromMinutes(40);
        Charting.Near(52.5m, rate.MilligramsPerHour, 0.000001m);
        Charting.Near(35m, (rate * TimeSpan.FromMinutes(40)).Milligrams, 0.000001m);
        Assert.Equal("75 mL/h", (rate / (dose / Volume.FromMillilitres(50))).ToString());
        Assert.Equal(0.5m, (dose / BodyWeight.FromKilograms(70)).MilligramsPerKilogram);
        Charting.Near(52.5m, (PumpRate.FromMillilitresPerHour(75) * (dose / Volume.FromMillilitres(50))).MilligramsPerHour, 0.000001m);
        Assert.Equal("3150 mg/h", InfusionRate.Read("52.5 mg/min").Value.ToString());
        Assert.Equal("0.04 mg", Mass.FromMilligrams(0.035m).RoundedTo(0.01m).ToString());
    }

    private sealed class InCulture : IDisposable
    {
        private readonly CultureInfo before = CultureInfo.CurrentCulture;

        public InCulture(string name) => CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);

        public void Dispose() => CultureInfo.CurrentCulture = before;
    }
}
