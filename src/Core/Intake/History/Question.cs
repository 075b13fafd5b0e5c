namespace Afterglow.Core.Intake.History;

/// <summary>How a question is answered.</summary>
public enum QuestionKind
{
    /// <summary>One of the options.</summary>
    Choice,

    /// <summary>As many of the options as hold.</summary>
    Choices,

    /// <summary>Yes or no; “I don’t know” where the question allows it.</summary>
    YesNo,

    /// <summary>A number with one of the units.</summary>
    Number,

    /// <summary>A day; the day, or the month too, may be unknown.</summary>
    Date,

    /// <summary>A line of text.</summary>
    Line,

    /// <summary>The patient's own words, up to 10,000 letters.</summary>
    Text,

    /// <summary>The same few questions once for each thing, such as one antidepressant.</summary>
    Group,
}

/// <summary>Why a question is asked. Said beside it wherever somebody may hesitate to answer.</summary>
public enum AskedFor
{
    /// <summary>A rule of the clinic needs it before treatment.</summary>
    Safety,

    /// <summary>It shapes the treatment.</summary>
    Treatment,

    /// <summary>The visit has to be arranged around it.</summary>
    Arrangement,

    /// <summary>Only to see whether everybody gets in and is treated alike. Never used to decide about one person.</summary>
    FairAccess,
}

/// <summary>One of the answers that can be chosen.</summary>
/// <param name="Key">Permanent; the record holds it.</param>
/// <param name="WithText">True for “something else”, which asks to be written out.</param>
/// <param name="Alone">True for “none of these”, which cannot stand beside another.</param>
public sealed record Option(string Key, bool WithText = false, bool Alone = false);

/// <summary>A unit in which a number can be given.</summary>
/// <param name="Factor">What one of it is in the first unit of the question.</param>
public sealed record AmountUnit(string Key, decimal Factor);

/// <summary>A question is shown when another was answered with one of these options.</summary>
/// <param name="QuestionId">Within the same row for a question of a group, unless the other is not of that group.</param>
public sealed record ShowWhen(string QuestionId, IReadOnlyList<string> AnyOf);

/// <summary>
/// One question of the history form, without its wording, which stands in the resource files under the id.
/// A question never changes its meaning: what is asked differently gets a new id, and the old answers stay readable.
/// </summary>
/// <param name="Id">Permanent; the record holds it. A question of a group begins with the group's id and a dot.</param>
/// <param name="Label">A short English name for staff screens, not the words in which a patient is asked.</param>
public sealed record Question(string Id, string Label, QuestionKind Kind)
{
    /// <summary>The longest answer in the patient's own words.</summary>
    public const int LongestText = 10_000;

    public const int LongestLine = 200;

    /// <summary>More rows than anybody has; a robot writes more.</summary>
    public const int MostRows = 60;

    public const string Yes = "yes";

    public const string No = "no";

    /// <summary>For <see cref="QuestionKind.Choice"/> and <see cref="QuestionKind.Choices"/>; yes and no for a yes-or-no.</summary>
    public IReadOnlyList<Option> Options { get; init; } = Kind == QuestionKind.YesNo ? [new(Yes), new(No)] : [];

    /// <summary>For numbers. The limits are in the first.</summary>
    public IReadOnlyList<AmountUnit> Units { get; init; } = [];

    public decimal Least { get; init; }

    public decimal Most { get; init; }

    /// <summary>The questions of a group, asked once for each row.</summary>
    public IReadOnlyList<Question> Fields { get; init; } = [];

    /// <summary>The group this question belongs to; null when it stands by itself.</summary>
    public string? Group { get; init; }

    /// <summary>False when the history is not complete without it, where it is shown.</summary>
    public bool Optional { get; init; }

    /// <summary>True when “I don't know” is an answer.</summary>
    public bool MayBeUnsure { get; init; }

    /// <summary>True when “prefer not to say” is an answer.</summary>
    public bool MayDecline { get; init; }

    /// <summary>True where the reason stands beside the question without being asked for.</summary>
    public bool Sensitive { get; init; }

    public AskedFor For { get; init; } = AskedFor.Treatment;

    /// <summary>Null when it is always shown.</summary>
    public ShowWhen? Shown { get; init; }

    /// <summary>The longest answer in letters, where it is written.</summary>
    public int Longest { get; init; } = Kind == QuestionKind.Text ? LongestText : LongestLine;
}

/// <summary>Questions that stand on one page.</summary>
/// <param name="Id">Permanent.</param>
public sealed record HistorySection(string Id, string Label, IReadOnlyList<Question> Questions);
