namespace Afterglow.Core.Plans.Treatment;

/// <summary>What a plan treats. The names are permanent: the record carries them.</summary>
public enum PlanIndication
{
    Depression,
    BipolarDepression,
    Anxiety,
    Ptsd,
    Ocd,
}

/// <summary>Something the patient wants to be rid of, chosen from a list so that plans can be compared.</summary>
/// <param name="Key">Permanent.</param>
/// <param name="For">The indications under which it is offered first; it can be chosen under all.</param>
public sealed record TargetSymptom(string Key, string Words, params IReadOnlyList<PlanIndication> For)
{
    public static IReadOnlyList<TargetSymptom> All { get; } =
    [
        new("low-mood", "Low mood", PlanIndication.Depression, PlanIndication.BipolarDepression),
        new("no-joy", "No joy or interest", PlanIndication.Depression, PlanIndication.BipolarDepression),
        new("no-energy", "No energy", PlanIndication.Depression, PlanIndication.BipolarDepression),
        new("sleep", "Bad sleep", PlanIndication.Depression, PlanIndication.BipolarDepression, PlanIndication.Ptsd, PlanIndication.Anxiety),
        new("guilt", "Guilt or worthlessness", PlanIndication.Depression, PlanIndication.BipolarDepression, PlanIndication.Ptsd),
        new("suicidal-thoughts", "Thoughts of death or suicide", PlanIndication.Depression, PlanIndication.BipolarDepression, PlanIndication.Ptsd),
        new("concentration", "Cannot concentrate", PlanIndication.Depression, PlanIndication.BipolarDepression),
        new("worry", "Worry that does not stop", PlanIndication.Anxiety),
        new("panic", "Panic or fear of people", PlanIndication.Anxiety),
        new("tension", "Tension in the body", PlanIndication.Anxiety, PlanIndication.Ptsd),
        new("intrusions", "Memories or nightmares that intrude", PlanIndication.Ptsd),
        new("avoidance", "Avoiding places, people or thoughts", PlanIndication.Ptsd, PlanIndication.Anxiety),
        new("on-guard", "Always on guard", PlanIndication.Ptsd),
        new("obsessions", "Thoughts that force themselves in", PlanIndication.Ocd),
        new("compulsions", "Having to do things over and over", PlanIndication.Ocd),
        new("work-and-home", "Managing work and home", PlanIndication.Depression, PlanIndication.BipolarDepression, PlanIndication.Anxiety, PlanIndication.Ptsd, PlanIndication.Ocd),
    ];

    public static TargetSymptom? Find(string key) => All.FirstOrDefault(symptom => symptom.Key == key);
}
