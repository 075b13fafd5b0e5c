namespace Afterglow.App.Demo;

/// <summary>
/// A stream of chance that is the same on every machine and under every version of the runtime: SplitMix64
/// (Steele, Lea and Flood 2014, OOPSLA). The system's own generator is free to change.
/// </summary>
public sealed class Chance(ulong seed)
{
    private ulong state = seed;

    /// <summary>A stream of its own for each purpose: drawing more from one changes nothing in another.</summary>
    public static Chance For(ulong seed, string purpose, int number = 0)
    {
        // FNV-1a, so that a stream hangs on its name and not on the order in which the program runs.
        var hash = 14695981039346656037UL;
        foreach (var letter in purpose) hash = (hash ^ letter) * 1099511628211UL;
        return new Chance(Mixed(seed + Mixed(hash + (ulong)number)));
    }

    /// <summary>From 0 up to, but not, 1.</summary>
    public double Share() => (Next() >> 11) * (1.0 / (1UL << 53));

    public bool Happens(double probability) => Share() < probability;

    /// <summary>A whole number from the least to the most, both included.</summary>
    public int Whole(int least, int most) => least + (int)(Share() * (most - least + 1));

    public double Between(double least, double most) => least + (Share() * (most - least));

    /// <summary>
    /// Near enough to a normal distribution: the sum of twelve shares, which no mathematics library rounds in its own way.
    /// It never strays further than six deviations.
    /// </summary>
    public double Normal(double mean, double deviation)
    {
        var sum = -6.0;
        for (var i = 0; i < 12; i++) sum += Share();
        return mean + (deviation * sum);
    }

    public T Of<T>(IReadOnlyList<T> choices) => choices[Whole(0, choices.Count - 1)];

    /// <summary>The same things in another order.</summary>
    public List<T> Shuffled<T>(IEnumerable<T> things)
    {
        var shuffled = things.ToList();
        for (var i = shuffled.Count - 1; i > 0; i--)
        {
            var j = Whole(0, i);
            (shuffled[i], shuffled[j]) = (shuffled[j], shuffled[i]);
        }
        return shuffled;
    }

    /// <summary>
    /// A shuffled deck in which the given share of the cards says yes: the share is met to the nearest card, where
    /// independent throws would leave a clinic of a hundred five per cent off.
    /// </summary>
    public List<bool> Deck(int cards, double share)
    {
        var yes = (int)Math.Round(cards * share, MidpointRounding.AwayFromZero);
        return Shuffled(Enumerable.Range(0, cards).Select(card => card < yes));
    }

    public Guid Id(DateTimeOffset at)
    {
        // A version 7 identifier, as the application makes them, with chance from this stream.
        Span<byte> bytes = stackalloc byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(bytes, at.ToUnixTimeMilliseconds() << 16);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(bytes[6..], (ushort)(0x7000 | (Next() & 0x0FFF)));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt64BigEndian(bytes[8..], 0x8000_0000_0000_0000 | (Next() >> 2));
        return new Guid(bytes, bigEndian: true);
    }

    private ulong Next() => Mixed(state += 0x9E3779B97F4A7C15);

    private static ulong Mixed(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
