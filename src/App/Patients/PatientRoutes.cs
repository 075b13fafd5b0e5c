using System.Text.Json;
using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Patients;
using Microsoft.AspNetCore.Mvc;

namespace Afterglow.App.Patients;

/// <summary>What is asked for when a patient is registered. Dates come as text, so that a wrong one is answered with a sentence.</summary>
public sealed record RegisterPatient(
    Guid Id, IReadOnlyList<string>? Given = null, string? Family = null, string? Preferred = null, string? Pronouns = null,
    string? BirthDate = null, Sex SexAtBirth = Sex.Unknown, string? Gender = null, Contact? Contact = null)
{
    internal Result<Person> Person()
    {
        PartialDate? birth = null;
        if (!string.IsNullOrWhiteSpace(BirthDate) && (birth = PartialDate.Read(BirthDate.Trim())) is null) return new BirthDateUnreadable();
        return new Person
        {
            Given = Given ?? [], Family = Family, Preferred = Preferred, Pronouns = Pronouns, BirthDate = birth,
            SexAtBirth = SexAtBirth, Gender = Gender, Contact = Contact ?? new Contact(),
        };
    }
}

/// <summary>A note to be added.</summary>
public sealed record WriteNote(Guid EntryId, string? Text);

/// <summary>A correction. Either what stands instead, in the JSON of the entry's kind, or <c>strike</c> to withdraw it.</summary>
public sealed record AmendEntry(Guid EntryId, string? Reason, bool Strike = false, JsonElement? Fact = null)
{
    internal NewAmendment Of(Guid target) => Strike ? NewAmendment.Strike(EntryId, target, Reason ?? "")
        : new NewAmendment(EntryId, target, Read, Reason ?? "");

    private Result<ChartFact> Read(string kind)
    {
        try
        {
            return Fact is { } fact && ChartJson.ReadFact(kind, fact.GetRawText()) is { } read ? read : new FactUnreadable(kind);
        }
        catch (JsonException)
        {
            return new FactUnreadable(kind);
        }
    }
}

/// <summary>The patients over HTTP.</summary>
public static class PatientRoutes
{
    public static void MapPatients(this IEndpointRouteBuilder routes)
    {
        var patients = routes.MapGroup("/api/patients").WithTags("Patients");

        patients.MapGet("", async (string? search, int? page, int? size, HttpContext context, PatientRecords records, CancellationToken cancel) =>
            Results.Ok(await records.SearchAsync(search, page ?? 1, size ?? 50, Reach.Of(context.User), cancel)))
            .RequireAuthorization(Policies.FindPatients)
            .Reads("patients.search")
            .WithSummary("Patients by name, birth date or record number");

        patients.MapPost("", async (RegisterPatient asked, HttpContext context, PatientRecords records, CancellationToken cancel) =>
        {
            if (!asked.Person().Try(out var person, out var refusal)) return Problems.Refused(refusal);
            var registered = await records.RegisterAsync(new NewPatient(asked.Id, person), Caller.Of(context), cancel);
            return registered.Answer(number => Results.Created($"/api/patients/{asked.Id:D}", new { asked.Id, RecordNumber = number }));
        })
            .RequireAuthorization(Policies.RegisterPatients)
            .WithSummary("Register a patient");

        patients.MapGet("/{patientId:guid}", async (Guid patientId, HttpContext context, PatientRecords records, CancellationToken cancel) =>
            await records.OpenAsync(patientId, 50, Reach.Of(context.User), cancel) is { } chart ? Results.Ok(chart) : NotThere())
            .RequireAuthorization(Policies.ReadChart)
            .Reads("chart.read")
            .WithSummary("A chart: header, what stands now, and the newest part of the timeline");

        patients.MapGet("/{patientId:guid}/timeline", async (
            Guid patientId, string? before, int? count, [FromQuery] string[]? kind, HttpContext context, PatientRecords records, CancellationToken cancel) =>
            await records.TimelineAsync(patientId, before, count ?? 100, [.. (kind ?? []).Take(20)], Reach.Of(context.User), cancel) is { } timeline
                ? Results.Ok(timeline)
                : NotThere())
            .RequireAuthorization(Policies.ReadChart)
            .Reads("chart.read")
            .WithSummary("What happened, newest first");

        patients.MapPost("/{patientId:guid}/notes", async (Guid patientId, WriteNote note, HttpContext context, PatientRecords records, CancellationToken cancel) =>
            (await records.AddNoteAsync(patientId, note.EntryId, note.Text ?? "", Caller.Of(context), cancel))
                .Answer(_ => Results.Created($"/api/patients/{patientId:D}/timeline", new { note.EntryId })))
            .RequireAuthorization(Policies.WriteChart)
            .WithSummary("Add a note to a chart");

        patients.MapPost("/{patientId:guid}/entries/{target:guid}/amend", async (
            Guid patientId, Guid target, AmendEntry amend, HttpContext context, PatientRecords records, CancellationToken cancel) =>
            (await records.AmendAsync(patientId, amend.Of(target), Caller.Of(context), cancel)).Answer(_ => Results.Ok(new { amend.EntryId })))
            .RequireAuthorization(Policies.WriteChart)
            .WithSummary("Amend an entry of a chart, or strike it out, with a reason");
    }

    private static IResult NotThere() => Problems.Refused(new PatientUnknown());
}
