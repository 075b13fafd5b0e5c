using Afterglow.App.Patients;
using Afterglow.App.Record;
using Afterglow.Core.Intake.Consent;
using Afterglow.Core.People;

namespace Afterglow.App.Demo;

/// <summary>
/// Writes a made-up patient's record as far as an hour, facts and signatures in the order in which they were written down, so
/// that whoever tells more about the patient comes between them and not behind.
/// </summary>
/// <param name="stand">Puts the clock to the moment of which is told.</param>
internal sealed class DemoScribe(DemoPatient patient, IEnumerable<(DateTimeOffset At, Author By, ConsentEvent What)> consents, Action<DateTimeOffset> stand)
{
    private readonly Queue<(DateTimeOffset At, Author By, ConsentEvent What)> signed = new(consents);

    private int written;

    public DemoPatient Patient => patient;

    /// <summary>What was written down before this moment and does not stand there yet.</summary>
    public async Task UpToAsync(RecordWrite write, DateTimeOffset until)
    {
        while (written < patient.Facts.Count && patient.Facts[written].RecordedAt < until)
        {
            var first = patient.Facts[written];
            await SignAsync(write, first.RecordedAt);
            stand(first.RecordedAt);
            if (first.Amends is { } target)
            {
                await ChartWriting.AmendAsync(write.As(first.By), patient.Id, first.EntryId, target, first.Fact, first.Reason, "");
                written++;
                continue;
            }
            var together = patient.Facts.Skip(written).TakeWhile(fact => fact.RecordedAt == first.RecordedAt && fact.By == first.By && fact.Amends is null).ToList();
            _ = (await ChartWriting.AppendFactsAsync(write.As(first.By), patient.Id, [.. together.Select(fact => new NewFact(fact.EntryId, fact.Fact))])).Value;
            written += together.Count;
        }
        await SignAsync(write, until);
    }

    private async Task SignAsync(RecordWrite write, DateTimeOffset until)
    {
        while (signed.TryPeek(out var line) && line.At < until)
        {
            stand(line.At);
            await DemoConsents.AppendAsync(write, patient.Id, signed.Dequeue());
        }
    }
}
