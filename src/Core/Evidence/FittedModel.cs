using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Core.Evidence;

/// <summary>The model as it was fitted: the free numbers with their committed values, and everything else as it was chosen.</summary>
public static class FittedModel
{
    /// <summary>The free numbers. Fitted values and intervals are what <c>./afterglow science fit</c> prints.</summary>
    public static IReadOnlyList<FreeNumber> Free { get; } =
    [
        new("BDNF½", "AMPA throughput at half of the BDNF release: where the dose–response lies", "1", 1.5, 1.05, 4, 1.85706, 0.509, 6.77,
            (p, v) => p with { Chain = p.Chain with { BdnfHalf = v } }),
        new("early", "how much plasticity itself relieves, before synapses have grown", "1", 2, 0.2, 40, 2.52115, 0.547, 11.6,
            (p, v) => p with { Chain = p.Chain with { EarlyRelief = v } }),
        new("k_window", "turnover of synaptic protein: how long the window of plasticity stays open", "1/h", 0.03, 0.008, 0.2, 0.040717, 0.00849, 0.195,
            (p, v) => p with { Chain = p.Chain with { ConsolidationPerHour = v } }),
        new("growth", "how much symptoms follow synapse density", "1", 1.5, 0.1, 60, 0.923328, 0.155, 5.49,
            (p, v) => p with { Chain = p.Chain with { SeveritySynapse = v } }),
        new("k_synapse", "how fast synapses are lost again", "1/h", 1.0 / 480, 1.0 / 4000, 1.0 / 72, 0.00194416, 0.000302, 0.0125,
            (p, v) => p with { Chain = p.Chain with { SynapsePerHour = v } }),
        new("expectancy", "what full belief in a strong treatment does", "1", 0.35, 0.05, 1.2, 0.857858, 0.603, 1.22,
            (p, v) => p with { Symptoms = p.Symptoms with { Expectancy = v } }),
        new("own", "how far patients go their own ways, better or worse, whatever is done", "1", 0.4, 0.1, 1.2, 0.367586, 0.204, 0.662,
            (p, v) => p with { Symptoms = p.Symptoms with { OwnCourse = v } }),
        new("care", "what a new antidepressant with weekly visits does in the end", "1", 0.4, 0.05, 1.5, 0.441142, 0.156, 1.25,
            (p, v) => p with { Symptoms = p.Symptoms with { Care = v } }),
    ];

    /// <summary>
    /// How well the model did on studies it had not seen: mean absolute error of changes in per cent of the baseline and
    /// of shares in percentage points, and how many figures that is. Held to the report by a test.
    /// </summary>
    public static HeldOutScore HeldOut { get; } = new(8.1, 26, 18.5, 51);

    /// <summary>Everything that is not fitted, with the free numbers at their start.</summary>
    public static TrialParameters Chosen { get; } = new(new ClinicalParameters(), new SymptomParameters());

    /// <summary>The model used everywhere.</summary>
    public static TrialParameters Numbers { get; } = With(Chosen, [.. Free.Select(free => free.Fitted)]);

    public static TrialParameters With(TrialParameters numbers, IReadOnlyList<double> values)
    {
        for (var k = 0; k < values.Count; k++) numbers = Free[k].Put(numbers, values[k]);
        return numbers;
    }
}

/// <summary>The model's error on studies it was not fitted to.</summary>
public sealed record HeldOutScore(double ChangePercent, int Changes, double SharePoints, int Shares)
{
    /// <summary>As it stands beside every predicted course of symptoms.</summary>
    public string Sentence => string.Create(System.Globalization.CultureInfo.InvariantCulture,
        $"predicted; on studies it had not seen the model was off by {ChangePercent:0} % of baseline ({Changes} changes) and {SharePoints:0} points of response or remission ({Shares} shares)");
}
