using System.Runtime.CompilerServices;
using System.Text.Json;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.App.Plans;
using Afterglow.App.Record;
using Afterglow.Core;
using Afterglow.Core.People;
using Afterglow.Core.Plans;
using Afterglow.Core.Sessions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.HttpResults;
using AmendEntry = Afterglow.Core.Sessions.AmendEntry;
using WriteNote = Afterglow.Core.Sessions.WriteNote;

namespace Afterglow.App.Sessions;

/// <summary>The sessions over HTTP: a command a line.</summary>
public static class SessionRoutes
{
    public static void MapSessions(this IEndpointRouteBuilder routes)
    {
        var sessions = routes.MapGroup("/api/sessions").WithTags("Sessions");

        sessions.MapPost("", CheckInAsync).RequireAuthorization(Policies.CheckIn)
            .Accepts<NewSession>("application/json").Produces(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Check a patient in");
        sessions.MapGet("/{id:guid}", SnapshotAsync).RequireAuthorization(Policies.ReadSession).Reads("session.read")
            .Produces<SessionSnapshot>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Everything a session screen needs");
        sessions.MapGet("/{id:guid}/entries", EntriesAsync).RequireAuthorization(Policies.ReadSession)
            .Produces<Taken>().ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("The entries after a version");
        sessions.MapGet("/{id:guid}/live", FollowAsync).RequireAuthorization(Policies.ReadSession).Reads("session.watch")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").ProducesProblem(StatusCodes.Status404NotFound)
            .WithSummary("Says when the session has a new version (server-sent events)");

        routes.MapGet("/api/protocols", () => Json(Protocols.All.Select(ProtocolShown.Of))).RequireAuthorization(Policies.ReadProtocols).WithTags("Sessions")
            .Produces<IReadOnlyList<ProtocolShown>>().WithSummary("The protocols: doses, limits, preparations and rules, each with its source");
        sessions.MapGet("", async (HttpContext context, SessionRecords records, CancellationToken cancel) =>
            Json((await records.BoardAsync(Caller.Of(context), await MayReadAsync(context), cancel)).Chairs))
            .RequireAuthorization(Policies.SeeBoard).Reads("board.read")
            .Produces<IReadOnlyList<BoardRow>>().WithSummary("The board: every chair, taken or free");
        routes.MapGet("/api/board/live", FollowBoardAsync).RequireAuthorization(Policies.SeeBoard).Reads("board.watch").WithTags("Sessions")
            .Produces(StatusCodes.Status200OK, contentType: "text/event-stream").WithSummary("Says when something changed in a chair (server-sent events)");
        routes.MapGet("/sessions/{id:guid}/note.pdf", PrintAsync).RequireAuthorization(Policies.ReadSession).Reads("note.print").ExcludeFromDescription();
        routes.MapGet("/board/chairs", ChairsAsync).RequireAuthorization(Policies.SeeBoard).ExcludeFromDescription();

        // The gate.
        MapCommand<RecordConsent>(sessions, "Consent on file was seen");
        MapCommand<ReadyRoom>(sessions, "The room is ready");
        MapCommand<NameEscort>(sessions, "Who takes the patient home");
        MapCommand<RecordFasting>(sessions, "Last meal and drink");
        MapCommand<MeasureWeight>(sessions, "Today's weight");
        MapCommand<RecordPregnancy>(sessions, "Pregnancy: tested, declined or not relevant");
        MapCommand<RecordMedicines>(sessions, "Medicines last taken");
        MapCommand<ScreenSuicide>(sessions, "The suicide screen of this visit");
        MapCommand<OverrideGate>(sessions, "A prescriber overrides a gate, with a reason");
        // The dose.
        MapCommand<OrderDose>(sessions, "A prescriber orders another dose");
        MapCommand<PrepareDose>(sessions, "The dose is drawn up");
        MapSecondPerson<CheckDose>(sessions, "A second person checks the dose");
        MapCommand<StartInfusion>(sessions, "The pump starts");
        MapCommand<GiveDose>(sessions, "An injection, a nasal device or a sublingual dose is given");
        MapCommand<PauseInfusion>(sessions, "The pump is stopped for now");
        MapCommand<ResumeInfusion>(sessions, "The pump runs again");
        MapCommand<ChangeRate>(sessions, "The pump is set to another rate");
        MapCommand<StopInfusion>(sessions, "The treatment is broken off");
        MapCommand<EndInfusion>(sessions, "All the drug is in");
        // What is seen and done meanwhile.
        MapCommand<RecordVitals>(sessions, "Vital signs");
        MapCommand<RateDissociation>(sessions, "Dissociation: impression or CADSS-6");
        MapCommand<RateSedation>(sessions, "Sedation: MOAA/S");
        MapCommand<RateNausea>(sessions, "Nausea from 0 to 10");
        MapCommand<RateDistress>(sessions, "Distress from 0 to 10");
        MapCommand<RecordAdverseEvent>(sessions, "An adverse event");
        MapCommand<FollowAdverseEvent>(sessions, "How an adverse event went on");
        MapCommand<GiveRescueMedicine>(sessions, "A medicine against a side effect");
        MapCommand<MarkMoment>(sessions, "A mark on the time axis");
        MapCommand<WriteNote>(sessions, "Free text");
        MapCommand<AcknowledgeAlarm>(sessions, "Somebody has seen an alarm");
        // The end.
        MapCommand<RecordWaste>(sessions, "What was left over is destroyed");
        MapSecondPerson<WitnessWaste>(sessions, "A second person saw it destroyed");
        MapCommand<AssessForDischarge>(sessions, "What only a person can see before the patient leaves");
        MapCommand<Discharge>(sessions, "The patient leaves");
        MapCommand<CancelSession>(sessions, "The treatment does not go ahead");
        sessions.MapPost("/{id:guid}/passkey-question", AskPasskeyAsync).RequireAuthorization(Policies.WriteSession)
            .Accepts<PasskeyAsked>("application/json").Produces<PasskeyQuestion>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("What a passkey is asked before somebody signs, checks a dose or witnesses a waste");
        sessions.MapPost("/{id:guid}/sign", SignAsync).RequireAuthorization(Policies.WriteSession)
            .Accepts<Signing>("application/json").Produces<Taken>().ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary("Sign: the person proves once more who they are");
        // Corrections.
        MapCommand<AmendEntry>(sessions, "An entry is corrected, with a reason");
        MapCommand<StrikeEntry>(sessions, "An entry is struck through, with a reason");
    }

    private static void MapCommand<T>(RouteGroupBuilder sessions, string summary) where T : class, ISessionCommand =>
        sessions.MapPost("/{id:guid}/" + CommandName.Of(typeof(T)), async (
            Guid id, int? known, HttpContext context, SessionRecords records, CancellationToken cancel) =>
        {
            var (command, problem) = await CommandBody.ReadAsync<T>(context);
            return command is null ? problem! : Answer(await records.ChangeAsync(id, command, Caller.Of(context), known, cancel));
        })
            .RequireAuthorization(Policies.WriteSession)
            .Accepts<T>("application/json").Produces<Taken>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary(summary);

    /// <summary>Either by whoever is signed in on their own device, or by a second person at this one, who gives their password.</summary>
    private static void MapSecondPerson<T>(RouteGroupBuilder sessions, string summary) where T : class, ISessionCommand =>
        sessions.MapPost("/{id:guid}/" + CommandName.Of(typeof(T)), async (
            Guid id, int? known, HttpContext context, SessionRecords records, StaffRecords staff, PasskeyProofs passkeys, CancellationToken cancel) =>
        {
            var caller = Caller.Of(context);
            var (json, problem) = await CommandBody.JsonAsync(context);
            if (json is null) return problem!;
            if (!json.ContainsKey("command"))
            {
                var (own, unreadable) = CommandBody.Read<T>(json);
                return own is null ? unreadable! : Answer(await records.ChangeAsync(id, own, caller, known, cancel));
            }
            var (asked, wrong) = CommandBody.Read<BySecondPerson<T>>(json);
            if (asked is null) return wrong!;
            // A program has no device at which a second person could stand.
            if (caller.Who.IsProgram) return Answer(new NotYourRole("lend a device to a second person", "a member of staff"));
            if (await records.PatientOfAsync(id, caller, cancel) is null) return Answer(new SessionUnknown());
            var proved = asked.Passkey is { } passkey
                ? await passkeys.VerifyAsync(context, passkey, of: null, Purpose(id, CommandName.Of(typeof(T))), cancel)
                : await staff.VerifyPasswordAsync(asked.UserName, asked.Password, caller.Origin, cancel);
            if (!proved.Try(out var second, out var refusal)) return Answer(refusal);
            var sites = (await staff.FindAsync(Guid.Parse(second.Id), cancel))?.Sites ?? [];
            return Answer(await records.ChangeAsync(
                id, asked.Command, new Caller(second, Reach.To(sites.Where(caller.Reach.Includes)), caller.Origin), known, cancel));
        })
            .RequireAuthorization(Policies.WriteSession)
            .Accepts<BySecondPerson<T>>("application/json").Produces<Taken>()
            .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status404NotFound).ProducesProblem(StatusCodes.Status422UnprocessableEntity)
            .WithSummary(summary);

