namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>
/// Arithmetic on one subject or on several at once, so that a solver is written once. Every operation is rounded
/// as IEEE 754 says, nothing is fused that is not written as fused, and <see cref="Elementary"/> is built from these alone:
/// a lane holds the same bits whatever its neighbours, the width of the vector and the machine.
/// </summary>
internal interface ILanes<V> where V : unmanaged, ILanes<V>
{
    /// <summary>Subjects side by side.</summary>
    static abstract int Count { get; }

    static abstract V All(double value);

    static abstract V operator +(V left, V right);

    static abstract V operator -(V left, V right);

    static abstract V operator -(V value);

    static abstract V operator *(V left, V right);

    static abstract V operator /(V left, V right);

    /// <summary>left × right + plus, rounded once.</summary>
    static abstract V Fma(V left, V right, V plus);

    static abstract V Max(V left, V right);

    static abstract V Min(V left, V right);

    static abstract V Abs(V value);

    static abstract V Sqrt(V value);

    /// <summary>Lane by lane: is left below right, then the third, else the fourth.</summary>
    static abstract V IfLess(V left, V right, V then, V otherwise);

    /// <summary>The largest of all lanes.</summary>
    static abstract double Most(V value);

    /// <summary>Adds the whole number in the last bits of the second to the binary exponent of the first.</summary>
    static abstract V AddExponent(V value, V shifted);

    /// <summary>The binary exponent of a positive number, so that what is left of it lies between √½ and √2.</summary>
    static abstract V Exponent(V value, out V rest);
}
