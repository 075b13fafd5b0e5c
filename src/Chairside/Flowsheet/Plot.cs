using System.Globalization;
using Afterglow.Chairside.Entry;
using Afterglow.Chairside.Log;
using Afterglow.Core.Sessions;

namespace Afterglow.Chairside.Flowsheet;

/// <summary>How far an entry on the sheet can be relied on.</summary>
public enum Standing
{
    Charted,

    /// <summary>On this device, not yet confirmed by the clinic.</summary>
    Unsent,

    /// <summary>Corrected later: this is what it says now.</summary>
    Amended,

    /// <summary>What it said before it was corrected or struck out.</summary>
    Superseded,
}

/// <summary>Blood pressure and heart rate of one moment, in pixels.</summary>
public sealed record PressureMark(double X, double Systolic, double Diastolic, double HeartRate, Standing Standing, string Title);

/// <summary>A dot or a number at one moment, in pixels.</summary>
public sealed record PointMark(double X, double Y, string Text, Standing Standing, string Title);

/// <summary>A stretch at one rate, or a dose given at once.</summary>
public sealed record RateBar(double X, double Width, double Y, double Height, string Label, string Title);

public enum FlagKind
{
    Drug,
    Adverse,
    Mark,
}

/// <summary>A labelled event. <see cref="Lane"/> counts from the sheet upwards; -1 where there is no room for the words.</summary>
public sealed record Flag(double X, int Lane, bool ToTheLeft, string Label, FlagKind Kind, Standing Standing, string Title);

/// <summary>
/// The flowsheet as anaesthetists know it, worked out in pixels: systolic ∨ and diastolic ∧ joined by a bar, heart rate
/// as dots, SpO2 in a strip, infusion as filled bars, events as flags, on one axis of minutes since the start.
/// Nothing is joined across time: a gap stays a gap.
/// </summary>
public sealed class Plot
{
    private const double LeftMargin = 44, RightMargin = 52, AxisHeight = 20, LaneHeight = 14, Gap = 6;
    private const double RateHeight = 26, OxygenHeight = 40, LabelGap = 6, CharacterWidth = 6.3;

    private readonly Session session;
    private readonly Func<Guid, bool> isUnsent;
    private readonly TimeZoneInfo zone;
    private readonly DateTimeOffset zero;
    private readonly DateTimeOffset now;

    public Plot(Session session, DateTimeOffset now, double width, double height, TimeZoneInfo zone, Func<Guid, bool> isUnsent)
    {
        (this.session, this.now, this.zone, this.isUnsent) = (session, now, zone, isUnsent);
        (Width, Height) = (width, height);
        zero = session.StartedAt ?? now;

        var lanes = height < 300 ? 2 : 3;
        FlagsBottom = Gap / 2 + lanes * LaneHeight;
        AxisTop = height - AxisHeight;
        RateBottom = AxisTop - 2;
        RateTop = RateBottom - RateHeight;
        RatingsTop = RateTop - Gap - 2 * LaneHeight;
        OxygenBottom = RatingsTop - Gap;
        OxygenTop = OxygenBottom - OxygenHeight;
        PressureTop = FlagsBottom + Gap / 2;
        PressureBottom = OxygenTop - Gap;

        Time = new Scale(FirstMinute(), LastMinute(), LeftMargin, width - RightMargin);
        Pressure = PressureScale();
        Oxygen = OxygenScale();
        Readings();
        Rates();
        Ratings();
        Flags = Placed(Events(), lanes);
    }

    public double Width { get; }

    public double Height { get; }

    /// <summary>Minutes since the start, to pixels from the left.</summary>
    public Scale Time { get; }

    /// <summary>mmHg and beats a minute, to pixels from the top.</summary>
    public Scale Pressure { get; }

    /// <summary>Per cent, to pixels from the top.</summary>
    public Scale Oxygen { get; }

    public double Left => LeftMargin;

    public double Right => Width - RightMargin;

    public double FlagsBottom { get; }

    public double PressureTop { get; }

    public double PressureBottom { get; }

    public double OxygenTop { get; }

    public double OxygenBottom { get; }

    public double RatingsTop { get; }

    public double DissociationY => RatingsTop + LaneHeight * 0.5;