    private static async Task<IResult> SignAsync(
        Guid id, int? known, HttpContext context, SessionRecords records, StaffRecords staff, PasskeyProofs passkeys, CancellationToken cancel)
    {
        var caller = Caller.Of(context);
        var (signing, problem) = await CommandBody.ReadAsync<Signing>(context);
        if (signing is null) return problem!;
        if (caller.Who.IsProgram) return Answer(new NotYourRole("sign a session", "a nurse or a prescriber"));
        if (await records.PatientOfAsync(id, caller, cancel) is null) return Answer(new SessionUnknown());
        var proved = signing.Passkey is { } passkey
            ? await passkeys.VerifyAsync(context, passkey, context.User.StaffId(), Purpose(id, Sign, signing.ReadVersion), cancel)
            : await staff.ReauthenticateAsync(context.User, signing.Password, caller.Origin, cancel);
        return Answer(proved.Try(out _, out var refusal) ? await records.SignAsync(id, signing, caller, known, cancel) : refusal);
    }

    /// <summary>A question for a passkey. What it was asked for is bound to it: the answer signs no other version and checks no other session.</summary>
    private static async Task<IResult> AskPasskeyAsync(
        Guid id, HttpContext context, SessionRecords records, PasskeyProofs passkeys, CancellationToken cancel)
    {
        var (asked, problem) = await CommandBody.ReadAsync<PasskeyAsked>(context);
        if (asked is null) return problem!;
        var caller = Caller.Of(context);
        if (caller.Who.IsProgram) return Answer(new NotYourRole("use a passkey", "a member of staff"));
        if (await records.PatientOfAsync(id, caller, cancel) is null) return Answer(new SessionUnknown());
        var question = asked switch
        {
            { For: Sign, ReadVersion: { } version } => await passkeys.AskAsync(context, context.User.StaffId(), Purpose(id, Sign, version), cancel),
            // Who the second person is, only their passkey can tell.
            { ReadVersion: null } when SecondPersonCommands.Contains(asked.For) => await passkeys.AskAsync(context, null, Purpose(id, asked.For), cancel),
            _ => new PasskeyNotFor(),
        };
        return question.Try(out var made, out var refusal) ? Json(made) : Refused(refusal);
    }

