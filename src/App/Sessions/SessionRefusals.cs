using Afterglow.Core;

namespace Afterglow.App.Sessions;

/// <summary>No session with this id within the caller's reach. Said the same way whether it does not exist or is not theirs.</summary>
public sealed record SessionUnknown : Refusal
{
    public override string Code => "session.unknown";

    public override string Sentence => "There is no such session.";
}

/// <summary>An entry id that already stands in the session, with another request or from somebody else: not a retry.</summary>
public sealed record EntryIdTaken : Refusal
{
    public override string Code => "entry.id-reused";

    public override string Sentence => "Another entry was already written under this id: look at the session, and write this one with an id of its own.";
}

/// <summary>Others wrote faster, again and again.</summary>
public sealed record SessionBusy : Refusal
{
    public override string Code => "session.busy";

    public override string Sentence => "Others are writing into this session at this moment: try again.";
}

/// <summary>Nobody is treated twice at the same time.</summary>
public sealed record PatientInSession(string Chair) : Refusal
{
    public override string Code => "session.patient-in-session";

    public override string Sentence => $"This patient is already checked in, in {Chair}: open that session instead, or end it first.";
}

/// <summary>Somebody sits there.</summary>
public sealed record ChairTaken(string Chair) : Refusal
{
    public override string Code => "session.chair-taken";

    public override string Sentence => $"{Chair} is taken: choose a free chair.";
}

/// <summary>The site has no chair of that name.</summary>
public sealed record NoSuchChair(string Chair) : Refusal
{
    public override string Code => "session.no-such-chair";

    public override string Sentence => $"There is no chair “{(Chair.Length > 50 ? Chair[..50] + "…" : Chair)}” here: choose one of the site's chairs.";
}

/// <summary>The second person proved who they are, and does not work here.</summary>
public sealed record SecondPersonElsewhere : Refusal
{
    public override string Code => "session.second-person-elsewhere";

    public override string Sentence => "That person does not work at this site: ask a colleague who does.";
}

/// <summary>A passkey is asked for something else than what it may be used for in a session.</summary>
public sealed record PasskeyNotFor : Refusal
{
    public override string Code => "passkey.not-for-this";

    public override string Sentence => "A passkey is asked “sign”, with the version that was read, or “check-dose” or “witness-waste” without one: say which.";
}
