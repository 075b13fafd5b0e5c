namespace Afterglow.Core.Measures;

/// <summary>On what terms the wording may be used.</summary>
public enum Terms
{
    /// <summary>In the public domain.</summary>
    PublicDomain,

    /// <summary>Owned, and free to use and show.</summary>
    Free,

    /// <summary>Free for care and research that is not sold; anything else needs to be asked for.</summary>
    FreeNonCommercial,

    /// <summary>Somebody must be asked first.</summary>
    PermissionNeeded,

    /// <summary>Written for Afterglow.</summary>
    Ours,
}

/// <summary>Who owns an instrument's wording.</summary>
/// <param name="Shipped">True where the wording comes with Afterglow.</param>
/// <param name="Note">What holds for showing it, or why it is not shipped and whose permission a clinic needs.</param>
public sealed record Licence(Terms Terms, string Owner, bool Shipped, string Note, Source Source);

/// <summary>The text of one answer.</summary>
public sealed record OptionText(int Value, string Text);

/// <summary>The text of one item with its answers, lowest value first or in the order of the original.</summary>
public sealed record ItemText(string Text, IReadOnlyList<OptionText> Options);

/// <summary>An instrument in words, in one language.</summary>
/// <param name="Language">“en”, “es”.</param>
/// <param name="Lead">What stands above the items.</param>
/// <param name="Notice">The owner's notice; shown with the items.</param>
/// <param name="Items">One an item, in their order.</param>
/// <param name="Source">Which version of the wording this is.</param>
public sealed record Wording(string Language, string Lead, string Notice, IReadOnlyList<ItemText> Items, Source Source)
{
    /// <summary>Items that all have the same answers.</summary>
    public static IReadOnlyList<ItemText> Same(IReadOnlyList<OptionText> options, params IReadOnlyList<string> items) =>
        [.. items.Select(item => new ItemText(item, options))];

    /// <summary>Answers from 0 up.</summary>
    public static IReadOnlyList<OptionText> FromZero(params IReadOnlyList<string> texts) => [.. texts.Select((text, value) => new OptionText(value, text))];
}
