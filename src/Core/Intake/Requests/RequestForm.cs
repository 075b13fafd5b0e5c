using System.Globalization;
using System.Net.Mail;
using System.Text.RegularExpressions;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.Requests;

/// <summary>A field of the form, to say where something is wrong.</summary>
public enum AskingField
{
    Danger,
    Name,
    Preferred,
    Pronouns,
    BirthDate,
    Email,
    Phone,
    About,
}

/// <summary>What is wrong with one field.</summary>
public sealed record AskingFault(AskingField Field, Refusal Refusal);

/// <summary>What somebody typed into the form that asks for a consultation, before anything is believed.</summary>
public sealed partial record RequestForm(
    string? Given, string? Family, string? Preferred, string? Pronouns, string? BirthDay, string? BirthMonth, string? BirthYear,
    string? Email, string? Phone, string? About, bool MayLeaveMessage, bool? InDanger)
{
    /// <summary>The longest answer to “what for”.</summary>
    public const int LongestAbout = 4000;

    /// <summary>Who asks and what for, cleaned; or everything that is wrong, a field each, in the order of the form.</summary>
    /// <param name="today">The clinic's day: nobody is born after it.</param>
    public (Person? Person, string About, IReadOnlyList<AskingFault> Faults) Read(DateOnly today)
    {
        var faults = new List<AskingFault>();
        if (InDanger is null) faults.Add(new(AskingField.Danger, new DangerUnanswered()));
        var given = Cleaned(Given, "the first name", Person.LongestName, AskingField.Name, faults);
        var family = Cleaned(Family, "the last name", Person.LongestName, AskingField.Name, faults);
        if (given is null && family is null && !faults.Exists(fault => fault.Field == AskingField.Name)) faults.Add(new(AskingField.Name, new NameMissing()));
        var preferred = Cleaned(Preferred, "the name you go by", Person.LongestName, AskingField.Preferred, faults);
        var pronouns = Cleaned(Pronouns, "your pronouns", 50, AskingField.Pronouns, faults);
        var birth = Born(today, faults);
        var email = Cleaned(Email, "the email address", 254, AskingField.Email, faults);
        if (email is not null && !IsAddress(email)) faults.Add(new(AskingField.Email, new EmailUnreadable()));
        var phone = Cleaned(Phone, "the telephone number", 50, AskingField.Phone, faults);
        if (phone is not null && !Telephone().IsMatch(phone)) faults.Add(new(AskingField.Phone, new PhoneUnreadable()));
        if (email is null && phone is null && !faults.Exists(fault => fault.Field is AskingField.Email or AskingField.Phone))
            faults.Add(new(AskingField.Email, new NoWayToReach()));
        if (!WrittenText.Note(About, "what you would like help with", LongestAbout).Try(out var about, out var refusal))
            faults.Add(new(AskingField.About, refusal));
        if (faults.Count > 0) return (null, "", faults);
        var person = new Person
        {
            Given = given?.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [], Family = family, Preferred = preferred, Pronouns = pronouns,
            BirthDate = birth, Contact = new Contact(phone, email),
        };
        // The rules of the patients' own door apply as well; only the number of given names is left to them.
        return person.Checked(today).Try(out var whole, out refusal) ? (whole, about!, []) : (null, "", [new(AskingField.Name, refusal)]);
    }

    private PartialDate? Born(DateOnly today, List<AskingFault> faults)
    {
        if (string.IsNullOrWhiteSpace(BirthDay) || string.IsNullOrWhiteSpace(BirthMonth) || string.IsNullOrWhiteSpace(BirthYear))
        {
            faults.Add(new(AskingField.BirthDate, new BirthDateMissing()));
            return null;
        }
        if (!TypedDate.TryRead(BirthDay, BirthMonth, BirthYear, out var day))
        {
            faults.Add(new(AskingField.BirthDate, new NoSuchDay()));
            return null;
        }
        var birth = PartialDate.On(day);
        if (new Person { BirthDate = birth }.Checked(today).Refusal is { } refusal) faults.Add(new(AskingField.BirthDate, refusal));
        return birth;
    }

    private static string? Cleaned(string? typed, string what, int longest, AskingField field, List<AskingFault> faults)
    {
        if (string.IsNullOrWhiteSpace(typed)) return null;
        if (WrittenText.Line(typed, what, longest).Try(out var text, out var refusal)) return text;
        faults.Add(new(field, refusal));
        return null;
    }

    // Whether there is such a mailbox only a message can tell; this finds what was typed into the wrong field.
    private static bool IsAddress(string text) =>
        MailAddress.TryCreate(text, out var address) && address.Address == text && address.Host.Contains('.', StringComparison.Ordinal) && !text.Contains(' ', StringComparison.Ordinal);

    [GeneratedRegex(@"^(?=(\D*\d){6,15}\D*$)[\d\s()+./\-–#*,;xX]+([A-Za-z.]{1,5}\s*\d{1,6})?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Telephone();
}

/// <summary>A date typed as three numbers, which nobody can read the wrong way round.</summary>
public static class TypedDate
{
    public static bool TryRead(string? day, string? month, string? year, out DateOnly date)
    {
        date = default;
        return Number(year, out var y) && Number(month, out var m) && Number(day, out var d)
            && y is >= 1000 and <= 9999 && m is >= 1 and <= 12 && d >= 1 && d <= DateTime.DaysInMonth(y, m)
            && Made(y, m, d, out date);
    }

    private static bool Number(string? text, out int number) =>
        int.TryParse((text ?? "").Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);

    private static bool Made(int year, int month, int day, out DateOnly date)
    {
        date = new DateOnly(year, month, day);
        return true;
    }
}
