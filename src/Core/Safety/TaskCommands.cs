using Afterglow.Core.Patients;
using Afterglow.Core.People;

namespace Afterglow.Core.Safety;

/// <summary>Something a member of staff does with a task.</summary>
public interface ITaskCommand
{
    Result<TaskEvent> Decide(SafetyTask task, Author by);
}

/// <summary>“I look after this.”</summary>
/// <param name="Over">True to take over what a colleague has: said on purpose, never by pressing late.</param>
public sealed record TakeTask(bool Over = false) : ITaskCommand
{
    public Result<TaskEvent> Decide(SafetyTask task, Author by)
    {
        if (task.State == TaskState.Done) return new TaskIsDone(task.DoneBy!.Name);
        if (task.TakenBy is { } holder)
        {
            if (holder.Id == by.Id) return new TaskAlreadyYours();
            if (!Over) return new TaskTakenBy(holder.Name);
        }
        return new TaskEvent.Taken();
    }
}

/// <summary>“I cannot after all.”</summary>
public sealed record GiveTaskBack(string? Reason) : ITaskCommand
{
    public Result<TaskEvent> Decide(SafetyTask task, Author by)
    {
        if (task.TakenBy?.Id != by.Id || task.State != TaskState.Taken) return new TaskNotYours();
        return WrittenText.Line(Reason, "why you give it back").Try(out var reason, out var refusal) ? new TaskEvent.GivenBack(reason) : refusal;
    }
}

/// <summary>“Called, no answer.”</summary>
public sealed record NoteOnTask(string? Note) : ITaskCommand
{
    public Result<TaskEvent> Decide(SafetyTask task, Author by)
    {
        if (task.State == TaskState.Done) return new TaskIsDone(task.DoneBy!.Name);
        return WrittenText.Note(Note, "the note", 2000).Try(out var note, out var refusal) ? new TaskEvent.Noted(note) : refusal;
    }
}

/// <summary>It is dealt with, and this is what was done.</summary>
public sealed record CloseTask(string? Done) : ITaskCommand
{
    /// <summary>Fewer letters are no sentence: “ok” tells nobody what was done.</summary>
    public const int Shortest = 12;

    public Result<TaskEvent> Decide(SafetyTask task, Author by)
    {
        if (task.State == TaskState.Done) return new TaskIsDone(task.DoneBy!.Name);
        if (task.TakenBy is null) return new TaskTakenByNobody();
        if (task.TakenBy.Id != by.Id) return new TaskTakenBy(task.TakenBy.Name);
        if (!WrittenText.Note(Done, "what was done", 2000).Try(out var done, out var refusal)) return refusal is TextMissing ? new TaskNeedsWhatWasDone() : refusal;
        return done.Length < Shortest || !done.Contains(' ', StringComparison.Ordinal) ? new TaskNeedsWhatWasDone() : new TaskEvent.Closed(done);
    }
}

/// <summary>No such task, or none within reach.</summary>
public sealed record TaskUnknown : Refusal
{
    public override string Code => "task.unknown";

    public override string Sentence => "There is no such task.";
}

/// <summary>Somebody else was first.</summary>
public sealed record TaskTakenBy(string Name) : Refusal
{
    public override string Code => "task.taken";

    public override string Sentence => $"{Name} looks after this already. Speak with them, or take it over.";
}

public sealed record TaskAlreadyYours : Refusal
{
    public override string Code => "task.yours";

    public override string Sentence => "You look after this already.";
}

public sealed record TaskNotYours : Refusal
{
    public override string Code => "task.not-yours";

    public override string Sentence => "Only whoever looks after a task can give it back.";
}

public sealed record TaskTakenByNobody : Refusal
{
    public override string Code => "task.not-taken";

    public override string Sentence => "Take the task first: whoever closes it has looked after it.";
}

public sealed record TaskIsDone(string By) : Refusal
{
    public override string Code => "task.done";

    public override string Sentence => $"{By} has closed this task.";
}

/// <summary>A task does not close by itself, or with a nod.</summary>
public sealed record TaskNeedsWhatWasDone : Refusal
{
    public override string Code => "task.what-was-done";

    public override string Sentence => "Write in a sentence what was done, such as “Called; safe tonight, sister is there; seen tomorrow at 9.”";
}
