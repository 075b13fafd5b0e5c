using System.Globalization;
using Afterglow.Core;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Afterglow.Core.Units;

namespace Afterglow.App.Sessions;

/// <summary>How a piece of text stands in a note.</summary>
public enum NoteMark
{
    Plain,
    Strong,
    Muted,

    /// <summary>What it said before it was corrected, or what was struck out.</summary>
    Struck,
}

/// <summary>Text of one mark.</summary>
public sealed record NoteRun(string Text, NoteMark Mark = NoteMark.Plain);

/// <summary>A piece of text: a cell, a line, a paragraph.</summary>
public sealed record NoteText(params IReadOnlyList<NoteRun> Runs)
{
    public static implicit operator NoteText(string text) => new(new NoteRun(text));

    public static NoteText Of(string text, NoteMark mark) => new(new NoteRun(text, mark));

    public override string ToString() => string.Join(" ", Runs.Select(run => run.Text));
}

/// <summary>A part of a section.</summary>
public abstract record NoteBlock
{
    private NoteBlock()
    {
    }

    /// <summary>Names and what they are.</summary>
    public sealed record Facts(IReadOnlyList<(string Name, NoteText Value)> Lines) : NoteBlock;

    /// <summary>Rows under heads.</summary>
    public sealed record Table(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<NoteText>> Rows) : NoteBlock;

    /// <summary>A line of text.</summary>
    public sealed record Line(NoteText Text) : NoteBlock;

    /// <summary>A signature, or that there is none.</summary>
    public sealed record Signature(bool Signed, IReadOnlyList<NoteText> Lines) : NoteBlock;
}

/// <summary>A part of the note under its own heading.</summary>
public sealed record NoteSection(string Title, params IReadOnlyList<NoteBlock> Blocks);

/// <summary>
/// The treatment note: everything that is known about a session, once. The page and the PDF both show this and nothing
/// else, so that print never lacks what the screen shows.
/// </summary>
/// <param name="Standing">“Not signed”, or by whom and when.</param>
public sealed record SessionNote(
    string Title, string PatientName, string RecordNumber, string Standing, bool Signed, bool ChangedSinceSigning, IReadOnlyList<NoteSection> Sections)
{
    /// <summary>The note of a session as it stands.</summary>
    public static SessionNote Of(Session session, PatientBanner patient, DateTimeOffset now, TimeZoneInfo zone) =>
        new NoteWriter(session, patient, now, zone).Write();
}

internal sealed class NoteWriter(Session session, PatientBanner patient, DateTimeOffset now, TimeZoneInfo zone)
{
    private readonly SessionEvent.PatientArrived arrival = session.Arrival ?? throw new InvalidOperationException("Nobody was checked in.");
    private readonly EventWords words = new(zone, session.Arrival!.At);

    public SessionNote Write()
    {
        var day = TimeZoneInfo.ConvertTime(arrival.At, zone).ToString("d MMMM yyyy", CultureInfo.InvariantCulture);
        var standing = session switch
        {
            { Signature: { } signature, SignedBy: { } by } =>
                $"Signed by {by.Name}, {Moment(signature.At)}{(session.ChangedSinceSigning ? "; changed since signing" : "")}",
            { Phase: SessionPhase.Cancelled } => "The treatment did not go ahead",
            _ => "Not signed",
        };
        NoteSection?[] sections =
        [
            Patient(), Protocol(), Gate(), Dose(), Course(), Vitals(), Ratings(), AdverseEvents(), Rescues(), Waste(), Leaving(), People(), Signatures(),
        ];
        return new SessionNote(
            $"Treatment note, {day}", patient.Name, patient.RecordNumber, standing, session.Signature is not null, session.ChangedSinceSigning,
            [.. sections.OfType<NoteSection>()]);
    }

