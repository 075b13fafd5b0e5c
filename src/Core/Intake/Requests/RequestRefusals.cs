namespace Afterglow.Core.Intake.Requests;

/// <summary>No request with this id within reach. Said the same way whether it does not exist or belongs to another site.</summary>
public sealed record RequestUnknown : Refusal
{
    public override string Code => "request.unknown";

    public override string Sentence => "There is no such request.";
}

/// <summary>Somebody else was first.</summary>
public sealed record RequestChanged(string By) : Refusal
{
    public override string Code => "request.changed";

    public override string Sentence => $"{By} changed this request while you were reading it. Look at it again; nothing of yours was written.";
}

/// <summary>It has ended: the person is a patient, or was declined.</summary>
public sealed record RequestClosed : Refusal
{
    public override string Code => "request.closed";

    public override string Sentence => "This request is closed already: the person has a chart, or it was declined.";
}

/// <summary>Nothing to take.</summary>
public sealed record RequestAlreadyYours : Refusal
{
    public override string Code => "request.already-yours";

    public override string Sentence => "You look after this request already.";
}

/// <summary>The history form belongs to a chart.</summary>
public sealed record RequestHasNoPatient : Refusal
{
    public override string Code => "request.no-patient";

    public override string Sentence => "Make the person a patient first: the history form belongs to a chart.";
}

/// <summary>Nothing to write to.</summary>
public sealed record RequestHasNoEmail : Refusal
{
    public override string Code => "request.no-email";

    public override string Sentence => "This person left no email address: tell them by phone, or hand the link over.";
}

/// <summary>Neither a telephone number nor an email address was given.</summary>
public sealed record NoWayToReach : Refusal
{
    public override string Code => "asking.no-way-to-reach";

    public override string Sentence => "Give a telephone number or an email address; one of them is enough.";
}

/// <summary>Text that is not an email address.</summary>
public sealed record EmailUnreadable : Refusal
{
    public override string Code => "asking.email-unreadable";

    public override string Sentence => "This email address cannot be right; write it like name@example.org.";
}

/// <summary>Text that is not a telephone number.</summary>
public sealed record PhoneUnreadable : Refusal
{
    public override string Code => "asking.phone-unreadable";

    public override string Sentence => "This telephone number cannot be right; write its digits, for example 555 0134.";
}

/// <summary>A birth date is needed to know one person from another.</summary>
public sealed record BirthDateMissing : Refusal
{
    public override string Code => "asking.birth-date-missing";

    public override string Sentence => "Write the day, the month and the year of birth.";
}

/// <summary>30 February, or a month 13.</summary>
public sealed record NoSuchDay : Refusal
{
    public override string Code => "asking.no-such-day";

    public override string Sentence => "There is no such day; check the day, the month and the year.";
}

/// <summary>The one question that must not be passed over.</summary>
public sealed record DangerUnanswered : Refusal
{
    public override string Code => "asking.danger-unanswered";

    public override string Sentence => "Answer this question first, please: it decides how fast we call you.";
}

/// <summary>A decline without a reason.</summary>
public sealed record ReasonMissing : Refusal
{
    public override string Code => "request.reason-missing";

    public override string Sentence => "Choose why the request is declined.";
}
