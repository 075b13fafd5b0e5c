using System.Security.Claims;
using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.App.Patients;

/// <summary>
/// The sites whose patients somebody may see, and the charts beyond them that are open to them in an emergency. Made here
/// and nowhere else; every read of a patient takes one.
/// </summary>
public sealed class Reach
{
    /// <summary>The site of a clinic that has only one.</summary>
    public static readonly Guid DefaultSite = Guid.Parse("00000000-0000-7000-8000-000000000001");

    private readonly IReadOnlyList<Guid> sites;

    private readonly IReadOnlyList<OpenEmergency> emergencies;

    private Reach(IEnumerable<Guid> sites, IEnumerable<OpenEmergency> emergencies)
    {
        this.sites = [.. sites.Distinct()];
        this.emergencies = [.. emergencies];
    }

    /// <summary>The site of what this caller adds without naming one; a site that does not exist for somebody who works at none.</summary>
    public Guid Home => sites.Count > 0 ? sites[0] : Guid.Empty;

    /// <summary>The sites as text, for the one kind of condition that every query carries.</summary>
    internal IReadOnlyList<string> SiteTexts => [.. sites.Select(site => site.ToString("D"))];

    /// <summary>The charts open in an emergency, as text: they stand beside the sites where one patient is asked for, never in a list.</summary>
    internal IReadOnlyList<string> EmergencyTexts => [.. emergencies.Select(open => open.PatientId.ToString("D"))];

    public bool Includes(Guid site) => sites.Contains(site);

    /// <summary>One patient: of a site of theirs, or open to them in an emergency.</summary>
    public bool Reaches(Guid site, Guid patientId) => Includes(site) || Emergency(patientId) is not null;

    /// <summary>The emergency in which this patient is within reach; null for their own patients.</summary>
    public OpenEmergency? Emergency(Guid patientId) => emergencies.FirstOrDefault(open => open.PatientId == patientId);

    /// <summary>The reach of a signed-in person or an API client. A person who works at no site sees nobody.</summary>
    public static Reach Of(ClaimsPrincipal user) => new(user.IsStaff() ? user.Sites() : [DefaultSite], user.Emergencies());

    /// <summary>The reach of the command line and of timed work, which act for the sites they are told.</summary>
    public static Reach To(params IEnumerable<Guid> sites) => new(sites, []);
}

/// <summary>Who asks, how far they reach, and where they ask from.</summary>
public sealed record Caller(Author Who, Reach Reach, string Origin)
{
    public static Caller Of(HttpContext context) =>
        new(context.User.Author(), Reach.Of(context.User), context.Origin());

    /// <summary>For screens without a request of their own.</summary>
    public static Caller Of(ClaimsPrincipal user, string origin) => new(user.Author(), Reach.Of(user), origin);
}
