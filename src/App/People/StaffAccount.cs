using Afterglow.Core.People;
using Microsoft.AspNetCore.Identity;

namespace Afterglow.App.People;

/// <summary>What is kept about a member of staff who signs in.</summary>
public sealed class StaffAccount : IdentityUser<Guid>
{
    /// <summary>The name that stands in the record.</summary>
    public required string DisplayName { get; set; }

    /// <summary>False once the person has left: nothing opens for them any more, what they wrote stays.</summary>
    public bool Active { get; set; } = true;

    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>The authenticator app's key, encrypted with the clinic's master key; null before it is set up.</summary>
    public string? AuthenticatorKey { get; set; }

    /// <summary>The half-minute of the last code that was accepted: a code works once.</summary>
    public long AuthenticatorStep { get; set; }

    public List<StaffRole> Roles { get; } = [];

    public List<StaffSite> Sites { get; } = [];
}

/// <summary>A role somebody holds.</summary>
public sealed class StaffRole
{
    public Guid StaffId { get; init; }

    public Role Role { get; init; }
}

/// <summary>A site somebody works at.</summary>
public sealed class StaffSite
{
    public Guid StaffId { get; init; }

    public Guid SiteId { get; init; }
}

/// <summary>A member of staff, as screens show them.</summary>
/// <param name="LockedUntil">Set while too many wrong passwords keep the account shut.</param>
public sealed record StaffMember(
    Guid Id, string UserName, string DisplayName, bool Active, IReadOnlyList<Role> Roles, IReadOnlyList<Guid> Sites,
    bool HasSecondFactor, DateTimeOffset? LockedUntil)
{
    public Author Author => new(Id.ToString("D"), DisplayName, Roles);
}

/// <summary>A person to be given a sign-in.</summary>
public sealed record NewStaff(string UserName, string DisplayName, string Password, params IReadOnlyList<Role> Roles)
{
    /// <summary>Given only where the id must be known beforehand, as in the demonstration.</summary>
    public Guid? Id { get; init; }
}

/// <summary>The places where the clinic works.</summary>
public static class Sites
{
    /// <summary>The site every clinic starts with.</summary>
    public static readonly Guid Main = new("00000000-0000-7000-8000-000000000001");
}
