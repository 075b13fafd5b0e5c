using Afterglow.Core.Patients;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>Who comes to the made-up clinic, when, with what result: dealt out so that the rates are those of <see cref="DemoRates"/>.</summary>
internal sealed class DemoPlan
{
    public const int People = 120;

    private const int NotSuitable = 4, StillWaiting = 9, Midway = 14;

    // First and second day of treatment in a week, counted back from its last day of work.
    private static readonly (int First, int Second)[] Weeks = [(4, 1), (3, 0)];

    private readonly ulong seed;
    private readonly DateTimeOffset now;
    private readonly DemoDiary diary;

    public DemoPlan(ulong seed, DateTimeOffset now)
    {
        this.seed = seed;
        this.now = now;
        diary = new DemoDiary(now, Stream("diary"));
        Lives = Invite();
        Diagnose();
        Foretell();
        foreach (var life in Lives) PlanVisits(life);
        BookChairs();
        DealSideEffects();
        DealMishaps();
        PlanToday();
        foreach (var life in Lives) PlanOrders(life);
        DealRisk();
    }

    public IReadOnlyList<DemoLife> Lives { get; }

    private Chance Stream(string purpose, int number = 0) => Chance.For(seed, purpose, number);

    private List<DemoLife> Invite()
    {
        var chance = Stream("people");
        var people = chance.Shuffled(DemoNames.All).Take(People).ToList();
        var treated = People - Today.Length - NotSuitable - StillWaiting - Midway;
        var finished = (int)Math.Round(treated * DemoRates.Finished.Value, MidpointRounding.AwayFromZero);
        var stages = chance.Shuffled(Enumerable.Empty<DemoStage>()
            .Concat(Enumerable.Repeat(DemoStage.InTheClinicToday, Today.Length))
            .Concat(Enumerable.Repeat(DemoStage.Declined, NotSuitable))
            .Concat(Enumerable.Repeat(DemoStage.Waiting, StillWaiting))
            .Concat(Enumerable.Repeat(DemoStage.InSeries, Midway))
            .Concat(Enumerable.Repeat(DemoStage.Finished, finished))
            .Concat(Enumerable.Repeat(DemoStage.LeftEarly, treated - finished)));
        var lives = people.Select((person, index) =>
        {
            var age = (int)Math.Clamp(chance.Normal(43, 15), 19, 74);
            var birth = DateOnly.FromDateTime(now.UtcDateTime).AddYears(-age).AddDays(-chance.Whole(2, 360));
            return new DemoLife
            {
                Index = index, Age = age, Stage = stages[index],
                Person = person with
                {
                    BirthDate = PartialDate.On(birth),
                    // Numbers that are never given to anybody.
                    Contact = new Contact(Phone: $"+1 555 01{chance.Whole(0, 99):00}"),
                },
            };
        }).ToList();
        var left = lives.Where(life => life.Stage == DemoStage.LeftEarly).ToList();
        var share = DemoRates.LeftForSideEffects.Value / (1 - DemoRates.Finished.Value);
        foreach (var (life, yes) in left.Zip(chance.Deck(left.Count, share))) life.LeftForSideEffects = yes;
        return lives;
    }

    private void Diagnose()
    {
        var chance = Stream("diagnoses");
        var indications = new List<DemoIndication>();
        foreach (var (indication, share) in DemoBackground.Indications)
            indications.AddRange(Enumerable.Repeat(indication, (int)Math.Round(Lives.Count * share, MidpointRounding.AwayFromZero)));
        while (indications.Count < Lives.Count) indications.Add(DemoBackground.Resistant);
        foreach (var (life, indication) in Lives.Zip(chance.Shuffled(indications.Take(Lives.Count))))
        {
            life.Indication = indication;
            life.Hypertensive = chance.Happens(Math.Clamp(0.04 + ((life.Age - 30) * 0.009), 0.02, 0.45));
            life.Conditions.Add(indication.Condition);
            Prescribe(life, chance);
        }
        // The one who is watched for two hours today.
        var watched = Lives.Where(life => life.Stage == DemoStage.InTheClinicToday).ElementAt(2);
        (watched.Indication, watched.Protocol) = (DemoBackground.Resistant, Protocols.EsketamineNasal);
        watched.Conditions[0] = watched.Indication.Condition;
        var esketamine = chance.Shuffled(Lives.Where(life => life.Indication == DemoBackground.Resistant
            && life.Stage != DemoStage.InTheClinicToday)).Take(Lives.Count * 12 / 100);
        foreach (var life in esketamine) life.Protocol = Protocols.EsketamineNasal;
        var others = chance.Shuffled(Lives.Where(life =>
            life.Protocol == Protocols.KetamineIntravenous && life.Stage != DemoStage.InTheClinicToday));
        foreach (var life in others.Take(Lives.Count * 7 / 100)) life.Protocol = Protocols.KetamineIntramuscular;
        foreach (var life in others.Skip(Lives.Count * 7 / 100).Take(Lives.Count * 5 / 100)) life.Protocol = Protocols.KetamineSublingual;
    }

