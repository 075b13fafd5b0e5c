using System.Globalization;
using Afterglow.App.Design;
using Afterglow.Core.Safety;

namespace Afterglow.App.Safety;

/// <summary>The words staff read in place of a name from the code.</summary>
internal static class TaskWords
{
    public static string Words(this Concern concern) => concern switch
    {
        Concern.SuicideNow => "Suicide risk now",
        Concern.SuicidalThoughts => "Thoughts of suicide",
        Concern.Dissociation => "Dissociation has not ended",
        Concern.Psychosis => "Psychosis reported",
        Concern.Mania => "Mania reported",
        Concern.ReadToday => "Please read today",
        Concern.SteepWorsening => "Steep worsening",
        Concern.Urinary => "Bladder symptoms",
        Concern.TakeDownQuote => "A quote is taken back",
        _ => "A question",
    };

    /// <summary>True where the patient is shown the crisis lines with it.</summary>
    public static bool ShowsHelp(this Concern concern) => concern is Concern.SuicideNow or Concern.SuicidalThoughts or Concern.Psychosis or Concern.Mania or Concern.Dissociation;

    /// <summary>“due in 12 minutes”, “late by 2 hours”.</summary>
    public static string Due(this SafetyTask task, DateTimeOffset now) =>
        now < task.DueAt ? $"due in {When.Span(task.DueAt - now)}" : $"late by {When.Span(now - task.DueAt)}";

    /// <summary>The class of the mark: red when it is late, amber when half the time is gone and nobody has it.</summary>
    public static string Mark(this SafetyTask task, DateTimeOffset now) =>
        task.IsOverdue(now) ? "late" : task.State == TaskState.Open && now >= task.PrescriberAt ? "soon" : "";

    public static string What(TaskEvent happened) => happened switch
    {
        TaskEvent.Opened => "Opened",
        TaskEvent.SaidAgain => "Said again",
        TaskEvent.Taken => "Took it",
        TaskEvent.GivenBack => "Gave it back",
        TaskEvent.Noted => "Noted",
        TaskEvent.Escalated escalated =>
            $"{(escalated.Cause == EscalationCause.NobodyTookIt ? "Nobody took it" : "Not done in time")}: told the {escalated.To.Words().ToLower(CultureInfo.InvariantCulture)}",
        TaskEvent.Closed => "Done",
        _ => "",
    };

    public static string Detail(TaskEvent happened) => happened switch
    {
        TaskEvent.Opened opened => opened.Says,
        TaskEvent.SaidAgain again => again.Says,
        TaskEvent.GivenBack back => back.Reason,
        TaskEvent.Noted noted => noted.Note,
        TaskEvent.Closed closed => closed.Done,
        _ => "",
    };

    public static string For(TaskFor whom) => whom.Name is { } name ? $"{name} ({whom.Why})" : $"whoever is {Article(whom.Role.Words())}";

    private static string Article(string role) => "a " + role.ToLower(CultureInfo.InvariantCulture);
}
