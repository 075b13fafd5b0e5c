using Afterglow.Core;

namespace Afterglow.App.Patients;

/// <summary>No chart with this id within the caller's reach. Said the same way whether it does not exist or is not theirs.</summary>
public sealed record PatientUnknown : Refusal
{
    public override string Code => "patient.unknown";

    public override string Sentence => "There is no such patient.";
}

/// <summary>The id of one request came with another request.</summary>
public sealed record EntryIdReused(Guid EntryId) : Refusal
{
    public override string Code => "entry.id-reused";

    public override string Sentence => "This entry was already written with other content; look at the chart before writing it again.";
}

/// <summary>A new entry needs an id of its own.</summary>
public sealed record EntryIdMissing : Refusal
{
    public override string Code => "entry.id-missing";

    public override string Sentence => "The entry has no id; send a new one with each entry.";
}

/// <summary>There is nothing there to amend.</summary>
public sealed record EntryUnknown : Refusal
{
    public override string Code => "entry.unknown";

    public override string Sentence => "There is no such entry in this chart.";
}

/// <summary>What was sent is not a fact of the kind it should replace.</summary>
public sealed record FactUnreadable(string Kind) : Refusal
{
    public override string Code => "chart.fact-unreadable";

    public override string Sentence => $"What should stand instead is not readable as “{Kind}”.";
}

/// <summary>Nothing can have happened tomorrow.</summary>
public sealed record FactInFuture : Refusal
{
    public override string Code => "chart.in-the-future";

    public override string Sentence => "The time is in the future.";
}

/// <summary>Text that is not a date.</summary>
public sealed record BirthDateUnreadable : Refusal
{
    public override string Code => "person.birth-date-unreadable";

    public override string Sentence => "Write the birth date as year-month-day, for example 1993-06-07; a year or a year and month will do.";
}

/// <summary>An identifier of another system that already names another patient here.</summary>
public sealed record IdentifierTaken(string System) : Refusal
{
    public override string Code => "patient.identifier-taken";

    public override string Sentence => $"Another patient already has this identifier of “{System}”.";
}

/// <summary>The caller does not work at the site.</summary>
public sealed record SiteOutOfReach : Refusal
{
    public override string Code => "patient.site-out-of-reach";

    public override string Sentence => "You do not work at this site.";
}

/// <summary>A score that comes from answers is not typed over.</summary>
public sealed record AnswersNotChangedHere : Refusal
{
    public override string Code => "measure.answers-not-changed";

    public override string Sentence => "Change the answers of this measure, or tick that it is struck out.";
}

/// <summary>A time that cannot be read.</summary>
public sealed record TimeUnreadable(string Text) : Refusal
{
    public override string Code => "time.unreadable";

    public override string Sentence => $"“{Text}” is not a time; write a day and a time, for example “2026-11-25T09:30”, or leave it empty for now.";
}