    private NoteSection Patient() => new("Patient", new NoteBlock.Facts(
    [
        ("Name", patient.PreferredName.Length > 0 && patient.PreferredName != patient.Name ? $"{patient.Name} (called {patient.PreferredName})" : patient.Name),
        ("Pronouns", Or(patient.Pronouns, "not on file")),
        ("Record number", patient.RecordNumber),
        ("Born", patient.BirthDate is { } born ? $"{EventWords.Day(born)}{(patient.AgeYears is { } age ? $", {age} years" : "")}" : patient.AgeYears is { } about ? $"about {about} years ago" : "not on file"),
        ("Allergies", patient.Allergies.Count > 0 ? string.Join(", ", patient.Allergies) : "none on file"),
        ("Alerts", patient.Alerts.Count > 0 ? string.Join(", ", patient.Alerts) : "none"),
        ("Indication", arrival.Indication),
        ("Session", string.Create(CultureInfo.InvariantCulture, $"number {arrival.SessionNumber} of this protocol, {arrival.Chair}, arrived {Moment(arrival.At)}")),
        ("Weight today", session.Weight is { } weight ? weight.Weight.ToString() : "not measured"),
        ("Consent", (session.OnFile?.Consent, session.Consent) switch
        {
            ({ State: Core.Intake.Consent.ConsentState.Signed or Core.Intake.Consent.ConsentState.Withdrawn } onFile, _) =>
                $"{onFile.Words()}{(onFile.EnrolledOn is { } day ? $"; enrolled in the esketamine programme {EventWords.Day(day)}" : "")}",
            (_, { } paper) => words.Of(paper),
            _ => NoteText.Of("not recorded", NoteMark.Strong),
        }),
    ]));

    private NoteSection Protocol()
    {
        if (session.Protocol is not { } protocol) return new("Protocol", new NoteBlock.Line(arrival.ProtocolId));
        var lines = new List<(string, NoteText)> { ("Protocol", $"{protocol.Name} ({protocol.Drug}, {protocol.Route.ToString().ToLowerInvariant()})") };
        switch (protocol.Dose)
        {
            case DoseRule.PerKilogram rule:
                lines.Add(("Usual dose", Sourced(rule.Standard.Value.ToString(), rule.Standard.Source)));
                lines.Add(("Site limits", Sourced($"{rule.Lowest.Value} to {rule.Highest.Value}", rule.Highest.Source)));
                break;
            case DoseRule.Fixed rule:
                lines.Add(("Usual dose", Sourced($"{rule.Standard.Value}; {string.Join(", ", rule.Options)} may be ordered", rule.Standard.Source)));
                break;
        }
        if (protocol.GivenOver is { } over) lines.Add(("Given over", Sourced(EventWords.Minutes(over.Value), over.Source)));
        var watch = protocol.Observation.Value;
        lines.Add(("Observation", Sourced($"at least {EventWords.Minutes(watch.Least)} {(watch.FromFirstDose ? "from the first dose" : "after dosing ends")}", protocol.Observation.Source)));
        lines.Add(("Vital signs", Sourced($"every {EventWords.Minutes(protocol.Vitals.WhileDosing)} while dosing, every {EventWords.Minutes(protocol.Vitals.WhileRecovering)} in recovery", protocol.Vitals.Source)));
        lines.Add(("Series", Sourced(protocol.Series.Value, protocol.Series.Source)));
        return new("Protocol", new NoteBlock.Facts(lines));
    }

    private NoteSection Gate()
    {
        // As it stood when drug went in; before that, as it stands now.
        var findings = Core.Sessions.Gate.Findings(session, session.StartedAt ?? now);
        return new("Before the treatment", new NoteBlock.Table(
            ["Gate", "Finding", "", "Rule"],
            [.. findings.Select(finding => (IReadOnlyList<NoteText>)
            [
                finding.Title,
                NoteText.Of(State(finding.State), finding.State == GateState.Met ? NoteMark.Plain : NoteMark.Strong),
                finding.Sentence,
                NoteText.Of(finding.Rule.Source.Standing, NoteMark.Muted),
            ])]));
    }

