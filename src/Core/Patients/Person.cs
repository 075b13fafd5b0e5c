using System.Text.Json.Serialization;

namespace Afterglow.Core.Patients;

/// <summary>Sex, as given by the person or by another record.</summary>
[JsonConverter(typeof(CamelCase<Sex>))]
public enum Sex
{
    Unknown,
    Female,
    Male,
    Other,
}

/// <summary>How to reach somebody. Each part may be missing.</summary>
public sealed record Contact(string? Phone = null, string? Email = null, string? Address = null);

/// <summary>
/// Who a patient is: names, birth date, how to reach them. Kept apart from the clinical record, so that a
/// de-identified export leaves it out.
/// </summary>
public sealed record Person
{
    /// <summary>The longest part of a name, in what a reader sees as letters.</summary>
    public const int LongestName = 200;

    private static readonly DateOnly EarliestBirth = new(1880, 1, 1);

    /// <summary>Given names, in order; empty for a person with one name.</summary>
    public IReadOnlyList<string> Given { get; init; } = [];

    public string? Family { get; init; }

    /// <summary>What the person wants to be called.</summary>
    public string? Preferred { get; init; }

    /// <summary>Such as “she/her”.</summary>
    public string? Pronouns { get; init; }

    public PartialDate? BirthDate { get; init; }

    public Sex SexAtBirth { get; init; }

    /// <summary>Gender in the person's own or the other record's word.</summary>
    public string? Gender { get; init; }

    public Contact Contact { get; init; } = new();

    public bool Deceased { get; init; }

    /// <summary>The whole name as it is written: family name first where the script does so.</summary>
    [JsonIgnore]
    public string FullName
    {
        get
        {
            var given = string.Join(' ', Given);
            if (Family is not { Length: > 0 } family) return given.Length > 0 ? given : NameUnknown;
            if (given.Length == 0) return family;
            return Script.IsEastAsian(family) && Script.IsEastAsian(given) ? family + given : $"{given} {family}";
        }
    }

    /// <summary>What to call the person on a screen: the preferred name with the family name, else the whole name.</summary>
    [JsonIgnore]
    public string DisplayName => Preferred is not { Length: > 0 } preferred ? FullName
        : Family is { Length: > 0 } family && !preferred.EndsWith(family, StringComparison.OrdinalIgnoreCase) ? $"{preferred} {family}"
        : preferred;

    /// <summary>What stands in place of a name that another record did not have.</summary>
    public const string NameUnknown = "(name not known)";

    [JsonIgnore]
    public bool HasName => Given.Count > 0 || Family is { Length: > 0 };

    /// <summary>The same person with every text cleaned, or what is wrong with the first that cannot be used.</summary>
    /// <param name="today">The clinic's day: nobody is born after it.</param>
    public Result<Person> Checked(DateOnly today)
    {
        if (BirthDate is { } birth)
        {
            if (birth.Earliest > today) return new BirthDateInFuture(birth);
            if (birth.Latest < EarliestBirth) return new BirthDateTooEarly(birth);
        }
        var given = new List<string>(Given.Count);
        foreach (var part in Given)
        {
            if (string.IsNullOrWhiteSpace(part)) continue;
            if (!WrittenText.Line(part, "the given name", LongestName).Try(out var name, out var refusal)) return refusal;
            given.Add(name);
        }
        if (given.Count > 12) return new TooManyNames();
        string? family = null, preferred = null, pronouns = null, gender = null, phone = null, email = null, address = null;
        var wrong = Clean(Family, "the family name", LongestName, ref family)
            ?? Clean(Preferred, "the preferred name", LongestName, ref preferred)
            ?? Clean(Pronouns, "the pronouns", 50, ref pronouns)
            ?? Clean(Gender, "the gender", 100, ref gender)
            ?? Clean(Contact.Phone, "the telephone number", 50, ref phone)
            ?? Clean(Contact.Email, "the email address", 254, ref email)
            ?? Clean(Contact.Address, "the address", 500, ref address);
        if (wrong is not null) return wrong;
        return this with
        {
            Given = given, Family = family, Preferred = preferred, Pronouns = pronouns, Gender = gender,
            Contact = new Contact(phone, email, address),
        };
    }

    private static Refusal? Clean(string? typed, string what, int longest, ref string? cleaned)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (!WrittenText.Line(typed, what, longest).Try(out var text, out var refusal)) return refusal;
        cleaned = text;
        return null;
    }
}

internal static class Script
{
    /// <summary>True when every letter is a Chinese character, kana or Hangul: names in them are written without a space.</summary>
    public static bool IsEastAsian(string text) => text.EnumerateRunes().All(rune => rune.Value
        is (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7A3) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x323AF));
}

/// <summary>A patient has to be called something.</summary>
public sealed record NameMissing : Refusal
{
    public override string Code => "person.name-missing";

    public override string Sentence => "Write a given name or a family name; one of them is enough.";
}

/// <summary>Nobody has this many given names; something else was pasted in.</summary>
public sealed record TooManyNames : Refusal
{
    public override string Code => "person.too-many-names";

    public override string Sentence => "Write at most twelve given names.";
}

/// <summary>Nobody is born tomorrow.</summary>
public sealed record BirthDateInFuture(PartialDate BirthDate) : Refusal
{
    public override string Code => "person.birth-date-in-future";

    public override string Sentence => $"The birth date {BirthDate} is in the future.";
}

/// <summary>Nobody alive was born then.</summary>
public sealed record BirthDateTooEarly(PartialDate BirthDate) : Refusal
{
    public override string Code => "person.birth-date-too-early";

    public override string Sentence => $"The birth date {BirthDate} is before 1880.";
}
