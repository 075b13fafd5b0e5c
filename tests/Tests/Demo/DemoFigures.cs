using Afterglow.App.Demo;
using Afterglow.Core.Patients;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.Tests.Demo;

/// <summary>
/// What an epidemiologist would count in the made-up clinic: from charts and sessions alone, knowing nothing of how they
/// were dealt out.
/// </summary>
internal sealed class DemoFigures
{
    public DemoFigures(params IReadOnlyList<DemoPatient> patients)
    {
        Patients = [.. patients.Select(patient => new Followed(patient))];
        Sessions = [.. Patients.SelectMany(patient => patient.Sessions)];
        Treated = [.. Sessions.Where(session => session.StartedAt is not null)];
    }

    public IReadOnlyList<Followed> Patients { get; }

    public IReadOnlyList<Session> Sessions { get; }

    public IReadOnlyList<Session> Treated { get; }

    /// <summary>Those with a score in the window after a whole series, as McInnes 2022 counted them.</summary>
    public IReadOnlyList<(Followed Patient, int Start, int End)> Completed => [.. Patients
        .Where(patient => patient.FinishedSeries && patient.WindowScore is not null)
        .Select(patient => (patient, patient.Start!.Value, patient.WindowScore!.Value))];

    public double Response => Share(Completed, each => each.End <= each.Start / 2.0);

    public double Remission => Share(Completed, each => each.End < 5);

    public double Worse => Share(Completed, each => each.End > each.Start);

    public double EffectSize
    {
        get
        {
            var (starts, ends) = (Completed.Select(each => (double)each.Start).ToList(), Completed.Select(each => (double)each.End).ToList());
            var (before, after) = (Deviation(starts), Deviation(ends));
            return (starts.Average() - ends.Average()) / Math.Sqrt(((before * before) + (after * after)) / 2);
        }
    }

    public double ResponseNextDay => Share(
        [.. Patients.Where(patient => patient.Start is not null && patient.ScoreOnDay(1) is not null)],
        patient => patient.ScoreOnDay(1) <= patient.Start / 2.0);

    public double AnxietyChange => Completed.Where(each => each.Patient.WindowAnxiety is not null)
        .Average(each => (each.Patient.WindowAnxiety!.Value - each.Patient.AnxietyStart!.Value) / (double)each.Patient.AnxietyStart.Value);

    /// <summary>Kaplan and Meier: responders without further sessions who still respond so many weeks after the series.</summary>
    public double Held(int weeks)
    {
        var times = new List<(double Weeks, bool Lost)>();
        foreach (var (patient, start, end) in Completed.Where(each => each.End <= each.Start / 2.0))
        {
            if (patient.TreatedAgainBeforeLosing) continue;
            var after = patient.Scores.Where(score => score.At > patient.SeriesEnd).ToList();
            var lost = after.FirstOrDefault(score => score.Score > start / 2.0);
            times.Add(lost.At != default
                ? ((lost.At - patient.SeriesEnd).TotalDays / 7, true)
                : ((after[^1].At - patient.SeriesEnd).TotalDays / 7, false));
        }
        var surviving = 1.0;
        foreach (var lost in times.Where(time => time.Lost && time.Weeks <= weeks).Select(time => time.Weeks).Distinct().Order())
            surviving *= 1 - (times.Count(time => time.Lost && time.Weeks == lost) / (double)times.Count(time => time.Weeks >= lost));
        return surviving;
    }

    /// <summary>The rise at the height of an infusion that ran whole, mmHg.</summary>
    public IReadOnlyList<(double Systolic, double Diastolic)> Rises => [.. Treated
        .Where(session => session is { StoppedEarly: false, Protocol.Route: Route.Intravenous, Baseline: not null })
        .Select(session => (session, Reading: session.Vitals.FirstOrDefault(reading => Math.Abs((reading.At - session.StartedAt!.Value).TotalMinutes - 40) <= 1.5)))
        .Where(each => each.Reading is not null)
        .Select(each => (
            (double)(each.Reading!.Value.Systolic - each.session.Baseline!.Systolic),
            (double)(each.Reading.Value.Diastolic - each.session.Baseline.Diastolic)))];

    public double SevereHypertension => Share(Treated, session => session.Vitals.Any(reading =>
        reading.At > session.StartedAt && (reading.Value.Systolic >= 180 || reading.Value.Diastolic >= 110)));

