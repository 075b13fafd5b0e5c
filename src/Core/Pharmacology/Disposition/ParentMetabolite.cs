using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Afterglow.Core.Pharmacology.Numerics;
using static Afterglow.Core.Pharmacology.Numerics.Lanes;
using V = System.Runtime.Intrinsics.Vector512<double>;

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>Parent and metabolite, two compartments each. Volumes in L, clearances in L/h.</summary>
public readonly record struct ParentMetaboliteSubject(
    double ClLPerH, double V1L, double QLPerH, double V2L, double ClmLPerH, double Vm1L, double QmLPerH, double Vm2L, double WeightKg);

/// <summary>
/// The exact solution for eight subjects: while the input is constant, every amount is a constant and four
/// exponentials. Amounts in mg, time in h.
/// </summary>
internal struct ParentMetabolite
{
    /// <summary>Rate constants, 1/h, and central volumes, L.</summary>
    public V K10, K12, K21, M10, M12, M21, V1, Vm1, Weight;

    /// <summary>Exponents: two of the parent, two of the metabolite.</summary>
    public V L1, L2, U1, U2;

    /// <summary>Amounts at the start of the stretch.</summary>
    public V A1, A2, Met1, Met2;

    /// <summary>On this stretch, central amounts: Rest + Σ coefficient × exponential.</summary>
    public V ParentRest, Parent1, Parent2, MetRest, MetL1, MetL2, MetU1, MetU2;

    private V p1, p2, f1, f2, q1, q2, met2Rest, a2Rest;

    /// <summary>Takes eight subjects; past the last one, the last again.</summary>
    public static ParentMetabolite Of(ReadOnlySpan<ParentMetaboliteSubject> subjects, int group)
    {
        V cl = default, v1 = default, q = default, v2 = default, clm = default, vm1 = default, qm = default, vm2 = default, weight = default;
        for (var lane = 0; lane < Lanes.Count; lane++)
        {
            ref readonly var s = ref subjects[Math.Min(group * Lanes.Count + lane, subjects.Length - 1)];
            cl = cl.WithElement(lane, s.ClLPerH);
            v1 = v1.WithElement(lane, s.V1L);
            q = q.WithElement(lane, s.QLPerH);
            v2 = v2.WithElement(lane, s.V2L);
            clm = clm.WithElement(lane, s.ClmLPerH);
            vm1 = vm1.WithElement(lane, s.Vm1L);
            qm = qm.WithElement(lane, s.QmLPerH);
            vm2 = vm2.WithElement(lane, s.Vm2L);
            weight = weight.WithElement(lane, s.WeightKg);
        }
        return Of(cl, v1, q, v2, clm, vm1, qm, vm2, weight);
    }

    public static ParentMetabolite Of(V cl, V v1, V q, V v2, V clm, V vm1, V qm, V vm2, V weight)
    {
        var pk = new ParentMetabolite
        {
            V1 = v1, Vm1 = vm1, Weight = weight,
            K10 = cl / v1, K12 = q / v1, K21 = q / v2, M10 = clm / vm1, M12 = qm / vm1, M21 = qm / vm2,
        };
        (pk.L1, pk.L2) = Roots(pk.K10 + pk.K12 + pk.K21, pk.K10 * pk.K21);
        (pk.U1, pk.U2) = Roots(pk.M10 + pk.M12 + pk.M21, pk.M10 * pk.M21);
        pk.U1 = Apart(Apart(pk.U1, pk.L1), pk.L2);
        pk.U2 = Apart(Apart(pk.U2, pk.L1), pk.L2);
        return pk;
    }

    /// <summary>Works out the coefficients of a stretch with this input, mg/h, from the amounts at its start.</summary>
    /// <param name="yield">Milligrams of metabolite for each milligram of parent eliminated.</param>
    public void Begin(V inputMgPerH, double yield)
    {
        var rate = K10 * All(yield);
        ParentRest = inputMgPerH / K10;
        a2Rest = K12 / K21 * ParentRest;
        var s = (A2 - a2Rest) / K12;
        p1 = (A1 - ParentRest - s * (K21 - L2)) / (L2 - L1);
        p2 = s - p1;
        Parent1 = p1 * (K21 - L1);
        Parent2 = p2 * (K21 - L2);
        MetRest = rate * ParentRest / M10;
        met2Rest = MetRest * M12 / M21;
        f1 = rate * Parent1 / ((U1 - L1) * (U2 - L1));
        f2 = rate * Parent2 / ((U1 - L2) * (U2 - L2));
        MetL1 = f1 * (M21 - L1);
        MetL2 = f2 * (M21 - L2);
        var ms = (Met2 - met2Rest) / M12 - f1 - f2;
        q1 = (Met1 - MetRest - MetL1 - MetL2 - ms * (M21 - U2)) / (U2 - U1);
        q2 = ms - q1;
        MetU1 = q1 * (M21 - U1);
        MetU2 = q2 * (M21 - U2);
    }

    /// <summary>Moves to the end of the stretch, given the exponentials over its length.</summary>
    public void End(V e1, V e2, V e3, V e4)
    {
        A1 = Fma(Parent1, e1, Fma(Parent2, e2, ParentRest));
        A2 = Fma(K12 * p1, e1, Fma(K12 * p2, e2, a2Rest));
        Met1 = Fma(MetL1, e1, Fma(MetL2, e2, Fma(MetU1, e3, Fma(MetU2, e4, MetRest))));
        Met2 = Fma(M12 * f1, e1, Fma(M12 * f2, e2, Fma(M12 * q1, e3, Fma(M12 * q2, e4, met2Rest))));
    }

    /// <summary>Exponents that coincide would make a term t·e^−λt: they are set apart by one part in 10⁸, which stands in for it.</summary>
    public static V Apart(V rate, V from)
    {
        var close = Vector512.LessThan(Vector512.Abs(rate - from), from * All(1e-8));
        return Vector512.ConditionalSelect(close, from * All(1 + 1e-8), rate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Slow, V Fast) Roots(V sum, V product)
    {
        // The larger root first: the smaller one by difference would lose its digits.
        var fast = (sum + Vector512.Sqrt(sum * sum - All(4) * product)) * All(0.5);
        return (product / fast, fast);
    }
}
