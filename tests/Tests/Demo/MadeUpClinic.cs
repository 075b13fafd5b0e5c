using System.Globalization;
using System.Text.Json;
using Afterglow.App.Demo;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Demo;

/// <summary>
/// The made-up clinic before anything is written down: who comes, what happens to them, and whether that is what was
/// published. The figures are counted from charts and sessions; the expected ones stand here with their source.
/// </summary>
public sealed class MadeUpClinic(ITestOutputHelper output)
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 40, 0, TimeSpan.Zero);

    private static readonly Lazy<IReadOnlyList<DemoPatient>> Made = new(() => [.. new DemoClinic(DemoClinic.DefaultSeed, Now).Patients()]);

    private static readonly Lazy<DemoFigures> One = new(() => new DemoFigures(Made.Value));

    // What one clinic of 120 shows hangs on chance; what nearly a thousand people show hangs on how they are dealt out.
    private static readonly Lazy<DemoFigures> Eight = new(() => new DemoFigures(
        [.. Enumerable.Range(1, 8).SelectMany(seed => new DemoClinic((ulong)seed, Now).Patients())]));

    // How well it works

    [Fact] // McInnes 2022, J Affect Disord 301:486-495
    public void About_half_respond_three_in_ten_are_well_and_some_get_worse()
    {
        Near("response", 0.536, figures => figures.Response, eight: 0.03, one: 0.07);
        Near("remission", 0.289, figures => figures.Remission, eight: 0.03, one: 0.07);
        Near("worse", 0.084, figures => figures.Worse, eight: 0.02, one: 0.04);
        Near("effect size", 1.5, figures => figures.EffectSize, eight: 0.2, one: 0.35);
    }

    [Fact] // Han 2016, Neuropsychiatr Dis Treat 12:2859-2867
    public void About_half_respond_the_day_after_the_first_session() =>
        Near("response at 24 h", 0.522, figures => figures.ResponseNextDay, eight: 0.04, one: 0.08);

    [Fact] // Oliver 2022, J Clin Psychiatry 83:21m14336
    public void Anxiety_falls_by_a_third() =>
        Near("GAD-7", -0.30, figures => figures.AnxietyChange, eight: 0.05, one: 0.08);

    [Fact] // McInnes 2022
    public void The_benefit_fades_over_weeks()
    {
        Near("held four weeks", 0.80, figures => figures.Held(4), eight: 0.05, one: 0.15);
        Near("held eight weeks", 0.60, figures => figures.Held(8), eight: 0.05, one: 0.15);
        Assert.InRange(Eight.Value.Held(26), 0.2, 0.5);
    }

    [Fact] // McInnes 2022
    public void Suicidal_thoughts_become_fewer_in_most_and_more_in_some()
    {
        Near("fewer", 0.73, figures => figures.FewerSuicidalThoughts, eight: 0.05, one: 0.10);
        Near("more", 0.06, figures => figures.MoreSuicidalThoughts, eight: 0.02, one: 0.03);
    }

    // What it does to the body

    [Fact] // Gen Hosp Psychiatry 2024, 2342 infusions
    public void Blood_pressure_rises_as_it_did_in_2342_infusions()
    {
        Near("systolic rise", 16.0, figures => figures.Rises.Average(rise => rise.Systolic), eight: 1.0, one: 2.0);
        Near("its deviation", 11.2, figures => DemoFigures.Deviation([.. figures.Rises.Select(rise => rise.Systolic)]), eight: 0.8, one: 1.5);
        Near("diastolic rise", 11.0, figures => figures.Rises.Average(rise => rise.Diastolic), eight: 1.0, one: 2.0);
        Near("its deviation", 8.45, figures => DemoFigures.Deviation([.. figures.Rises.Select(rise => rise.Diastolic)]), eight: 0.6, one: 1.2);
        Near("severe hypertension", 0.0098, figures => figures.SevereHypertension, eight: 0.003, one: 0.005);
    }

    [Fact] // SUSTAIN-2 (Wajs 2020, J Clin Psychiatry 81:19m12891); the label's 48-61 % and 61-75 % for the last two
    public void Side_effects_are_as_frequent_as_in_the_trials()
    {
        Near("dizziness", 0.329, figures => figures.Ever("Dizziness"), eight: 0.03, one: 0.06);
        Near("dissociation", 0.276, figures => figures.Ever("Dissociation", "Distressing dissociation"), eight: 0.03, one: 0.06);
        Near("nausea", 0.251, figures => figures.Ever("Nausea", "Vomiting"), eight: 0.03, one: 0.06);
        Near("headache", 0.249, figures => figures.Ever("Headache"), eight: 0.03, one: 0.06);
        Near("drowsy", 0.545, figures => figures.Ever(session => session.Sedation.Any(rated => rated.Value <= 4)), eight: 0.05, one: 0.08);
        Near("dissociates", 0.68, figures => figures.Ever(session => session.Dissociation.Any(rated => rated.Value.Cadss6?.Sum() > 2)), eight: 0.06, one: 0.09);
    }

    [Fact] // Wan 2015, J Clin Psychiatry 76:247-252: 1.95 % of infusions
    public void Few_infusions_are_broken_off() => Near("broken off", 0.0195, figures => figures.BrokenOff, eight: 0.004, one: 0.007);

    [Fact]
    public void Dissociation_is_greatest_when_the_infusion_ends_and_gone_before_the_patient_leaves()
    {
        var rated = One.Value.Treated
            .Where(session => session is { StoppedEarly: false, Protocol.Route: Route.Intravenous, Discharge: not null } && session.Dissociation.Max(each => each.Value.Cadss6!.Sum()) > 4)
            .Select(session => session.Dissociation.Select(each => (Minute: (each.At - session.StartedAt!.Value).TotalMinutes, Sum: each.Value.Cadss6!.Sum())).ToList())
            .ToList();

        Assert.True(rated.Count > 50);
        Assert.All(rated, ratings => Assert.Equal(0, ratings[^1].Sum));
        Assert.True(DemoFigures.Share(rated, ratings => ratings.MaxBy(each => each.Sum).Minute is > 30 and < 60) > 0.85);
        Assert.True(DemoFigures.Share(rated, ratings => ratings.Where(each => each.Minute > 85).All(each => each.Sum <= 1)) > 0.95);
    }

    [Fact]
    public void Dissociation_grows_less_from_session_to_session()
    {
        double Mean(int from, int to) => One.Value.Treated
            .Where(session => session is { Protocol.Route: Route.Intravenous } && session.Arrival!.SessionNumber >= from && session.Arrival.SessionNumber <= to)
            .Average(session => session.Dissociation.Max(each => each.Value.Cadss6!.Sum()));

        Assert.True(Mean(5, 8) < 0.92 * Mean(1, 2));
    }

    [Fact]
    public void The_rates_it_is_steered_by_are_those_of_the_collected_evidence()
    {
        var file = Path.Combine(Root(), "..", "shared", "evidence", "trials.json");
        if (!File.Exists(file)) Assert.Skip("The collected evidence is not beside this repository.");
        using var trials = JsonDocument.Parse(File.ReadAllBytes(file));
        JsonElement Trial(string id) => trials.RootElement.GetProperty("records").EnumerateArray().Single(record => record.GetProperty("id").GetString() == id);

        Assert.Equal(Trial("mcinnes2022").GetProperty("response_pct").GetDouble() / 100, DemoRates.Response.Value, 6);
        Assert.Equal(Trial("mcinnes2022").GetProperty("remission_pct").GetDouble() / 100, DemoRates.Remission.Value, 6);
        Assert.Equal(Trial("mcinnes2022").GetProperty("effect_size").GetProperty("d").GetDouble(), DemoRates.EffectSize.Value, 6);
        var worse = (DemoRates.Worse.Value * 100).ToString("0.0", CultureInfo.InvariantCulture);
        Assert.Contains($"{worse}% depression worse", Trial("mcinnes2022").GetProperty("adverse_events").GetString(), StringComparison.Ordinal);
        Assert.Equal(Trial("han2016_24h").GetProperty("response_pct").GetDouble() / 100, DemoRates.ResponseNextDay.Value, 6);
        foreach (var (rate, word) in new[] { (DemoRates.Dizziness, "dizziness"), (DemoRates.DissociationReported, "dissociation"), (DemoRates.Nausea, "nausea"), (DemoRates.Headache, "headache") })
            Assert.Contains($"{word} {(rate.Value * 100).ToString("0.0", CultureInfo.InvariantCulture)}", Trial("sustain2").GetProperty("adverse_events").GetString(), StringComparison.Ordinal);
    }

    // The same for the same seed

    [Fact]
    public void The_same_seed_at_the_same_moment_gives_the_same_clinic_to_the_letter() =>
        Assert.Equal(Letters(Made.Value), Letters([.. new DemoClinic(DemoClinic.DefaultSeed, Now).Patients()]));

    [Fact]
    public void The_same_seed_at_another_moment_gives_the_same_people_and_days()
    {
        var later = Now.AddDays(97).AddHours(5.25);
        Assert.Equal(
            Told(Made.Value, Now), Told([.. new DemoClinic(DemoClinic.DefaultSeed, later).Patients()], later));
    }

    [Fact]
    public void Another_seed_gives_other_people() =>
        Assert.NotEqual(Told(Made.Value, Now).Take(50), Told([.. new DemoClinic(7, Now).Patients()], Now).Take(50));

    [Fact] // The first numbers of SplitMix64 from seed 1234567, as its authors' reference program gives them
    public void Chance_is_the_published_generator()
    {
        var chance = new Chance(1234567);
        foreach (var expected in new[] { 6457827717110365317UL, 3203168211198807973UL, 9817491932198370423UL })
            Assert.Equal((expected >> 11) / (double)(1UL << 53), chance.Share());
    }

    // Nothing that the rules would refuse

    [Fact]
    public void What_the_rules_refuse_cannot_be_made_up()
    {
        var nurse = new DemoStaff(1).Nurses[0];
        var chart = new DemoChart();

        var fault = Assert.Throws<InvalidOperationException>(() =>
            chart.Write(nurse, Now, new RecordVitals(Guid.NewGuid(), Now, new Vitals(120, 80, 70, 98))));

        Assert.Contains("refuse", fault.Message, StringComparison.Ordinal);
        Assert.Empty(chart.Entries);
    }

    [Fact]
    public void No_drug_goes_in_before_the_gate_is_passed_and_a_second_person_has_checked_the_dose()
    {
        foreach (var (patient, entries) in Sessions())
        {
            var first = entries.FirstOrDefault(entry => entry.Event is SessionEvent.InfusionStarted or SessionEvent.DoseGiven);
            if (first is null) continue;
            var before = Session.From(entries.Where(entry => entry.Version < first.Version));
            Assert.DoesNotContain(Gate.Findings(before, first.Event.At), finding => finding.Stops);
            Assert.NotNull(before.DoseCheck);
            Assert.NotEqual(before.PreparedBy!.Id, before.DoseCheckedBy!.Id);
            Assert.Equal(patient.Id, before.Arrival!.PatientId);
        }
    }

    [Fact]
    public void Nobody_leaves_before_the_criteria_hold_unless_a_prescriber_says_why()
    {
        var overridden = 0;
        foreach (var (_, entries) in Sessions())
        {
            if (entries.FirstOrDefault(entry => entry.Event is SessionEvent.PatientDischarged) is not { } leaving) continue;
            var discharge = (SessionEvent.PatientDischarged)leaving.Event;
            var unmet = DischargeCriteria.Check(Session.From(entries.Where(entry => entry.Version < leaving.Version)), discharge.At).Count(criterion => !criterion.Met);
            Assert.Equal(unmet, discharge.Unmet.Count);
            if (unmet == 0) continue;
            overridden++;
            Assert.Contains(Role.Prescriber, leaving.By.Roles);
            Assert.NotEmpty(discharge.OverrideReason);
        }
        Assert.True(overridden < 10);
    }

    [Fact]
    public void Every_finished_session_is_signed_with_nothing_left_over()
    {
        foreach (var session in One.Value.Sessions.Where(session => session.Phase == SessionPhase.Signed))
        {
            Assert.True(session.BalanceClosed);
            Assert.False(session.ChangedSinceSigning);
            if (session.StoppedEarly) Assert.All(session.DrawnUp, drawn => Assert.NotEqual(drawn.Waste!.By.Id, drawn.Waste.Witness!.Id));
        }
        Assert.Contains(One.Value.Sessions, session => session is { StoppedEarly: true, DrawnUp: [.., { Waste: not null }] });
    }

    [Fact]
    public void Nothing_is_dated_in_the_future_and_nothing_is_written_before_it_happened()
    {
        foreach (var patient in Made.Value)
        {
            Assert.InRange(patient.RegisteredAt, Now.AddYears(-1), Now);
            Assert.All(patient.Facts, fact => Assert.InRange(fact.RecordedAt, patient.RegisteredAt, Now));
            foreach (var session in patient.Sessions)
            {
                Assert.All(session, entry => Assert.InRange(entry.Event.At, patient.RegisteredAt, entry.RecordedAt));
                Assert.All(session.Zip(session.Skip(1)), pair => Assert.True(pair.First.RecordedAt <= pair.Second.RecordedAt));
                Assert.True(session[^1].RecordedAt <= Now);
            }
        }
    }

    [Theory]
    [InlineData(3, 7)]
    [InlineData(11, 13)]
    [InlineData(19, 41)]
    public void At_whatever_hour_it_is_made_nobody_reads_a_consent_before_they_are_registered_or_after_now(int hour, int minute)
    {
        var now = new DateTimeOffset(2026, 11, 26, hour, minute, 0, TimeSpan.Zero);
        var clinic = new DemoClinic(DemoClinic.DefaultSeed, now);
        var consents = new DemoConsents(now, clinic.Staff.All.Single(colleague => colleague.Role == Role.Director).Author);
        foreach (var patient in clinic.Patients())
            Assert.All(consents.Of(patient), line => Assert.InRange(line.At, patient.RegisteredAt, now));
    }

    [Fact]
    public void Nobody_sits_in_a_chair_that_is_taken()
    {
        var stays = One.Value.Sessions
            .Select(session => (session.Arrival!.Chair, From: session.Arrival.At, To: session.Discharge?.At
                ?? session.Entries.Where(entry => entry.Now is SessionEvent.SessionCancelled).Select(entry => entry.At).FirstOrDefault(Now)))
            .GroupBy(stay => stay.Chair).ToList();

        Assert.Equal(8, stays.Count);
        foreach (var chair in stays)
        {
            var inOrder = chair.OrderBy(stay => stay.From).ToList();
            Assert.All(inOrder.Zip(inOrder.Skip(1)), pair => Assert.True(pair.First.To <= pair.Second.From, $"{pair.First.To:u} {pair.Second.From:u}"));
        }
    }

    [Fact]
    public void A_session_is_numbered_after_those_in_which_drug_went_in_and_carries_on_their_order()
    {
        foreach (var patient in One.Value.Patients)
        {
            var (number, ordered) = (1, (DosePerWeight?)null);
            foreach (var session in patient.Sessions)
            {
                Assert.Equal(number, session.Arrival!.SessionNumber);
                if (ordered is not null) Assert.Equal(ordered, session.Arrival.OrderedPerKilogram);
                if (session.StartedAt is null) continue;
                number++;
                ordered = session.OrderedPerKilogram;
            }
        }
    }

    // A clinic that is open

    [Fact]
    public void Right_now_two_sessions_run_one_recovers_one_gets_ready_and_one_waits_for_its_signature()
    {
        var phases = One.Value.Sessions.CountBy(session => session.Phase).ToDictionary();

        Assert.Equal(2, phases[SessionPhase.Running]);
        Assert.Equal(1, phases[SessionPhase.Recovering]);
        Assert.Equal(1, phases[SessionPhase.Arrived]);
        Assert.Equal(1, phases[SessionPhase.Discharged]);
        Assert.True(phases[SessionPhase.Cancelled] > 5);
    }

    [Fact]
    public void One_runs_well_and_the_other_is_above_the_first_limit_with_nobody_looking()
    {
        var running = One.Value.Sessions.Where(session => session.Phase == SessionPhase.Running).OrderByDescending(session => session.StartedAt).ToList();

        Assert.InRange((Now - running[0].StartedAt!.Value).TotalMinutes, 17, 19);
        Assert.Empty(Alarms.Active(running[0], Now));
        Assert.DoesNotContain(DueList.For(running[0], Now), due => due.LateAt(Now));

        Assert.InRange((Now - running[1].StartedAt!.Value).TotalMinutes, 32, 34);
        var alarm = Assert.Single(Alarms.Active(running[1], Now));
        Assert.Equal("a_bp1", alarm.Rule.Id);
        Assert.True(alarm.Open);
        Assert.Contains(DueList.For(running[1], Now), due => due.Kind == DueKind.Vitals && due.LateAt(Now));
        Assert.NotNull(running[1].InfusionEmptyAt);
    }

    [Fact]
    public void Half_of_the_gate_is_done_for_the_one_who_gets_ready()
    {
        var ready = One.Value.Sessions.Single(session => session.Phase == SessionPhase.Arrived);
        var findings = Gate.Findings(ready, Now);

        Assert.InRange(findings.Count(finding => finding.State == GateState.Met), 4, 7);
        Assert.InRange(findings.Count(finding => finding.State == GateState.Missing), 4, 7);
    }

    [Fact]
    public void The_record_holds_what_a_real_one_does_corrections_late_entries_overrides_and_waste()
    {
        var treated = One.Value.Treated;

        Assert.InRange(treated.Count(session => session.Entries.Any(entry => entry is { Struck: false, Revisions.Count: > 0 })), 30, 70);
        Assert.InRange(treated.Count(session => session.Entries.Any(entry => entry.Struck)), 8, 20);
        Assert.InRange(treated.Count(session => session.Entries.Any(entry => entry.Late)), 50, 110);
        Assert.InRange(treated.Count(session => session.Overrides.Count > 0), 10, 25);
        Assert.InRange(treated.Count(session => session.Rescues.Count > 0), 30, 110);
        Assert.Contains(treated, session => session.Stretches.Count > 1);
        Assert.Contains(treated, session => session.Entries.Any(entry => entry.Now is SessionEvent.RateChanged));
        Assert.Contains(Made.Value, patient => patient.Facts.Any(fact => fact.Amends is not null));
        Assert.Equal(4, treated.Select(session => session.Protocol!.Id).Distinct().Count());
    }

    [Fact]
    public void Scores_lie_in_their_range_and_missing_ones_are_missing()
    {
        var scores = Made.Value.SelectMany(patient => patient.Facts).Select(fact => fact.Fact).OfType<ChartFact.SurveyScoreNoted>().ToList();
        Assert.All(scores, score => Assert.InRange(score.Score, 0, score.What.Text switch { "PHQ-9" => 27, "GAD-7" => 21, "Y-BOCS" => 40, "PCL-5" => 80, "Mood today" => 5, "After-effects" => 4, _ => -1 }));

        var weeks = One.Value.Patients.Where(patient => patient.FinishedSeries)
            .SelectMany(patient => Enumerable.Range(1, 10).Where(week => patient.Sessions[0].StartedAt!.Value.AddDays((7 * week) + 1) < Now).Select(week => patient.ScoreOnDay(7 * week) is null)).ToList();
        Assert.InRange(DemoFigures.Share(weeks, missing => missing), 0.08, 0.30);
    }

    [Fact]
    public void Every_score_comes_from_its_answers_but_for_the_sheets_that_were_added_up_wrongly()
    {
        foreach (var patient in Made.Value)
        {
            var wrong = patient.Facts.Where(fact => fact.Amends is not null).Select(fact => fact.Amends!.Value).ToHashSet();
            foreach (var fact in patient.Facts.Where(fact => fact.Fact is ChartFact.SurveyScoreNoted && !wrong.Contains(fact.EntryId)))
            {
                Assert.Null(fact.Fact.Question());
                Assert.NotNull(((ChartFact.SurveyScoreNoted)fact.Fact).Taken);
            }
            // Nobody is asked about death with a number that the sessions' screens know nothing of.
            if (patient.Sessions.Select(Session.From).All(session => session.SuicideScreen is null or { Risk: SuicideRisk.None }) && patient.Sessions.Count > 3)
                Assert.All(Answered(patient).Where(taken => taken is { Instrument: "phq9" } && taken.Answers.Values.Sum() <= 24), taken => Assert.Equal(0, taken.Answers["death"]));
        }
    }

    [Fact]
    public void What_was_answered_at_home_stands_in_the_chart_as_it_was_answered()
    {
        var checkIns = Made.Value.SelectMany(patient => patient.CheckIns.Select(checkIn => (patient, checkIn))).ToList();
        Assert.InRange(checkIns.Count, 100, 500);
        foreach (var (patient, checkIn) in checkIns)
        {
            var log = checkIn.Log.Select((line, place) => new CheckInEntry(patient.Id, line.At, Author.Patient(patient.Id), line.Event)).ToList();
            var folded = PatientCheckIn.From(checkIn.Id, log)!;
            Assert.NotNull(folded.FinishedAt);
            Assert.Equal(checkIn.Log.Select(line => line.At).Order(), checkIn.Log.Select(line => line.At));
            Assert.All(folded.Instruments, instrument => Assert.Contains(Answered(patient), taken => taken.Instrument == instrument.Id && taken.Via == Via.CheckIn && taken.AnswersTo(instrument).SequenceEqual(folded.AnswersTo(instrument))));
        }
        Assert.Equal(checkIns.Sum(one => one.checkIn.Log.Select(line => line.Event).OfType<CheckInEvent.Asked>().Sum(asked => asked.Instruments.Count)), Made.Value.SelectMany(Answered).Count(taken => taken.Via == Via.CheckIn));
    }

    private static IEnumerable<Core.Measures.Taken> Answered(DemoPatient patient) => patient.Facts.Select(fact => fact.Fact).OfType<ChartFact.SurveyScoreNoted>().Select(noted => noted.Taken).OfType<Core.Measures.Taken>();

    [Fact]
    public void The_people_are_as_varied_as_a_waiting_room()
    {
        var people = Made.Value.Select(patient => patient.Person).ToList();
        var today = DateOnly.FromDateTime(Now.UtcDateTime);

        Assert.Equal(120, people.Count);
        Assert.Equal(120, people.Select(person => person.FullName).Distinct().Count());
        Assert.All(people, person => Assert.True(person.Checked(today).Allowed));
        Assert.All(people, person => Assert.InRange(person.BirthDate!.Value.YearsOn(today), 19, 74));
        Assert.All(people, person => Assert.StartsWith("+1 555 01", person.Contact.Phone, StringComparison.Ordinal));
        Assert.Contains(people, person => person.Family is null);
        Assert.Contains(people, person => person.FullName.Contains('\''));
        Assert.Contains(people, person => person.FullName.Contains("Nguyễn", StringComparison.Ordinal));
        Assert.True(people.Count(person => person.Preferred is not null) > 10);
        Assert.True(people.Select(person => person.Pronouns).Distinct().Count() >= 4);
        Assert.Equal(6, Made.Value.Select(patient => patient.Indication).Distinct().Count());
    }

    private static IEnumerable<(DemoPatient Patient, IReadOnlyList<SessionEntry> Entries)> Sessions() =>
        Made.Value.SelectMany(patient => patient.Sessions.Select(session => (patient, session)));

    private void Near(string what, double expected, Func<DemoFigures, double> counted, double eight, double one)
    {
        var (of_eight, of_one) = (counted(Eight.Value), counted(One.Value));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: published {expected:0.####}, eight clinics {of_eight:0.####}, the demonstration {of_one:0.####}"));
        Assert.True(Math.Abs(of_eight - expected) <= eight, $"{what} is {of_eight:0.####} in eight clinics, {expected:0.####} was published.");
        Assert.True(Math.Abs(of_one - expected) <= one, $"{what} is {of_one:0.####} in the demonstration, {expected:0.####} was published.");
    }

    private static string Letters(IReadOnlyList<DemoPatient> patients) => string.Join('\n', patients.SelectMany(patient =>
        new[] { $"{patient.Id} {ChartJson.Write(patient.Person)} {patient.RegisteredAt:O} {patient.RegisteredBy.Name}" }
            .Concat(patient.Facts.Select(fact => $"{fact.EntryId} {fact.RecordedAt:O} {fact.By.Name} {fact.Fact.Kind} {ChartJson.Write(fact.Fact)} {fact.Amends} {fact.Reason}"))
            .Concat(patient.Sessions.SelectMany(session => session.Select(entry =>
                $"{entry.Version} {entry.EntryId} {entry.RecordedAt:O} {entry.By.Name} {SessionJson.Kind(entry.Event)} {SessionJson.Write(entry.Event)}")))));

    /// <summary>What would be told of the clinic without naming a date: ages, days before now, values.</summary>
    private static IEnumerable<string> Told(IReadOnlyList<DemoPatient> patients, DateTimeOffset now)
    {
        foreach (var patient in patients)
        {
            yield return $"{patient.Person.FullName}, {patient.Person.BirthDate!.Value.YearsOn(DateOnly.FromDateTime(now.UtcDateTime))}, {patient.Indication}, {now - patient.RegisteredAt}";
            foreach (var fact in patient.Facts.Where(fact => fact.Fact is not (ChartFact.ConditionNoted or ChartFact.MedicationNoted)))
                yield return $"{now - fact.RecordedAt} {fact.By.Name} {fact.Fact.Title} {fact.Fact.Detail}";
            foreach (var session in patient.Sessions)
            {
                var folded = Session.From(session);
                foreach (var entry in session) yield return $"{now - entry.RecordedAt} {now - entry.Event.At} {entry.By.Name} {SessionJson.Kind(entry.Event)}";
                foreach (var reading in folded.Vitals) yield return reading.Value.ToString();
                yield return $"{folded.Phase} {folded.Prepared?.Dose} {folded.Prepared?.Lot} {folded.Weight?.Weight} {folded.Arrival!.Chair}";
            }
        }
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Afterglow.slnx"))) folder = folder.Parent;
        return folder?.FullName ?? AppContext.BaseDirectory;
    }
}