    /// <summary>Patients who ever had it.</summary>
    public double Ever(params string[] what) => Ever(session => session.AdverseEvents.Any(adverse => what.Contains(adverse.Recorded.What)));

    public double Ever(Func<Session, bool> had)
    {
        var treated = Patients.Where(patient => patient.Sessions.Any(session => session.StartedAt is not null)).ToList();
        return Share(treated, patient => patient.Sessions.Any(had));
    }

    public double BrokenOff => Share([.. Treated.Where(session => session.Protocol!.Infused)], session => session.StoppedEarly);

    public double MoreSuicidalThoughts => Share(Screened, each => each.Last > each.First);

    public double FewerSuicidalThoughts => Share([.. Screened.Where(each => each.First > SuicideRisk.None)], each => each.Last < each.First);

    private IReadOnlyList<(SuicideRisk First, SuicideRisk Last)> Screened => [.. Patients
        .Select(patient => patient.Sessions.Where(session => session.StartedAt is not null).Select(session => session.SuicideScreen!.Risk).ToList())
        .Where(screens => screens.Count >= 4)
        .Select(screens => (screens[0], screens[^1]))];

    public static double Share<T>(IReadOnlyList<T> things, Func<T, bool> is_) => things.Count(is_) / (double)things.Count;

    public static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    internal sealed class Followed
    {
        public Followed(DemoPatient patient)
        {
            Patient = patient;
            Sessions = [.. patient.Sessions.Select(Session.From)];
            // What stands after corrections.
            var amended = patient.Facts.Where(fact => fact.Amends is not null).ToDictionary(fact => fact.Amends!.Value, fact => fact.Fact);
            var facts = patient.Facts.Where(fact => fact.Amends is null).Select(fact => amended.GetValueOrDefault(fact.EntryId, fact.Fact))
                .OfType<ChartFact.SurveyScoreNoted>().ToList();
            Scores = Of(facts, "PHQ-9");
            Anxieties = Of(facts, "GAD-7");
        }

        public DemoPatient Patient { get; }

        public IReadOnlyList<Session> Sessions { get; }

        public IReadOnlyList<(DateTimeOffset At, int Score)> Scores { get; }

        private IReadOnlyList<(DateTimeOffset At, int Score)> Anxieties { get; }

        private IReadOnlyList<Session> Treatments => [.. Sessions.Where(session => session.StartedAt is not null)];

        private int SeriesLength => Patient.Protocol.Compound == Compounds.Esketamine ? 8 : 6;

        public bool FinishedSeries => Treatments.Count >= SeriesLength;

        private DateTimeOffset Began => Treatments[0].StartedAt!.Value;

        public DateTimeOffset SeriesEnd => Treatments[SeriesLength - 1].StartedAt!.Value;

        public int? Start => Treatments.Count > 0 ? Scores.Where(score => score.At < Began).Select(score => (int?)score.Score).LastOrDefault() : null;

        public int? AnxietyStart => Anxieties.Where(score => score.At < Began).Select(score => (int?)score.Score).LastOrDefault();

        /// <summary>The first score after the series, where it lies 14 to 31 days after the first session.</summary>
        public int? WindowScore => InWindow(Scores);

        public int? WindowAnxiety => InWindow(Anxieties);

        public int? ScoreOnDay(int day) => Treatments.Count == 0 ? null : Scores
            .Where(score => Math.Abs((score.At - Began).TotalDays - day) < 0.4).Select(score => (int?)score.Score).FirstOrDefault();

        public bool TreatedAgainBeforeLosing
        {
            get
            {
                if (Treatments.Count <= SeriesLength) return false;
                var lost = Scores.FirstOrDefault(score => score.At > SeriesEnd && score.Score > Start / 2.0);
                return lost.At == default || Treatments[SeriesLength].StartedAt < lost.At;
            }
        }

        private int? InWindow(IReadOnlyList<(DateTimeOffset At, int Score)> scores)
        {
            var first = scores.FirstOrDefault(score => score.At > SeriesEnd.AddDays(2));
            return first.At != default && (first.At - Began).TotalDays is >= 13.5 and <= 31.5 ? first.Score : null;
        }

        private static IReadOnlyList<(DateTimeOffset, int)> Of(List<ChartFact.SurveyScoreNoted> facts, string instrument) =>
            [.. facts.Where(fact => fact.What.Text == instrument).OrderBy(fact => fact.At.Start).Select(fact => (fact.At.Start, (int)fact.Score))];
    }
}
