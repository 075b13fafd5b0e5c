using Afterglow.Chairside.Flowsheet;
using Afterglow.Chairside.Log;
using Afterglow.Core.People;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;
using CsCheck;

namespace Afterglow.Tests.Chairside;

public sealed class TheFlowsheet
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 15, 0, 0, TimeSpan.Zero);

    private static readonly Author Nurse = new("n", "Nora Blake", [Role.Nurse]);

    private readonly List<SessionEntry> entries = [];

    [Fact]
    public void Every_reading_stands_at_its_own_minute_and_its_own_height()
    {
        Begin();
        Vitals(10, 140, 86, 80, 97);
        Vitals(30, 150, 90, 84, 95);
        var plot = Draw(45);
        var marks = plot.Pressures.OrderBy(mark => mark.X).ToList();
        Assert.Equal(3, marks.Count);
        Assert.Equal(plot.Time[-5], marks[0].X, 6);
        Assert.Equal(plot.Time[10], marks[1].X, 6);
        // Twice the minutes is twice the distance: the axis is straight.
        Assert.Equal(2 * (plot.Time[20] - plot.Time[10]), marks[2].X - marks[1].X, 6);
        Assert.Equal(plot.Pressure[150], marks[2].Systolic, 6);
        Assert.Equal(plot.Pressure[90], marks[2].Diastolic, 6);
        Assert.True(marks[2].Systolic < marks[1].Systolic, "a higher pressure stands higher");
        Assert.Equal(plot.Oxygen[95], plot.Oxygens.MaxBy(mark => mark.X)!.Y, 6);
    }

    [Fact]
    public void A_pause_is_a_gap_in_the_bar()
    {
        Begin();
        Add(20, new SessionEvent.InfusionPaused(At(20), ""));
        Add(26, new SessionEvent.InfusionResumed(At(26)));
        var plot = Draw(35);
        Assert.Equal(2, plot.RateBars.Count);
        Assert.Equal(plot.Time[20], plot.RateBars[0].X + plot.RateBars[0].Width, 6);
        Assert.Equal(plot.Time[26], plot.RateBars[1].X, 6);
        Assert.Equal(plot.Time[35], plot.RateBars[1].X + plot.RateBars[1].Width, 6);
    }

    [Fact]
    public void Half_the_rate_is_half_the_height_and_no_bar_is_drawn_for_a_rate_set_while_paused()
    {
        Begin();
        Add(10, new SessionEvent.InfusionPaused(At(10), ""));
        Add(12, new SessionEvent.RateChanged(At(12), InfusionRate.FromMilligramsPerHour(28.125m), PumpRate.FromMillilitresPerHour(37.5m), ""));
        Add(14, new SessionEvent.InfusionResumed(At(14)));
        var plot = Draw(30);
        Assert.Equal(2, plot.RateBars.Count);
        Assert.Equal(plot.RateBars[0].Height / 2, plot.RateBars[1].Height, 6);
    }

    [Fact]
    public void A_corrected_reading_stands_and_what_it_said_before_lies_beneath_it()
    {
        Begin();
        var wrong = Vitals(10, 104, 86, 80, 97);
        Add(12, new SessionEvent.EntryAmended(At(12), wrong, new SessionEvent.VitalsRecorded(At(10), new Vitals(140, 86, 80, 97)), "Typing error"));
        var plot = Draw(20);
        var here = plot.Pressures.Where(mark => Math.Abs(mark.X - plot.Time[10]) < 0.01).ToList();
        Assert.Equal([Standing.Superseded, Standing.Amended], here.Select(mark => mark.Standing));
        Assert.Equal(plot.Pressure[104], here[0].Systolic, 6);
        Assert.Equal(plot.Pressure[140], here[1].Systolic, 6);
        Assert.Contains("no longer stands", here[0].Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_struck_reading_is_only_seen_as_struck()
    {
        Begin();
        var wrong = Vitals(10, 99, 61, 99, 95);
        Add(12, new SessionEvent.EntryStruck(At(12), wrong, "Wrong patient"));
        var mark = Assert.Single(Draw(20).Pressures, mark => mark.Title.StartsWith("min 10", StringComparison.Ordinal));
        Assert.Equal(Standing.Superseded, mark.Standing);
    }

    [Fact]
    public void What_is_not_sent_yet_is_marked()
    {
        Begin();
        var unsent = Vitals(10, 140, 86, 80, 97);
        var plot = Draw(20, unsent);
        Assert.Equal(Standing.Unsent, Assert.Single(plot.Pressures, mark => mark.X > plot.Time[0]).Standing);
    }

    [Fact]
    public void The_baseline_and_the_limits_lie_at_their_values()
    {
        Begin();
        var plot = Draw(5);
        Assert.Equal([plot.Pressure[118], plot.Pressure[74]], plot.Baseline.Select(line => line.At));
        Assert.Contains(plot.PressureLimits, line => line.At == plot.Pressure[160]);
        Assert.Equal(plot.Oxygen[92], plot.OxygenLimit.At);
    }

    [Fact]
    public void The_sheet_stays_where_it_is_while_the_planned_session_runs()
    {
        Begin();
        var (first, later) = (Draw(1), Draw(95));
        Assert.Equal(first.Time, later.Time);
        Assert.True(Draw(130).Time.Most >= 130);
    }

    [Fact]
    public void Extreme_values_are_on_the_sheet_not_beyond_it()
    {
        Begin();
        Vitals(10, 232, 128, 190, 71);
        Vitals(12, 62, 31, 28, 84);
        var plot = Draw(20);
        Assert.All(plot.Pressures, mark =>
        {
            Assert.InRange(mark.Systolic, plot.PressureTop, plot.PressureBottom);
            Assert.InRange(mark.Diastolic, plot.PressureTop, plot.PressureBottom);
            Assert.InRange(mark.HeartRate, plot.PressureTop, plot.PressureBottom);
        });
        Assert.All(plot.Oxygens, mark => Assert.InRange(mark.Y, plot.OxygenTop, plot.OxygenBottom));
    }

    [Fact]
    public void Labels_never_lie_on_each_other_and_an_adverse_event_is_never_the_one_without_room() =>
        Gen.Select(Gen.Int[0, 100], Gen.Int[0, 7]).Array[0, 60].Sample(moments =>
        {
            var sheet = new TheFlowsheet();
            sheet.Begin();
            foreach (var (minute, moment) in moments) sheet.Add(minute, new SessionEvent.MomentMarked(At(minute), (Moment)moment, ""));
            sheet.Add(101, new SessionEvent.AdverseEventRecorded(At(50), "Vomiting", AdverseEventSeverity.Mild, "none", AdverseEventOutcome.Resolved, false, ""));
            var plot = sheet.Draw(102);
            foreach (var lane in plot.Flags.Where(flag => flag.Lane >= 0).GroupBy(flag => flag.Lane))
            {
                var spans = lane.Select(flag => (flag.X, Width: flag.Label.Length * 6.0, flag.ToTheLeft))
                    .Select(flag => flag.ToTheLeft ? (From: flag.X - flag.Width, To: flag.X) : (From: flag.X, To: flag.X + flag.Width))
                    .OrderBy(span => span.From).ToList();
                for (var next = 1; next < spans.Count; next++)
                    if (spans[next].From < spans[next - 1].To - 0.01) return false;
            }
            return plot.Flags.Count == moments.Length + 1 && plot.Flags.Single(flag => flag.Kind == FlagKind.Adverse).Lane >= 0;
        }, iter: 200);

    [Fact]
    public void Every_kind_of_entry_has_words_of_its_own()
    {
        var kinds = typeof(SessionEvent).GetNestedTypes().Where(type => type.IsSubclassOf(typeof(SessionEvent)))
            .Except([typeof(SessionEvent.EntryAmended), typeof(SessionEvent.EntryStruck)]).ToList();
        Assert.True(kinds.Count > 30);
        foreach (var kind in kinds)
        {
            var parameters = kind.GetConstructors().Single(each => each.GetParameters().Length > 0 && each.GetParameters()[0].ParameterType == typeof(DateTimeOffset));
            var happened = (SessionEvent)parameters.Invoke([.. parameters.GetParameters().Select(each => Sample(each.ParameterType))]);
            var (title, detail) = EntryWords.Of(happened);
            Assert.NotEqual(kind.Name, title);
            Assert.NotNull(detail);
        }
        Assert.Equal(("Vitals", "118/74, HR 68, SpO2 98 %"), EntryWords.Of(new SessionEvent.VitalsRecorded(Start, new Vitals(118, 74, 68, 98))));
    }

    private static object? Sample(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string)) return "g_consent";
        if (type == typeof(Vitals)) return new Vitals(118, 74, 68, 98);
        if (type == typeof(IReadOnlyList<int>)) return new[] { 1, 0, 2, 0, 0, 1 };
        if (type == typeof(IReadOnlyList<string>)) return new[] { "Not oriented." };
        if (type == typeof(IReadOnlyList<MedicineTaken>)) return new[] { new MedicineTaken(MedicineClass.Opioid, "Tramadol", Start) };
        if (type == typeof(StandingOnFile)) return new StandingOnFile(null, null);
        return Activator.CreateInstance(type);
    }

    private static DateTimeOffset At(double minute) => Start.AddMinutes(minute);

    private void Begin()
    {
        Add(-20, new SessionEvent.PatientArrived(
            At(-20), Guid.NewGuid(), Guid.NewGuid(), "Chair 1", "ketamine-iv-1", "Depression", 1, false, DosePerWeight.FromMilligramsPerKilogram(0.5m), null, null));
        Vitals(-5, 118, 74, 68, 98);
        Add(-4, new SessionEvent.DosePrepared(
            At(-4), Mass.FromMilligrams(37.5m), BodyWeight.FromKilograms(75), "Ketamine 50 mg/mL vial", Concentration.FromMilligramsPerMillilitre(50),
            "L1", new DateOnly(2027, 6, 30), Volume.FromMillilitres(0.75m), Volume.FromMillilitres(50), Concentration.FromMilligramsPerMillilitre(0.75m),
            TimeSpan.FromMinutes(40), InfusionRate.FromMilligramsPerHour(56.25m), PumpRate.FromMillilitresPerHour(75)));
        Add(0, new SessionEvent.InfusionStarted(At(0), InfusionRate.FromMilligramsPerHour(56.25m), PumpRate.FromMillilitresPerHour(75)));
    }

    private Guid Vitals(double minute, int systolic, int diastolic, int heart, int oxygen) =>
        Add(minute, new SessionEvent.VitalsRecorded(At(minute), new Vitals(systolic, diastolic, heart, oxygen)));

    private Guid Add(double minute, SessionEvent happened)
    {
        var id = Guid.CreateVersion7();
        entries.Add(new SessionEntry(entries.Count + 1, id, At(minute), Nurse, happened));
        return id;
    }

    private Plot Draw(double minute, Guid? unsent = null) =>
        new(Session.From(entries), At(minute), 880, 420, TimeZoneInfo.Utc, id => id == unsent);
}
