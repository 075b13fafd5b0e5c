namespace Afterglow.App.Design;

/// <summary>
/// Light, dark or as the device says. The choice is a cookie, so that the first byte of a page already has the
/// right colours and nothing flashes in a dark room.
/// </summary>
internal static class Theme
{
    public const string Cookie = "theme";

    public static string? Chosen(HttpContext context) => context.Request.Cookies[Cookie] switch
    {
        "light" => "light",
        "dark" => "dark",
        _ => null,
    };
}