    private const string Sign = "sign";

    private static readonly string[] SecondPersonCommands = [CommandName.Of(typeof(CheckDose)), CommandName.Of(typeof(WitnessWaste))];

    /// <summary>What an answer is good for.</summary>
    internal static string Purpose(Guid session, string command, int? version = null) =>
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{command} {session:D} {version}").TrimEnd();

    private static async Task<IResult> CheckInAsync(HttpContext context, SessionRecords records, CancellationToken cancel)
    {
        var (asked, problem) = await CommandBody.ReadAsync<NewSession>(context);
        if (asked is null) return problem!;
        var begun = await records.CheckInAsync(asked, Caller.Of(context), cancel);
        return begun.Try(out var id, out var refusal)
            ? Results.Json(new { sessionId = id }, SessionJson.Options, statusCode: StatusCodes.Status201Created)
            : Refused(refusal);
    }

    private static async Task<IResult> SnapshotAsync(Guid id, HttpContext context, SessionRecords records, CancellationToken cancel)
    {
        if (await records.SnapshotAsync(id, Caller.Of(context), cancel) is not { } snapshot) return Refused(new SessionUnknown());
        context.About(snapshot.Patient.PatientId);
        return Json(snapshot);
    }

    private static async Task<IResult> EntriesAsync(
        Guid id, int? after, HttpContext context, SessionRecords records, Watching watching, ClinicRecord record, CancellationToken cancel)
    {
        var caller = Caller.Of(context);
        if (await records.PatientOfAsync(id, caller, cancel) is not { } patient
            || await records.EntriesAsync(id, after ?? 0, caller, cancel) is not { } taken) return Refused(new SessionUnknown());
        // Whoever watches the session was written down when the watching began.
        if (!watching.Is(caller.Who, id))
            await record.AuditAsync(new AuditLine(caller.Who, "session.read", patient, $"session/{id:D} entries",
                Reason: caller.Reach.Emergency(patient)?.Flag ?? "", Origin: caller.Origin), cancel);
        return Json(taken);
    }

