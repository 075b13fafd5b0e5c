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
public sealed record Author(string Id, string Name, IReadOnlyList<Role> Roles, bool IsProgram = false)
{
    /// <summary>True when this is a person with one of the roles.</summary>
    public bool Is(params ReadOnlySpan<Role> roles)
    {
        if (IsProgram) return false;
        foreach (var role in roles)
            if (Roles.Contains(role)) return true;
        return false;
    }
}