    private static void Prescribe(DemoLife life, Chance chance)
    {
        var bipolar = life.Indication.Name.StartsWith("Bipolar", StringComparison.Ordinal);
        life.Medicines.Add(chance.Of(bipolar ? DemoBackground.Stabilisers : DemoBackground.Antidepressants));
        if (chance.Happens(0.45)) life.Medicines.Add(chance.Of(DemoBackground.AddOns));
        if (life.Hypertensive)
        {
            life.Conditions.Add(DemoBackground.Hypertension);
            life.Medicines.Add(chance.Of(DemoBackground.PressureMedicines));
        }
        foreach (var (what, share, medicine) in DemoBackground.OtherConditions)
        {
            if (!chance.Happens(share)) continue;
            life.Conditions.Add(what);
            if (medicine is not null) life.Medicines.Add(medicine);
        }
    }

    /// <summary>Deals out the results. Those who finished are a deck of their own: they are who the published rates speak of.</summary>
    private void Foretell()
    {
        var chance = Stream("results");
        foreach (var group in new[]
        {
            Lives.Where(life => life.Stage == DemoStage.Finished).ToList(),
            Lives.Where(life => life.Stage != DemoStage.Finished).ToList(),
        })
        {
            var shuffled = chance.Shuffled(group);
            int Share(double share) => (int)Math.Round(shuffled.Count * share, MidpointRounding.AwayFromZero);
            var remission = Share(DemoRates.Remission.Value);
            var response = Share(DemoRates.Response.Value);
            var worse = Share(DemoRates.Worse.Value);
            var outcomes = shuffled.Select((life, place) => (life, outcome:
                place < remission ? DemoOutcome.Remission
                : place < response ? DemoOutcome.Response
                : place < response + worse ? DemoOutcome.Worse
                : DemoOutcome.Between)).ToList();
            foreach (var responding in new[] { true, false })
            {
                var half = outcomes.Where(each => each.outcome is DemoOutcome.Remission or DemoOutcome.Response == responding).ToList();
                var early = chance.Deck(half.Count, responding ? DemoRates.EarlyAmongResponders.Value : DemoRates.EarlyAmongOthers.Value);
                for (var i = 0; i < half.Count; i++) half[i].life.Course = Course(half[i].life, half[i].outcome, early[i], chance);
            }
        }
        DealFading(chance);
    }

    private static DemoCourse Course(DemoLife life, DemoOutcome outcome, bool early, Chance chance)
    {
        // Where something else than depression brings people here, they are less depressed.
        var less = life.Indication.Instrument is not null || life.Indication.Name.Contains("anxiety", StringComparison.Ordinal) ? 2.5 : 0;
        var (depression, anxiety) = (DemoRates.DepressionAtStart.Value, DemoRates.AnxietyAtStart.Value);
        return new DemoCourse(
            (int)Math.Clamp(chance.Normal(depression.Mean - less, depression.Deviation), 10, 24),
            (int)Math.Clamp(chance.Normal(anxiety.Mean + (less > 0 ? 1.5 : 0), anxiety.Deviation), 4, 21),
            outcome, early, 0, null, []) { EndShare = chance.Share() };
    }

