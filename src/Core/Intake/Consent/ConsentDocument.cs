using Afterglow.Core.Plans;

namespace Afterglow.Core.Intake.Consent;

/// <summary>What a document asks for.</summary>
public enum ConsentPurpose
{
    /// <summary>A treatment: it may not begin without.</summary>
    Treatment,

    /// <summary>Something beside the treatment, which goes on whatever is chosen.</summary>
    Choice,
}

/// <summary>A thing patients are asked to agree to; its wording stands in versions.</summary>
/// <param name="Key">Permanent; entries of the record name it.</param>
/// <param name="Compound">Which ketamine it is about; null for a choice.</param>
/// <param name="Route">How it is given; null for a choice.</param>
/// <param name="OffLabel">True where this use is not approved, which the text then says.</param>
/// <param name="Programme">True where the patient must be enrolled in a safety programme as well.</param>
public sealed record ConsentDocument(
    string Key, int Order, ConsentPurpose Purpose, Compounds? Compound = null, Route? Route = null, bool OffLabel = false, bool Programme = false)
{
    /// <summary>True when this is the consent that a treatment under the protocol needs.</summary>
    public bool Covers(Protocol protocol) => Purpose == ConsentPurpose.Treatment && Compound == protocol.Compound && Route == protocol.Route;
}

/// <summary>One wording of a document, in every language in which it is offered.</summary>
/// <param name="Number">Counts up within the document.</param>
/// <param name="Since">The oldest version whose signature still holds under this one: a small correction leaves it where it was.</param>
/// <param name="From">The first day on which it is asked for.</param>
/// <param name="Texts">By language; English is always there.</param>
/// <param name="By">Who published it; null for the wording that comes with Afterglow.</param>
public sealed record ConsentVersion(
    string Document, int Number, int Since, DateOnly From, IReadOnlyDictionary<string, ConsentText> Texts, string? By = null,
    DateTimeOffset? At = null, string Note = "")
{
    public bool Supplied => By is null;

    /// <summary>The wording in a language, or in English where the clinic has not written it in that language.</summary>
    public ConsentText In(string language) => Texts.TryGetValue(language, out var text) ? text : Texts["en"];

    /// <summary>The language in which it is read by whoever asks for this one.</summary>
    public string LanguageFor(string language) => Texts.ContainsKey(language) ? language : "en";

    /// <summary>True where a signature under this version of the document holds.</summary>
    public bool Accepts(int signed) => signed >= Since;
}
