namespace Afterglow.App;

/// <summary>The paper in a clinic's printer.</summary>
public enum Paper
{
    A4,
    Letter,
}

/// <summary>Which paper a clinic has, where nobody has said.</summary>
public static class PaperOf
{
    // Where Letter is sold in shops. The rest of the world, and whatever is not known, prints on A4.
    private static readonly string[] LetterZones =
    [
        "US/", "Canada/", "America/Indiana/", "America/Kentucky/", "America/North_Dakota/",
        "America/New_York", "America/Detroit", "America/Chicago", "America/Menominee", "America/Denver", "America/Boise", "America/Phoenix",
        "America/Los_Angeles", "America/Anchorage", "America/Juneau", "America/Sitka", "America/Nome", "America/Yakutat", "America/Metlakatla",
        "America/Adak", "America/Puerto_Rico", "America/Indianapolis", "America/Louisville", "Pacific/Honolulu", "Pacific/Guam",
        "America/Toronto", "America/Vancouver", "America/Edmonton", "America/Winnipeg", "America/Halifax", "America/St_Johns", "America/Regina",
        "America/Moncton", "America/Montreal", "America/Whitehorse", "America/Yellowknife", "America/Iqaluit",
        "America/Mexico_City", "America/Monterrey", "America/Tijuana", "America/Cancun", "America/Hermosillo", "America/Chihuahua", "America/Merida",
        "Asia/Manila", "EST5EDT", "CST6CDT", "MST7MDT", "PST8PDT",
    ];

    /// <summary>The paper that is usual where the clinic's clock stands.</summary>
    public static Paper Zone(TimeZoneInfo zone)
    {
        var name = zone.IanaName();
        return LetterZones.Any(letter => letter.EndsWith('/') ? name.StartsWith(letter, StringComparison.Ordinal) : name == letter) ? Paper.Letter : Paper.A4;
    }
}

/// <summary>Names of time zones.</summary>
public static class ZoneNames
{
    /// <summary>The zone's name in the IANA list, on whatever system: <c>America/New_York</c>.</summary>
    public static string IanaName(this TimeZoneInfo zone) =>
        zone.HasIanaId || !TimeZoneInfo.TryConvertWindowsIdToIanaId(zone.Id, out var converted) ? zone.Id : converted;
}