    private NoteSection Dose()
    {
        var order = session.Entries.LastOrDefault(entry => entry.Now is SessionEvent.DoseOrdered);
        var lines = new List<(string, NoteText)>
        {
            ("Ordered", order is null
                ? $"{EventWords.Order(arrival.OrderedPerKilogram, arrival.OrderedDose)}, the order that stood"
                : $"{EventWords.Order(session.OrderedPerKilogram, session.OrderedDose)}, by {order.Original.By.Name}, {words.Clock(order.At)}"),
        };
        if (session.Prepared is { } prepared)
        {
            lines.Add(("Dose", $"{prepared.Dose} of base{(prepared.Weight is { } weight ? $" ({Core.Units.QuantityText.Write(Math.Round((prepared.Dose / weight).MilligramsPerKilogram, 3), "mg/kg")}, {weight})" : "")}"));
            lines.Add(("Preparation", $"{prepared.Preparation}, {prepared.Strength} of base, lot {prepared.Lot}, expires {EventWords.Day(prepared.Expires)}"));
            lines.Add(("Drawn up", prepared.Drawn.ToString()));
            if (prepared.MadeUpTo is { } volume)
            {
                lines.Add(("Made up to", $"{volume} ({EventWords.Round(prepared.Final)})"));
                lines.Add(("Pump", $"{EventWords.Round(prepared.Pump)} ({EventWords.Round(prepared.Rate)}) over {EventWords.Minutes(prepared.Over)}"));
            }
            lines.Add(("Prepared by", $"{session.PreparedBy!.Name}, {words.Clock(prepared.At)}"));
            lines.Add(("Checked by", session is { DoseCheck: { } check, DoseCheckedBy: { } by }
                ? $"{by.Name}, {words.Clock(check.At)}: read {check.ReadDose} in {check.ReadVolume}"
                : NoteText.Of("nobody yet", NoteMark.Strong)));
        }
        else
        {
            lines.Add(("Prepared", NoteText.Of("not prepared", NoteMark.Strong)));
        }
        if (session.StartedAt is { } started)
        {
            lines.Add(("First dose", Moment(started)));
            lines.Add(("Given", session.DosingEndedAt is { } ended
                ? $"{SessionWords.Given(session, ended)}, until {words.Clock(ended)} ({EventWords.Minute(ended, started)} min){(session.StoppedEarly ? ", stopped early" : "")}"
                : $"{SessionWords.Given(session, now)} by {words.Clock(now)}, still going in"));
        }
        return new("Dose", new NoteBlock.Facts(lines));
    }

