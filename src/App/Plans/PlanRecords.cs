using System.Text.Json;
using Afterglow.App.Design;
using Afterglow.App.Messages;
using Afterglow.App.Patients;
using Afterglow.App.Portal;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using Afterglow.Core.Plans.Treatment;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Plans;

/// <summary>A patient's plans with what they stand on.</summary>
/// <param name="Assessment">Eligibility, scores and history, as they are now.</param>
public sealed record PlanView(PlanFile File, Assessment Assessment)
{
    public EligibilityDecision? Eligibility => Assessment.File.Latest;

    public IEnumerable<ChartFact.SurveyScoreNoted> Scores => Assessment.Known.Scores.Select(score => score.Fact);

    /// <summary>The measures of the newest plan as they stand; empty without a plan.</summary>
    public IReadOnlyList<MeasureProgress> Progress => File.Newest is { } plan ? PlanProgress.Of((plan.InForce ?? plan.Current).Terms, Scores) : [];

    /// <summary>The same in words, as a review writes it down.</summary>
    public string Found => string.Join("; ", Progress.Select(one => one.Words));

    /// <summary>What the patient wrote that they want; null when nothing.</summary>
    public string? OwnWords => Assessment.Known.History.Text("goals");
}

/// <summary>
/// The one door to treatment plans. Each step is an entry of the patient's record; it is decided on the plan as it stands,
/// inside the transaction that writes it, so that of two who change it at once one is written and the other told by whom.
/// </summary>
public sealed class PlanRecords(
    ClinicRecord record, Database database, PatientLinks links, Outbox outbox, ClinicTexts clinic, PlanPaper paper, IStringLocalizer<PatientWords> words, TimeProvider clock)
{
    /// <summary>The permanent kind of message that brings the link.</summary>
    public const string PlanLink = "plan-link";

    /// <summary>The plans of a patient; null when there is no such patient within reach.</summary>
    public async Task<PlanView?> OpenAsync(Guid patientId, Reach reach, CancellationToken cancel = default)
    {
        Person? person;
        await using (var connection = await database.OpenAsync(cancel))
        {
            if (await PatientQueries.SiteAsync(connection, patientId, reach) is null) return null;
            person = await PatientQueries.PersonAsync(connection, null, patientId);
        }
        return View(patientId, await record.ReadAsync(StreamName.Patient(patientId), cancel: cancel), person);
    }

    /// <summary>Writes one step down.</summary>
    public Task<Result<PlanFile>> ChangeAsync(Guid patientId, IPlanCommand command, Caller caller, CancellationToken cancel = default) =>
        record.WriteAsync<Result<PlanFile>>(caller.Who, async write =>
        {
            var outcome = await DecidedAsync(write);
            await write.AuditAsync(new AuditLine(
                caller.Who, Action(command), patientId, Outcome: outcome.Allowed ? "done" : "refused", Reason: outcome.Refusal?.Code ?? "", Origin: caller.Origin));
            return outcome;

            async Task<Result<PlanFile>> DecidedAsync(RecordWrite inside) =>
                await PatientQueries.SiteAsync(inside.Connection, patientId, caller.Reach, inside.Transaction) is null
                    ? new PatientUnknown()
                    : await ChangeAsync(inside, patientId, command, caller.Who);
        }, cancel);

    /// <summary>The patient reads their own plan: that is written down like any other reading.</summary>
    public async Task<PlanFile> OpenAsync(PatientLink link, string origin, CancellationToken cancel = default)
    {
        await record.AuditAsync(new AuditLine(link.Patient, "plan.read", link.PatientId, $"link/{link.Id:D}", Origin: origin), cancel);
        return await StandingAsync(link, cancel);
    }

    /// <summary>How the patient's plans stand, for their own page.</summary>
    internal async Task<PlanFile> StandingAsync(PatientLink link, CancellationToken cancel = default) =>
        PlanFile.From((await record.ReadAsync(StreamName.Patient(link.PatientId), cancel: cancel)).Select(PatientRecords.Line));

    /// <summary>The words of a plan in a language: what a patient reads.</summary>
    internal string Paper(PlanTerms terms, string language) => PlanPaper.Text(paper.Of(terms, language));

    /// <summary>The patient agrees to the words they were shown. Pressed twice, or on two devices, it is one agreement.</summary>
    /// <param name="digest">Of the words that stood on the page.</param>
    public Task<Result<PlanFile>> AgreeAsync(PatientLink link, Guid entryId, int version, string digest, string language, string origin, CancellationToken cancel = default) =>
        AnswerAsync(link, file =>
        {
            // What is agreed to is drawn again from the plan as it stands, and must be what was read.
            var said = file.Open is { ProposedVersion: { } proposed } plan && Languages.Has(language) ? Paper(plan.Version(proposed).Terms, language) : "";
            return new AgreeToPlan(entryId, version, digest, language, said);
        }, file => file.Open is { State: PlanState.Agreed, Agreement.Version: var agreed } && agreed == version, origin, cancel);

    /// <summary>The patient declines, asks or takes back.</summary>
    public Task<Result<PlanFile>> AnswerAsync(PatientLink link, IPlanCommand command, string origin, CancellationToken cancel = default) =>
        AnswerAsync(link, _ => command, _ => false, origin, cancel);

    /// <summary>
    /// Makes a link to the patient's own pages and mails it, or, without mail, returns it once, to be handed over. Every
    /// earlier link stops working.
    /// </summary>
    /// <param name="address">Where patients reach this clinic, such as <c>https://clinic.example</c>.</param>
    public async Task<Result<string>> SendLinkAsync(Guid patientId, Guid messageId, bool byMail, string address, Caller caller, CancellationToken cancel = default)
    {
        var profile = await clinic.ProfileAsync(cancel);
        return await record.WriteAsync<Result<string>>(caller.Who, async write =>
        {
            if (messageId == Guid.Empty) return new EntryIdMissing();
            if (await PatientQueries.SiteAsync(write.Connection, patientId, caller.Reach, write.Transaction) is not { } site) return new PatientUnknown();
            var lines = (await write.ReadAsync(StreamName.Patient(patientId))).Select(PatientRecords.Line).ToList();
            if (PlanFile.From(lines).Newest is not { } plan || !plan.Log.Any(line => line.What is PlanEvent.Proposed)) return new PlanNotOpen();
            var person = await PatientQueries.PersonAsync(write.Connection, write.Transaction, patientId);
            if (byMail && person?.Contact.Email is not { Length: > 0 }) return new NoEmailOnFile();
            var about = StreamName.Patient(patientId).ToString();
            await outbox.WithdrawAsync(write, about, PlanLink);
            var language = PatientLanguage.Of(lines);
            var key = await links.MakeAsync(write, messageId, LinkPurpose.History, patientId, Guid.Parse(site), language, TimeSpan.FromDays(profile.LinkDays));
            var way = $"{address}/link/{key}";
            if (!byMail) return way;
            var ends = Languages.Of(language).DayWords(clock.Today().AddDays(profile.LinkDays));
            var name = person!.Preferred ?? person.Given.FirstOrDefault() ?? person.Family ?? "";
            string Words(string part) => words.In(language, part, name, profile.Name, way, ends, profile.Phone.Length > 0 ? profile.Phone : words.In(language, "mail.no-phone"));
            await outbox.PutAsync(write, new NewMessage(messageId, PlanLink, Guid.Parse(site), about, language, new Envelope(
                person.Contact.Email!, person.FullName, Words("mail.subject.plan-link"),
                $"{Words("mail.greeting")}\n\n{Words("mail.plan")}\n\n{Words("mail.signature")}\n\n{Words("mail.crisis")}\n")));
            return "";
        }, cancel);
    }

    private Task<Result<PlanFile>> AnswerAsync(
        PatientLink link, Func<PlanFile, IPlanCommand> ask, Func<PlanFile, bool> done, string origin, CancellationToken cancel) =>
        record.WriteAsync<Result<PlanFile>>(link.Patient, async write =>
        {
            var file = PlanFile.From((await write.ReadAsync(StreamName.Patient(link.PatientId))).Select(PatientRecords.Line));
            if (done(file)) return file;
            var command = ask(file);
            var outcome = await ChangeAsync(write, link.PatientId, command, link.Patient);
            await write.AuditAsync(new AuditLine(
                link.Patient, Action(command), link.PatientId, $"link/{link.Id:D}", outcome.Allowed ? "done" : "refused", outcome.Refusal?.Code ?? "", origin));
            return outcome;
        }, cancel);

    /// <summary>One step, as part of a transaction that begins elsewhere: whoever calls has checked who may.</summary>
    internal static async Task<Result<PlanFile>> ChangeAsync(RecordWrite write, Guid patientId, IPlanCommand command, Author by)
    {
        if (command.EntryId == Guid.Empty) return new EntryIdMissing();
        var stream = StreamName.Patient(patientId);
        var entries = await write.ReadAsync(stream);
        var lines = entries.Select(PatientRecords.Line).ToList();
        var file = PlanFile.From(lines);
        var request = Seal.Over(command.GetType().Name, JsonSerializer.Serialize<object>(command));
        if (entries.FirstOrDefault(entry => entry.EntryId == command.EntryId) is { } before) return before.Request == request ? file : new EntryIdReused(command.EntryId);
        if (!command.Decide(new PlanDesk(file, EligibilityFile.From(lines).Latest, by)).Try(out var happened, out var refusal)) return refusal;
        if (!await write.AppendAsync(stream, entries[^1].Version, [new NewEntry(command.EntryId, happened.Kind, PlanJson.Write(happened), request)]))
            throw new InvalidOperationException($"{stream} was overtaken inside a transaction.");
        lines.Add(new ChartLine(command.EntryId, happened.Kind, PlanJson.Write(happened), write.Now, by));
        return PlanFile.From(lines);
    }

    internal static string Action(IPlanCommand command) => command switch
    {
        DraftPlan => "plan.draft",
        ChangePlan => "plan.change",
        ProposePlan => "plan.propose",
        AgreeToPlan => "plan.agree",
        DeclinePlan => "plan.decline",
        AskAboutPlan => "plan.ask",
        AnswerPlanQuestion => "plan.answer",
        ReviewPlan => "plan.review",
        StopPlan => "plan.stop",
        WithdrawFromPlan => "plan.withdraw",
        _ => "plan.write",
    };

    private PlanView View(Guid patientId, IReadOnlyList<Entry> entries, Person? person)
    {
        var lines = entries.Select(PatientRecords.Line).ToList();
        return new PlanView(
            PlanFile.From(lines),
            Assessment.Of(patientId, lines, person?.BirthDate, person?.SexAtBirth ?? Sex.Unknown, DateOnly.FromDateTime(clock.GetLocalNow().DateTime)));
    }
}

/// <summary>A message without an address.</summary>
public sealed record NoEmailOnFile : Refusal
{
    public override string Code => "plan.no-email";

    public override string Sentence => "No email address is on file; hand the link over instead, or write the address into the chart first.";
}
