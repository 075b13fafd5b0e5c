using Afterglow.Core;
using Afterglow.Core.Pharmacology.Mechanism;

namespace Afterglow.Chairside.Simulator;

/// <summary>How a link of the chain is known.</summary>
public enum Known
{
    MeasuredInPeople,
    MeasuredInAnimals,

    /// <summary>Follows from other findings; nobody watched it happen.</summary>
    Inferred,

    /// <summary>A choice of the model.</summary>
    Modelled,
}

/// <summary>A link of the chain in words: what it says, what speaks for it, and what against it.</summary>
public sealed record LinkStory(ChainLink Link, string Words, Known Known, Source For, Source? Against)
{
    private static Source Read(string citation) => new(citation, Confidence.Verified);

    private static Source Recalled(string citation) => new(citation, Confidence.RecalledSure);

    public static IReadOnlyList<LinkStory> All { get; } =
    [
        new(ChainLink.Disinhibition, "NMDA blockade on interneurons lowers GABA tone", Known.Inferred,
            Recalled("the disinhibition hypothesis, from recordings in rodents"),
            Read("Milak 2016 Mol Psychiatry 21:320-327: GABA rose by 38 % in the prefrontal cortex of people")),
        new(ChainLink.GlutamateBurst, "Less GABA tone lets glutamate burst", Known.MeasuredInPeople,
            Read("Milak 2016 Mol Psychiatry 21:320-327: glutamate and glutamine up by 38 % at 26 min, back within 80 min"),
            Read("Taylor 2012 J Psychopharmacol 26:733-737: no change; Evans 2018 Neuropsychopharmacology 43:1908-1914: none at 24 h")),
        new(ChainLink.Desensitisation, "AMPA receptors tire while glutamate is high", Known.Modelled,
            Source.Assumed("A general property of the receptor; its size here is a choice."), null),
        new(ChainLink.Bdnf, "AMPA throughput releases BDNF, which reaches TrkB", Known.MeasuredInAnimals,
            Read("Haile 2014 Int J Neuropsychopharmacol 17:331-336: plasma BDNF higher in responders at 240 min, very few people"),
            Recalled("Machado-Vieira 2009 J Clin Psychiatry 70:1662-1666: no change of plasma BDNF to 230 min")),
        new(ChainLink.SynapticBlockade, "Blockade at rest frees eEF2 at the synapse itself", Known.MeasuredInAnimals,
            Recalled("the eEF2 kinase hypothesis, from mice"), null),
        new(ChainLink.Eef2, "BDNF acts on eEF2; with it goes the whole branch", Known.Inferred,
            Source.Assumed("Joined in the model so that both ways to protein meet."), null),
        new(ChainLink.Mtor, "BDNF and eEF2 switch on mTORC1 and synaptic protein", Known.MeasuredInAnimals,
            Recalled("Li 2010 Science 329:959-964: mTOR signalling at 30 to 60 min, synaptic proteins for 72 h, in rats"), null),
        new(ChainLink.Synapses, "Synaptic protein builds synapses over days", Known.MeasuredInAnimals,
            Read("Moda-Sava 2019 Science 364:eaat8078: spines from 12 h on, after behaviour had changed, in mice"),
            Read("Holmes 2022 Mol Psychiatry 27:2273-2281: no overall change of SV2A in people at 24 h")),
        new(ChainLink.EarlyRelief, "Plasticity relieves before any synapse has grown", Known.Modelled,
            Source.Assumed("Relief comes within hours and synapses within days: something must stand between."), null),
        new(ChainLink.Hydroxynorketamine, "Hydroxynorketamine raises AMPA throughput without NMDA blockade", Known.MeasuredInAnimals,
            Recalled("proposed from work in mice"),
            Read("Grunebaum 2019 J Psychopharmacol: more (2R,6R)-hydroxynorketamine went with less improvement in people")),
        new(ChainLink.Inflammation, "Inflammation falls and returns", Known.MeasuredInPeople,
            Read("Zhan 2020 Transl Psychiatry 10:249: interleukin-6, TNF-alpha and others down after six infusions"),
            Read("Park 2017 J Psychiatr Res 84:113-118: interleukin-6 rose, and none went with response")),
        new(ChainLink.Tolerance, "The burst wears down with repeated doses", Known.Inferred,
            Read("Glue 2018 J Psychopharmacol: dissociation 20 in week 1 and 8.8 by week 14"), null),
    ];

    public string Standing => Known switch
    {
        Known.MeasuredInPeople => "measured in people, and disputed",
        Known.MeasuredInAnimals => "measured in animals",
        Known.Inferred => "inferred",
        _ => "a choice of the model",
    };
}
