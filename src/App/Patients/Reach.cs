using System.Security.Claims;
using Afterglow.App.People;
using Afterglow.Core.People;

namespace Afterglow.App.Patients;

/// <summary>The sites whose patients somebody may see. Made here and nowhere else; every read of a patient takes one.</summary>
public sealed class Reach
{
    /// <summary>The site of a clinic that has only one.</summary>
    public static readonly Guid DefaultSite = Guid.Parse("00000000-0000-7000-8000-000000000001");

    private readonly IReadOnlyList<Guid> sites;

    private Reach(IEnumerable<Guid> sites) => this.sites = [.. sites.Distinct()];

    /// <summary>The site of what this caller adds without naming one.</summary>
    public Guid Home => sites[0];

    /// <summary>The sites as text, for the one kind of condition that every query carries.</summary>
    internal IReadOnlyList<string> SiteTexts => [.. sites.Select(site => site.ToString("D"))];

    public bool Includes(Guid site) => sites.Contains(site);

    /// <summary>The reach of a signed-in person or an API client.</summary>
    public static Reach Of(ClaimsPrincipal user)
    {
        var named = user.Sites();
        return new Reach(named.Count > 0 ? named : [DefaultSite]);
    }

    /// <summary>The reach of the command line and of timed work, which act for the sites they are told.</summary>
    public static Reach To(params IEnumerable<Guid> sites) => new(sites);
}

/// <summary>Who asks, how far they reach, and where they ask from.</summary>
public sealed record Caller(Author Who, Reach Reach, string Origin)
{
    public static Caller Of(HttpContext context) =>
        new(context.User.Author(), Reach.Of(context.User), context.Origin());

    /// <summary>For screens without a request of their own.</summary>
    public static Caller Of(ClaimsPrincipal user, string origin) => new(user.Author(), Reach.Of(user), origin);
}
