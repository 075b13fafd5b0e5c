using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Afterglow.Core.Pharmacology.Numerics;

/// <summary>Arithmetic on eight subjects at once.</summary>
internal static class Lanes
{
    /// <summary>Subjects in a vector.</summary>
    public const int Count = 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V All(double value) => Vector512.Create(value);

    /// <summary>left × right + plus, rounded once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Fma(V left, V right, V plus) => Vector512.FusedMultiplyAdd(left, right, plus);

    public static double Most(V values)
    {
        var most = values[0];
        for (var lane = 1; lane < Count; lane++) most = Math.Max(most, values[lane]);
        return most;
    }
}
