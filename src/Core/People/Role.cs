namespace Afterglow.Core.People;

/// <summary>What a member of staff does in the clinic. A person may hold several.</summary>
public enum Role
{
    FrontDesk,
    Nurse,
    Prescriber,
    Therapist,
    Director,
    Administrator,
}

/// <summary>Who wrote something down: a signed-in person, or a program acting under a client's name.</summary>
/// <param name="Id">The staff member's or client's permanent id.</param>
/// <param name="Name">The name as it stood when the entry was written.</param>
/// <param name="Roles">The roles held at that moment.</param>
/// <param name="IsProgram">True for an API client: it may chart, but never overrides, checks, witnesses or signs.</param>
/// <param name="IsPatient">True for a patient, or somebody who asks to become one: they write about themselves and hold no role.</param>
public sealed record Author(string Id, string Name, IReadOnlyList<Role> Roles, bool IsProgram = false, bool IsPatient = false)
{
    /// <summary>A patient, as the author of their own answers. The name stays out: the record does not say who a patient is.</summary>
    public static Author Patient(Guid patientId) => new($"patient:{patientId:D}", "The patient", [], IsPatient: true);

    /// <summary>Somebody who is not a patient yet and asks for a consultation.</summary>
    public static Author Asking(Guid requestId) => new($"request:{requestId:D}", "The person asking", [], IsPatient: true);

    /// <summary>True when this is a person with one of the roles.</summary>
    public bool Is(params ReadOnlySpan<Role> roles)
    {
        if (IsProgram) return false;
        foreach (var role in roles)
            if (Roles.Contains(role)) return true;
        return false;
    }
}
