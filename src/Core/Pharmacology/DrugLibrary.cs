using Afterglow.Core.Pharmacology.Drugs;

namespace Afterglow.Core.Pharmacology;

/// <summary>Every model there is. A new drug is one new file and one line here.</summary>
public static class DrugLibrary
{
    public static IReadOnlyList<DrugModel> All { get; } =
    [
        Racemate.Model,
        Otto2021.Model,
        Simons2022.Model,
        PerezRuixo2021.Model,
        Fanta2015.Model,
        Domino1984.Model,
        Kamp2020.Model,
    ];

    /// <summary>The model with this id, or null.</summary>
    public static DrugModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>The model that is used for a compound and way of giving unless another is asked for; null when there is none.</summary>
    public static DrugModel? For(Compound compound, GivenBy by) =>
        compound == Compound.Esketamine && by == GivenBy.Nose
            ? PerezRuixo2021.Model
            : All.FirstOrDefault(model => model.Compound == compound && model.Ways.Contains(by));
}
