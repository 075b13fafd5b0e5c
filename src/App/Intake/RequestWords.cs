using Afterglow.Core.Intake.Requests;

namespace Afterglow.App.Intake;

/// <summary>The words staff read in place of a name from the code.</summary>
internal static class RequestWords
{
    public static string Words(this DeclineReason reason) => reason switch
    {
        DeclineReason.NotForThisClinic => "Not for this clinic",
        DeclineReason.NeedsOtherCare => "Needs other care first",
        DeclineReason.NotReached => "Could not be reached",
        DeclineReason.Withdrawn => "Changed their mind",
        _ => "Asked twice",
    };

    public static string Words(this ContactWay way) => way switch
    {
        ContactWay.Phone => "by phone",
        ContactWay.Email => "by email",
        _ => "in person",
    };

    /// <summary>How the request stands beside the promise, in words: colour never says it alone.</summary>
    public static string Words(this PromiseStanding standing, DateOnly due, DateOnly today)
    {
        var late = today.DayNumber - due.DayNumber;
        return standing switch
        {
            PromiseStanding.InTime when due == today => "Answer today",
            PromiseStanding.InTime when late == -1 => "Answer by tomorrow",
            PromiseStanding.InTime => $"Answer by {due.ToString("ddd d MMM", System.Globalization.CultureInfo.InvariantCulture)}",
            PromiseStanding.Late => late == 1 ? "Late: promised for yesterday" : $"Late: promised {late} days ago",
            _ => $"Very late: promised {late} days ago",
        };
    }

    /// <summary>The class of the mark; never an alarm's.</summary>
    public static string Mark(this PromiseStanding standing) => standing switch
    {
        PromiseStanding.InTime => "promise",
        PromiseStanding.Late => "promise late",
        _ => "promise very-late",
    };

    public static string What(RequestEvent happened) => happened switch
    {
        RequestEvent.ConsultationAsked => "Asked for a consultation",
        RequestEvent.RequestTaken => "Took the request",
        RequestEvent.ContactTried { Reached: true, Way: var way } => $"Reached them {way.Words()}",
        RequestEvent.ContactTried { Way: var way } => $"Tried {way.Words()}, not reached",
        RequestEvent.PatientMade { WasKnown: true } => "Joined to a chart that was there",
        RequestEvent.PatientMade => "Opened a chart",
        RequestEvent.LinkSent { ByMail: true } => "Sent the link to the history form",
        RequestEvent.LinkSent => "Handed over a link to the history form",
        RequestEvent.RequestDeclined declined => $"Declined: {declined.Reason.Words().ToLowerInvariant()}" + (declined.Told ? ", and wrote to them" : ""),
        _ => "",
    };

    public static string Note(RequestEvent happened) => happened switch
    {
        RequestEvent.ContactTried tried => tried.Note,
        RequestEvent.RequestDeclined declined => declined.Note,
        _ => "",
    };
}
