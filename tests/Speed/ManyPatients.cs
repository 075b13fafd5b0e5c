using Afterglow.App.Patients;
using Afterglow.Core.Patients;
using Afterglow.Core.Units;

namespace Afterglow.Speed;

/// <summary>Made-up people in any number, the same ones every time, each with a small chart.</summary>
internal static class ManyPatients
{
    private static readonly string[] First =
    [
        "Ada", "Bruno", "Chiara", "Dmitri", "Esther", "Farid", "Grace", "Hugo", "Inés", "Jamal", "Katya", "Liam", "Mei", "Nadia",
        "Oskar", "Priya", "Quentin", "Rosa", "Sven", "Tala", "Umar", "Vera", "Wanjiru", "Xenia", "Yusuf", "Zoë", "Nguyễn", "Siobhán",
    ];

    private static readonly string[] Start = ["Al", "Ber", "Cas", "Dor", "El", "Fen", "Gar", "Hol", "Iv", "Kal", "Lin", "Mor", "Nor", "Os", "Per", "Ros", "Sal", "Tor", "Val", "Wes"];

    private static readonly string[] Middle = ["a", "an", "e", "en", "i", "in", "o", "or", "u", "ar", "el", "is"];

    private static readonly string[] End = ["berg", "dal", "escu", "ford", "ini", "kov", "ley", "man", "nez", "quist", "sen", "son", "ton", "vic", "wood", "ya"];

    private static readonly Concept[] Conditions =
    [
        new("Major depressive disorder, recurrent", "http://snomed.info/sct", "66344007"), new("Hypertension", "http://snomed.info/sct", "38341003"),
        new("Post-traumatic stress disorder", "http://snomed.info/sct", "47505003"), new("Obsessive-compulsive disorder", "http://snomed.info/sct", "191736004"),
    ];

    public static IEnumerable<(Guid Id, Person Person, IReadOnlyList<NewFact> Facts)> Make(int count, DateTimeOffset now)
    {
        // The same seed on purpose: two runs measure the same clinic.
        var chance = new Random(20261123);
        for (var number = 0; number < count; number++)
        {
            var person = new Person
            {
                Given = [Any(First), Any(First)],
                Family = Any(Start) + Any(Middle) + Any(End),
                Pronouns = chance.Next(3) switch { 0 => "she/her", 1 => "he/him", _ => null },
                BirthDate = PartialDate.On(DateOnly.FromDateTime(now.UtcDateTime).AddDays(-chance.Next(18 * 365, 85 * 365))),
                SexAtBirth = chance.Next(2) == 0 ? Sex.Female : Sex.Male,
            };
            var seen = now.AddDays(-chance.Next(1, 900));
            yield return (Id(), person,
            [
                new NewFact(Id(), new ChartFact.ConditionNoted(ClinicalTime.At(seen), Origin.Staff, Any(Conditions), Standing.Active)),
                new NewFact(Id(), new ChartFact.ObservationNoted(ClinicalTime.At(seen), Origin.Staff, new Measured(
                    Weight: BodyWeight.FromKilograms(chance.Next(450, 1300) / 10m), Systolic: chance.Next(100, 160), Diastolic: chance.Next(60, 95)))),
                new NewFact(Id(), new ChartFact.SurveyScoreNoted(
                    ClinicalTime.At(seen), Origin.Staff, new Concept("PHQ-9", "http://loinc.org", "44261-6"), chance.Next(0, 28))),
                new NewFact(Id(), new ChartFact.EncounterNoted(ClinicalTime.At(seen), Origin.Staff, new Concept("Consultation"))),
            ]);
        }

        T Any<T>(T[] from) => from[chance.Next(from.Length)];

        Guid Id()
        {
            Span<byte> bytes = stackalloc byte[16];
            chance.NextBytes(bytes);
            return new Guid(bytes);
        }
    }
}