    private NoteSection Course() => new("Course", new NoteBlock.Table(
        ["Time", "Min", "What", "By"],
        [.. session.Entries
            .Where(entry => entry.Original.Event is not (SessionEvent.VitalsRecorded or SessionEvent.DissociationRated or SessionEvent.SedationRated
                or SessionEvent.NauseaRated or SessionEvent.DistressRated))
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Original.Version)
            .Select(entry => Row(entry, [What(entry)]))]));

    private NoteSection Vitals()
    {
        var rows = Entries<SessionEvent.VitalsRecorded>().Select(entry => Row(entry,
        [
            Change(entry, vitals => $"{vitals.Vitals.Systolic}/{vitals.Vitals.Diastolic}"),
            Change(entry, vitals => vitals.Vitals.MeanPressure.ToString(CultureInfo.InvariantCulture)),
            Change(entry, vitals => vitals.Vitals.HeartRate.ToString(CultureInfo.InvariantCulture)),
            Change(entry, vitals => vitals.Vitals.SpO2 is { } oxygen ? $"{oxygen} %{(vitals.Vitals.OnOxygen ? " on oxygen" : "")}" : "not taken"),
            Change(entry, vitals => vitals.Vitals.RespiratoryRate?.ToString(CultureInfo.InvariantCulture) ?? "not taken"),
            Remark(entry),
        ])).ToList();
        return rows.Count == 0
            ? new("Vital signs", new NoteBlock.Line(NoteText.Of("None were taken.", NoteMark.Strong)))
            : new("Vital signs", new NoteBlock.Table(["Time", "Min", "BP mmHg", "Mean", "Heart rate", "SpO2", "Resp. rate", "Remark", "By"], rows));
    }

    private NoteSection Ratings()
    {
        var rows = session.Entries
            .Where(entry => entry.Original.Event is SessionEvent.DissociationRated or SessionEvent.SedationRated or SessionEvent.NauseaRated or SessionEvent.DistressRated)
            .OrderBy(entry => entry.At).ThenBy(entry => entry.Original.Version)
            .Select(entry => Row(entry, [What(entry)])).ToList();
        return rows.Count == 0
            ? new("Dissociation, sedation, nausea, distress", new NoteBlock.Line(NoteText.Of("Not rated.", NoteMark.Strong)))
            : new("Dissociation, sedation, nausea, distress", new NoteBlock.Table(["Time", "Min", "Rating", "By"], rows));
    }

    private NoteSection AdverseEvents()
    {
        if (session.AdverseEvents.Count == 0) return new("Adverse events", new NoteBlock.Line("None recorded."));
        return new("Adverse events", new NoteBlock.Table(
            ["Onset", "Min", "What", "Severity", "Done", "Outcome"],
            [.. session.AdverseEvents.OrderBy(adverse => adverse.Recorded.At).Select(adverse => (IReadOnlyList<NoteText>)
            [
                words.Clock(adverse.Recorded.At),
                EventWords.Minute(adverse.Recorded.At, session.StartedAt),
                Also(adverse.Recorded.What, adverse.Recorded.Detail),
                // What ends in hospital or in death is serious, however it began.
                adverse.Recorded.Severity.Words() + (adverse.Recorded.Serious || adverse.Outcome is AdverseEventOutcome.Fatal or AdverseEventOutcome.TransferredToHospital ? ", serious" : ""),
                adverse.Recorded.Action,
                adverse.Outcome.Words() + (adverse.FollowedAt is { } followed ? $", {words.Clock(followed)}" : ""),
            ])]));
    }

    private NoteSection Rescues() => session.Rescues.Count == 0
        ? new("Rescue medicines", new NoteBlock.Line("None given."))
        : new("Rescue medicines", new NoteBlock.Table(
            ["Time", "Min", "Medicine", "Dose", "Route", "For"],
            [.. session.Rescues.OrderBy(rescue => rescue.At).Select(rescue => (IReadOnlyList<NoteText>)
                [words.Clock(rescue.At), EventWords.Minute(rescue.At, session.StartedAt), rescue.Drug, rescue.Dose.ToString(), Or(rescue.Route, "not said"), rescue.Reason])]));

    /// <summary>Every milligram that was drawn up: given, or destroyed before a witness. One block for each dose.</summary>
    private NoteSection? Waste()
    {
        var ended = session.DosingEndedAt is not null || session.Phase == SessionPhase.Cancelled;
        var balances = session.Balances.Where(balance => ended || balance.InUse == Mass.Zero).ToList();
        return balances.Count == 0 ? null : new("Waste", [.. balances.Select(balance => new NoteBlock.Facts(Waste(balance)))]);
    }

    private List<(string, NoteText)> Waste(DrugBalance balance)
    {
        var (drawn, whole) = (balance.Drawn, session.DrawnUp.Count == 1);
        var lines = new List<(string, NoteText)>
        {
            ("Drawn up", whole ? drawn.Amount.ToString() : $"{drawn.Words}, by {drawn.By.Name}, {words.Clock(drawn.Prepared.At)}"),
            ("Given", balance.Given == Mass.Zero ? "nothing of it" : balance.Given.RoundedTo(0.01m).ToString()),
            ("Left over", balance.LeftOver.ToString()),
        };
        if (drawn.Waste is { } waste)
        {
            lines.Add(("Destroyed", $"{waste.Recorded.Amount}, {waste.Recorded.How}, by {waste.By.Name}, {words.Clock(waste.Recorded.At)}"));
            lines.Add(("Witness", waste.Witness is { } witness ? witness.Name : NoteText.Of("nobody yet", NoteMark.Strong)));
        }
        if (balance.DifferenceMg != 0)
            lines.Add(("Difference", string.Create(CultureInfo.InvariantCulture, $"{balance.DifferenceMg:+0.##;−0.##} mg, within what a syringe can be read to")));
        lines.Add(("Balance", balance.IsClosed ? "closed" : NoteText.Of("open", NoteMark.Strong)));
        return lines;
    }

    private NoteSection? Leaving()
    {
        if (session.CancelledBecause is { } because) return new("Discharge", new NoteBlock.Line($"The treatment did not go ahead: {because}"));
        if (session.DosingEndedAt is not { } ended) return null;
        var leaving = session.Entries.FirstOrDefault(entry => entry.Now is SessionEvent.PatientDischarged);
        // As the criteria stood when the patient left, without what was corrected later.
        var criteria = leaving is null ? DischargeCriteria.Check(session, now) : DischargeCriteria.Check(session.AsOf(leaving), session.Discharge!.At);
        var blocks = new List<NoteBlock>
        {
            new NoteBlock.Facts(session.Discharge is { } discharge
                ?
                [
                    ("Left", $"{Moment(discharge.At)}, {EventWords.Minute(discharge.At, session.StartedAt)} min after the first dose, {EventWords.Minute(discharge.At, ended)} min after the end of dosing"),
                    ("Escort", Also(discharge.EscortName, session.Escort is { } escort && escort.Name != discharge.EscortName ? $"{escort.Name} was named before" : "")),
                    ("Discharged by", leaving!.Original.By.Name),
                    .. discharge.OverrideReason.Length > 0 ? new (string, NoteText)[] { ("Criteria overridden", NoteText.Of(discharge.OverrideReason, NoteMark.Strong)) } : [],
                ]
                : [("Recovery", $"since {words.Clock(ended)}; not discharged")]),
            new NoteBlock.Table(
                ["Criterion", "", "", "Rule"],
                [.. criteria.Select(criterion => (IReadOnlyList<NoteText>)
                [
                    criterion.Title, criterion.Met ? "met" : NoteText.Of("not met", NoteMark.Strong), criterion.Sentence,
                    NoteText.Of(criterion.Rule.Source.Standing, NoteMark.Muted),
                ])]),
        };
        return new("Recovery and discharge", blocks);
    }

    private NoteSection People() => new("Who did what", new NoteBlock.Table(
        ["Name", "Role", "Entries"],
        [.. session.Entries
            .SelectMany(entry => entry.Revisions.Select(revision => (revision.By, What: "correction")).Prepend((entry.Original.By, What: SessionJson.Kind(entry.Original.Event).Replace('-', ' '))))
            .GroupBy(each => each.By.Id)
            .Select(person => (IReadOnlyList<NoteText>)
            [
                person.First().By.Name,
                person.First().By.IsProgram ? "program" : string.Join(", ", person.SelectMany(each => each.By.Roles).Distinct().Order().Select(role => Design.RoleWords.Words(role).ToLowerInvariant())),
                string.Join(", ", person.GroupBy(each => each.What).Select(kind => kind.Count() == 1 ? kind.Key : $"{kind.Key} ×{kind.Count()}")),
            ])]));

    private NoteSection Signatures()
    {
        var signed = session.Entries.Where(entry => entry.Now is SessionEvent.SessionSigned).ToList();
        var blocks = new List<NoteBlock>();
        if (signed.Count == 0)
            blocks.Add(session.Phase == SessionPhase.Cancelled
                ? new NoteBlock.Line("The treatment did not go ahead; there is nothing to sign.")
                : new NoteBlock.Signature(false, [NoteText.Of("Not signed.", NoteMark.Strong)]));
        foreach (var entry in signed)
        {
            var signature = (SessionEvent.SessionSigned)entry.Now!;
            blocks.Add(new NoteBlock.Signature(true,
            [
                NoteText.Of($"{entry.Original.By.Name}, {string.Join(", ", entry.Original.By.Roles.Select(role => Design.RoleWords.Words(role).ToLowerInvariant()))}", NoteMark.Strong),
                $"Signed {Moment(signature.At)}",
                signature.Meaning,
                string.Create(CultureInfo.InvariantCulture, $"Holds for entries 1 to {signature.Version}"),
                NoteText.Of($"Seal {signature.Seal}", NoteMark.Muted),
            ]));
        }
        if (session.ChangedSinceSigning)
            blocks.Add(new NoteBlock.Line(NoteText.Of(string.Create(CultureInfo.InvariantCulture,
                $"Changed since signing: {session.Version - session.Signature!.Version - 1} entries were written after the newest signature."), NoteMark.Strong)));
        return new("Signature", blocks);
    }

    private List<ChartedEntry> Entries<T>() where T : SessionEvent =>
        [.. session.Entries.Where(entry => entry.Original.Event is T).OrderBy(entry => entry.At).ThenBy(entry => entry.Original.Version)];

    private IReadOnlyList<NoteText> Row(ChartedEntry entry, IReadOnlyList<NoteText> cells) =>
        [words.Clock(entry.At), EventWords.Minute(entry.At, session.StartedAt), .. cells, entry.Original.By.Name];

    /// <summary>What the entry says, after everything it said before, struck through, and why.</summary>
    private NoteText What(ChartedEntry entry)
    {
        var runs = new List<NoteRun>();
        foreach (var revision in entry.Revisions)
        {
            runs.Add(new NoteRun($"{words.Of(revision.Before)}{Moved(revision.Before, entry)}", NoteMark.Struck));
            runs.Add(new NoteRun(Correction(entry, revision), NoteMark.Muted));
        }
        if (entry.Now is { } said) runs.Add(new NoteRun(words.Of(said)));
        if (entry.Late) runs.Add(new NoteRun(Late(entry), NoteMark.Muted));
        return new NoteText(runs);
    }

    private static NoteText Change(ChartedEntry entry, Func<SessionEvent.VitalsRecorded, string> value)
    {
        var said = entry.Revisions.Select(revision => value((SessionEvent.VitalsRecorded)revision.Before)).ToList();
        var stands = entry.Now is SessionEvent.VitalsRecorded vitals ? value(vitals) : null;
        return new NoteText(
        [
            .. said.Distinct().Where(text => text != stands).Select(text => new NoteRun(text, NoteMark.Struck)),
            .. stands is null ? [] : new[] { new NoteRun(stands) },
        ]);
    }

    private NoteText Remark(ChartedEntry entry) => new(
    [
        .. entry.Revisions.Select(revision => new NoteRun(Correction(entry, revision) + Moved(revision.Before, entry), NoteMark.Muted)),
        .. entry.Late ? new[] { new NoteRun(Late(entry), NoteMark.Muted) } : [],
    ]);

    private string Correction(ChartedEntry entry, Revision revision) =>
        $"({(entry.Struck && revision == entry.Revisions[^1] ? "struck out" : "amended")} {words.Clock(revision.RecordedAt)} by {revision.By.Name}: {revision.Reason})";

    private string Moved(SessionEvent before, ChartedEntry entry) => before.At == entry.At ? "" : $" at {words.Clock(before.At)}";

    private string Late(ChartedEntry entry) => $"(late entry, written {words.Clock(entry.Original.RecordedAt)})";

    private string Moment(DateTimeOffset at) => TimeZoneInfo.ConvertTime(at, zone).ToString("d MMM yyyy, HH:mm", CultureInfo.InvariantCulture) + Zone(at);

    private string Zone(DateTimeOffset at)
    {
        var offset = zone.GetUtcOffset(at);
        return offset == TimeSpan.Zero ? " UTC" : string.Create(CultureInfo.InvariantCulture, $" UTC{(offset < TimeSpan.Zero ? "−" : "+")}{offset.Duration():h\\:mm}");
    }

    private static NoteText Sourced(string value, Source source) => new(new NoteRun(value), new NoteRun($"({source.Standing}: {source.Citation})", NoteMark.Muted));

    private static NoteText Also(string text, string more) => more.Length > 0 ? $"{text}; {more}" : text;

    private static string Or(string text, string otherwise) => text.Length > 0 ? text : otherwise;

    private static string State(GateState state) => state switch
    {
        GateState.Met => "met",
        GateState.Warning => "warning",
        GateState.Missing => "missing",
        GateState.Blocking => "not met",
        _ => "overridden",
    };
}
