using System.Globalization;
using System.Security.Cryptography;
using Afterglow.App.Design;
using Afterglow.App.Measures;
using Afterglow.Core.CheckIns;
using Afterglow.Core.Measures;
using Microsoft.AspNetCore.DataProtection;

namespace Afterglow.App.Portal;

/// <summary>A question as a patient reads it.</summary>
/// <param name="Language">The language the wording is in; another than the page's where there is none.</param>
internal sealed record QuestionText(string Lead, string Text, IReadOnlyList<OptionText> Options, string Notice, string Language)
{
    /// <summary>In the language being read, else in English; what the clinic has loaded comes first. Null where no wording may be shown.</summary>
    public static async Task<QuestionText?> OfAsync(Wordings wordings, CheckInQuestion question, string language) =>
        (await wordings.ForAsync(question.Instrument, language) ?? await wordings.ForAsync(question.Instrument, Languages.Default)) is { } wording
            ? new(wording.Lead, wording.Items[question.Place].Text, Choices(question, wording), wording.Notice, wording.Language)
            : null;

    // A loaded wording may hold a question without its answers: they are numbers then.
    private static IReadOnlyList<OptionText> Choices(CheckInQuestion question, Wording wording) => wording.Items[question.Place].Options is { Count: > 0 } worded
        ? worded
        : [.. question.Item.Answers.Select(value => new OptionText(value, value.ToString(CultureInfo.InvariantCulture)))];
}

/// <summary>
/// An answer on its way to the birth date: given by whoever opened the link, sealed, and carried by their browser. It counts
/// once the birth date is right; a stranger's answer ends with the stranger.
/// </summary>
internal sealed record CarriedAnswer(string Question, int? Value, bool ShowsHelp)
{
    private const string Purpose = "check-in-carried";

    public string Seal(IDataProtectionProvider protection, Guid link) => protection.CreateProtector(Purpose).Protect(
        string.Create(CultureInfo.InvariantCulture, $"{link:N} {Question} {Value?.ToString(CultureInfo.InvariantCulture) ?? "-"} {(ShowsHelp ? "!" : ".")}"));

    /// <summary>Null where it is altered, cut off, or of another link.</summary>
    public static CarriedAnswer? Read(IDataProtectionProvider protection, Guid link, string? text)
    {
        if (string.IsNullOrEmpty(text) || text.Length > 2000) return null;
        try
        {
            return protection.CreateProtector(Purpose).Unprotect(text).Split(' ') is [var of, var question, var value, var help] && of == link.ToString("N")
                ? new CarriedAnswer(question, value == "-" ? null : int.Parse(value, CultureInfo.InvariantCulture), help == "!")
                : null;
        }
        catch (Exception fault) when (fault is CryptographicException or FormatException)
        {
            return null;
        }
    }
}

/// <summary>What a form of the check-in sends.</summary>
internal static class CheckInForm
{
    /// <summary>The value of the button “I would rather not say”.</summary>
    public const string Declined = "none";

    /// <summary>The answer in a form: false where no answer was pressed.</summary>
    public static bool TryRead(string? typed, out int? value)
    {
        value = null;
        if (typed == Declined) return true;
        if (!int.TryParse(typed, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)) return false;
        value = number;
        return true;
    }
}

/// <summary>The check-in on the patient's own page, and where they write and ask.</summary>
internal sealed class CheckInCareLines(CheckInRecords checkIns, CheckInRounds rounds, WordsRecords said, Microsoft.Extensions.Localization.IStringLocalizer<PatientWords> words) : ICareLines
{
    public async Task<IReadOnlyList<CareLine>> OfAsync(PatientLink link, CancellationToken cancel)
    {
        // A device of the clinic that is handed over opens the documents only.
        if (link.Purpose == LinkPurpose.Here) return [];
        var lines = new List<CareLine>();
        if (await checkIns.OpenOfAsync(link.PatientId, cancel) is { } waiting)
            lines.Add(new CareLine("/my-check-in", words["checkin.title"], waiting.Begun ? words["my.progress", waiting.Progress.Answered, waiting.Progress.Of] : words["care.to-do"], true));
        else if (await rounds.DueAsync(link.PatientId, cancel) is { } due)
            lines.Add(new CareLine("/my-check-in", words["checkin.title"], words["checkin.minutes", Math.Max(1, (int)Math.Ceiling(due.Takes.TotalMinutes))], due.Calls));
        lines.Add(new CareLine("/my-course", words["course.title"], words["course.state"], false));
        var written = (await said.StandingAsync(link, cancel)).Words.Count;
        lines.Add(new CareLine("/my-words", words["said.title"], written == 0 ? words["said.none"] : words["said.count", written], false));
        lines.Add(new CareLine("/my-question", words["asked.title"], words["asked.state"], false));
        return lines;
    }
}
