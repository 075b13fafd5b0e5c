using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Patients;
using Afterglow.Core.People;
using CsCheck;

namespace Afterglow.Tests.Intake;

/// <summary>Charts and histories of any content, for what must hold for all of them.</summary>
internal static class Charts
{
    internal sealed record Generated(IReadOnlyList<ChartLine> Lines, string? Born, Sex Sex);

    private static readonly Author Somewhere = new("other-system", "Another system", [], IsProgram: true);

    private static Gen<T> Among<T>(IReadOnlyList<T> all) => Gen.Int[0, all.Count - 1].Select(place => all[place]);

    private static readonly Gen<ClinicalTime> Time = Gen.OneOf(
        Gen.Const(ClinicalTime.Unknown),
        Gen.Int[1950, 2026].Select(year => ClinicalTime.Read($"{year}")!.Value),
        Gen.Int[0, 400].Select(days => ClinicalTime.Read(Somebody.Today.AddDays(-days).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture))!.Value));

    private static readonly Gen<Concept> Condition = Gen.OneOf(
        Among(ConditionSets.All).SelectMany(set => Among(set.Snomed)).Select(code => new Concept("Something", Somebody.Snomed, code)),
        Among(ConditionSets.All).SelectMany(set => Among(set.Icd10)).Select(code => new Concept("Something", Somebody.Icd10, code + "1")),
        Among(ConditionSets.All).SelectMany(set => Among(set.Terms)).Select(term => new Concept(term + " of some kind")),
        Gen.String[Gen.Char.AlphaNumeric, 1, 40].Select(text => new Concept(text)));

    private static readonly Gen<ChartFact> Fact = Gen.Frequency(
        (4, Gen.Select(Condition, Time, Gen.Bool, (what, at, active) =>
            (ChartFact)new ChartFact.ConditionNoted(at, new Origin("elsewhere", "Condition/1"), what, active ? Standing.Active : Standing.Past))),
        (3, Gen.Select(Among(Medicines.All), Time, Gen.Bool, (medicine, at, active) =>
            (ChartFact)new ChartFact.MedicationNoted(at, Origin.Staff, new Concept(medicine.Name + " 10 MG Oral Tablet"), active ? Standing.Active : Standing.Past))),
        (1, Gen.Select(Gen.Int[60, 240], Gen.Int[20, 59], Time, (systolic, diastolic, at) =>
            (ChartFact)new ChartFact.ObservationNoted(at, Origin.Staff, new Measured(Systolic: systolic, Diastolic: diastolic)))),
        (1, Gen.Select(Gen.Int[0, 27], Time, (score, at) => (ChartFact)new ChartFact.SurveyScoreNoted(at, Origin.Staff, new Concept("PHQ-9"), score))));

    public static Gen<Generated> Lines { get; } = Gen.Select(
        Fact.Array[0, 25], TellingGen.Event.Array[0, 60], Gen.Int[1930, 2024], Among(Enum.GetValues<Sex>()),
        (facts, told, year, sex) => new Generated(
        [
            .. facts.Select((fact, place) => new ChartLine(new Guid(place + 1, 0, 0, new byte[8]), fact.Kind, ChartJson.Write(fact), At(place), Somewhere)),
            .. told.Select((happened, place) => new ChartLine(
                new Guid(place + 1, 1, 0, new byte[8]), Core.Intake.History.HistoryJson.Kind(happened), Core.Intake.History.HistoryJson.Write(happened), At(100 + place), Somewhere)),
        ], year % 7 == 0 ? null : $"{year}", sex));

    private static DateTimeOffset At(int minute) => new DateTimeOffset(2026, 11, 1, 8, 0, 0, TimeSpan.Zero).AddMinutes(minute);
}
