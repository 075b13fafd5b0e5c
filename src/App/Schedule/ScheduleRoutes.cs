using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Plans;
using Afterglow.Core.Schedule;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Afterglow.App.Schedule;

/// <summary>An appointment to be made over HTTP.</summary>
/// <param name="EntryId">Made by whoever asks: asking twice books once.</param>
/// <param name="Reason">Why, where it goes against a rule that may be overridden.</param>
public sealed record NewAppointment(Guid EntryId, Guid PatientId, string Chair, DateTimeOffset Start, string ProtocolId, string? Reason = null);

/// <summary>Where an appointment is moved to.</summary>
/// <param name="From">Where it was seen: refused where it has been moved since. Null asks nothing.</param>
public sealed record NewPlace(Guid EntryId, string Chair, DateTimeOffset Start, string? Reason = null, Place? From = null);

/// <summary>Why an appointment is called off.</summary>
public sealed record Cancellation(Guid EntryId, string Reason, bool ByPatient = false);

/// <summary>The calendar over HTTP.</summary>
public static class ScheduleRoutes
{
    public static void MapSchedule(this IEndpointRouteBuilder routes)
    {
        var schedule = routes.MapGroup("/api/schedule").WithTags("Schedule");

        schedule.MapGet("", VisitsAsync).RequireAuthorization(Policies.SeeSchedule).Reads("schedule.read")
            .Produces<IReadOnlyList<ScheduledVisit>>().ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("What is booked between two days");
        schedule.MapPost("", BookAsync).RequireAuthorization(Policies.WriteSchedule)
            .Produces(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Book a chair for a patient");
        schedule.MapPost("/{id:guid}/move", MoveAsync).RequireAuthorization(Policies.WriteSchedule)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Move an appointment");
        schedule.MapPost("/{id:guid}/cancel", CancelAsync).RequireAuthorization(Policies.WriteSchedule)
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status422UnprocessableEntity).WithSummary("Call an appointment off");

        routes.MapGet("/schedule/feed/{key}", FeedAsync).AllowAnonymous().ExcludeFromDescription();
    }

    private static async Task<IResult> VisitsAsync(
        DateOnly? from, DateOnly? to, HttpContext context, ScheduleRecords records, TimeProvider clock, CancellationToken cancel)
    {
        var first = from ?? DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var last = to ?? first.AddDays(6);
        if (last < first || last.DayNumber - first.DayNumber > 92) return Problems.Refused(new TooManyDays());
        var caller = Caller.Of(context);
        return TypedResults.Json(await records.VisitsAsync(caller.Reach.Home, first, last, caller.Reach, cancel), ScheduleJson.Options);
    }

    private static async Task<IResult> MoveAsync(Guid id, NewPlace place, HttpContext context, ScheduleRecords records, CancellationToken cancel) =>
        place.EntryId == Guid.Empty
            ? Problems.Refused(new EntryIdMissing())
            : (await records.MoveAsync(id, Utc(place.Chair, place.Start), place.From is { } from ? Utc(from.Chair, from.Start) : null, place.Reason, place.EntryId, Caller.Of(context), cancel))
                .Answer(_ => TypedResults.NoContent());

    private static Place Utc(string? chair, DateTimeOffset start) => new(chair ?? "", start.ToUniversalTime());

    private static async Task<IResult> CancelAsync(Guid id, Cancellation cancellation, HttpContext context, ScheduleRecords records, CancellationToken cancel) =>
        cancellation.EntryId == Guid.Empty
            ? Problems.Refused(new EntryIdMissing())
            : (await records.CancelAsync(id, cancellation.Reason ?? "", cancellation.ByPatient, cancellation.EntryId, Caller.Of(context), cancel))
                .Answer(_ => TypedResults.NoContent());

    private static async Task<IResult> BookAsync(NewAppointment asked, HttpContext context, ScheduleRecords records, CancellationToken cancel)
    {
        if (asked.EntryId == Guid.Empty) return Problems.Refused(new EntryIdMissing());
        if (Protocols.Find(asked.ProtocolId ?? "") is not { } protocol) return Problems.Refused(new ProtocolNotChosen());
        var appointment = new Appointment(
            asked.EntryId, asked.PatientId, asked.Chair ?? "", asked.Start.ToUniversalTime(), VisitShape.Of(protocol), protocol.Id, asked.EntryId, 1);
        return (await records.BookAsync([appointment], Spacing.Usual, asked.Reason, Caller.Of(context), cancel))
            .Answer(_ => TypedResults.Created($"/schedule/{asked.EntryId:D}"));
    }

    /// <summary>The site's calendar for a calendar program: chairs and times, initials, never a name.</summary>
    private static async Task<IResult> FeedAsync(string key, HttpContext context, ScheduleRecords records, TimeProvider clock, CancellationToken cancel)
    {
        if (key.Length != 64 || await records.FeedAsync(key, cancel) is not var (site, staffId)) return TypedResults.NotFound();
        var today = DateOnly.FromDateTime(clock.GetLocalNow().DateTime);
        var visits = await records.VisitsAsync(site, today.AddDays(-14), today.AddDays(90), Reach.To(site), cancel);
        var calendar = new Ical.Net.Calendar { ProductId = "-//Afterglow//Schedule//EN" };
        foreach (var visit in visits.Where(visit => !visit.Cancelled))
            calendar.Events.Add(new CalendarEvent
            {
                Uid = $"{visit.Appointment.Id:D}@afterglow",
                Start = new CalDateTime(visit.Appointment.Start.UtcDateTime, "UTC"),
                End = new CalDateTime(visit.Appointment.PatientLeaves.UtcDateTime, "UTC"),
                Summary = $"{visit.Appointment.Chair}: {Initials(visit.FullName)}",
                Location = visit.Appointment.Chair,
            });
        await records.FeedReadAsync(staffId, context.Origin(), cancel);
        return TypedResults.Text(new CalendarSerializer().SerializeToString(calendar) ?? "", "text/calendar; charset=utf-8");
    }

    private static string Initials(string name) => string.Concat(name.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .Select(word => System.Globalization.StringInfo.GetNextTextElement(word) + "."));
}

public sealed record TooManyDays : Refusal
{
    public override string Code => "schedule.days";

    public override string Sentence => "Ask for up to 92 days, the first before the last.";
}
