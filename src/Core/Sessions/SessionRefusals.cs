using System.Globalization;
using Afterglow.Core.Units;

namespace Afterglow.Core.Sessions;

public sealed record EntryIdMissing : Refusal
{
    public override string Code => "entry.id-missing";

    public override string Sentence => "Every entry carries an id made by whoever writes it (a UUID in “entryId”), so that a retry writes once.";
}

public sealed record NotYourRole(string What, string Who) : Refusal
{
    public override string Code => "role.not-yours";

    public override string Sentence => $"Only {Who} may {What}: ask one to sign in and do it.";
}

/// <param name="Phase">Where the session stands.</param>
/// <param name="In">When what was asked can be done.</param>
public sealed record WrongPhase(SessionPhase Phase, params IReadOnlyList<SessionPhase> In) : Refusal
{
    public override string Code => "session.wrong-phase";

    public override string Sentence => Phase switch
    {
        SessionPhase.Expected => "The patient has not been checked in: check in first.",
        SessionPhase.Arrived => "The treatment has not started: start it first.",
        SessionPhase.Running => $"The treatment is running: this can be done only {Words}.",
        SessionPhase.Paused => $"The infusion is paused: this can be done only {Words}.",
        SessionPhase.Recovering => $"Dosing has ended and the patient is recovering: this can be done only {Words}.",
        SessionPhase.Discharged => "The patient has been discharged: write a note, or amend an entry with a reason.",
        SessionPhase.Signed => "The session is signed: write a note, or amend an entry with a reason.",
        _ => "The treatment did not go ahead: write a note, or check the patient in again.",
    };

    private string Words => string.Join(" or ", In.Select(phase => phase switch
    {
        SessionPhase.Expected or SessionPhase.Arrived => "before the treatment starts",
        SessionPhase.Running => "while it runs",
        SessionPhase.Paused => "while the infusion is paused",
        SessionPhase.Recovering => "once dosing has ended",
        SessionPhase.Discharged => "once the patient has left",
        SessionPhase.Signed => "once the session is signed",
        _ => "where the treatment does not go ahead",
    }).Distinct());
}

public sealed record AlreadyCheckedIn : Refusal
{
    public override string Code => "session.already-checked-in";

    public override string Sentence => "This patient is already checked in: open the running session instead.";
}

public sealed record InTheFuture(DateTimeOffset At, DateTimeOffset Now) : Refusal
{
    public override string Code => "time.in-the-future";

    public override string Sentence =>
        $"That time is {Span.Words(At - Now)} in the future: give the time at which it happened.";
}

public sealed record BeforeTheSession(DateTimeOffset At, DateTimeOffset ArrivedAt) : Refusal
{
    public override string Code => "time.before-the-session";

    public override string Sentence =>
        $"That time is {Span.Words(ArrivedAt - At)} before the patient was checked in: give a time within the session.";
}

public sealed record AfterTheSession(DateTimeOffset At, DateTimeOffset LeftAt) : Refusal
{
    public override string Code => "time.after-the-session";

    public override string Sentence =>
        $"That time is {Span.Words(At - LeftAt)} after the patient left: give a time within the session.";
}

