using Afterglow.Core.Intake.History;
using Microsoft.Extensions.Localization;

namespace Afterglow.App.Portal;

/// <summary>A section's form as a browser sends it, and the words around it.</summary>
internal static class HistoryForm
{
    public const string Do = "do", Add = "add:", Remove = "remove:";

    /// <summary>The name of a field: what it holds (<c>o</c>ption, <c>t</c>ext, <c>u</c>nit), the question, the row.</summary>
    public static string Field(char what, string question, Guid? row) => row is { } id ? $"{what}:{question}:{id:N}" : $"{what}:{question}";

    /// <summary>An id for the label.</summary>
    public static string Id(string question, Guid? row) => (row is { } id ? $"q-{question}-{id:N}" : $"q-{question}").Replace('.', '-');

    public static string Rows(string group) => $"rows:{group}";

    /// <summary>What was typed for every question of the section, in the order of the form.</summary>
    public static IReadOnlyList<(string Question, Guid? Row, TypedAnswer Answer)> Read(IFormCollection form, HistorySection section)
    {
        var typed = new List<(string, Guid?, TypedAnswer)>();
        foreach (var question in section.Questions)
        {
            if (question.Kind != QuestionKind.Group) typed.Add((question.Id, null, Typed(form, question.Id, null)));
            else
                foreach (var row in RowsOf(form, question.Id))
                    typed.AddRange(question.Fields.Select(field => (field.Id, (Guid?)row, Typed(form, field.Id, row))));
        }
        return typed;
    }

    public static IReadOnlyList<Guid> RowsOf(IFormCollection form, string group) =>
        [.. form[Rows(group)].Select(text => Guid.TryParseExact(text, "N", out var row) ? row : Guid.Empty).Where(row => row != Guid.Empty).Distinct().Take(Question.MostRows + 1)];

    public static TypedAnswer Typed(IFormCollection form, string question, Guid? row)
    {
        var options = form[Field('o', question, row)].Where(option => !string.IsNullOrEmpty(option)).Select(option => option!).Take(100).ToList();
        return new TypedAnswer(options.Count > 0 ? options : null, form[Field('t', question, row)].FirstOrDefault(), form[Field('u', question, row)].FirstOrDefault());
    }

    /// <summary>What a saved answer looks like in the fields.</summary>
    public static TypedAnswer Of(Answer? answer) => answer switch
    {
        Answer.Chosen chosen => new([.. chosen.Options], chosen.Text),
        Answer.Amount amount => new(null, amount.Number.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture), amount.Unit),
        Answer.Day day => new(null, day.Date.ToString()),
        Answer.Written written => new(null, written.Text),
        Answer.Unsure => new([TypedAnswer.Unsure]),
        Answer.Declined => new([TypedAnswer.Declined]),
        _ => new(),
    };

    // Words

    public static string Asks(this IStringLocalizer<PatientWords> words, Question question) => words["history.q." + question.Id];

    public static string? Hint(this IStringLocalizer<PatientWords> words, Question question) =>
        words["history.q." + question.Id + ".hint"] is { ResourceNotFound: false } hint ? hint.Value : null;

    public static string? Why(this IStringLocalizer<PatientWords> words, Question question) =>
        words["history.why." + question.Id] is { ResourceNotFound: false } own ? own.Value
        : question.Sensitive ? words["history.why." + question.For].Value : null;

    /// <summary>An option in the patient's language: its own wording for the question, else the one all questions share.</summary>
    public static string OptionWords(this IStringLocalizer<PatientWords> words, Question question, string key) => key switch
    {
        TypedAnswer.Unsure => words["my.unsure"],
        TypedAnswer.Declined => words["my.declined"],
        _ => words[$"history.o.{question.Id}.{key}"] is { ResourceNotFound: false } own ? own.Value : words["history.o." + key].Value,
    };

    public static string UnitWords(this IStringLocalizer<PatientWords> words, string key) => words["history.u." + key];

    /// <summary>A whole answer in the patient's language.</summary>
    public static string AnswerWords(this IStringLocalizer<PatientWords> words, Question question, Answer answer) => answer switch
    {
        Answer.Chosen chosen => string.Join(", ", chosen.Options.Select(key => words.OptionWords(question, key))) + (chosen.Text is { } text ? $": {text}" : ""),
        Answer.Amount amount => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{amount.Number:0.####} ") + words.UnitWords(amount.Unit),
        Answer.Unsure => words["my.unsure"],
        Answer.Declined => words["my.declined"],
        _ => answer.ToString() ?? "",
    };
}
