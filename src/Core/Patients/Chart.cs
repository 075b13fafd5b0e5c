using Afterglow.Core.People;

namespace Afterglow.Core.Patients;

/// <summary>One entry of a patient's record, as the fold takes it.</summary>
public sealed record ChartLine(Guid EntryId, string Kind, string Body, DateTimeOffset RecordedAt, Author Author);

/// <summary>What an entry said before it was corrected, and who corrected it and why.</summary>
public sealed record ChartRevision(ChartFact? Before, string Reason, DateTimeOffset AmendedAt, Author AmendedBy);

/// <summary>A fact as it stands now, with everything it said before.</summary>
/// <param name="Fact">Null when it was struck out.</param>
/// <param name="Earlier">Oldest first; empty when it was never corrected.</param>
public sealed record ChartItem(
    Guid EntryId, string Kind, ChartFact? Fact, DateTimeOffset RecordedAt, Author Author, IReadOnlyList<ChartRevision> Earlier);

/// <summary>A patient's chart, folded from the record. Corrections take the place of what they correct before anything else looks.</summary>
public sealed record Chart(Guid PatientId, IReadOnlyList<ChartItem> Items)
{
    /// <summary>What stands, in the order in which it was written; struck-out facts are left out.</summary>
    public IEnumerable<ChartFact> Facts => Items.Select(item => item.Fact).OfType<ChartFact>();

    /// <summary>The newest weight and when it was taken; null when nobody weighed the person.</summary>
    public ChartFact.ObservationNoted? NewestWeight => Facts.OfType<ChartFact.ObservationNoted>()
        .Where(observed => observed.Measured.Weight is not null).MaxBy(observed => observed.At.Start);

    public IEnumerable<ChartFact.AllergyNoted> Allergies =>
        Facts.OfType<ChartFact.AllergyNoted>().Where(allergy => allergy.Standing == Standing.Active);

    public IEnumerable<ChartFact.ConditionNoted> Conditions =>
        Facts.OfType<ChartFact.ConditionNoted>().Where(condition => condition.Standing == Standing.Active);

    public IEnumerable<ChartFact.MedicationNoted> Medications =>
        Facts.OfType<ChartFact.MedicationNoted>().Where(medication => medication.Standing == Standing.Active);

    /// <summary>Alerts that were raised and not lifted.</summary>
    public IEnumerable<ChartItem> ActiveAlerts
    {
        get
        {
            var lifted = Facts.OfType<ChartFact.AlertLifted>().Select(lift => lift.Alert).ToHashSet();
            return Items.Where(item => item.Fact is ChartFact.AlertRaised && !lifted.Contains(item.EntryId));
        }
    }

    public static Chart From(Guid patientId, IEnumerable<ChartLine> lines)
    {
        var items = new List<ChartItem>();
        var places = new Dictionary<Guid, int>();
        foreach (var line in lines)
        {
            if (line.Kind == Amendment.Name)
            {
                var amendment = ChartJson.ReadAmendment(line.Body);
                if (!places.TryGetValue(amendment.Target, out var place)) continue;
                var item = items[place];
                items[place] = item with
                {
                    Fact = amendment.Fact is { } instead ? ChartJson.ReadFact(item.Kind, instead.GetRawText()) : null,
                    Earlier = [.. item.Earlier, new ChartRevision(item.Fact, amendment.Reason, line.RecordedAt, line.Author)],
                };
            }
            else if (ChartJson.ReadFact(line.Kind, line.Body) is { } fact)
            {
                places[line.EntryId] = items.Count;
                items.Add(new ChartItem(line.EntryId, line.Kind, fact, line.RecordedAt, line.Author, []));
            }
        }
        return new Chart(patientId, items);
    }
}