file static class Span
{
    /// <summary>As somebody would say it: minutes up to two hours, hours up to two days, then days.</summary>
    public static string Words(TimeSpan span) => span switch
    {
        { TotalMinutes: < 120 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalMinutes:0} min"),
        { TotalHours: < 48 } => string.Create(CultureInfo.InvariantCulture, $"{span.TotalHours:0} h"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{span.TotalDays:0} days"),
    };
}

public sealed record OutOfOrder(string What) : Refusal
{
    public override string Code => "time.out-of-order";

    public override string Sentence => $"That time is before {What}: give a later time.";
}

public sealed record ImpossibleValue(string What, decimal Value, decimal Least, decimal Most, string Unit) : Refusal
{
    public override string Code => "value.impossible";

    public override string Sentence => string.Create(CultureInfo.InvariantCulture,
        $"A {What} of {Value:0.##} {Unit} is not possible (between {Least:0.##} and {Most:0.##}): check the number.");
}

public sealed record UnusualValue(string What, string Value) : Refusal
{
    public override string Code => "value.unusual";

    public override string Sentence => $"A {What} of {Value} is unusual: confirm that it is right.";

    public override bool CanBeConfirmed => true;
}

public sealed record PressuresSwapped(int Systolic, int Diastolic) : Refusal
{
    public override string Code => "vitals.pressures-swapped";

    public override string Sentence => $"The diastolic pressure ({Diastolic}) is not below the systolic ({Systolic}): write the higher number first.";
}

public sealed record VitalsUnreadable(string Text) : Refusal
{
    public override string Code => "vitals.unreadable";

    public override string Sentence => $"“{(Text.Length > 30 ? Text[..30] + "…" : Text)}” cannot be read: write pressure, heart rate and SpO2 like “132/84 78 97”.";
}

public sealed record ScoreOutOfRange(string What, int Least, int Most) : Refusal
{
    public override string Code => "score.out-of-range";

    public override string Sentence => $"{What} is a whole number from {Least} to {Most}.";
}

public sealed record Unanswered(string What) : Refusal
{
    public override string Code => "entry.unanswered";

    public override string Sentence => $"{What} is missing: fill it in.";
}

public sealed record TooLong(int Length, int Most) : Refusal
{
    public override string Code => "text.too-long";

    public override string Sentence => $"That text has {Length} characters and {Most} fit: shorten it.";
}

public sealed record UnknownProtocol(string Id) : Refusal
{
    public override string Code => "protocol.unknown";

    public override string Sentence => $"There is no protocol “{Id}”: choose one from the list of protocols.";
}

public sealed record UnknownPreparation(string Name) : Refusal
{
    public override string Code => "dose.unknown-preparation";

    public override string Sentence => $"This protocol has no preparation “{Name}”: choose the vial or device that is in your hand.";
}

public sealed record PreparationExpired(DateOnly Expires) : Refusal
{
    public override string Code => "dose.expired";

    public override string Sentence => string.Create(CultureInfo.InvariantCulture, $"That lot expired on {Expires:d MMMM yyyy}: take another and return this one to stock control.");
}

public sealed record WeightMissing : Refusal
{
    public override string Code => "dose.weight-missing";

    public override string Sentence => "This dose is worked out from today's weight: weigh the patient first.";
}

public sealed record DoseOutsideLimits(string Ordered, string Lowest, string Highest) : Refusal
{
    public override string Code => "dose.outside-limits";

    public override string Sentence => $"{Ordered} is outside the site's limits for this protocol ({Lowest} to {Highest}): a dose beyond them needs a protocol of its own.";
}

public sealed record DoseNotAsOrdered(Mass Asked, Mass Ordered) : Refusal
{
    public override string Code => "dose.not-as-ordered";

    public override string Sentence => $"{Asked} is not the ordered dose of {Ordered}: prepare the ordered dose, or have a prescriber change the order.";
}

public sealed record NoSuchFixedDose(Mass Asked, string Options) : Refusal
{
    public override string Code => "dose.no-such-option";

    public override string Sentence => $"{Asked} is not one of this protocol's doses ({Options}): order one of these.";
}

public sealed record MustBeDiluted(string Preparation) : Refusal
{
    public override string Code => "dose.must-be-diluted";

    public override string Sentence => $"{Preparation} is not given undiluted into a vein: give the volume it is made up to.";
}

public sealed record VolumeTooSmall(Volume MadeUpTo, Volume Drawn) : Refusal
{
    public override string Code => "dose.volume-too-small";

    public override string Sentence => $"{Drawn} of drug does not fit into {MadeUpTo}: give the volume after dilution.";
}

public sealed record DoseNotPrepared : Refusal
{
    public override string Code => "dose.not-prepared";

    public override string Sentence => "No dose is prepared: prepare it first.";
}

public sealed record DoseNotChecked : Refusal
{
    public override string Code => "dose.not-checked";

    public override string Sentence => "The dose has not been checked by a second person: ask a colleague to read vial, syringe and pump and enter what they find.";
}

public sealed record CheckedBySamePerson : Refusal
{
    public override string Code => "dose.same-person";

    public override string Sentence => "Whoever prepared the dose cannot be the one who checks it: ask a colleague.";
}

public sealed record CheckDisagrees(string Found, string Prepared) : Refusal
{
    public override string Code => "dose.check-disagrees";

    public override string Sentence => $"The check found {Found}, the prepared dose is {Prepared}: read vial, syringe and pump again, and prepare anew if they are not right.";
}

public sealed record WeightChangedSincePreparation(string Now, string Then) : Refusal
{
    public override string Code => "dose.weight-changed";

    public override string Sentence => $"The dose was prepared for {Then} and the patient weighs {Now}: prepare it again.";
}

public sealed record GateNotPassed(string First, int Others) : Refusal
{
    public override string Code => "gate.not-passed";

    public override string Sentence => Others == 0 ? First : $"{First} (and {Others} more before the treatment can start)";
}

/// <summary>No more drug for who has taken the consent back.</summary>
public sealed record ConsentTakenBack : Refusal
{
    public override string Code => "consent.taken-back";

    public override string Sentence => "The patient has taken the consent back: nothing more is given unless they sign again. Call the prescriber, who decides how the session ends.";
}

public sealed record GateWarns(string Warnings) : Refusal
{
    public override string Code => "gate.warns";

    public override string Sentence => $"{Warnings} Confirm that the treatment starts all the same.";

    public override bool CanBeConfirmed => true;
}

public sealed record NotOverridable(string Rule) : Refusal
{
    public override string Code => "gate.not-overridable";

    public override string Sentence => $"“{Rule}” cannot be overridden: it has to be met.";
}

public sealed record NotADosingRoute(string What) : Refusal
{
    public override string Code => "dose.wrong-route";

    public override string Sentence => $"This protocol is not given that way: {What}.";
}

public sealed record MoreThanPrepared(Mass Asked, Mass Left) : Refusal
{
    public override string Code => "dose.more-than-prepared";

    public override string Sentence => $"{Asked} is more than is left of the prepared dose ({Left}): check the amount, or prepare anew before anything is given.";
}

public sealed record TooSoonAfterLastDose(int Minutes, int Least) : Refusal
{
    public override string Code => "dose.too-soon";

    public override string Sentence => $"Only {Minutes} min since the last device; {Least} min are left between two: wait, or confirm.";

    public override bool CanBeConfirmed => true;
}

public sealed record RateTooHigh(string Asked, string Most) : Refusal
{
    public override string Code => "dose.rate-too-high";

    public override string Sentence => $"{Asked} is faster than twice the planned rate ({Most} at the most): check the number.";
}

public sealed record EndingEarly(Mass Given, Mass Prepared) : Refusal
{
    public override string Code => "infusion.ending-early";

    public override string Sentence => $"Only {Given} of {Prepared} is in: confirm that the infusion ends here.";

    public override bool CanBeConfirmed => true;
}

public sealed record DischargeCriteriaNotMet(IReadOnlyList<string> Unmet) : Refusal
{
    public override string Code => "discharge.criteria-not-met";

    public override string Sentence => $"Not ready to leave: {string.Join(" ", Unmet)}";
}

public sealed record BalanceOpen(Mass Left, int Others) : Refusal
{
    public override string Code => "waste.balance-open";

    public override string Sentence =>
        $"{Left} was drawn up and not given{(Others > 0 ? $" (and {Others} more)" : "")}: record the waste and have it witnessed before signing.";
}

public sealed record WasteNotTheBalance(Mass Asked, Mass Left) : Refusal
{
    public override string Code => "waste.not-the-balance";

    public override string Sentence => $"{Asked} is not what is left over ({Left}): check the syringe; a difference is reported to the prescriber.";
}

public sealed record NothingToWaste : Refusal
{
    public override string Code => "waste.nothing-left";

    public override string Sentence => "Nothing was left over, so there is no waste to record.";
}

public sealed record WhichDose(string Doses) : Refusal
{
    public override string Code => "waste.which-dose";

    public override string Sentence => $"More than one drawn-up dose is to be accounted for ({Doses}): say which one.";
}

public sealed record NotTheSameDrug : Refusal
{
    public override string Code => "dose.not-the-same-drug";

    public override string Sentence => "That is not the drug that was drawn up before: say that it is drawn up afresh, and account for the former.";
}

public sealed record WitnessedBySamePerson : Refusal
{
    public override string Code => "waste.same-person";

    public override string Sentence => "Whoever records the waste cannot witness it: ask a colleague.";
}

public sealed record NoSuchEntry : Refusal
{
    public override string Code => "entry.unknown";

    public override string Sentence => "That entry is not in this session: open the session again and choose it from the list.";
}

public sealed record CannotBeAmended(string What) : Refusal
{
    public override string Code => "entry.not-amendable";

    public override string Sentence => $"{What} cannot be changed: write a note that explains it.";
}

public sealed record ChangedSinceRead : Refusal
{
    public override string Code => "session.changed-since-read";

    public override string Sentence => "Something was written since you opened the note: read it again, then sign.";
}

public sealed record AlreadySigned : Refusal
{
    public override string Code => "session.already-signed";

    public override string Sentence => "The session is signed and nothing was written since: there is nothing to sign.";
}

public sealed record SignedInTheFuture(DateOnly On) : Refusal
{
    public override string Code => "consent.signed-in-the-future";

    public override string Sentence => string.Create(CultureInfo.InvariantCulture, $"A consent cannot have been signed on {On:d MMMM yyyy}, which is still to come: check the date.");
}

/// <summary>A prescriber has decided that this patient cannot be treated.</summary>
public sealed record DecidedNotEligible(string By) : Refusal
{
    public override string Code => "session.not-eligible";

    public override string Sentence => $"A prescriber decided that this patient is not eligible ({By}). Nobody is checked in before a prescriber decides anew, on the page “Eligibility” of the chart.";
}
