using Afterglow.Core.Patients;

namespace Afterglow.Core.CheckIns;

/// <summary>What the clinic did with words that a patient lets it quote. Each is an entry under a permanent kind.</summary>
public abstract record QuoteUseEvent
{
    private QuoteUseEvent()
    {
    }

    /// <summary>The words now stand somewhere. Its entry id names the use.</summary>
    /// <param name="Exact">As they were allowed then.</param>
    /// <param name="Where">Which page, which wall, which talk; empty for the public pages.</param>
    public sealed record Placed(Guid PatientId, Guid SiteId, string Exact, QuotePlace Place, string Where) : QuoteUseEvent;

    /// <summary>They do not stand there any more.</summary>
    public sealed record TakenDown(Guid Use) : QuoteUseEvent;
}

/// <summary>A quote that stands somewhere.</summary>
public sealed record QuoteUse(Guid Id, Guid Words, string Exact, QuotePlace Place, string Where, DateTimeOffset PlacedAt, string PlacedBy, DateTimeOffset? DownAt)
{
    /// <summary>The words must go from there: taken back, run out, changed, or never allowed for this place.</summary>
    public bool MustGo(AllowedQuote? allowed, DateOnly today) =>
        DownAt is null && (allowed is null || !allowed.Holds(today) || allowed.Exact != Exact || !allowed.Places.Contains(Place));

    /// <summary>Null where the words may be put there; otherwise why not.</summary>
    public static Result<QuoteUseEvent> Put(AllowedQuote? allowed, Guid patientId, Guid siteId, QuotePlace place, string? typed, DateOnly today)
    {
        if (allowed is null || !allowed.Holds(today) || !allowed.Places.Contains(place)) return new QuoteNotAllowed();
        if (place == QuotePlace.PublicPages) return new QuoteUseEvent.Placed(patientId, siteId, allowed.Exact, place, "");
        return WrittenText.Line(typed, "where it stands: which wall, which leaflet, which talk").Try(out var where, out var refusal)
            ? new QuoteUseEvent.Placed(patientId, siteId, allowed.Exact, place, where)
            : refusal;
    }
}

/// <summary>Not these words, not there, or not any more.</summary>
public sealed record QuoteNotAllowed : Refusal
{
    public override string Code => "words.quote-not-allowed";

    public override string Sentence => "The patient does not allow these words there now. Reload the page: it shows what is allowed.";
}

/// <summary>A use that is not there, or has been taken down.</summary>
public sealed record QuoteUseUnknown : Refusal
{
    public override string Code => "words.quote-use";

    public override string Sentence => "This quote does not stand there any more.";
}
