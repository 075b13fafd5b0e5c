using System.Globalization;
using System.Text.Json.Serialization;
using Afterglow.Core.Measures;

namespace Afterglow.Core.Patients;

/// <summary>A thing with a name and, where another system gave one, its code.</summary>
public sealed record Concept(string Text, string? System = null, string? Code = null)
{
    public override string ToString() => Text;
}

/// <summary>
/// Where a fact comes from. A file's name is not kept: file names of exports hold patients' names, and who a person is
/// does not belong in the record.
/// </summary>
/// <param name="System">The other system; null when written here.</param>
/// <param name="Reference">Its name for the fact, such as <c>Condition/7f3a…</c>.</param>
public sealed record Origin(string? System = null, string? Reference = null)
{
    public static readonly Origin Staff = new();

    [JsonIgnore]
    public bool Imported => System is not null;
}

[JsonConverter(typeof(CamelCase<Standing>))]
public enum Standing
{
    Active,

    /// <summary>Over: resolved, in remission, stopped, completed.</summary>
    Past,
}

[JsonConverter(typeof(CamelCase<AlertLevel>))]
public enum AlertLevel
{
    Information,
    Caution,
    Danger,
}

/// <summary>Something written into a chart outside a treatment session. Each form has a permanent kind.</summary>
/// <param name="At">When it was so, not when it was written.</param>
public abstract record ChartFact(ClinicalTime At, Origin Origin)
{
    /// <summary>The permanent name of this kind of fact in the record.</summary>
    [JsonIgnore]
    public abstract string Kind { get; }

    /// <summary>What the timeline shows first.</summary>
    [JsonIgnore]
    public abstract string Title { get; }

    /// <summary>What the timeline shows beneath.</summary>
    [JsonIgnore]
    public virtual string Detail => "";

    /// <summary>Null when it can be written down; otherwise why not.</summary>
    public virtual Refusal? Question() => null;

    /// <summary>A diagnosis or a finding that lasts.</summary>
    public sealed record ConditionNoted(ClinicalTime At, Origin Origin, Concept What, Standing Standing, ClinicalTime? Ended = null,
        string? Status = null) : ChartFact(At, Origin)
    {
        public const string Name = "condition-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => What.Text;
        [JsonIgnore] public override string Detail => Status is { } status ? status + EndedText(Ended) : (Standing == Standing.Active ? "active" : "past") + EndedText(Ended);
        public override Refusal? Question() => Check(What);
    }

    /// <summary>Something the person must not be given or exposed to.</summary>
    public sealed record AllergyNoted(ClinicalTime At, Origin Origin, Concept What, Standing Standing, string? Criticality = null,
        IReadOnlyList<string>? Reactions = null) : ChartFact(At, Origin)
    {
        public const string Name = "allergy-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => What.Text;

        [JsonIgnore] public override string Detail => string.Join("; ", new[]
        {
            Standing == Standing.Active ? null : "past",
            Criticality is { } criticality ? "criticality " + criticality : null,
            Reactions is { Count: > 0 } reactions ? string.Join(", ", reactions) : null,
        }.Where(part => part is not null));

        public override Refusal? Question() => Check(What);
    }

    /// <summary>A medicine ordered or taken.</summary>
    public sealed record MedicationNoted(ClinicalTime At, Origin Origin, Concept What, Standing Standing, string? Status = null,
        string? Dose = null) : ChartFact(At, Origin)
    {
        public const string Name = "medication-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => What.Text;
        [JsonIgnore] public override string Detail => string.Join("; ", new[] { Status ?? (Standing == Standing.Active ? "active" : "past"), Dose }.Where(part => part is { Length: > 0 }));
        public override Refusal? Question() => Check(What);
    }

    /// <summary>Vital signs, weight, height.</summary>
    public sealed record ObservationNoted(ClinicalTime At, Origin Origin, Measured Measured) : ChartFact(At, Origin)
    {
        public const string Name = "observation-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => Measured.ToString();
        public override Refusal? Question() => Measured.Question();
    }

