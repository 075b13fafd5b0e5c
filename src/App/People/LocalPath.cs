namespace Afterglow.App.People;

/// <summary>Where to go on to after signing in: a page of this clinic, never another site.</summary>
public static class LocalPath
{
    /// <summary>The path when it is local, otherwise the front page.</summary>
    public static string OrHome(string? path)
    {
        if (path is null || path.Length > 2000 || !path.StartsWith('/')) return "/";
        // Browsers read “//host” and “/\host” as another site, and drop tabs and line ends before they look.
        if (path.Length > 1 && path[1] is '/' or '\\') return "/";
        return path.Any(letter => char.IsControl(letter) || letter == '\\') ? "/" : path;
    }

    /// <summary>A page of ours that goes on to another one afterwards.</summary>
    public static string With(string page, string? path) =>
        OrHome(path) is var next && next != "/" ? $"{page}?returnUrl={Uri.EscapeDataString(next)}" : page;
}
