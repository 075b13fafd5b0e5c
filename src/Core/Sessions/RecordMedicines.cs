namespace Afterglow.Core.Sessions;

/// <summary>Which medicines that matter were taken, and when last.</summary>
public sealed record RecordMedicines(Guid EntryId, DateTimeOffset At, IReadOnlyList<MedicineTaken> Medicines) : ISessionCommand
{
    public Result<SessionEvent> Decide(Session session, Deciding deciding)
    {
        if (session.ToChart(this, deciding, SessionPhase.Arrived) is { } refusal) return refusal;
        if (Medicines is null) return new Unanswered("The list of medicines (empty when none was taken)");
        if (Medicines.Count > 50) return new TooLong(Medicines.Count, 50);
        foreach (var medicine in Medicines)
        {
            if (!Allowed.Written(medicine?.Name)) return new Unanswered("The name of a medicine");
            if (Allowed.Fits(200, medicine.Name) is { } tooLong) return tooLong;
            if (medicine.LastTakenAt is { } taken && taken > At) return new InTheFuture(taken, At);
        }
        return new SessionEvent.MedicinesRecorded(At, Medicines);
    }
}