    public double SedationY => RatingsTop + LaneHeight * 1.5;

    public double RateTop { get; }

    public double RateBottom { get; }

    public double AxisTop { get; }

    public double LaneBottom(int lane) => FlagsBottom - lane * LaneHeight;

    /// <summary>Where now is; null once the patient has left.</summary>
    public double? Now => session.Phase is SessionPhase.Running or SessionPhase.Paused or SessionPhase.Recovering && Time.Holds(Minute(now))
        ? Time[Minute(now)]
        : null;

    public IReadOnlyList<PressureMark> Pressures { get; private set; } = [];

    public IReadOnlyList<PointMark> Oxygens { get; private set; } = [];

    public IReadOnlyList<PointMark> Dissociations { get; private set; } = [];

    public IReadOnlyList<PointMark> Sedations { get; private set; } = [];

    public IReadOnlyList<RateBar> RateBars { get; private set; } = [];

    public IReadOnlyList<Flag> Flags { get; }

    /// <summary>Minutes, every ten or wider where the sheet is narrow.</summary>
    public IEnumerable<Line> Minutes
    {
        get
        {
            var step = new[] { 5, 10, 15, 20, 30, 60, 120 }.First(each => each / (Time.Most - Time.Least) * (Right - Left) >= 34 || each == 120);
            for (var minute = (int)Math.Ceiling(Time.Least / step) * step; minute <= Time.Most; minute += step)
                yield return new(Time[minute], minute < 0 ? $"−{-minute}" : minute.ToString(CultureInfo.InvariantCulture));
        }
    }

