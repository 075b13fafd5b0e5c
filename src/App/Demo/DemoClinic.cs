using Afterglow.App.Measures;
using Afterglow.App.People;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.App.Demo;

/// <summary>A fact as it goes into a chart.</summary>
/// <param name="Amends">The entry it takes the place of; null where it is new.</param>
public sealed record DemoFact(Guid EntryId, DateTimeOffset RecordedAt, Author By, ChartFact Fact, Guid? Amends = null, string Reason = "");

/// <summary>A made-up patient with everything that is written about them.</summary>
/// <param name="Facts">In the order in which they were written down.</param>
/// <param name="Sessions">Each from its first entry on. A session has the id of its first entry.</param>
/// <param name="SessionsAhead">How many of the first series are still to come.</param>
/// <param name="CheckIns">What they answered at home; its scores stand among the facts.</param>
public sealed record DemoPatient(
    Guid Id, Person Person, DateTimeOffset RegisteredAt, Author RegisteredBy, string Indication, Protocol Protocol,
    IReadOnlyList<DemoFact> Facts, IReadOnlyList<IReadOnlyList<SessionEntry>> Sessions, int SessionsAhead, IReadOnlyList<DemoCheckIn> CheckIns);

/// <summary>
/// The made-up clinic: about 120 people with their courses of treatment, the same for the same seed. All times are
/// counted from the moment of creation.
/// </summary>
public sealed class DemoClinic
{
    /// <summary>The clinic that <c>afterglow demo</c> makes.</summary>
    public const ulong DefaultSeed = 40;

    // As the protocols have it: six in three weeks.
    private const int SessionsInSeries = 6;

    private readonly ulong seed;
    private readonly DateTimeOffset now;
    private readonly DemoPlan plan;

