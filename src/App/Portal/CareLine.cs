namespace Afterglow.App.Portal;

/// <summary>One line of a patient's own page: something that waits for them, or that is there to be read.</summary>
/// <param name="Path">The page it opens.</param>
/// <param name="State">How it stands, in a few words.</param>
/// <param name="Waits">True where the patient is asked to do something.</param>
public sealed record CareLine(string Path, string Name, string State, bool Waits);

/// <summary>
/// What a module has to show on the patient's own page, in the language being read. Each is registered beside its
/// module and shown in the order in which they are registered.
/// </summary>
public interface ICareLines
{
    /// <summary>Reads nothing that the link does not open; empty where there is nothing for this patient.</summary>
    Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel);
}
