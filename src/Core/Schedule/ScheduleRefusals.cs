using System.Globalization;

namespace Afterglow.Core.Schedule;

/// <summary>What stands against an appointment.</summary>
public abstract record ScheduleRefusal : Refusal
{
    /// <summary>True where a clinician may book all the same, with a reason: the rule is about judgement, not about a chair that is taken.</summary>
    public virtual bool MayBeOverridden => false;

    private protected static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    private protected static string Day(DateOnly day) => day.ToString("dddd d MMMM", CultureInfo.InvariantCulture);
}

public sealed record ChairNotThere(string Chair) : ScheduleRefusal
{
    public override string Code => "schedule.chair-unknown";

    public override string Sentence => $"There is no chair called “{Chair}” at this site; choose one of the chairs shown.";
}

public sealed record StartsInThePast(string When) : ScheduleRefusal
{
    public override string Code => "schedule.in-the-past";

    public override string Sentence => $"{When} has passed; choose a later time.";
}

public sealed record ChairBooked(string Chair, string From, string To) : ScheduleRefusal
{
    public override string Code => "schedule.chair-booked";

    public override string Sentence => $"{Chair} is booked from {From} to {To}; choose another chair or time.";
}

public sealed record PatientBookedTwice(string When, string Chair) : ScheduleRefusal
{
    public override string Code => "schedule.patient-booked-twice";

    public override string Sentence => $"This patient is already booked for {When} in {Chair}; move that appointment instead.";
}

public sealed record ClosedThatDay(DateOnly On, string Reason) : ScheduleRefusal
{
    public override string Code => "schedule.closed";

    public override string Sentence => $"The clinic is shut on {Day(On)} ({Reason}); choose another day.";

    public override bool MayBeOverridden => true;
}

public sealed record OutsideOpeningHours(DateOnly On, TimeOnly From, TimeOnly To, IReadOnlyList<OpenHours> Open) : ScheduleRefusal
{
    public override string Code => "schedule.outside-opening-hours";

    public override string Sentence => Open.Count == 0
        ? $"The clinic is not open on a {On.DayOfWeek}; choose another day."
        : $"The visit would last from {Clock(From)} to {Clock(To)}, and the clinic is open {string.Join(" and ", Open.Select(hours => $"{Clock(hours.From)}–{Clock(hours.To)}"))} on {Day(On)}; choose an earlier time.";

    public override bool MayBeOverridden => true;
}

public sealed record NoPrescriberOnSite(string When) : ScheduleRefusal
{
    public override string Code => "schedule.no-prescriber";

    public override string Sentence => $"No prescriber is on duty at {When}, while the patient is treated or watched; choose another time.";

    public override bool MayBeOverridden => true;
}

public sealed record TooManyForTheNurses(string When, int Patients, int Nurses, int Ratio) : ScheduleRefusal
{
    public override string Code => "schedule.too-few-nurses";

    public override string Sentence => Nurses == 0
        ? $"No nurse is on duty at {When}; choose another time."
        : $"At {When} there would be {Patients} patients for {Nurses} {(Nurses == 1 ? "nurse" : "nurses")}, and one nurse watches {Ratio}; choose another time.";

    public override bool MayBeOverridden => true;
}

public sealed record TooCloseTogether(DateOnly Other, int Days) : ScheduleRefusal
{
    public override string Code => "schedule.too-close";

    public override string Sentence => $"This patient's session on {Day(Other)} is less than {Days} days away; choose a day further from it.";

    public override bool MayBeOverridden => true;
}

/// <summary>What is needed to go against a rule.</summary>
public sealed record OverrideNeedsReason : ScheduleRefusal
{
    public override string Code => "schedule.override-needs-reason";

    public override string Sentence => "Write why this appointment is made against the rule.";
}

/// <summary>Somebody who is no longer on the waiting list.</summary>
public sealed record WaitOver : Refusal
{
    public override string Code => "wait.over";

    public override string Sentence => "This person is not on the waiting list any more: look at the list again.";
}

public sealed record AppointmentUnknown : Refusal
{
    public override string Code => "appointment.unknown";

    public override string Sentence => "There is no such appointment, or it belongs to a site where you do not work.";
}

public sealed record AppointmentOver(string How) : Refusal
{
    public override string Code => "appointment.over";

    public override string Sentence => $"This appointment is {How} already; nothing about it can be changed.";
}

/// <summary>Two desks at once, and the other was first.</summary>
public sealed record AppointmentMovedMeanwhile(string When, string Chair) : Refusal
{
    public override string Code => "appointment.moved-meanwhile";

    public override string Sentence => $"Somebody has moved this appointment to {When} in {Chair} meanwhile; look at it there, then move it if you still want to. Nothing was changed.";
}

public sealed record SeriesImpossible(string Why) : Refusal
{
    public override string Code => "schedule.no-room";

    public override string Sentence => Why;
}

public sealed record ScheduleBusy : Refusal
{
    public override string Code => "schedule.overtaken";

    public override string Sentence => "Somebody else changed the calendar at the same moment; look at it again and choose once more.";
}