    private static async Task<IResult> FollowAsync(
        Guid id, HttpContext context, SessionRecords records, Watching watching, TimeProvider clock, IHostApplicationLifetime host, CancellationToken cancel)
    {
        var caller = Caller.Of(context);
        // Asked before the answer begins: a stream has no way to say “not found”.
        if (await records.PatientOfAsync(id, caller, cancel) is not { } patient) return Refused(new SessionUnknown());
        context.About(patient);
        using (watching.Begin(caller.Who, id))
            await LiveStream.SendAsync(context, clock, host.ApplicationStopping, VersionsAsync);
        return Results.Empty;

        async IAsyncEnumerable<string> VersionsAsync([EnumeratorCancellation] CancellationToken ends)
        {
            await foreach (var session in records.FollowAsync(id, caller, ends))
                yield return JsonSerializer.Serialize(new { version = session.Version }, SessionJson.Options);
        }
    }

    private static async Task<IResult> FollowBoardAsync(
        HttpContext context, SessionRecords records, Watching watching, TimeProvider clock, IHostApplicationLifetime host)
    {
        var caller = Caller.Of(context);
        using (watching.Begin(caller.Who, Watching.Board))
            await LiveStream.SendAsync(context, clock, host.ApplicationStopping, ChangesAsync);
        return Results.Empty;

        async IAsyncEnumerable<string> ChangesAsync([EnumeratorCancellation] CancellationToken ends)
        {
            await foreach (var _ in records.FollowBoardAsync(caller, ends))
                yield return JsonSerializer.Serialize(new { at = clock.GetUtcNow() }, SessionJson.Options);
        }
    }

    /// <summary>The chairs of the board as a piece of a page.</summary>
    private static async Task<IResult> ChairsAsync(
        HttpContext context, SessionRecords records, Watching watching, ClinicRecord record, CancellationToken cancel)
    {
        var caller = Caller.Of(context);
        var clinical = await MayReadAsync(context);
        var view = await records.BoardAsync(caller, clinical, cancel);
        if (!watching.Is(caller.Who, Watching.Board))
            await record.AuditAsync(new AuditLine(caller.Who, "board.read", Target: "chairs", Origin: caller.Origin), cancel);
        var tasks = (await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, Policies.SeeTasks)).Succeeded
            ? await context.RequestServices.GetRequiredService<Safety.SafetyRecords>().CountAsync(caller.Reach, cancel)
            : null;
        return new RazorComponentResult<BoardChairs>(new { View = view, Clinical = clinical, Tasks = tasks });
    }

    /// <summary>The note as a PDF. The file is called after the record number and the day: names stay out of download folders.</summary>
    private static async Task<IResult> PrintAsync(
        Guid id, HttpContext context, SessionRecords records, ClinicSettings settings, TimeProvider clock, CancellationToken cancel)
    {
        if (await records.SnapshotAsync(id, Caller.Of(context), cancel) is not { } snapshot) return Refused(new SessionUnknown());
        context.About(snapshot.Patient.PatientId);
        var session = snapshot.Fold();
        var now = clock.GetUtcNow();
        var note = SessionNote.Of(session, snapshot.Patient, now, clock.LocalTimeZone);
        var pdf = NotePdf.Of(note, (settings.Demonstration ? "Demonstration clinic: everyone here is made up. " : "") + $"Printed {SessionWords.Moment(clock, now)} by {snapshot.You.Name}. {NotePdf.Missing} stands for a letter that this print cannot show.",
            (settings.Paper ?? PaperOf.Zone(clock.LocalTimeZone)) == Paper.Letter);
        var day = TimeZoneInfo.ConvertTime(session.Arrival!.At, clock.LocalTimeZone).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        return Results.File(pdf, "application/pdf", $"treatment-note-{snapshot.Patient.RecordNumber}-{day}.pdf");
    }

    // Names and phases are for everybody who sees the board; readings are for those who may open the session.
    private static async Task<bool> MayReadAsync(HttpContext context) =>
        (await context.RequestServices.GetRequiredService<IAuthorizationService>().AuthorizeAsync(context.User, Policies.ReadSession)).Succeeded;

    private static IResult Answer(Result<Taken> result) => result.Try(out var taken, out var refusal) ? Json(taken) : Refused(refusal);

    private static IResult Refused(Refusal refusal) => Problems.Problem(
        refusal switch
        {
            SessionUnknown or PatientUnknown => StatusCodes.Status404NotFound,
            TooManyTries => StatusCodes.Status429TooManyRequests,
            _ => StatusCodes.Status422UnprocessableEntity,
        },
        refusal.Code, refusal.Sentence, refusal.CanBeConfirmed);

    private static IResult Json<T>(T body) => Results.Json(body, SessionJson.Options);
}
