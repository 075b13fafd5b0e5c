using System.Globalization;
using System.Text.Json.Serialization;
using Afterglow.Core.Patients;

namespace Afterglow.Core.Intake.History;

/// <summary>What somebody answered. The forms are permanent: the record holds them.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Chosen), "chosen")]
[JsonDerivedType(typeof(Amount), "amount")]
[JsonDerivedType(typeof(Day), "day")]
[JsonDerivedType(typeof(Written), "written")]
[JsonDerivedType(typeof(Unsure), "unsure")]
[JsonDerivedType(typeof(Declined), "declined")]
public abstract record Answer
{
    private Answer()
    {
    }

    /// <summary>One option or several, in the order of the question. Yes and no are options too.</summary>
    /// <param name="Text">What “something else” is.</param>
    public sealed record Chosen(IReadOnlyList<string> Options, string? Text = null) : Answer
    {
        public bool Equals(Chosen? other) => other is not null && Text == other.Text && Options.SequenceEqual(other.Options);

        public override int GetHashCode() => HashCode.Combine(Text, Options.Count, Options.Count > 0 ? Options[0] : "");

        // As staff read it: “a-little” is “a little”.
        public override string ToString() => string.Join(", ", Options.Select(option => option.Replace('-', ' '))) + (Text is null ? "" : ": " + Text);
    }

    /// <summary>A number in one of the question's units.</summary>
    public sealed record Amount(decimal Number, string Unit) : Answer
    {
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Number:0.####} {Unit}");
    }

    public sealed record Day(PartialDate Date) : Answer
    {
        public override string ToString() => Date.ToString();
    }

    public sealed record Written(string Text) : Answer
    {
        public override string ToString() => Text;
    }

    /// <summary>“I don't know.”</summary>
    public sealed record Unsure : Answer
    {
        public override string ToString() => "I don’t know";
    }

    /// <summary>“I'd rather not say.”</summary>
    public sealed record Declined : Answer
    {
        public override string ToString() => "prefer not to say";
    }

    public static Chosen Yes => new([Question.Yes]);

    public static Chosen No => new([Question.No]);
}