    private void DealFading(Chance chance)
    {
        var responders = Lives.Where(life => life.Stage == DemoStage.Finished && life.Course.Responds).ToList();
        // Esketamine goes on by its label; of the others a share comes back for single sessions.
        foreach (var life in responders.Where(life => life.Protocol.Compound == Compounds.Esketamine)) life.Maintained = true;
        var others = responders.Where(life => !life.Maintained).ToList();
        foreach (var (life, yes) in others.Zip(chance.Deck(others.Count, DemoRates.Maintained.Value))) life.Maintained = yes;
        foreach (var group in responders.GroupBy(life => life.Maintained).OrderBy(group => group.Key))
        {
            var shuffled = chance.Shuffled(group);
            for (var i = 0; i < shuffled.Count; i++)
                shuffled[i].Course = shuffled[i].Course with { FadesAfter = DemoCourse.FadesOn((i + 0.5) / shuffled.Count, group.Key) };
        }
    }

    // Visits

    private void PlanVisits(DemoLife life)
    {
        var chance = Stream("visits", life.Index);
        var esketamine = life.Protocol.Compound == Compounds.Esketamine;
        var (first, second) = chance.Of(Weeks);
        var series = esketamine ? 4 : 3;
        switch (life.Stage)
        {
            case DemoStage.Waiting or DemoStage.Declined:
                return;
            case DemoStage.InTheClinicToday:
                (first, second) = Weeks[1];
                var before = Today[TodaysPlace(life)].Before;
                for (var week = (before + 1) / 2; week >= 0; week--) Add(week, true);
                life.Visits.RemoveRange(0, life.Visits.Count - before);
                break;
            case DemoStage.InSeries:
                for (var week = chance.Whole(1, series - 1); week >= 0; week--) Add(week, true);
                if (life.Visits.Count > series * 2) life.Visits.RemoveRange(series * 2, life.Visits.Count - (series * 2));
                break;
            case DemoStage.LeftEarly:
                var began = chance.Whole(4, 36);
                Add(began, true);
                Add(began - 1, true);
                var came = chance.Whole(1, 3);
                life.Visits.RemoveRange(came, life.Visits.Count - came);
                break;
            default:
                var start = chance.Whole(series + 1, 38);
                for (var week = start; week > start - series; week--) Add(week, true);
                PlanLater(life, start - series + 1, first, chance);
                break;
        }
        var days = life.Visits.Select(visit => visit.Day).ToList();
        if (days.Count > 0)
            life.Course = life.Course with { LastInSeries = life.Visits.Where(visit => visit.InSeries).Max(visit => visit.Day) - days[0] };

        void Add(int week, bool inSeries)
        {
            foreach (var day in new[] { -((7 * week) + first), -((7 * week) + second) })
                if (day < 0) life.Visits.Add(new PlannedVisit { Day = day, InSeries = inSeries });
        }
    }

    /// <summary>What comes after the series: single sessions that hold the benefit, or another go once it has faded.</summary>
    private static void PlanLater(DemoLife life, int lastWeek, int dayOfWeek, Chance chance)
    {
        var faded = life.Course.FadesAfter is { } days ? days / 7 : int.MaxValue;
        if (life.Maintained)
        {
            int[] weeks = life.Protocol.Compound == Compounds.Esketamine ? [1, 2, 3, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32] : [2, 4, 7, 10, 14, 18, 22, 26, 30, 34];
            // Two more after the benefit has gone, then it is given up.
            foreach (var after in weeks.Where(after => after <= (long)faded + 4)) Later(after);
            return;
        }
        if (faded == int.MaxValue || !chance.Happens(0.55)) return;
        var sessions = chance.Happens(0.3) ? 6 : 2;
        var boosted = new List<int>();
        for (var session = 0; session < sessions; session++)
            if (Later(faded + 2 + (session / 2), session % 2 == 0 ? dayOfWeek : dayOfWeek - 3) is { } day) boosted.Add(day);
        if (boosted.Count > 0)
        {
            var began = life.Visits[0].Day;
            life.Course = life.Course with { Boosted = [.. boosted.Select(day => day - began)] };
        }

        int? Later(int weeksAfter, int? on = null)
        {
            var day = -((7 * (lastWeek - weeksAfter)) + (on ?? dayOfWeek));
            if (lastWeek - weeksAfter < 0 || day >= 0) return null;
            life.Visits.Add(new PlannedVisit { Day = day });
            return day;
        }
    }

    private void BookChairs()
    {
        var chance = Stream("turns");
        foreach (var life in Lives)
        {
            var turn = chance.Whole(0, 23);
            foreach (var visit in life.Visits) diary.Book(visit, turn);
        }
    }

    // What goes otherwise

