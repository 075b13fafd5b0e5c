using Afterglow.App.Patients;
using Afterglow.App.People;
using Afterglow.Core;
using Afterglow.Core.Safety;

namespace Afterglow.App.Safety;

/// <summary>What a step with a task says. The id is made by whoever asks: asking twice does it once.</summary>
/// <param name="Text">Why it is given back, the note, or what was done.</param>
/// <param name="Over">To take over what a colleague has.</param>
public sealed record TaskStep(Guid EntryId, string? Text = null, bool Over = false);

/// <summary>One line of a task's log as it travels.</summary>
public sealed record TaskLineShown(DateTimeOffset At, string By, string What, string Detail);

/// <summary>A task as it travels.</summary>
public sealed record TaskShown(
    Guid Id, string Concern, string State, Guid? PatientId, Guid? RequestId, IReadOnlyList<string> Says, DateTimeOffset OpenedAt, DateTimeOffset DueAt, bool Late,
    string For, string? TakenBy, string? Done, IReadOnlyList<TaskLineShown> Log);

/// <summary>Tasks over HTTP. A program may read them; only people take and close them.</summary>
public static class SafetyRoutes
{
    public static void MapSafety(this IEndpointRouteBuilder routes)
    {
        var tasks = routes.MapGroup("/api/tasks").WithTags("Safety");

        tasks.MapGet("", async (bool? done, HttpContext context, SafetyRecords records, TimeProvider clock, CancellationToken cancel) =>
            Results.Json((await records.ListAsync(done == true, Reach.Of(context.User), cancel)).Select(view => Shown(view, clock.GetUtcNow())), TaskJson.Options))
            .RequireAuthorization(Policies.SeeTasks).Reads("task.list").WithSummary("What waits for somebody because a risk was reported, or what was done lately");

        tasks.MapGet("/{taskId:guid}", async (Guid taskId, HttpContext context, SafetyRecords records, TimeProvider clock, CancellationToken cancel) =>
        {
            if (await records.FindAsync(taskId, Reach.Of(context.User), cancel) is not { } view) return Problems.Refused(new TaskUnknown());
            if (view.Task.Opened.PatientId is { } patient) context.About(patient);
            return Results.Json(Shown(view, clock.GetUtcNow()), TaskJson.Options);
        }).RequireAuthorization(Policies.SeeTasks).Reads("task.read").WithSummary("One task with its log");

        Map("take", step => new TakeTask(step.Over), "Look after a task");
        Map("give-back", step => new GiveTaskBack(step.Text), "Give a task back, with the reason");
        Map("notes", step => new NoteOnTask(step.Text), "Note what was tried");
        Map("close", step => new CloseTask(step.Text), "Close a task with what was done");

        void Map(string path, Func<TaskStep, ITaskCommand> command, string summary) =>
            tasks.MapPost("/{taskId:guid}/" + path, async (Guid taskId, TaskStep? step, HttpContext context, SafetyRecords records, TimeProvider clock, CancellationToken cancel) =>
            {
                if (step is null) return Problems.Refused(new EntryIdMissing());
                var changed = await records.ChangeAsync(taskId, step.EntryId, command(step), Caller.Of(context), cancel);
                return changed.Try(out _, out var refusal)
                    ? Results.Json(Shown((await records.FindAsync(taskId, Reach.Of(context.User), cancel))!, clock.GetUtcNow()), TaskJson.Options)
                    : refusal is TaskTakenBy or TaskIsDone ? Problems.Problem(StatusCodes.Status409Conflict, refusal.Code, refusal.Sentence) : Problems.Refused(refusal);
            }).RequireAuthorization(Policies.HandleTasks).WithSummary(summary);
    }

    private static TaskShown Shown(TaskView view, DateTimeOffset now) => new(
        view.Task.Id, Kebab(view.Task.Concern), view.Task.State.ToString().ToLowerInvariant(), view.Task.Opened.PatientId, view.Task.Opened.RequestId, view.Task.Says,
        view.Task.OpenedAt, view.Task.DueAt, view.Task.IsOverdue(now), TaskWords.For(view.Task.For), view.Task.TakenBy?.Name, view.Task.Done,
        [.. view.Log.Select(line => new TaskLineShown(line.At, line.By.Name, TaskWords.What(line.Event), TaskWords.Detail(line.Event)))]);

    private static string Kebab(Concern concern) => System.Text.Json.JsonNamingPolicy.KebabCaseLower.ConvertName(concern.ToString());
}
