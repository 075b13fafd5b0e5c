using System.Globalization;
using Afterglow.App.Design;
using Afterglow.Core.Intake.Consent;

namespace Afterglow.App.Intake;

/// <summary>The words a member of staff reads for how a patient stands to a document.</summary>
internal static class ConsentWords
{
    public static string Of(ConsentState state) => state switch
    {
        ConsentState.Signed => "Signed",
        ConsentState.Outdated => "To be signed anew",
        ConsentState.Withdrawn => "Withdrawn",
        ConsentState.Declined => "Answered no",
        _ => "Not signed",
    };

    /// <summary>The class of the badge; never an alarm's.</summary>
    public static string Badge(ConsentState state) => state switch
    {
        ConsentState.Signed => "calm",
        ConsentState.Outdated => "doubt",
        ConsentState.Withdrawn => "refuse",
        _ => "",
    };

    public static string Sentence(ConsentStanding standing, TimeProvider clock)
    {
        var signed = standing is { Signed: { } one, Signature: { } line }
            ? string.Create(CultureInfo.InvariantCulture, $"Version {one.Version} signed {clock.MomentWords(line.At)}, {Place(one, line)}")
            : "";
        return standing.State switch
        {
            ConsentState.Signed => signed + ".",
            ConsentState.Outdated => string.Create(CultureInfo.InvariantCulture, $"{signed}; since {standing.Version.From.Words()} version {standing.Version.Number} is asked for."),
            ConsentState.Withdrawn => $"Withdrawn {clock.MomentWords(standing.Since!.Value)}. {(signed.Length > 0 ? signed + "." : "")}",
            ConsentState.Declined => $"Answered no {clock.MomentWords(standing.Since!.Value)}.",
            _ => standing.Asked ? "Asked for, not signed yet." : "",
        };
    }

    private static string Place(ConsentEvent.Signed signed, ConsentLine line) =>
        signed.Place == ConsentPlace.Home ? "at home" : $"in the clinic before {line.By.Name}";

    /// <summary>Which questions were answered, how often wrongly, or who talked it through; empty where nothing was tried.</summary>
    public static string Understanding(ConsentFile file, ConsentStanding standing)
    {
        if (standing.TalkedThrough is { } talked) return $"Talked through by {talked.By.Name}: {((ConsentEvent.TalkedThrough)talked.What).Note}";
        var answers = file.Holding.Select(line => line.What).OfType<ConsentEvent.QuestionAnswered>().Where(answer => answer.Document == standing.Document.Key).ToList();
        if (answers.Count == 0) return "";
        var wrong = answers.Count(answer => !answer.Right);
        return string.Create(CultureInfo.InvariantCulture, $"Questions: {standing.Understood.Count} of {standing.Version.In("en").Questions.Count} understood, {wrong} wrong answer{(wrong == 1 ? "" : "s")} on the way.");
    }

    public static string What(ConsentEvent happened) => happened switch
    {
        ConsentEvent.Asked asked => "Asked for: " + string.Join(", ", asked.Documents.Select(Title)),
        ConsentEvent.Shown shown => $"Read: {Title(shown.Document)}, version {shown.Version} ({shown.Language})",
        ConsentEvent.QuestionAnswered answered => $"{(answered.Right ? "Right" : "Wrong")} answer {answered.Option} to “{Question(answered)}”",
        ConsentEvent.TalkedThrough talked => $"Talked through: {Title(talked.Document)}, version {talked.Version}. {talked.Note}",
        ConsentEvent.Signed signed => $"Signed: {Title(signed.Document)}, version {signed.Version}, as “{signed.Name}”",
        ConsentEvent.Declined declined => $"Answered no: {Title(declined.Document)}",
        ConsentEvent.Withdrawn withdrawn => $"Withdrawn: {Title(withdrawn.Document)}{(withdrawn.Reason.Length > 0 ? $". {withdrawn.Reason}" : "")}",
        ConsentEvent.Enrolled enrolled => $"Enrolled in the esketamine programme on {enrolled.On.Words()}{(enrolled.Number.Length > 0 ? $", number {enrolled.Number}" : "")}",
        ConsentEvent.Struck struck => $"An entry was struck: {struck.Reason}",
        _ => "",
    };

    private static string Question(ConsentEvent.QuestionAnswered answered) =>
        SuppliedQuestion(answered) ?? answered.Question;

    private static string? SuppliedQuestion(ConsentEvent.QuestionAnswered answered) =>
        Portal.SuppliedConsents.Library.Supplied.FirstOrDefault(version => version.Document == answered.Document)?.In("en").Questions
            .FirstOrDefault(question => question.Key == answered.Question)?.Asks;

    private static string Title(string document) => Portal.SuppliedConsents.Library.Find(document) is null
        ? document : Portal.SuppliedConsents.Library.Newest(document).In("en").Title;
}