    private void DealSideEffects()
    {
        var chance = Stream("side effects");
        var treated = Lives.Where(life => life.Visits.Count > 0).ToList();
        foreach (var (life, yes) in treated.Zip(chance.Deck(treated.Count, DemoRates.Dissociates.Value))) life.Dissociates = yes;

        // Who left for a side effect had one that was bad enough.
        var left = treated.Where(life => life.LeftForSideEffects).ToList();
        var frightened = left.Where((_, place) => place % 2 == 0).ToList();
        var sick = left.Where((_, place) => place % 2 == 1).ToList();
        foreach (var life in left)
        {
            var bad = frightened.Contains(life) ? Trouble.Dissociation | Trouble.FrighteningDissociation : Trouble.Nausea | Trouble.Vomiting;
            life.Visits[^1].Troubles |= bad | (life.Protocol.Infused ? Trouble.BrokenOff : Trouble.None);
        }

        var dissociation = Pick(treated.Where(life => life.Dissociates), DemoRates.DissociationReported.Value, frightened);
        var fears = Draw(dissociation, dissociation.Count * DemoRates.DissociationFrightens.Value, frightened);
        Spread(dissociation, life => fears.Contains(life) ? Trouble.Dissociation | Trouble.FrighteningDissociation : Trouble.Dissociation, frightened, 0.15);
        var nausea = Pick(treated, DemoRates.Nausea.Value, sick);
        var vomiting = Draw(nausea, nausea.Count * DemoRates.NauseaWithVomiting.Value, sick);
        Spread(nausea, life => vomiting.Contains(life) ? Trouble.Nausea | Trouble.Vomiting : Trouble.Nausea, sick, 0.2);
        Spread(Pick(treated, DemoRates.Dizziness.Value, []), _ => Trouble.Dizziness, [], 0.25);
        Spread(Pick(treated, DemoRates.Headache.Value, []), _ => Trouble.Headache, [], 0.2);
        Spread(Pick(treated, DemoRates.BlurredVision.Value, []), _ => Trouble.BlurredVision, [], 0.2);
        Spread(Pick(treated, DemoRates.Drowsy.Value, []), _ => Trouble.Drowsiness, [], 0.6);

        List<DemoLife> Pick(IEnumerable<DemoLife> among, double share, List<DemoLife> certain) => Draw(among, treated.Count * share, certain);

        List<DemoLife> Draw(IEnumerable<DemoLife> among, double number, List<DemoLife> certain) =>
            [.. certain.Concat(chance.Shuffled(among.Except(certain))).Take((int)Math.Round(number, MidpointRounding.AwayFromZero))];

        // Each had it once for certain, early on, and afterwards now and then.
        void Spread(List<DemoLife> lives, Func<DemoLife, Trouble> trouble, List<DemoLife> alreadyHad, double again)
        {
            foreach (var life in lives)
            {
                var treatments = life.Visits;
                var once = alreadyHad.Contains(life) ? -1 : chance.Whole(0, Math.Min(1, treatments.Count - 1));
                for (var i = 0; i < treatments.Count; i++)
                    if (i == once || (i > once && once >= 0 && chance.Happens(again)))
                        treatments[i].Troubles |= i == once ? trouble(life) : trouble(life) & ~(Trouble.FrighteningDissociation | Trouble.Vomiting);
            }
        }
    }

