using Afterglow.Core.People;

namespace Afterglow.Core.CheckIns;

/// <summary>Something that happened to a check-in. Each is an entry of its log, under a permanent kind.</summary>
public abstract record CheckInEvent
{
    private CheckInEvent()
    {
    }

    /// <summary>A patient is asked.</summary>
    /// <param name="Occasions">The keys of the moments it answers, such as <c>24-hours/3</c>; empty where staff asked for it.</param>
    /// <param name="Instruments">Ids, in the order in which they are asked.</param>
    /// <param name="ClosesAt">After that nothing is answered any more.</param>
    public sealed record Asked(
        Guid PatientId, Guid SiteId, IReadOnlyList<string> Occasions, IReadOnlyList<string> Instruments, DateTimeOffset ClosesAt, string Language) : CheckInEvent;

    /// <summary>A question was answered; an earlier answer to it stays readable and no longer counts.</summary>
    /// <param name="Value">Null for “I would rather not say”.</param>
    public sealed record Answered(string Instrument, string Item, int? Value) : CheckInEvent;

    /// <summary>Everything was answered.</summary>
    public sealed record Finished : CheckInEvent;

    /// <summary>Its time is over before everything was answered.</summary>
    /// <param name="Unfinished">Suicide screens that were begun and not finished: nobody is cleared by them.</param>
    public sealed record RanOut(IReadOnlyList<string> Unfinished) : CheckInEvent;
}

/// <summary>One line of a check-in's log.</summary>
public sealed record CheckInEntry(Guid EntryId, DateTimeOffset At, Author By, CheckInEvent Event);
