using System.Text.RegularExpressions;
using Afterglow.Core.People;
using Microsoft.Playwright;

namespace Afterglow.Browser;

/// <summary>A page that was found by following links.</summary>
/// <param name="Pattern">Its path without ids: <c>/patients/·/check-in</c>.</param>
public sealed record FoundPage(Role Role, string Path, string Pattern, IResponse Response);

/// <summary>Follows every link from every role's first page and comes by each kind of page once.</summary>
public static partial class Walk
{
    private static readonly Role[] Order = [Role.Prescriber, Role.Administrator, Role.Director, Role.Nurse, Role.FrontDesk, Role.Therapist];

    /// <summary>Does something on every page. A page that is added tomorrow and linked from anywhere is found as well.</summary>
    public static async Task<IReadOnlyList<FoundPage>> EveryPageAsync(this DemoClinic clinic, Func<Visitor, FoundPage, Task> look)
    {
        var found = new List<FoundPage>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var role in Order)
        {
            await using var visitor = await clinic.SignedInAsync(role);
            var ahead = new Queue<string>(["/", "/account", $"/{Guid.NewGuid():N}"]);
            while (ahead.TryDequeue(out var path))
            {
                var pattern = Pattern(path);
                // Everybody's first page and menu are their own; any other kind of page is looked at once.
                if (!seen.Add(path == "/" ? $"{role} {pattern}" : pattern)) continue;
                var response = await visitor.GoAsync(path);
                if (!(await response.AllHeadersAsync()).TryGetValue("content-type", out var type) || !type.StartsWith("text/html", StringComparison.Ordinal)) continue;
                var page = new FoundPage(role, path, pattern, response);
                found.Add(page);
                await look(visitor, page);
                foreach (var link in await LinksAsync(visitor)) ahead.Enqueue(link);
            }
        }
        return found;
    }

    private static async Task<IReadOnlyList<string>> LinksAsync(Visitor visitor)
    {
        var links = await visitor.Page.Locator("a[href]:not([download]):not([target])").EvaluateAllAsync<string[]>("all => all.map(one => one.href)");
        return
        [
            .. links.Where(link => link.StartsWith(visitor.Address + "/", StringComparison.Ordinal)).Select(link => new Uri(link))
                // The chair's screen is an application of its own, with a journey of its own.
                .Where(link => !link.AbsolutePath.StartsWith("/chair/", StringComparison.Ordinal) && !link.AbsolutePath.Contains("export", StringComparison.Ordinal))
                .Select(link => link.PathAndQuery).Distinct(),
        ];
    }

    private static string Pattern(string path) => Id().Replace(path.Split('?')[0], "·");

    [GeneratedRegex("[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", RegexOptions.None, 1000)]
    private static partial Regex Id();
}