    private void DealMishaps()
    {
        var chance = Stream("mishaps");
        var visits = Lives.SelectMany(life => life.Visits.Select(visit => (life, visit))).ToList();
        var infusions = visits.Where(each => each.life.Protocol.Infused).ToList();

        // Broken off: first those who left because of it, then others who had a bad time.
        var broken = (int)Math.Round(infusions.Count * DemoRates.BrokenOff.Value, MidpointRounding.AwayFromZero)
            - infusions.Count(each => each.visit.Troubles.HasFlag(Trouble.BrokenOff));
        foreach (var (_, visit) in chance.Shuffled(infusions.Where(each => Bad(each.visit) && !each.visit.Troubles.HasFlag(Trouble.BrokenOff))).Take(Math.Max(0, broken)))
            visit.Troubles |= Trouble.BrokenOff;

        Deal(infusions.Where(each => !each.visit.Troubles.HasFlag(Trouble.BrokenOff)), visits.Count * DemoRates.SevereHypertension.Value, Trouble.SevereHypertension);
        var smooth = infusions.Where(each => (each.visit.Troubles & (Trouble.BrokenOff | Trouble.SevereHypertension)) == Trouble.None).ToList();
        Deal(smooth.OrderBy(each => each.visit.Troubles.HasFlag(Trouble.FrighteningDissociation) ? 0 : 1), infusions.Count * DemoRates.Slowed.Value, Trouble.Slowed, shuffle: false);
        Deal(smooth.Where(each => !each.visit.Troubles.HasFlag(Trouble.Slowed)), infusions.Count * DemoRates.Paused.Value, Trouble.Paused);
        Deal(visits, visits.Count * DemoRates.Corrected.Value, Trouble.Corrected);
        Deal(visits.Where(each => !each.visit.Troubles.HasFlag(Trouble.Corrected)), visits.Count * DemoRates.WrittenLate.Value, Trouble.WrittenLate);
        Deal(visits, visits.Count * DemoRates.Struck.Value, Trouble.Struck);
        Deal(visits.Where(each => each.visit.Day < -2), visits.Count * DemoRates.AddedAfterSigning.Value, Trouble.AddedAfterSigning);
        Deal(infusions.Where(each => each.life.Visits.IndexOf(each.visit) > 3), visits.Count * DemoRates.GateOverridden.Value, Trouble.GateOverridden);
        foreach (var (life, visit) in visits.Where(each => each.visit.Troubles.HasFlag(Trouble.GateOverridden)))
            visit.Hitch = life.Hypertensive ? DemoHitch.Pressure : DemoHitch.Food;
        SendHome(chance, visits.Count * DemoRates.NotTreatedToday.Value);

        void Deal(IEnumerable<(DemoLife, PlannedVisit Visit)> among, double number, Trouble trouble, bool shuffle = true)
        {
            foreach (var (_, visit) in (shuffle ? chance.Shuffled(among) : [.. among]).Take((int)Math.Round(number, MidpointRounding.AwayFromZero)))
                visit.Troubles |= trouble;
        }

        static bool Bad(PlannedVisit visit) => (visit.Troubles & (Trouble.FrighteningDissociation | Trouble.Vomiting)) != Trouble.None;
    }

    /// <summary>Visits from which somebody went home untreated and came again the next working day; or, where the risk was high, did not.</summary>
    private void SendHome(Chance chance, double number)
    {
        var leaving = Lives.Where(life => life.Stage == DemoStage.LeftEarly && !life.LeftForSideEffects).Take(2).ToList();
        foreach (var life in leaving) Insert(life, life.Visits.Count, life.Visits[^1].Day + 3, DemoHitch.Risk);
        var candidates = Lives.Where(life => life.Stage is DemoStage.Finished or DemoStage.InSeries)
            .SelectMany(life => life.Visits.Skip(1).Select(visit => (life, visit)))
            .Where(each => DemoDiary.IsWorkday(each.visit.Day - 1)
                && each.life.Visits.TrueForAll(other => other == each.visit || Math.Abs(other.Day - each.visit.Day) > 1));
        var seen = new HashSet<DemoLife>();
        foreach (var (life, visit) in chance.Shuffled(candidates))
        {
            if (seen.Count >= number - leaving.Count) break;
            if (!seen.Add(life)) continue;
            var hitch = life.Hypertensive ? DemoHitch.Pressure : chance.Happens(0.5) ? DemoHitch.Food : DemoHitch.Escort;
            Insert(life, life.Visits.IndexOf(visit), visit.Day - 1, hitch);
        }

        void Insert(DemoLife life, int place, int day, DemoHitch hitch)
        {
            var home = new PlannedVisit { Day = day, InSeries = false, Troubles = Trouble.NotTreated, Hitch = hitch };
            while (!DemoDiary.IsWorkday(home.Day)) home.Day++;
            diary.Book(home, chance.Whole(0, 23));
            life.Visits.Insert(place, home);
        }
    }

    // Orders and risk

    private void PlanOrders(DemoLife life)
    {
        var chance = Stream("orders", life.Index);
        var treatments = life.Treatments.ToList();
        if (life.Protocol.Compound == Compounds.Esketamine && treatments.Count > 1)
        {
            if (chance.Happens(0.65)) treatments[1].NewOrder = 84;
        }
        else if (life.Protocol == Protocols.KetamineIntravenous && !life.Course.Early && treatments.Count > 2 && chance.Happens(0.4))
        {
            treatments[2].NewOrder = chance.Happens(0.6) ? 0.6m : 0.75m;
        }
    }

