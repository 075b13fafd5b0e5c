using System.Globalization;
using Afterglow.Core.Measures;
using Afterglow.Core.Safety;

namespace Afterglow.App.Safety;

/// <summary>What the answers to an instrument say, as a concern that somebody must look at.</summary>
internal static class MeasuredRisks
{
    /// <summary>Null for what is dealt with at the next visit and is no task: drinking and drug use.</summary>
    public static Concern? Concern(this Risk risk) => risk.Kind switch
    {
        RiskKind.SuicidalThoughts or RiskKind.PositiveSuicideScreen => risk.Urgency == Urgency.Now ? Core.Safety.Concern.SuicideNow : Core.Safety.Concern.SuicidalThoughts,
        RiskKind.UnfinishedSuicideScreen => Core.Safety.Concern.SuicidalThoughts,
        RiskKind.SuspectedMania => Core.Safety.Concern.Mania,
        RiskKind.SuspectedPsychosis => Core.Safety.Concern.Psychosis,
        RiskKind.UrinarySymptoms => Core.Safety.Concern.Urinary,
        RiskKind.Dissociation => Core.Safety.Concern.Dissociation,
        RiskKind.SteepWorsening => Core.Safety.Concern.SteepWorsening,
        _ => null,
    };

    /// <summary>“PHQ-9, question 9: Several days (1).”, for whoever takes the task.</summary>
    public static string Says(this Risk risk)
    {
        var instrument = Instruments.Find(risk.Instrument);
        var name = instrument?.Name ?? risk.Instrument;
        if (risk.Kind == RiskKind.SteepWorsening) return $"{name}: much worse than the time before, now {risk.Value?.ToString(CultureInfo.InvariantCulture)}.";
        if (risk.Kind == RiskKind.UnfinishedSuicideScreen) return $"{name}: not finished. Nobody is cleared by it.";
        if (risk.Item is not { } key || instrument is null) return $"{name}: {risk.Value?.ToString(CultureInfo.InvariantCulture) ?? "positive"}.";
        var place = instrument.Items.ToList().FindIndex(item => item.Key == key);
        var answer = risk.Value is { } value
            ? instrument.Wording("en")?.Items.ElementAtOrDefault(place)?.Options.FirstOrDefault(option => option.Value == value) is { } option ? $"{option.Text} ({value})" : value.ToString(CultureInfo.InvariantCulture)
            : "would rather not say";
        return $"{name}, question {place + 1}: {answer}.";
    }
}
