using Afterglow.Core.Pharmacology.Disposition;
using Afterglow.Core.Pharmacology.Mechanism;
using Afterglow.Core.Pharmacology.Numerics;
using Afterglow.Speed;
using CsCheck;

namespace Afterglow.Tests.Pharmacology;

/// <summary>The two problems to be fast on, against reference answers from another method in longer arithmetic.</summary>
public class ProblemTests
{
    private static readonly ChainParameters Chain = new();

    private static double[] SolveR1(ReadOnlySpan<ParentMetaboliteSubject> subjects, int threads = 1, bool oneByOne = false)
    {
        var solver = new PlasmaSolver(Problems.R1Doses, 0.5, Problems.R1Outputs, Problems.Yield);
        var results = new double[(subjects.Length + 7) / 8 * solver.GroupSize];
        solver.Solve(subjects, results, threads, oneByOne);
        return results;
    }

    private static double[] SolveR2(ReadOnlySpan<ChainSubject> subjects, double tolerance, double[] hours, int threads = 1, bool oneByOne = false)
    {
        var solver = new ChainSolver(new ChainPlan(Chain, Problems.R2Doses, hours, tolerance));
        var results = new double[(subjects.Length + 7) / 8 * solver.GroupSize];
        solver.Solve(subjects, results, threads, oneByOne);
        return results;
    }

    private static int Place(int outputs, int columns, int subject, int output, int column) =>
        ((subject / 8 * outputs + output) * columns + column) * 8 + subject % 8;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Ketamine_and_norketamine_of_101_subjects_are_right_to_eleven_digits(bool oneByOne)
    {
        var results = SolveR1(Problems.R1Subjects().AsSpan(0, 101), oneByOne: oneByOne);
        var error = Problems.Error(Problems.R1Reference(), Problems.R1Outputs, 2, (s, t, c) => results[Place(Problems.R1Outputs, 2, s, t, c)]);
        Assert.InRange(error, 0, 1e-11);
    }

    [Theory]
    [InlineData(1e-4, 1e-4, false)]
    [InlineData(5e-7, 1e-6, false)]
    [InlineData(1e-4, 1e-4, true)]
    [InlineData(5e-7, 1e-6, true)]
    public void Sixty_days_of_the_chain_in_21_subjects_are_right_to_what_is_claimed(double tolerance, double claimed, bool oneByOne)
    {
        var results = SolveR2(Problems.R2Subjects().AsSpan(0, 21), tolerance, Problems.R2Hours, oneByOne: oneByOne);
        var error = Problems.Error(Problems.R2Reference(), Problems.R2Outputs, Problems.R2Columns,
            (s, t, c) => results[Place(Problems.R2Outputs, Problems.R2Columns, s, t, c)]);
        Assert.InRange(error, 0, claimed);
    }

