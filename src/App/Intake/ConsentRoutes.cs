using System.Globalization;
using Afterglow.App.Design;
using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Intake.Consent;

namespace Afterglow.App.Intake;

/// <summary>How a patient stands to a document, as it travels.</summary>
public sealed record ConsentShown(
    string Document, string Title, string State, int AskedVersion, int? SignedVersion, DateTimeOffset? SignedAt, DateTimeOffset? Since, Guid? Signature);

/// <summary>A patient's consent as it travels.</summary>
public sealed record ConsentsShown(IReadOnlyList<ConsentShown> Documents, DateOnly? EnrolledOn);

/// <summary>Which documents a patient is asked for.</summary>
public sealed record DocumentsAsked(Guid EntryId, IReadOnlyList<string>? Documents);

/// <summary>A document was talked through.</summary>
public sealed record TalkedThroughAsked(Guid EntryId, string? Document, int Version, string? Note);

/// <summary>The patient takes a consent back and tells the clinic.</summary>
public sealed record WithdrawalAsked(Guid EntryId, string? Document, string? Reason);

/// <summary>The patient was enrolled in the programme of esketamine.</summary>
public sealed record EnrolmentAsked(Guid EntryId, DateOnly? On, string? Number);

/// <summary>An entry on consent is struck.</summary>
public sealed record StrikeAsked(Guid EntryId, Guid Target, string? Reason);

/// <summary>A version of a document as it travels.</summary>
public sealed record ConsentVersionShown(string Document, int Number, int Since, DateOnly From, bool Supplied, IReadOnlyDictionary<string, string> Texts);

/// <summary>The clinic publishes a version.</summary>
public sealed record VersionAsked(Guid EntryId, Dictionary<string, string?>? Texts, bool Small, DateOnly? From, string? Note, int After);

/// <summary>Consent over HTTP. What a patient signs is signed on a page: no program signs.</summary>
public static class ConsentRoutes
{
    public static void MapConsent(this IEndpointRouteBuilder routes)
    {
        var consents = routes.MapGroup("/api/patients/{patientId:guid}/consents").WithTags("Consent");

        consents.MapGet("", async (Guid patientId, HttpContext context, ConsentRecords records, CancellationToken cancel) =>
            await records.FindAsync(patientId, Reach.Of(context.User), cancel) is { } view
                ? Results.Ok(new ConsentsShown([.. view.Standings.Select(Shown)], view.File.EnrolledOn))
                : Problems.Refused(new PatientUnknown()))
            .RequireAuthorization(Policies.ReadConsent)
            .Reads("consent.read")
            .WithSummary("What a patient has signed, in which version, and what is outdated or withdrawn");

        Map<DocumentsAsked>("asks", asked => new AskForConsent(asked.EntryId, asked.Documents ?? []), "Ask the patient for documents");
        Map<TalkedThroughAsked>("talked-through", asked => new TalkThrough(asked.EntryId, asked.Document ?? "", asked.Version, asked.Note), "A clinician talked a document through");
        Map<WithdrawalAsked>("withdrawals", asked => new WithdrawConsent(asked.EntryId, asked.Document ?? "", asked.Reason), "The patient takes a consent back");
        Map<EnrolmentAsked>("enrolments", asked => new EnrolInProgramme(asked.EntryId, asked.On, asked.Number), "The patient was enrolled in the programme of esketamine");
        Map<StrikeAsked>("strikes", asked => new StrikeConsentEntry(asked.EntryId, asked.Target, asked.Reason), "Strike an entry on consent, with a reason");

        var documents = routes.MapGroup("/api/consent-documents").WithTags("Consent");

        documents.MapGet("", async (ConsentRecords records, TimeProvider clock, CancellationToken cancel) =>
        {
            var library = await records.LibraryAsync(cancel);
            return library.Documents.Select(document => Shown(library.Current(document.Key, clock.Today())));
        }).RequireAuthorization(Policies.ReadConsent).WithSummary("The documents, each in the version that is asked for now");

        documents.MapPost("/{key}/versions", async (string key, VersionAsked asked, HttpContext context, ConsentRecords records, TimeProvider clock, CancellationToken cancel) =>
            (await records.PublishAsync(
                    new PublishVersion(asked.EntryId, key, asked.Texts ?? [], asked.Small, asked.From ?? clock.Today(), asked.Note, asked.After), Caller.Of(context), cancel))
                .Answer(published => Results.Created($"/api/consent-documents/{key}", new { published.Document, published.Number })))
            .RequireAuthorization(Policies.PublishConsent)
            .WithSummary("The clinic publishes its own wording of a document");

        void Map<T>(string path, Func<T, IConsentCommand> command, string summary) where T : class =>
            consents.MapPost("/" + path, async (Guid patientId, T? asked, HttpContext context, ConsentRecords records, CancellationToken cancel) =>
                asked is null
                    ? Problems.Refused(new EntryIdMissing())
                    : (await records.ChangeAsync(patientId, command(asked), Caller.Of(context), cancel))
                        .Answer(_ => Results.Created($"/api/patients/{patientId:D}/consents", new { command(asked).EntryId })))
                .RequireAuthorization(Policies.HandleConsent)
                .WithSummary(summary);
    }

    private static ConsentShown Shown(ConsentStanding standing) => new(
        standing.Document.Key, standing.Version.In("en").Title, standing.State.ToString().ToLower(CultureInfo.InvariantCulture), standing.Version.Number,
        standing.Signed?.Version, standing.Signature?.At, standing.Since, standing.Signature?.EntryId);

    private static ConsentVersionShown Shown(ConsentVersion version) => new(
        version.Document, version.Number, version.Since, version.From, version.Supplied, version.Texts.ToDictionary(text => text.Key, text => text.Value.Source));
}