    /// <summary>The score of a questionnaire.</summary>
    /// <param name="Unit">As reported, such as <c>{score}</c>; empty for a bare score.</param>
    /// <param name="Taken">The answers it comes from; null where only the score is known, as from another system.</param>
    public sealed record SurveyScoreNoted(ClinicalTime At, Origin Origin, Concept What, decimal Score, string Unit = "", Taken? Taken = null) : ChartFact(At, Origin)
    {
        public const string Name = "survey-score-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => string.Create(CultureInfo.InvariantCulture, $"{What.Text}: {Score:0.##}");
        [JsonIgnore] public override string Detail => Taken?.Words ?? (Unit.StartsWith('{') ? "" : Unit);

        public override Refusal? Question()
        {
            if (Math.Abs(Score) > 100_000m) return new MeasuredImplausible("score", Score, "", -100_000m, 100_000m);
            if (Taken is { } taken)
            {
                if (!(taken.TotalOnly ? taken.Score((int)Score) : taken.Score()).Try(out var score, out var refusal)) return refusal;
                if (score.Total != Score) return new TotalDoesNotFit(What.Text, score.Total);
            }
            return Check(What);
        }
    }

    /// <summary>A measure that has answers and no total: a screen that is not added up, or too much was left out.</summary>
    public sealed record MeasureNoted(ClinicalTime At, Origin Origin, Concept What, Taken Taken) : ChartFact(At, Origin)
    {
        public const string Name = "measure-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => $"{What.Text}: {(Taken.Score().Try(out var score, out _) ? score.Words : "not readable")}";
        [JsonIgnore] public override string Detail => Taken.Words;

        public override Refusal? Question()
        {
            if (!Taken.Score().Try(out var score, out var refusal)) return refusal;
            return score.Total is not null ? new TotalDoesNotFit(What.Text, score.Total) : Check(What);
        }
    }

    /// <summary>A visit somewhere.</summary>
    public sealed record EncounterNoted(ClinicalTime At, Origin Origin, Concept What, ClinicalTime? Ended = null, string? Reason = null)
        : ChartFact(At, Origin)
    {
        public const string Name = "encounter-noted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => What.Text;
        [JsonIgnore] public override string Detail => Reason ?? "";
        public override Refusal? Question() => Check(What);
    }

    /// <summary>Something everybody must see on every page of this chart until it is lifted.</summary>
    public sealed record AlertRaised(ClinicalTime At, Origin Origin, AlertLevel Level, string Text) : ChartFact(At, Origin)
    {
        public const string Name = "alert-raised";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => Text;
        [JsonIgnore] public override string Detail => Level.ToString().ToLowerInvariant();
        public override Refusal? Question() => WrittenText.Line(Text, "the alert").Refusal;
    }

    /// <summary>An alert no longer holds.</summary>
    /// <param name="Alert">The entry that raised it.</param>
    public sealed record AlertLifted(ClinicalTime At, Origin Origin, Guid Alert, string Reason) : ChartFact(At, Origin)
    {
        public const string Name = "alert-lifted";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => "Alert lifted";
        [JsonIgnore] public override string Detail => Reason;
        public override Refusal? Question() => WrittenText.Line(Reason, "the reason").Refusal;
    }

    /// <summary>Free text by a member of staff.</summary>
    public sealed record NoteAdded(ClinicalTime At, Origin Origin, string Text) : ChartFact(At, Origin)
    {
        public const string Name = "note-added";
        [JsonIgnore] public override string Kind => Name;
        [JsonIgnore] public override string Title => "Note";
        [JsonIgnore] public override string Detail => Text;
        public override Refusal? Question() => WrittenText.Note(Text, "the note").Refusal;
    }

    private static Refusal? Check(Concept what) => WrittenText.Line(what.Text, "what it is").Refusal;

    private static string EndedText(ClinicalTime? ended) =>
        ended is { Precision: not Precision.Unknown } end ? ", until " + end.Start.ToString(
            end.Precision switch { Precision.Year => "yyyy", Precision.Month => "MMM yyyy", _ => "d MMM yyyy" }, CultureInfo.InvariantCulture) : "";
}