    [Fact]
    public void No_answer_counts_as_right()
    {
        var reference = Problems.R1Reference();
        Assert.True(Problems.Error(reference, Problems.R1Outputs, 2, (_, _, _) => double.NaN) > 1);
        Assert.InRange(Problems.Error(reference, Problems.R1Outputs, 2, (_, _, _) => 0), 0.999, 1.001);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_number_of_threads_gives_the_same_bits(int threads)
    {
        var plasma = Problems.R1Subjects().AsSpan(0, 203);
        Assert.Equal(SolveR1(plasma), SolveR1(plasma, threads));
        Assert.Equal(SolveR1(plasma, oneByOne: true), SolveR1(plasma, threads, oneByOne: true));
        var chain = Problems.R2Subjects().AsSpan(0, 77);
        double[] hours = [1, 24, 100, 480];
        Assert.Equal(SolveR2(chain, 1e-4, hours), SolveR2(chain, 1e-4, hours, threads));
        Assert.Equal(SolveR2(chain, 1e-4, hours, oneByOne: true), SolveR2(chain, 1e-4, hours, threads, oneByOne: true));
    }

    [Fact]
    public void Plain_numbers_and_vectors_give_the_same_bits()
    {
        var plasma = Problems.R1Subjects().AsSpan(0, 101);
        Assert.Equal(SolveR1(plasma), SolveR1(plasma, oneByOne: true));
        // In the chain a group shares its panels: eight times the same subject is what one alone is.
        var one = Problems.R2Subjects()[7];
        double[] hours = [1, 24, 100, 480];
        Assert.Equal(SolveR2([one, one, one, one, one, one, one, one], 1e-4, hours), SolveR2([one], 1e-4, hours));
    }

    [Fact]
    public void The_bits_are_those_of_every_other_machine()
    {
        // Found alike with vectors of 512, 256 and 128 bits, without vectors, and without fused multiply-adds.
        var plasma = SolveR1(Problems.R1Subjects().AsSpan(0, 101));
        var chain = SolveR2(Problems.R2Subjects().AsSpan(0, 21), 1e-3, Problems.R2Hours);
        Assert.Equal(Digest.R1, Digest.Of(plasma));
        Assert.Equal(Digest.R2, Digest.Of(chain));
    }

    [Fact]
    public void Our_exponential_and_logarithm_are_within_a_unit_in_the_last_place() => Gen.Double[-700, 700].Sample(x =>
    {
        Assert.InRange(Elementary.Exp(x) / Math.Exp(x) - 1, -4.5e-16, 4.5e-16);
        var positive = Math.Exp(x);
        Assert.InRange(Elementary.Log(positive) - Math.Log(positive), -2.3e-16 * Math.Max(1, Math.Abs(x)), 2.3e-16 * Math.Max(1, Math.Abs(x)));
        Assert.Equal(0, Elementary.Exp(-709 - Math.Abs(x)));
    });

    [Fact]
    public void Closed_form_and_small_steps_agree_to_eight_digits_on_subjects_of_both_problems()
    {
        var subjects = Problems.R1Subjects().AsSpan(0, 16);
        var results = SolveR1(subjects);
        for (var s = 0; s < subjects.Length; s++)
        {
            var b = subjects[s];
            var y = new double[4];
            AdaptiveSolver.Derivatives Rates(double input) => (_, a, d) =>
            {
                d[0] = input - (b.ClLPerH + b.QLPerH) / b.V1L * a[0] + b.QLPerH / b.V2L * a[1];
                d[1] = b.QLPerH / b.V1L * a[0] - b.QLPerH / b.V2L * a[1];
                d[2] = Problems.Yield * b.ClLPerH / b.V1L * a[0] - (b.ClmLPerH + b.QmLPerH) / b.Vm1L * a[2] + b.QmLPerH / b.Vm2L * a[3];
                d[3] = b.QmLPerH / b.Vm1L * a[2] - b.QmLPerH / b.Vm2L * a[3];
            };
            AdaptiveSolver.Advance(Rates(0.5 * b.WeightKg * 1.5), 0, 2.0 / 3, y, 1e-12, 1e-15);
            AdaptiveSolver.Advance(Rates(0), 2.0 / 3, 6, y, 1e-12, 1e-15);
            Assert.Equal(1, results[Place(Problems.R1Outputs, 2, s, 12, 0)] / (y[0] / b.V1L), 1e-8);
            Assert.Equal(1, results[Place(Problems.R1Outputs, 2, s, 12, 1)] / (y[2] / b.Vm1L), 1e-8);
        }
        var person = Problems.R2Subjects()[3];
        double[] hours = [1, 12, 72.5];
        var fast = SolveR2([person], 1e-9, hours);
        var slow = ChainEquations.Solve(Chain, person, Problems.R2Doses, [], hours, 1e-11, 1e-14);
        // Glutamate, BDNF, synapses, inflammation, severity: the columns after plasma, and the states on paper.
        int[] states = [6, 9, 13, 14, 15];
        for (var t = 0; t < hours.Length; t++)
            for (var column = 0; column < states.Length; column++)
                Assert.Equal(1, fast[Place(hours.Length, Problems.R2Columns, 0, t, column + 1)] / slow[t][states[column]], 1e-8);
    }

    [Fact]
    public void A_subject_whose_exponents_coincide_is_solved_like_any_other()
    {
        // Parent and metabolite of the same body: both pairs of exponents are equal.
        var twin = new ParentMetaboliteSubject(80, 60, 100, 150, 80, 60, 100, 150, 70);
        var beside = twin with { ClmLPerH = 80 * (1 + 1e-6) };
        var exact = SolveR1([twin]);
        var near = SolveR1([beside]);
        for (var t = 1; t < Problems.R1Outputs; t++)
            Assert.Equal(1, exact[Place(Problems.R1Outputs, 2, 0, t, 1)] / near[Place(Problems.R1Outputs, 2, 0, t, 1)], 1e-4);
    }

    private static class Digest
    {
        public const string R1 = "5A5942F044F9";

        public const string R2 = "420C59828C39";

        public static string Of(double[] numbers) =>
            Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Runtime.InteropServices.MemoryMarshal.AsBytes<double>(numbers)))[..12];
    }
}
