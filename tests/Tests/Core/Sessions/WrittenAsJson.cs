using System.Collections;
using System.Reflection;
using System.Text.Json;
using System.Text.RegularExpressions;
using Afterglow.Core;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using static Afterglow.Tests.Sessions.Charting;

namespace Afterglow.Tests.Sessions;

/// <summary>What is written is read back the same, for every kind of entry and every command there is.</summary>
public sealed partial class WrittenAsJson
{
    public static TheoryData<Type> Kinds => [.. Events];

    public static TheoryData<Type> Asked => [.. Commands];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_entry(Type kind)
    {
        foreach (var full in new[] { true, false })
        {
            var happened = Sample(kind, full);
            var body = SessionJson.Write(happened);
            var read = SessionJson.Read(SessionJson.Kind(happened), body);
            Assert.IsType(kind, read);
            Assert.Equal(body, SessionJson.Write(read));
            foreach (var property in kind.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.Name != "EqualityContract"))
                Assert.Equivalent(property.GetValue(happened), property.GetValue(read), strict: true);
            Assert.Matches(KindName(), SessionJson.Kind(happened));

            // And each has its place in the fold, also when what it refers to is not there.
            var chart = new Charting();
            chart.Write(Id(), read with { At = chart.Now }, Nurse);
            Assert.Equal(2, chart.Session.Version);
        }
    }

    [Fact]
    public void Kinds_are_permanent()
    {
        // Entries in clinics' records carry these words: a word may be added here, and none may be changed.
        string[] written =
        [
            "adverse-event-followed", "adverse-event-recorded", "alarm-acknowledged", "consent-seen", "discharge-assessed", "dissociation-rated",
            "distress-rated", "dose-checked", "dose-given", "dose-ordered", "dose-prepared", "entry-amended", "entry-struck", "escort-named",
            "fasting-recorded", "gate-overridden", "infusion-ended", "infusion-paused", "infusion-resumed", "infusion-started", "infusion-stopped",
            "medicines-recorded", "moment-marked", "nausea-rated", "note-written", "patient-arrived", "patient-discharged", "pregnancy-recorded",
            "rate-changed", "rescue-given", "room-readied", "sedation-rated", "session-cancelled", "session-signed", "standing-changed",
            "suicide-screened",
            "vitals-recorded", "waste-recorded", "waste-witnessed", "weight-measured",
        ];
        Assert.Equal(written, Events.Select(kind => SessionJson.Kind(Sample(kind, full: true))).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Asked))]
    public void Every_command(Type command)
    {
        foreach (var full in new[] { true, false })
        {
            var asked = Sample(command, full, "");
            var body = JsonSerializer.Serialize(asked, command, SessionJson.Options);
            Assert.Equal(body, JsonSerializer.Serialize(JsonSerializer.Deserialize(body, command, SessionJson.Options), command, SessionJson.Options));
        }
    }

    [Theory]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\",\"score\":3,\"by\":\"me\"}")]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\"}")]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\",\"score\":3,\"score\":4}")]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\",\"score\":\"3\"}")]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\",\"score\":3.5}")]
    [InlineData("{\"at\":\"2026-11-23T09:00:00Z\",\"score\":99999999999}")]
    [InlineData("{\"at\":\"2025-02-30T09:00:00Z\",\"score\":3}")]
    [InlineData("{\"at\":\"2025-02-20T24:00:01Z\",\"score\":3}")]
    [InlineData("{\"at\":\"yesterday\",\"score\":3}")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void What_is_not_an_entry_is_not_read_as_one(string body) =>
        Assert.ThrowsAny<JsonException>(() => SessionJson.Read("nausea-rated", body));

    [Fact]
    public void A_bare_number_is_no_quantity_and_an_unknown_kind_no_entry()
    {
        Assert.ThrowsAny<JsonException>(() => SessionJson.Read("weight-measured", "{\"at\":\"2026-11-23T09:00:00Z\",\"weight\":70}"));
        Assert.ThrowsAny<JsonException>(() => SessionJson.Read("weight-measured", "{\"at\":\"2026-11-23T09:00:00Z\",\"weight\":\"70\"}"));
        Assert.ThrowsAny<JsonException>(() => SessionJson.Read("weight-guessed", "{\"at\":\"2026-11-23T09:00:00Z\"}"));
    }

    internal static SessionEvent Sample(Type kind, bool full) => (SessionEvent)Sample(kind, full, "");

    /// <summary>A value of a type, filled to the last member, or with everything left out that may be.</summary>
    internal static object Sample(Type type, bool full, string name)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner) return full ? Sample(inner, full, name) : null!;
        if (type == typeof(string)) return full ? "Señor “Ö” — 李, <b>&amp;</b> \n second line" : "x";
        if (type == typeof(Guid)) return new Guid("0190a5d2-0000-7000-8000-00000000000f");
        if (type == typeof(DateTimeOffset)) return full ? Morning.AddTicks(1234567) : Morning;
        if (type == typeof(DateOnly)) return new DateOnly(2026, 2, 28);
        if (type == typeof(TimeSpan)) return TimeSpan.FromMinutes(40);
        if (type == typeof(bool)) return full;
        if (type == typeof(int)) return full ? 3 : 0;
        if (type == typeof(Mass)) return Mass.FromMilligrams(37.5m);
        if (type == typeof(Volume)) return Volume.FromMillilitres(0.75m);
        if (type == typeof(Concentration)) return Concentration.FromMilligramsPerMillilitre(50);
        if (type == typeof(DosePerWeight)) return DosePerWeight.FromMilligramsPerKilogram(0.5m);
        if (type == typeof(BodyWeight)) return BodyWeight.FromKilograms(70.4m);
        if (type == typeof(InfusionRate)) return InfusionRate.FromMilligramsPerHour(56.25m);
        if (type == typeof(PumpRate)) return PumpRate.FromMillilitresPerHour(75);
        if (type == typeof(SessionEvent)) return new SessionEvent.VitalsRecorded(Morning, new Vitals(120, 80, 70));
        if (type.IsEnum) return full ? Enum.GetValues(type).Cast<object>().Last() : Enum.GetValues(type).Cast<object>().First();
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            var item = type.GetGenericArguments()[0];
            var list = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(item))!;
            for (var count = 0; full && count < 6; count++) list.Add(Sample(item, full, name));
            return list;
        }
        var constructor = type.GetConstructors().Where(each => each.GetParameters() is not [{ } only] || only.ParameterType != type)
            .MaxBy(each => each.GetParameters().Length) ?? throw new InvalidOperationException($"{type.Name} ({name}) has no sample.");
        return constructor.Invoke([.. constructor.GetParameters().Select(parameter => Sample(parameter.ParameterType, full, parameter.Name!))]);
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex KindName();
}