    /// <summary>Deals out how suicidal thoughts change over the series, and writes it into the visits.</summary>
    private void DealRisk()
    {
        var chance = Stream("risk");
        foreach (var (life, yes) in Lives.Zip(chance.Deck(Lives.Count, DemoRates.SuicidalThoughts.Value)))
            life.RiskAtStart = life.RiskAtEnd = !yes ? SuicideRisk.None : chance.Happens(0.25) ? SuicideRisk.Moderate : SuicideRisk.Low;
        var finished = chance.Shuffled(Lives.Where(life => life.Visits.Count > 0));
        var more = (int)Math.Round(finished.Count * DemoRates.MoreSuicidalThoughts.Value, MidpointRounding.AwayFromZero);
        // More thoughts come to those who get worse first of all.
        var worse = finished.OrderBy(life => life.Course.Outcome == DemoOutcome.Worse ? 0 : 1)
            .Where(life => life.RiskAtStart < SuicideRisk.Moderate).Take(more).ToHashSet();
        foreach (var life in worse) life.RiskAtEnd = life.RiskAtStart + 1;
        var thinking = finished.Where(life => life.RiskAtStart > SuicideRisk.None && !worse.Contains(life)).ToList();
        var had = finished.Count(life => life.RiskAtStart > SuicideRisk.None);
        foreach (var life in thinking.OrderBy(life => life.Course.Outcome).Take((int)Math.Round(had * DemoRates.FewerSuicidalThoughts.Value, MidpointRounding.AwayFromZero)))
            life.RiskAtEnd = life.RiskAtStart - 1;
        foreach (var life in Lives)
        {
            var turn = Math.Max(1, life.Visits.Count(visit => visit.InSeries) / 2);
            for (var i = 0; i < life.Visits.Count; i++)
                life.Visits[i].Risk = life.Visits[i] is { Treated: false, Hitch: DemoHitch.Risk } ? SuicideRisk.High
                    : i < turn ? life.RiskAtStart : life.RiskAtEnd;
        }
    }

    // Today

    /// <summary>Who is here today: sessions before this one, minutes since the first drug goes or went in, chair, and what is special.</summary>
    private static readonly (int Before, double Minute, string Chair, Trouble Troubles, Func<DemoVisit, DateTimeOffset, DemoVisit> Live)[] Today =
    [
        // In the middle of a good course.
        (3, 18.1, "Chair 1", Trouble.None, (visit, now) => visit with { Now = now, LeadMinutes = 41 }),
        // Pressure above the first limit at twenty minutes, and nobody has looked since.
        (2, 33.2, "Chair 2", Trouble.Dissociation, (visit, now) => visit with
        {
            Now = now, LeadMinutes = 39, PressureAtTwenty = (167, 103), NobodyChartsFrom = 21.6,
            Body = visit.Body with { Systolic = 129, Diastolic = 81 },
        }),
        // Watched until two hours have gone.
        (4, 76.3, "Chair 3", Trouble.Dizziness, (visit, now) => visit with { Now = now }),
        // Has just come: half of the gate is done.
        (1, -26, "Chair 4", Trouble.None, (visit, now) => visit with { Now = now, LeadMinutes = 40 }),
        // Has gone home, and nobody has signed.
        (4, 216, "Chair 1", Trouble.None, (visit, _) => visit with { Signed = false }),
        (5, 228, "Chair 2", Trouble.Headache, (visit, _) => visit),
        (1, 96, "Chair 5", Trouble.NotTreated, (visit, _) => visit),
    ];

    private int TodaysPlace(DemoLife life) => Lives.Where(each => each.Stage == DemoStage.InTheClinicToday).TakeWhile(each => each != life).Count();

    private void PlanToday()
    {
        foreach (var life in Lives.Where(life => life.Stage == DemoStage.InTheClinicToday))
        {
            var (_, minute, chair, troubles, live) = Today[TodaysPlace(life)];
            life.Visits.Add(new PlannedVisit
            {
                Day = 0, Start = now.AddMinutes(-minute), Chair = chair, Troubles = troubles, Hitch = DemoHitch.Pressure, InSeries = true,
                Live = visit => live(visit, now),
            });
        }
    }
}
