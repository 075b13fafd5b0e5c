using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Plans.Treatment;

public enum PlanState
{
    /// <summary>Being written, or changed since the patient saw it.</summary>
    Draft,

    /// <summary>Put before the patient, who has not answered.</summary>
    Proposed,
    Agreed,
    Declined,

    /// <summary>Stopped by the clinic or taken back by the patient.</summary>
    Ended,
}

/// <summary>One version of a plan.</summary>
/// <param name="Changes">What differs from the version before; none in the first.</param>
public sealed record PlanVersion(int Number, PlanTerms Terms, string Why, Author By, DateTimeOffset At, IReadOnlyList<PlanChange> Changes);

/// <summary>What a patient agreed to, word for word.</summary>
public sealed record PlanAgreement(Guid EntryId, int Version, string Language, string Words, DateTimeOffset At);

/// <summary>What a patient asked, and what they were answered.</summary>
public sealed record PlanQuestion(Guid EntryId, int Version, string Text, DateTimeOffset At, string? Answer = null, Author? AnsweredBy = null, DateTimeOffset? AnsweredAt = null);

/// <summary>A review of the benefit as it stands in the record.</summary>
public sealed record PlanReview(PlanEvent.Reviewed What, Author By, DateTimeOffset At);

/// <summary>How a plan ended.</summary>
/// <param name="Ending">Null when the patient took it back.</param>
public sealed record PlanEnd(PlanEnding? Ending, string Because, Author By, DateTimeOffset At);

/// <summary>A line of the plan's log.</summary>
public sealed record PlanLine(Guid EntryId, PlanEvent What, Author By, DateTimeOffset At);

/// <summary>A treatment plan, folded from the patient's record.</summary>
/// <param name="Agreements">Every agreement there was, oldest first.</param>
public sealed record TreatmentPlan(
    Guid Id, PlanState State, IReadOnlyList<PlanVersion> Versions, int? ProposedVersion, IReadOnlyList<PlanAgreement> Agreements, string? DeclinedBecause,
    IReadOnlyList<PlanQuestion> Questions, IReadOnlyList<PlanReview> Reviews, PlanEnd? End, IReadOnlyList<PlanLine> Log)
{
    public PlanVersion Current => Versions[^1];

    public PlanLine Last => Log[^1];

    public bool IsOpen => State != PlanState.Ended;

    public PlanAgreement? Agreement => Agreements.Count > 0 ? Agreements[^1] : null;

    public PlanVersion Version(int number) => Versions[number - 1];

    /// <summary>
    /// What holds: the version that was agreed to, with what was put right since and does not matter to the agreement.
    /// Null before an agreement and after the end.
    /// </summary>
    public PlanVersion? InForce
    {
        get
        {
            if (!IsOpen || Agreement is not { } agreement) return null;
            var agreed = Version(agreement.Version);
            return Versions.Skip(agreement.Version - 1).Last(version => Same(agreed.Terms, version.Terms));
        }
    }

    /// <summary>True when an agreement to the one is one to the other.</summary>
    internal static bool Same(PlanTerms agreed, PlanTerms other) => PlanChange.Between(agreed, other).All(change => !change.Matters);

    internal static TreatmentPlan Begin(PlanLine line, PlanEvent.Drafted drafted) => new(
        drafted.PlanId, PlanState.Draft, [new PlanVersion(1, drafted.Terms, "", line.By, line.At, [])], null, [], null, [], [], null, [line]);

    internal TreatmentPlan With(PlanLine line)
    {
        var next = this with { Log = [.. Log, line] };
        return line.What switch
        {
            PlanEvent.Changed changed => next with
            {
                Versions =
                [
                    .. Versions, new PlanVersion(changed.Version, changed.Terms, changed.Why, line.By, line.At, PlanChange.Between(Current.Terms, changed.Terms)),
                ],
                State = Agreement is { } agreement && Same(Version(agreement.Version).Terms, changed.Terms) ? PlanState.Agreed : PlanState.Draft,
                ProposedVersion = null,
                DeclinedBecause = null,
            },
            PlanEvent.Proposed proposed => next with { State = PlanState.Proposed, ProposedVersion = proposed.Version, DeclinedBecause = null },
            PlanEvent.Agreed agreed => next with
            {
                State = PlanState.Agreed, ProposedVersion = null,
                Agreements = [.. Agreements, new PlanAgreement(line.EntryId, agreed.Version, agreed.Language, agreed.Words, line.At)],
            },
            PlanEvent.Declined declined => next with { State = PlanState.Declined, DeclinedBecause = declined.Because },
            PlanEvent.QuestionAsked asked => next with { Questions = [.. Questions, new PlanQuestion(line.EntryId, asked.Version, asked.Text, line.At)] },
            PlanEvent.QuestionAnswered answered => next with
            {
                Questions =
                [
                    .. Questions.Select(question => question.EntryId == answered.Question
                        ? question with { Answer = answered.Text, AnsweredBy = line.By, AnsweredAt = line.At }
                        : question),
                ],
            },
            PlanEvent.Reviewed reviewed => next with
            {
                Reviews = [.. Reviews, new PlanReview(reviewed, line.By, line.At)],
                State = reviewed.Outcome == ReviewOutcome.Stop ? PlanState.Ended : State,
                End = reviewed.Outcome == ReviewOutcome.Stop ? new PlanEnd(PlanEnding.NoBenefit, reviewed.Because, line.By, line.At) : End,
            },
            PlanEvent.Stopped stopped => next with { State = PlanState.Ended, End = new PlanEnd(stopped.Ending, stopped.Because, line.By, line.At) },
            PlanEvent.Withdrawn withdrawn => next with { State = PlanState.Ended, End = new PlanEnd(null, withdrawn.Because, line.By, line.At) },
            _ => next,
        };
    }
}

/// <summary>The plans of a patient, oldest first. One at a time is open.</summary>
public sealed record PlanFile(IReadOnlyList<TreatmentPlan> Plans)
{
    public static PlanFile From(IEnumerable<ChartLine> lines)
    {
        var plans = new List<TreatmentPlan>();
        foreach (var line in lines)
        {
            if (PlanJson.Read(line.Kind, line.Body) is not { } happened) continue;
            var entry = new PlanLine(line.EntryId, happened, line.Author, line.RecordedAt);
            if (happened is PlanEvent.Drafted drafted) plans.Add(TreatmentPlan.Begin(entry, drafted));
            else if (plans.FindIndex(plan => plan.Id == happened.PlanId) is >= 0 and var place) plans[place] = plans[place].With(entry);
        }
        return new PlanFile(plans);
    }

    /// <summary>The newest plan, open or not; null when there was none.</summary>
    public TreatmentPlan? Newest => Plans.Count > 0 ? Plans[^1] : null;

    /// <summary>The plan that is being written or followed; null when there is none.</summary>
    public TreatmentPlan? Open => Newest is { IsOpen: true } open ? open : null;

    /// <summary>The newest entry about any plan: what a change must have seen.</summary>
    public PlanLine? Last => Newest?.Last;
}
