using System.Runtime.CompilerServices;
using Afterglow.Core.Pharmacology.Numerics;

namespace Afterglow.Core.Pharmacology.Disposition;

/// <summary>Parent and metabolite, two compartments each. Volumes in L, clearances in L/h.</summary>
public readonly record struct ParentMetaboliteSubject(
    double ClLPerH, double V1L, double QLPerH, double V2L, double ClmLPerH, double Vm1L, double QmLPerH, double Vm2L, double WeightKg);

/// <summary>
/// The exact solution, for as many subjects at once as <typeparamref name="V"/> holds: while the input is constant,
/// every amount is a constant and four exponentials. Amounts in mg, time in h.
/// </summary>
internal struct ParentMetabolite<V> where V : unmanaged, ILanes<V>
{
    /// <summary>Rate constants, 1/h, one over the central volumes, 1/L, and kg.</summary>
    public V K10, K12, K21, M10, M12, M21, PerV1, PerVm1, Weight;

    /// <summary>Exponents: two of the parent, two of the metabolite.</summary>
    public V L1, L2, U1, U2;

    /// <summary>Amounts at the start of the stretch.</summary>
    public V A1, A2, Met1, Met2;

    /// <summary>On this stretch, central amounts: Rest + Σ coefficient × exponential.</summary>
    public V ParentRest, Parent1, Parent2, MetRest, MetL1, MetL2, MetU1, MetU2;

    // What would otherwise be divided by on every stretch.
    private V perK10, perK12, k12PerK21, perM10, perM12, m12PerM21, perL, perU, perUL1, perUL2;

    private V p1, p2, f1, f2, q1, q2, met2Rest, a2Rest;

    public static ParentMetabolite<V> Of(V cl, V v1, V q, V v2, V clm, V vm1, V qm, V vm2, V weight)
    {
        var one = V.All(1);
        V perV1 = one / v1, perV2 = one / v2, perVm1 = one / vm1, perVm2 = one / vm2;
        var pk = new ParentMetabolite<V>
        {
            PerV1 = perV1, PerVm1 = perVm1, Weight = weight,
            K10 = cl * perV1, K12 = q * perV1, K21 = q * perV2, M10 = clm * perVm1, M12 = qm * perVm1, M21 = qm * perVm2,
            perK10 = v1 / cl, perK12 = v1 / q, k12PerK21 = v2 * perV1, perM10 = vm1 / clm, perM12 = vm1 / qm, m12PerM21 = vm2 * perVm1,
        };
        (pk.L1, pk.L2) = Roots(pk.K10 + pk.K12 + pk.K21, pk.K10 * pk.K21);
        (pk.U1, pk.U2) = Roots(pk.M10 + pk.M12 + pk.M21, pk.M10 * pk.M21);
        pk.SetApart();
        return pk;
    }

    /// <summary>Sets the exponents apart from one more rate, that of a stage behind them.</summary>
    public void KeepFrom(double rate)
    {
        var from = V.All(rate);
        L1 = Apart(L1, from);
        L2 = Apart(L2, from);
        U1 = Apart(U1, from);
        U2 = Apart(U2, from);
        SetApart();
    }

    /// <summary>Works out the coefficients of a stretch with this input, mg/h, from the amounts at its start.</summary>
    /// <param name="yield">Milligrams of metabolite for each milligram of parent eliminated.</param>
    public void Begin(V inputMgPerH, double yield)
    {
        var rate = K10 * V.All(yield);
        ParentRest = inputMgPerH * perK10;
        a2Rest = k12PerK21 * ParentRest;
        var s = (A2 - a2Rest) * perK12;
        p1 = (A1 - ParentRest - s * (K21 - L2)) * perL;
        p2 = s - p1;
        Parent1 = p1 * (K21 - L1);
        Parent2 = p2 * (K21 - L2);
        MetRest = rate * ParentRest * perM10;
        met2Rest = MetRest * m12PerM21;
        f1 = rate * Parent1 * perUL1;
        f2 = rate * Parent2 * perUL2;
        MetL1 = f1 * (M21 - L1);
        MetL2 = f2 * (M21 - L2);
        var ms = (Met2 - met2Rest) * perM12 - f1 - f2;
        q1 = (Met1 - MetRest - MetL1 - MetL2 - ms * (M21 - U2)) * perU;
        q2 = ms - q1;
        MetU1 = q1 * (M21 - U1);
        MetU2 = q2 * (M21 - U2);
    }

    /// <summary>Moves to the end of the stretch, given the exponentials over its length.</summary>
    public void End(V e1, V e2, V e3, V e4)
    {
        A1 = V.Fma(Parent1, e1, V.Fma(Parent2, e2, ParentRest));
        A2 = V.Fma(K12 * p1, e1, V.Fma(K12 * p2, e2, a2Rest));
        Met1 = V.Fma(MetL1, e1, V.Fma(MetL2, e2, V.Fma(MetU1, e3, V.Fma(MetU2, e4, MetRest))));
        Met2 = V.Fma(M12 * f1, e1, V.Fma(M12 * f2, e2, V.Fma(M12 * q1, e3, V.Fma(M12 * q2, e4, met2Rest))));
    }

    /// <summary>
    /// Exponents that coincide would make a term t·e^−λt: they are set apart by one part in 10⁸, which stands in for it.
    /// What that changes and what rounding then costs are both near 10⁻⁸ of the curve.
    /// </summary>
    private static V Apart(V rate, V from)
    {
        var gap = from * V.All(1e-8);
        return V.IfLess(V.Abs(rate - from), gap, from + gap, rate);
    }

    private void SetApart()
    {
        U1 = Apart(Apart(U1, L1), L2);
        U2 = Apart(Apart(U2, L1), L2);
        var one = V.All(1);
        perL = one / (L2 - L1);
        perU = one / (U2 - U1);
        perUL1 = one / ((U1 - L1) * (U2 - L1));
        perUL2 = one / ((U1 - L2) * (U2 - L2));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (V Slow, V Fast) Roots(V sum, V product)
    {
        // The larger root first: the smaller one by difference would lose its digits.
        var fast = (sum + V.Sqrt(sum * sum - V.All(4) * product)) * V.All(0.5);
        return (product / fast, fast);
    }
}
