using System.Diagnostics.CodeAnalysis;

namespace Afterglow.Core;

/// <summary>Either what was asked for, or why the clinic's rules say no.</summary>
public readonly struct Result<T>
{
    private readonly T? value;

    private Result(T? value, Refusal? refusal)
    {
        this.value = value;
        Refusal = refusal;
    }

    /// <summary>Why not; null when it was allowed.</summary>
    public Refusal? Refusal { get; }

    /// <summary>True when there is a value and no refusal.</summary>
    public bool Allowed => Refusal is null;

    /// <summary>The value. Asking for it after a refusal is a bug and throws.</summary>
    public T Value => Refusal is null ? value! : throw new InvalidOperationException($"Refused: {Refusal.Code}");

    /// <summary>True, with the value, when it was allowed; otherwise false, with the refusal.</summary>
    public bool Try([MaybeNullWhen(false)] out T allowed, [NotNullWhen(false)] out Refusal? refusal)
    {
        allowed = value;
        refusal = Refusal;
        return Refusal is null;
    }

    public static implicit operator Result<T>(T value) => new(value, null);

    public static implicit operator Result<T>(Refusal refusal) => new(default, refusal);
}

/// <summary>
/// The clinic's rules say no. The code is permanent (other software may depend on it);
/// the sentence is shown to the person who asked and says what to do.
/// </summary>
public abstract record Refusal
{
    /// <summary>A permanent, dotted, lower-case code such as <c>vitals.pressures-swapped</c>.</summary>
    public abstract string Code { get; }

    /// <summary>One sentence, fit for the screen.</summary>
    public abstract string Sentence { get; }

    /// <summary>True where the same request is accepted when the person says once more that they mean it.</summary>
    public virtual bool CanBeConfirmed => false;
}

/// <summary>Text that is not the quantity it should be.</summary>
public sealed record NotAQuantity(string Text, string What, string Example) : Refusal
{
    public override string Code => "quantity.unreadable";

    public override string Sentence => $"“{Text}” is not {What}; write a number and its unit, for example “{Example}”.";
}
