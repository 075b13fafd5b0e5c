using Afterglow.App.People;
using Afterglow.App.Record;
using Afterglow.App.Schedule;
using Afterglow.Core.People;
using Afterglow.Core.Schedule;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>
/// The made-up clinic's calendar: who works when, today's visits as they were booked, and the sessions that people in a
/// series or before one still have ahead of them, placed by the same solver that a real clinic uses.
/// </summary>
internal sealed class DemoCalendar(DemoStaff staff, ulong seed, DateTimeOffset now, TimeZoneInfo zone)
{
    private readonly Chance chance = Chance.For(seed, "calendar");

    private readonly List<DemoPatient> patients = [];

    public void Take(DemoPatient patient)
    {
        if (patient.SessionsAhead > 0 || LastArrival(patient) >= now.AddHours(-12)) patients.Add(patient);
    }

    public async Task<bool> WriteAsync(RecordWrite write)
    {
        var hours = Duties().ToList();
        await write.As(staff.All.Single(colleague => colleague.Role == Role.Director).Author)
            .AppendAsync(StreamName.Hours(Sites.Main), 0, [.. hours.Select(each => Entry(chance.Id(now), each))]);
        var booked = new List<Appointment>(patients.Select(Today).OfType<Appointment>());
        foreach (var patient in patients.Where(patient => patient.SessionsAhead > 0))
        {
            var open = SiteHours.From(hours);
            var calendar = new ClinicCalendar(zone, [.. DemoDiary.Chairs], open.Open, open.Closures, open.Duties, open.Absences, booked);
            var wish = new SeriesWish(
                patient.Id, patient.Protocol.Id, VisitShape.Of(patient.Protocol), patient.SessionsAhead, Spacing.Usual,
                DateOnly.FromDateTime(calendar.Local(now)).AddDays(1 + chance.Whole(0, 6)), []);
            if (new SeriesSolver(calendar, now).Place([wish], () => chance.Id(now)).Try(out var places, out _))
                booked.AddRange(places.Select(place => place with { Number = place.Number + patient.Sessions.Count }));
        }
        await write.As(staff.FrontDesk).AppendAsync(
            StreamName.Schedule(Sites.Main), 0, [.. booked.Select(each => Entry(each.Id, new ScheduleEvent.AppointmentBooked(each, [], "")))]);
        return true;
    }

    private IEnumerable<ScheduleEvent> Duties()
    {
        yield return new ScheduleEvent.HoursSet(ClinicCalendar.UsualHours);
        foreach (var nurse in staff.Nurses) yield return new ScheduleEvent.DutySet(nurse.Id, nurse.Name, Role.Nurse, ClinicCalendar.UsualHours);
        foreach (var (place, prescriber) in staff.Prescribers.Index())
            // One is there from Monday to Wednesday, the other from Wednesday to Friday.
            yield return new ScheduleEvent.DutySet(prescriber.Id, prescriber.Name, Role.Prescriber,
                [.. ClinicCalendar.UsualHours.Where(hours => place == 0 ? hours.Day <= DayOfWeek.Wednesday : hours.Day >= DayOfWeek.Wednesday)]);
    }

    private Appointment? Today(DemoPatient patient)
    {
        if (patient.Sessions is not [.., var last] || last[0].Event is not SessionEvent.PatientArrived arrived || arrived.At < now.AddHours(-12)) return null;
        var quarter = TimeSpan.FromMinutes(15).Ticks;
        return new Appointment(
            chance.Id(now), patient.Id, arrived.Chair, new DateTimeOffset((arrived.At.UtcTicks + (quarter / 2)) / quarter * quarter, TimeSpan.Zero),
            VisitShape.Of(patient.Protocol), patient.Protocol.Id, chance.Id(now), arrived.SessionNumber);
    }

    private static DateTimeOffset LastArrival(DemoPatient patient) =>
        patient.Sessions is [.., var last] && last[0].Event is SessionEvent.PatientArrived arrived ? arrived.At : DateTimeOffset.MinValue;

    private static NewEntry Entry(Guid id, ScheduleEvent happened) => new(id, ScheduleJson.Kind(happened), ScheduleJson.Write(happened));
}
