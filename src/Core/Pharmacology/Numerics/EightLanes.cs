using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>Eight subjects in a vector of 512 bits; where the machine has none, in shorter ones, with the same result.</summary>
internal readonly struct EightLanes(Vector512<double> value) : ILanes<EightLanes>
{
    private readonly Vector512<double> value = value;

    public static int Count => 8;

    [MethodImpl(AggressiveInlining)]
    public static EightLanes All(double value) => new(Vector512.Create(value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes operator +(EightLanes left, EightLanes right) => new(left.value + right.value);

    [MethodImpl(AggressiveInlining)]
    public static EightLanes operator -(EightLanes left, EightLanes right) => new(left.value - right.value);

    [MethodImpl(AggressiveInlining)]
    public static EightLanes operator -(EightLanes value) => new(-value.value);

    [MethodImpl(AggressiveInlining)]
    public static EightLanes operator *(EightLanes left, EightLanes right) => new(left.value * right.value);

    [MethodImpl(AggressiveInlining)]
    public static EightLanes operator /(EightLanes left, EightLanes right) => new(left.value / right.value);

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Fma(EightLanes left, EightLanes right, EightLanes plus) =>
        new(Vector512.FusedMultiplyAdd(left.value, right.value, plus.value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Max(EightLanes left, EightLanes right) => new(Vector512.Max(left.value, right.value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Min(EightLanes left, EightLanes right) => new(Vector512.Min(left.value, right.value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Abs(EightLanes value) => new(Vector512.Abs(value.value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Sqrt(EightLanes value) => new(Vector512.Sqrt(value.value));

    [MethodImpl(AggressiveInlining)]
    public static EightLanes IfLess(EightLanes left, EightLanes right, EightLanes then, EightLanes otherwise) =>
        new(Vector512.ConditionalSelect(Vector512.LessThan(left.value, right.value), then.value, otherwise.value));

    [MethodImpl(AggressiveInlining)]
    public static double Most(EightLanes value)
    {
        var four = Vector256.Max(value.value.GetLower(), value.value.GetUpper());
        var two = Vector128.Max(four.GetLower(), four.GetUpper());
        return Math.Max(two[0], two[1]);
    }

    [MethodImpl(AggressiveInlining)]
    public static EightLanes AddExponent(EightLanes value, EightLanes shifted) =>
        new((value.value.AsInt64() + (shifted.value.AsInt64() << 52)).AsDouble());

    [MethodImpl(AggressiveInlining)]
    public static EightLanes Exponent(EightLanes value, out EightLanes rest)
    {
        var bits = value.value.AsInt64();
        var exponent = (bits - Vector512.Create(Elementary.RootHalfBits)) >> 52;
        rest = new((bits - (exponent << 52)).AsDouble());
        return new((exponent + Vector512.Create(Elementary.ShiftBits)).AsDouble() - Vector512.Create(Elementary.Shift));
    }
}