    public IEnumerable<Line> PressureGrid
    {
        get
        {
            for (var value = Pressure.Least; value <= Pressure.Most; value += PressureBottom - PressureTop < 130 ? 40 : 20)
                yield return new(Pressure[value], value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public IEnumerable<Line> PressureLimits
    {
        get
        {
            var (raised, low) = (Pressure[Limits.RaisedDiastolic], Pressure[Limits.LowSystolic]);
            // Where the sheet is low, two labels would lie on each other: the lower one says both.
            var apart = low - raised >= 11;
            return
            [
                new(Pressure[Limits.RaisedSystolic], $"sys {Limits.RaisedSystolic}"),
                new(raised, apart ? $"dia {Limits.RaisedDiastolic}" : ""),
                new(low, apart ? $"sys {Limits.LowSystolic}" : $"{Limits.LowSystolic}/{Limits.RaisedDiastolic}"),
            ];
        }
    }

    public Line OxygenLimit => new(Oxygen[Limits.LowOxygen], $"{Limits.LowOxygen} %");

    /// <summary>The patient's own starting point, as two lines.</summary>
    public IEnumerable<Line> Baseline => session.Baseline is { } baseline
        ? [new(Pressure[baseline.Systolic], baseline.Systolic.ToString(CultureInfo.InvariantCulture)),
           new(Pressure[baseline.Diastolic], baseline.Diastolic.ToString(CultureInfo.InvariantCulture))]
        : [];

    private double Minute(DateTimeOffset at) => (at - zero).TotalMinutes;

    private double FirstMinute()
    {
        // The baseline belongs on the sheet unless it was taken long before.
        var baseline = session.VitalsBeforeDose is [.., var last] ? Minute(last.At) : 0;
        return baseline >= -30 ? Math.Min(-5, Math.Floor((baseline - 1) / 5) * 5) : -5;
    }

    private double LastMinute()
    {
        // The whole planned session from the beginning, so that the sheet does not move under the eye.
        var planned = session.Protocol is not { } protocol ? 60
            : protocol.Observation.Value.FromFirstDose ? protocol.Observation.Value.Least.TotalMinutes
            : (protocol.GivenOver?.Value ?? TimeSpan.Zero).TotalMinutes + protocol.Observation.Value.Least.TotalMinutes;
        var reached = session.Discharge is { } left ? Minute(left.At) : session.Phase == SessionPhase.Signed ? 0 : Minute(now);
        var charted = session.Vitals is [.., var last] ? Minute(last.At) : 0;
        return Math.Ceiling((Math.Max(planned, Math.Max(reached, charted)) + 5) / 10) * 10;
    }

    private Scale PressureScale()
    {
        double least = 40, most = 200;
        foreach (var reading in session.Vitals)
        {
            least = Math.Min(least, Math.Floor(Math.Min(reading.Value.Diastolic, reading.Value.HeartRate) / 20.0) * 20);
            most = Math.Max(most, Math.Ceiling(Math.Max(reading.Value.Systolic, reading.Value.HeartRate) / 20.0) * 20);
        }
        return new Scale(least, most, PressureBottom, PressureTop);
    }

    private Scale OxygenScale()
    {
        double least = 88;
        foreach (var reading in session.Vitals)
            if (reading.Value.SpO2 is { } oxygen) least = Math.Min(least, Math.Floor((oxygen - 1) / 4.0) * 4);
        return new Scale(least, 100, OxygenBottom - 4, OxygenTop + 5);
    }

    private void Readings()
    {
        var pressures = new List<PressureMark>();
        var oxygens = new List<PointMark>();
        foreach (var (at, values, standing) in Forms<SessionEvent.VitalsRecorded>())
        {
            var vitals = values.Vitals;
            var title = Title(at, "", EntryWords.Of(vitals), standing);
            pressures.Add(new(Time[Minute(at)], Pressure[vitals.Systolic], Pressure[vitals.Diastolic], Pressure[vitals.HeartRate], standing, title));
            if (vitals.SpO2 is { } oxygen)
                oxygens.Add(new(Time[Minute(at)], Oxygen[oxygen], oxygen.ToString(CultureInfo.InvariantCulture), standing, title));
        }
        // What was superseded lies under what stands.
        Pressures = [.. pressures.OrderByDescending(mark => mark.Standing)];
        Oxygens = [.. oxygens.OrderByDescending(mark => mark.Standing)];
    }

    private void Ratings()
    {
        Dissociations = [.. Forms<SessionEvent.DissociationRated>().Where(form => form.Standing != Standing.Superseded).Select(form => new PointMark(
            Time[Minute(form.At)], DissociationY, form.Event.Rating?.ToString(CultureInfo.InvariantCulture) ?? $"Σ{form.Event.Cadss6!.Sum()}",
            form.Standing, Title(form.At, "Dissociation", EntryWords.Of(form.Event).Detail, form.Standing)))];
        Sedations = [.. Forms<SessionEvent.SedationRated>().Where(form => form.Standing != Standing.Superseded).Select(form => new PointMark(
            Time[Minute(form.At)], SedationY, form.Event.MoaaS.ToString(CultureInfo.InvariantCulture),
            form.Standing, Title(form.At, "Sedation", EntryWords.Of(form.Event).Detail, form.Standing)))];
    }

    private void Rates()
    {
        var bars = new List<RateBar>();
        var fastest = session.Stretches.Select(stretch => stretch.Rate.MilligramsPerHour).DefaultIfEmpty(0).Max();
        foreach (var stretch in session.Stretches)
        {
            var to = stretch.To ?? now;
            if (to <= stretch.From || fastest <= 0) continue;
            var height = (double)(stretch.Rate.MilligramsPerHour / fastest) * RateHeight;
            var x = Time[Minute(stretch.From)];
            var pump = session.Prepared?.Final is { } final ? stretch.Rate / final : default;
            bars.Add(new(x, Math.Max(1, Time[Minute(to)] - x), RateBottom - height, height, Text($"{pump.MillilitresPerHour:0.#} mL/h"),
                Text($"{Words.Minute(stretch.From - zero)} to {Words.Minute(to - zero)}: {pump.MillilitresPerHour:0.#} mL/h, {stretch.Rate.MilligramsPerHour:0.##} mg/h")));
        }
        foreach (var dose in session.Doses)
            bars.Add(new(Time[Minute(dose.At)] - 2, 5, RateTop, RateHeight, dose.Amount.ToString(), Title(dose.At, "Dose", dose.Amount.ToString(), Standing.Charted)));
        RateBars = bars;
    }

    private List<Flag> Events()
    {
        var flags = new List<Flag>();
        foreach (var entry in session.Entries)
        {
            var happened = entry.Now ?? entry.Original.Event;
            if (Label(happened) is not ({ } label, var kind) || !Time.Holds(Minute(happened.At))) continue;
            var standing = entry.Struck ? Standing.Superseded
                : isUnsent(entry.EntryId) ? Standing.Unsent : entry.Revisions.Count > 0 ? Standing.Amended : Standing.Charted;
            var (title, detail) = EntryWords.Of(happened);
            flags.Add(new(Time[Minute(happened.At)], -1, false, label, kind, standing, Title(happened.At, title, detail, standing)));
        }
        return [.. flags.OrderBy(flag => flag.X)];
    }

    /// <summary>Each label goes into the lowest lane where it touches no other; the grave ones are placed first.</summary>
    private List<Flag> Placed(List<Flag> flags, int lanes)
    {
        var taken = new List<(double From, double To)>[lanes];
        for (var lane = 0; lane < lanes; lane++) taken[lane] = [];
        var placed = new List<Flag>();
        foreach (var flag in flags.OrderByDescending(each => each.Kind == FlagKind.Adverse).ThenBy(each => each.X))
        {
            var width = flag.Label.Length * CharacterWidth + LabelGap;
            var toTheLeft = flag.X + width > Width - 2;
            var (from, to) = toTheLeft ? (flag.X - width, flag.X) : (flag.X, flag.X + width);
            var lane = Array.FindIndex(taken, spans => spans.TrueForAll(span => to <= span.From || from >= span.To));
            if (lane >= 0) taken[lane].Add((from, to));
            placed.Add(flag with { Lane = lane, ToTheLeft = toTheLeft });
        }
        return placed;
    }

    private static (string? Label, FlagKind Kind) Label(SessionEvent happened) => happened switch
    {
        SessionEvent.AdverseEventRecorded e => (Short(e.What), FlagKind.Adverse),
        SessionEvent.RescueGiven e => (Short(e.Drug), FlagKind.Drug),
        SessionEvent.InfusionPaused => ("pause", FlagKind.Drug),
        SessionEvent.InfusionResumed => ("resume", FlagKind.Drug),
        SessionEvent.RateChanged => ("rate", FlagKind.Drug),
        SessionEvent.InfusionStopped => ("stopped", FlagKind.Drug),
        SessionEvent.InfusionEnded => ("end", FlagKind.Drug),
        SessionEvent.NauseaRated e => ($"nausea {e.Score}", FlagKind.Mark),
        SessionEvent.DistressRated e => ($"distress {e.Score}", FlagKind.Mark),
        SessionEvent.MomentMarked { Moment: Moment.CallButton } => ("call", FlagKind.Mark),
        SessionEvent.MomentMarked { Moment: Moment.MusicStarted } => ("music", FlagKind.Mark),
        SessionEvent.MomentMarked { Moment: Moment.MusicStopped } => ("music off", FlagKind.Mark),
        SessionEvent.MomentMarked e => (EntryWords.Of(e.Moment).ToLowerInvariant(), FlagKind.Mark),
        SessionEvent.NoteWritten => ("note", FlagKind.Mark),
        SessionEvent.PatientDischarged => ("left", FlagKind.Mark),
        _ => (null, FlagKind.Mark),
    };

    private static string Short(string words) => words.Length <= 18 ? words : words[..17] + "…";

    /// <summary>Every form an entry of a kind ever had: what stands, and what it said before.</summary>
    private IEnumerable<(DateTimeOffset At, T Event, Standing Standing)> Forms<T>() where T : SessionEvent
    {
        foreach (var entry in session.Entries)
        {
            foreach (var revision in entry.Revisions)
                if (revision.Before is T before && Time.Holds(Minute(before.At))) yield return (before.At, before, Standing.Superseded);
            if (entry.Now is T stands && Time.Holds(Minute(stands.At)))
                yield return (stands.At, stands, isUnsent(entry.EntryId) ? Standing.Unsent : entry.Revisions.Count > 0 ? Standing.Amended : Standing.Charted);
        }
    }

    private string Title(DateTimeOffset at, string title, string detail, Standing standing)
    {
        var words = new[] { Words.Minute(at - zero), TypedTime.Text(at, zone), title, detail, standing switch
        {
            Standing.Unsent => "not sent yet",
            Standing.Amended => "corrected",
            Standing.Superseded => "no longer stands",
            _ => "",
        } };
        return string.Join(" · ", words.Where(word => word.Length > 0));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
