using System.Runtime.CompilerServices;
using static System.Runtime.CompilerServices.MethodImplOptions;

namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>One subject: plain numbers.</summary>
internal readonly struct OneLane(double value) : ILanes<OneLane>
{
    private readonly double value = value;

    public static int Count => 1;

    public static double Value(OneLane lane) => lane.value;

    [MethodImpl(AggressiveInlining)]
    public static OneLane All(double value) => new(value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane operator +(OneLane left, OneLane right) => new(left.value + right.value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane operator -(OneLane left, OneLane right) => new(left.value - right.value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane operator -(OneLane value) => new(-value.value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane operator *(OneLane left, OneLane right) => new(left.value * right.value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane operator /(OneLane left, OneLane right) => new(left.value / right.value);

    [MethodImpl(AggressiveInlining)]
    public static OneLane Fma(OneLane left, OneLane right, OneLane plus) => new(Math.FusedMultiplyAdd(left.value, right.value, plus.value));

    [MethodImpl(AggressiveInlining)]
    public static OneLane Max(OneLane left, OneLane right) => new(Math.Max(left.value, right.value));

    [MethodImpl(AggressiveInlining)]
    public static OneLane Min(OneLane left, OneLane right) => new(Math.Min(left.value, right.value));

    [MethodImpl(AggressiveInlining)]
    public static OneLane Abs(OneLane value) => new(Math.Abs(value.value));

    [MethodImpl(AggressiveInlining)]
    public static OneLane Sqrt(OneLane value) => new(Math.Sqrt(value.value));

    [MethodImpl(AggressiveInlining)]
    public static OneLane IfLess(OneLane left, OneLane right, OneLane then, OneLane otherwise) => left.value < right.value ? then : otherwise;

    [MethodImpl(AggressiveInlining)]
    public static double Most(OneLane value) => value.value;

    [MethodImpl(AggressiveInlining)]
    public static OneLane AddExponent(OneLane value, OneLane shifted) =>
        new(BitConverter.Int64BitsToDouble(
            BitConverter.DoubleToInt64Bits(value.value) + (BitConverter.DoubleToInt64Bits(shifted.value) << 52)));

    [MethodImpl(AggressiveInlining)]
    public static OneLane Exponent(OneLane value, out OneLane rest)
    {
        var bits = BitConverter.DoubleToInt64Bits(value.value);
        var exponent = (bits - Elementary.RootHalfBits) >> 52;
        rest = new(BitConverter.Int64BitsToDouble(bits - (exponent << 52)));
        return new(exponent);
    }
}