    public DemoClinic(ulong seed, DateTimeOffset now)
    {
        this.seed = seed;
        this.now = new DateTimeOffset(now.UtcTicks - (now.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        Staff = new DemoStaff(seed);
        plan = new DemoPlan(seed, this.now);
    }

    public DemoStaff Staff { get; }

    public int People => plan.Lives.Count;

    /// <summary>The patients in the order in which they were registered, each played through when it is its turn.</summary>
    public IEnumerable<DemoPatient> Patients() => plan.Lives
        .Select(life => (life, intake: IntakeOf(life))).OrderBy(each => each.intake)
        // Nobody's days hang on anybody else's: they are played side by side.
        .AsParallel().AsOrdered().WithMergeOptions(ParallelMergeOptions.NotBuffered)
        .Select(each => new Playing(this, each.life, each.intake).Patient());

    private DateTimeOffset IntakeOf(DemoLife life)
    {
        var chance = Chance.For(seed, "intake", life.Index);
        var days = life.Visits.Count > 0 ? life.Visits[0].Day - chance.Whole(4, 16) : -chance.Whole(life.Stage == DemoStage.Waiting ? 1 : 20, life.Stage == DemoStage.Waiting ? 12 : 200);
        while (!DemoDiary.IsWorkday(days)) days--;
        return Whole(now.AddDays(days).AddMinutes(chance.Between(-180, 240)));
    }

    private static DateTimeOffset Whole(DateTimeOffset at) => new(at.Ticks - (at.Ticks % TimeSpan.TicksPerSecond), TimeSpan.Zero);

    /// <summary>One person's days, one after another.</summary>
    private sealed class Playing
    {
        private static readonly Concept Depression = new("PHQ-9", "http://loinc.org", "44261-6");

        private readonly DemoClinic clinic;
        private readonly DemoLife life;
        private readonly DateTimeOffset intake;
        private readonly Chance chance;
        private readonly DemoBody body;
        private readonly Guid id;
        private readonly Author nurse;
        private readonly Author prescriber;
        private readonly decimal kilogramsAtIntake;
        private readonly DemoAnswers answers;
        private readonly List<DemoFact> facts = [];
        private readonly List<DemoCheckIn> checkIns = [];

        public Playing(DemoClinic clinic, DemoLife life, DateTimeOffset intake)
        {
            (this.clinic, this.life, this.intake) = (clinic, life, intake);
            chance = Chance.For(clinic.seed, "life", life.Index);
            id = chance.Id(intake);
            answers = new DemoAnswers(clinic.seed, life.Index);
            nurse = chance.Of(clinic.Staff.Nurses);
            prescriber = chance.Of(clinic.Staff.Prescribers);
            kilogramsAtIntake = life.Female
                ? (decimal)Math.Round(Math.Clamp(chance.Normal(71, 13), 46, 128), 1)
                : (decimal)Math.Round(Math.Clamp(chance.Normal(85, 15), 54, 150), 1);
            body = DemoBody.Of(
                chance, life.Age, life.Hypertensive, life.Dissociates,
                [.. life.Medicines.Where(medicine => medicine.Class is not null).Select(medicine => (medicine.Class!.Value, medicine.Name, medicine.HoursBefore))]);
        }

        public DemoPatient Patient()
        {
            WriteIntake();
            var sessions = PlayVisits();
            if (life.Visits.Count > 0) WriteScores();
            WriteDaysAfter();
            WriteWhatFollows();
            Author[] desk = [clinic.Staff.FrontDesk, nurse];
            return new DemoPatient(
                id, life.Person, intake, desk[chance.Happens(0.85) ? 0 : 1], life.Indication.Name, life.Protocol,
                [.. facts.Where(fact => fact.RecordedAt <= clinic.now).OrderBy(fact => fact.RecordedAt)], sessions,
                life.Stage is DemoStage.Waiting or DemoStage.InSeries or DemoStage.InTheClinicToday ? Math.Max(0, SessionsInSeries - life.Treatments.Count()) : 0,
                [.. checkIns.Where(checkIn => checkIn.Log[^1].At <= clinic.now)]);
        }

        // Intake

        private void WriteIntake()
        {
            var at = intake.AddMinutes(12);
            foreach (var condition in life.Conditions)
                Add(at, prescriber, new ChartFact.ConditionNoted(
                    ClinicalTime.On(PartialDate.Read($"{intake.Year - chance.Whole(1, 14)}")!.Value), Origin.Staff, condition, Standing.Active));
            foreach (var medicine in life.Medicines.Distinct())
                Add(at.AddMinutes(3), prescriber, new ChartFact.MedicationNoted(
                    ClinicalTime.On(PartialDate.On(DateOnly.FromDateTime(intake.UtcDateTime.AddDays(-chance.Whole(40, 900))))), Origin.Staff,
                    new Concept(medicine.Name), Standing.Active, Dose: medicine.Dose));
            if (chance.Happens(0.36))
                foreach (var (what, criticality, reaction) in chance.Shuffled(DemoBackground.Allergies).Take(chance.Happens(0.2) ? 2 : 1))
                    Add(at.AddMinutes(5), nurse, new ChartFact.AllergyNoted(
                        ClinicalTime.At(intake), Origin.Staff, new Concept(what), Standing.Active, criticality, [reaction]));
            var height = life.Female ? chance.Normal(164, 6.5) : chance.Normal(177, 7);
            Add(at.AddMinutes(7), nurse, new ChartFact.ObservationNoted(ClinicalTime.At(at.AddMinutes(6)), Origin.Staff, new Measured(
                BodyWeight.FromKilograms(kilogramsAtIntake), BodyHeight.FromCentimetres((decimal)Math.Round(Math.Clamp(height, 148, 202), 0)),
                body.Systolic + chance.Whole(0, 6), body.Diastolic + chance.Whole(0, 4), body.HeartRate + chance.Whole(0, 6))));
            AddScores(at.AddMinutes(10), 0);
            if (life.Stage == DemoStage.Declined)
            {
                var (level, alert, note) = DemoBackground.Declined[clinic.plan.Lives.Where(each => each.Stage == DemoStage.Declined).TakeWhile(each => each != life).Count() % DemoBackground.Declined.Count];
                Add(at.AddMinutes(32), prescriber, new ChartFact.NoteAdded(ClinicalTime.At(at.AddMinutes(30)), Origin.Staff, note));
                Add(at.AddMinutes(33), prescriber, new ChartFact.AlertRaised(ClinicalTime.At(at.AddMinutes(33)), Origin.Staff, level, alert));
                return;
            }
            Add(at.AddMinutes(30), prescriber, new ChartFact.NoteAdded(ClinicalTime.At(at.AddMinutes(28)), Origin.Staff, IntakeNote()));
            if (chance.Happens(0.16))
            {
                var (level, text) = chance.Of(DemoBackground.Alerts);
                Add(at.AddMinutes(34), nurse, new ChartFact.AlertRaised(ClinicalTime.At(at.AddMinutes(34)), Origin.Staff, level, text));
            }
        }

        private string IntakeNote()
        {
            var tried = chance.Whole(2, 5);
            var plan = life.Protocol.Compound == Compounds.Esketamine
                ? "esketamine nasal spray, twice a week for four weeks, with enrolment in the programme"
                : $"{life.Protocol.Name}, {life.Protocol.Series.Value}";
            return $"Intake, {life.Indication.Name.ToLowerInvariant()}. {tried} earlier medicines at a full dose and for long enough, without lasting benefit. "
                + "No aneurysm or vascular malformation, no bleeding in the brain, no psychosis. "
                + (life.Hypertensive ? "Hypertension, well controlled by home readings. " : "ECG and blood pressure unremarkable. ")
                + $"Benefits, limits and off-label use explained; wishes to go ahead. Plan: {plan}.";
        }

        // Sessions

        private List<IReadOnlyList<SessionEntry>> PlayVisits()
        {
            var sessions = new List<IReadOnlyList<SessionEntry>>();
            var (number, lastKg, kilograms) = (1, (decimal?)kilogramsAtIntake, kilogramsAtIntake);
            DosePerWeight? perKilogram = null;
            Mass? dose = null;
            var (escort, relation) = DemoNames.Escort(chance, life.Person);
            var phone = $"+1 555 01{chance.Whole(0, 99):00}";
            for (var i = 0; i < life.Visits.Count; i++)
            {
                var planned = life.Visits[i];
                kilograms = Math.Max(42, kilograms + (decimal)Math.Round(chance.Normal(0, 0.35), 1));
                var own = Chance.For(clinic.seed, "visit", (life.Index * 1000) + i);
                var today = planned.Day == 0;
                var nurses = clinic.Staff.Nurses;
                var first = own.Happens(0.6) ? nurse : nurses.First(each => each != nurse);
                var visit = planned.Live(new DemoVisit(
                    id, Sites.Main, body, life.Protocol, life.Indication.Name, number, planned.Chair, planned.Start,
                    PregnancyRelevant: life.Person.SexAtBirth != Sex.Male && life.Age < 60, kilograms, lastKg, perKilogram, dose, planned.NewOrder,
                    planned.Risk, DateOnly.FromDateTime(intake.UtcDateTime), escort, relation, phone,
                    new DemoTeam(
                        clinic.Staff.FrontDesk, first, nurses.First(each => each != first),
                        today || own.Happens(0.8) ? prescriber : clinic.Staff.Prescribers.First(each => each != prescriber)),
                    planned.Troubles, planned.Hitch));
                var chart = DemoSession.Play(visit, own);
                sessions.Add(chart.Entries);
                if (chart.Session.Weight is { } weighed) lastKg = weighed.Weight.Kilograms;
                if (chart.Session.StartedAt is null) continue;
                number++;
                (perKilogram, dose) = (chart.Session.OrderedPerKilogram, chart.Session.OrderedDose);
            }
            return sessions;
        }

        // Scores

        private void WriteScores()
        {
            var began = life.Visits[0].Start;
            var days = new List<int> { 1 };
            var lastDay = (int)Math.Floor((clinic.now - began).TotalDays);
            // Whoever left early is asked for three weeks more.
            var asked = life.Stage == DemoStage.LeftEarly ? life.Course.LastInSeries + 21 : int.MaxValue;
            for (var day = 7; day <= Math.Min(lastDay, asked); day += day < 112 ? 7 : 28) days.Add(day);
            foreach (var day in days)
            {
                var after = day - life.Course.WindowDay;
                var missing = after < 0 ? DemoRates.MissingInSeries.Value
                    : after == 0 ? DemoRates.MissingAfterSeries.Value
                    : DemoRates.MissingAfterSeries.Value + ((DemoRates.MissingLater.Value - DemoRates.MissingAfterSeries.Value) * Math.Min(1, after / 182.0));
                if (chance.Happens(missing)) continue;
                AddScores(began.AddDays(day).AddMinutes(chance.Between(-150, 300)), day);
            }
        }

        private void AddScores(DateTimeOffset at, int day)
        {
            at = Whole(at);
            var score = life.Course.Score(day, chance);
            var recordedAt = at.AddMinutes(chance.Whole(1, 9));
            // Who is not in the clinic on that day is asked by telephone, since it does so.
            var phone = day > 0 && at > clinic.now.AddDays(-DemoCheckIn.Days) && life.Visits.TrueForAll(visit => Math.Abs((visit.Start - at).TotalHours) > 14);
            if (day > 0 && chance.Happens(0.012))
            {
                // Somebody adds up nine answers wrongly, and somebody sees it.
                phone = false;
                var wrong = Add(recordedAt, nurse, new ChartFact.SurveyScoreNoted(ClinicalTime.At(at), Origin.Staff, Depression, Math.Min(DemoCourse.Most, score + chance.Whole(2, 5)), "{score}"));
                facts.Add(new DemoFact(
                    chance.Id(recordedAt.AddMinutes(50)), recordedAt.AddMinutes(50), nurse, Answered("phq9", at, score, day, Via.Staff).Fact, wrong,
                    "Added up wrongly: checked against the sheet."));
            }
            else if (!phone) Add(recordedAt, nurse, Answered("phq9", at, score, day, Via.Staff).Fact);
            var sent = new List<(string Instrument, IReadOnlyList<int?> Answers, DateTimeOffset At)>();
            if (phone)
            {
                var (fact, given) = Answered("phq9", at.AddSeconds(-55), score, day, Via.CheckIn);
                Add(at.AddSeconds(-55), Author.Patient(id), fact);
                sent.Add(("phq9", given, at.AddSeconds(-55)));
            }
            // One sheet of twenty-five comes back with its second page empty.
            if (day == 0 || !chance.Happens(0.04))
            {
                var (fact, given) = Answered("gad7", at, day == 0 ? life.Course.AnxietyAtStart : life.Course.Anxiety(score, chance), day, phone ? Via.CheckIn : Via.Staff);
                Add(phone ? at : recordedAt, phone ? Author.Patient(id) : nurse, fact);
                if (phone) sent.Add(("gad7", given, at));
            }
            if (phone) CheckIn(day, at.AddHours(-Chance.For(clinic.seed, "asked", (life.Index * 1000) + day).Between(0.2, 9)), sent);
            if (life.Indication.Instrument is { } instrument && (day == 0 || day == life.Course.WindowDay || (day > 28 && day % 28 == 0)))
                Add(recordedAt, nurse, Instruments.Called(instrument, null) is { } known
                    ? Answered(known.Id, at, Followed(score, day), day, Via.Staff).Fact
                    : new ChartFact.SurveyScoreNoted(ClinicalTime.At(at), Origin.Staff, new Concept(instrument), Followed(score, day), "{score}"));
        }

        /// <summary>The day after each treatment of the last weeks, and two days later: after-effects and the mood in one tap.</summary>
        private void WriteDaysAfter()
        {
            foreach (var visit in life.Visits.Where(visit => visit is { Treated: true, Day: < 0 and >= -DemoCheckIn.Days }))
                foreach (var after in new[] { 1, 3 })
                {
                    var own = Chance.For(clinic.seed, "after", (life.Index * 1000) - visit.Day + (after * 400_000));
                    var at = Whole(visit.Start.AddDays(after).AddMinutes(own.Between(-90, 500)));
                    if (own.Happens(0.22) || life.Visits.Exists(other => Math.Abs((other.Start - at).TotalHours) < 10)) continue;
                    var score = life.Course.Score((int)(at - life.Visits[0].Start).TotalDays, own);
                    var mood = Math.Clamp((int)Math.Round(4.7 - (3.1 * score / life.Course.Start) + own.Normal(0, 0.5), MidpointRounding.AwayFromZero), 1, 5);
                    var sent = new List<(string Instrument, IReadOnlyList<int?> Answers, DateTimeOffset At)>();
                    if (after == 1) sent.Add(("after_effects", [0, 0, 0, 0], at.AddSeconds(-6)));
                    sent.Add(("mood", [mood], at));
                    foreach (var (instrument, given, when) in sent)
                        facts.Add(new DemoFact(own.Id(when), when, Author.Patient(id), Fact(instrument, given, when, Via.CheckIn)));
                    CheckIn(-visit.Day + (after * 400_000), at.AddMinutes(-own.Between(5, 240)), sent);
                }
        }

        private (ChartFact Fact, IReadOnlyList<int?> Answers) Answered(string instrument, DateTimeOffset at, int total, int day, Via via)
        {
            var risk = life.Visits.Count > 0 && day > 0 && day >= life.Course.LastInSeries / 2 ? life.RiskAtEnd : life.RiskAtStart;
            var given = answers.To(Instruments.Find(instrument)!, total, risk, day);
            return (Fact(instrument, given, at, via), given);
        }

        private static ChartFact Fact(string instrument, IReadOnlyList<int?> given, DateTimeOffset at, Via via) =>
            new NewMeasure(Guid.Empty, instrument, given, Reporter.Patient, "en", at).Fact(at, via).Value.Fact;

        private void CheckIn(int number, DateTimeOffset asked, IReadOnlyList<(string Instrument, IReadOnlyList<int?> Answers, DateTimeOffset At)> sent)
        {
            if (sent.Count == 0) return;
            var first = sent[0].At.AddSeconds(-6 * sent[0].Answers.Count);
            var log = new List<(DateTimeOffset, CheckInEvent)>
            {
                (asked < first ? asked : first.AddMinutes(-2), new CheckInEvent.Asked(id, Sites.Main, [], [.. sent.Select(one => one.Instrument)], sent[^1].At.AddDays(1), "en")),
            };
            foreach (var (instrument, given, at) in sent)
                foreach (var (place, item) in Instruments.Find(instrument)!.Items.Index())
                    log.Add((at.AddSeconds(-6 * (given.Count - 1 - place)), new CheckInEvent.Answered(instrument, item.Key, given[place])));
            log.Add((sent[^1].At, new CheckInEvent.Finished()));
            checkIns.Add(new DemoCheckIn(Chance.For(clinic.seed, "check-in", (life.Index * 1000) + number).Id(asked), log));
        }

        /// <summary>The instrument of the indication: it moves half as far as depression does.</summary>
        private int Followed(int score, int day)
        {
            var own = Chance.For(clinic.seed, "instrument", life.Index);
            var start = own.Normal(life.Indication.InstrumentMean, life.Indication.InstrumentDeviation);
            var gained = (life.Course.Start - score) / (double)life.Course.Start;
            return (int)Math.Round(Math.Clamp(
                (start * (1 - (0.5 * gained))) + (day == 0 ? 0 : chance.Normal(0, 2)), 2, life.Indication.InstrumentMean > 40 ? 80 : 40), MidpointRounding.AwayFromZero);
        }

        // What is written after the series

        private void WriteWhatFollows()
        {
            if (life.Visits.Count == 0) return;
            var began = life.Visits[0].Start;
            var end = began.AddDays(life.Course.WindowDay).AddHours(2);
            switch (life.Stage)
            {
                case DemoStage.Finished:
                    Note(end, life.Course.Outcome switch
                    {
                        DemoOutcome.Remission => "End of the series: nearly free of symptoms. " + Next(),
                        DemoOutcome.Response => "End of the series: better by more than half; the family says so too. " + Next(),
                        DemoOutcome.Worse => "End of the series: worse than before, no benefit at any dose. Ketamine is stopped; ECT and a change of medicine discussed.",
                        _ => "End of the series: some lift for a day or two after each session, nothing that lasts. Not continued; other treatment discussed.",
                    });
                    if (life.Course.FadesAfter is { } fades)
                        Note(began.AddDays(life.Course.LastInSeries + fades + 6).AddHours(1), life.Course.Boosted.Count > 0
                            ? "Says that the benefit has worn off over the last two weeks. Offered further sessions; agrees."
                            : "Says that the benefit has worn off over the last weeks. Talked through what is left to try.");
                    break;
                case DemoStage.LeftEarly:
                    Note(life.Visits[^1].Start.AddDays(2), life.LeftForSideEffects
                        ? "Does not wish to go on because of the side effects of the last session. Medicine reviewed; door open."
                        : life.Visits[^1].Treated ? "Did not come to the next dates; reached by telephone: cannot take the time off. Door open."
                        : "Admitted for three days after the last visit; safety plan renewed with the family. Ketamine is not continued for now.");
                    break;
            }
            var weighed = life.Visits.Where(visit => visit.Day < -1 && visit.Treated).ToList();
            if (weighed.Count > 3 && chance.Happens(0.25))
                Add(weighed[^1].Start.AddMinutes(-50), nurse, new ChartFact.NoteAdded(ClinicalTime.At(weighed[^1].Start.AddMinutes(-52)), Origin.Staff,
                    "Telephone call about the next dates; transport arranged through the family."));

            string Next() => life.Maintained ? "Single sessions at growing distance from now on." : "No further sessions for now; calls when it fades.";

            void Note(DateTimeOffset at, string text) => Add(at.AddMinutes(4), prescriber, new ChartFact.NoteAdded(ClinicalTime.At(at), Origin.Staff, text));
        }

        private Guid Add(DateTimeOffset recordedAt, Author by, ChartFact fact)
        {
            var entry = chance.Id(recordedAt);
            facts.Add(new DemoFact(entry, recordedAt, by, fact));
            return entry;
        }
    }
}
