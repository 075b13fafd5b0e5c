using Afterglow.Core.Intake.History;
using Afterglow.Core.Patients;
using Afterglow.Core.Schedule;

namespace Afterglow.App.Portal;

/// <summary>In which language a patient is written to.</summary>
internal static class PatientLanguage
{
    /// <summary>The one they chose for messages, else the one they prefer in their history, else that in which they sent it.</summary>
    public static string Of(IReadOnlyList<ChartLine> lines)
    {
        if (MessageWish.From(lines)?.Language is { } chosen && Languages.Has(chosen)) return chosen;
        var history = PatientHistory.From(lines);
        return Languages.All.FirstOrDefault(language => history.Has("language", language.Name))?.Name ?? (Languages.Has(history.Language) ? history.Language! : Languages.Default);
    }
}
