using System.Globalization;
using Afterglow.Core.People;

namespace Afterglow.App.Design;

/// <summary>The words a person reads in place of a name from the code.</summary>
internal static class RoleWords
{
    public static string Words(this Role role) => role switch
    {
        Role.FrontDesk => "Front desk",
        _ => role.ToString(),
    };
}

/// <summary>One or two letters that stand for a person, whole letters in any script.</summary>
internal static class Initials
{
    public static string Of(string name)
    {
        // Neither “Dr.” before the name nor “RN” behind it is part of it.
        var words = name.Split(',')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Where(word => char.IsLetter(word, 0) && !word.EndsWith('.')).ToList();
        return words switch
        {
            [] => "?",
            [var only] => First(only),
            [var first, .., var last] => First(first) + First(last),
        };
    }

    private static string First(string word) => StringInfo.GetNextTextElement(word).ToUpper(CultureInfo.InvariantCulture);
}
