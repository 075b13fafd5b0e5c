namespace Afterglow.Core.Pharmacology.Mechanism;

/// <summary>A link of the clinical chain that can be switched off, so that what hangs on it can be seen.</summary>
public enum ChainLink
{
    /// <summary>NMDA blockade on inhibitory interneurons lowers GABA tone.</summary>
    Disinhibition,

    /// <summary>Less GABA tone lets glutamate burst.</summary>
    GlutamateBurst,

    /// <summary>NMDA-driven signalling at the synapse itself falls: blockade at rest frees eEF2.</summary>
    SynapticBlockade,

    /// <summary>AMPA receptors tire while glutamate is high. Off: they do not, and more gets through.</summary>
    Desensitisation,

    /// <summary>AMPA throughput releases BDNF, which reaches TrkB.</summary>
    Bdnf,

    /// <summary>BDNF acts on eEF2.</summary>
    Eef2,

    /// <summary>mTORC1 answers BDNF and eEF2; everything made of protein hangs on it.</summary>
    Mtor,

    /// <summary>Plasticity itself relieves symptoms, before any synapse has grown.</summary>
    EarlyRelief,

    /// <summary>Synaptic protein builds synapses over days.</summary>
    Synapses,

    /// <summary>Hydroxynorketamine raises AMPA throughput without NMDA blockade.</summary>
    Hydroxynorketamine,

    /// <summary>Inflammation falls and returns.</summary>
    Inflammation,

    /// <summary>The burst wears down with repeated doses. Off: it does not.</summary>
    Tolerance,

    /// <summary>Psychotherapy in the window of plasticity leaves something behind.</summary>
    Therapy,
}

/// <summary>The links by the words they are asked for with.</summary>
public static class ChainLinks
{
    private static readonly (ChainLink Link, string Word)[] Words =
    [
        (ChainLink.Disinhibition, "disinhibition"), (ChainLink.GlutamateBurst, "glutamate"), (ChainLink.SynapticBlockade, "synaptic-block"),
        (ChainLink.Desensitisation, "desensitisation"), (ChainLink.Bdnf, "bdnf"), (ChainLink.Eef2, "eef2"), (ChainLink.Mtor, "mtor"),
        (ChainLink.EarlyRelief, "early-relief"), (ChainLink.Synapses, "synapses"), (ChainLink.Hydroxynorketamine, "hnk"),
        (ChainLink.Inflammation, "inflammation"), (ChainLink.Tolerance, "tolerance"), (ChainLink.Therapy, "therapy"),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. Words.Select(each => each.Word)];

    public static string Word(this ChainLink link) => Words.First(each => each.Link == link).Word;

    /// <summary>Reads a list such as “hnk,inflammation”; the first word that is not a link is refused.</summary>
    public static Result<IReadOnlyList<ChainLink>> Read(string text)
    {
        var links = new List<ChainLink>();
        foreach (var word in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var at = Array.FindIndex(Words, each => string.Equals(each.Word, word, StringComparison.OrdinalIgnoreCase));
            if (at < 0) return new UnknownWord("link of the chain", word, string.Join(", ", Names));
            if (!links.Contains(Words[at].Link)) links.Add(Words[at].Link);
        }
        return links;
    }
}
