namespace Afterglow.Core.Pharmacology;

/// <summary>
/// Every model there is: each file of <c>Drugs/</c> that holds a class of its own name with a <c>Model</c>.
/// The build writes the list (see Core.csproj), so that a new drug is one new file.
/// </summary>
public static partial class DrugLibrary
{
    /// <summary>The models that are usual for something first, then by name.</summary>
    public static IReadOnlyList<DrugModel> All { get; } =
        [.. Files().OrderBy(model => model.UsualFor.Count == 0).ThenBy(model => model.Compound).ThenBy(model => model.Id, StringComparer.Ordinal)];

    /// <summary>The model with this id, or null.</summary>
    public static DrugModel? Find(string id) => All.FirstOrDefault(model => model.Id == id);

    /// <summary>The model that is used for a compound and way of giving unless another is asked for; null when there is none.</summary>
    public static DrugModel? For(Compound compound, GivenBy by) => For(compound, [by]);

    /// <summary>The model for several ways of giving at once: the one that is usual for most of them among those that cover all.</summary>
    public static DrugModel? For(Compound compound, IReadOnlyCollection<GivenBy> ways) =>
        All.Where(model => model.Compound == compound && ways.All(model.Ways.Contains)).MaxBy(model => ways.Count(model.UsualFor.Contains));

    /// <summary>Written by the build.</summary>
    private static partial DrugModel[] Files();
}
