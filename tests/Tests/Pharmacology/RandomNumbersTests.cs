using Afterglow.Core.Pharmacology;

namespace Afterglow.Tests.Pharmacology;

/// <summary>Virtual people must be the same on every machine, to the last bit. The numbers were worked out apart from the program.</summary>
public class RandomNumbersTests
{
    [Theory]
    [InlineData(1UL, 2U, 3U, 4U, 0x3FEFBDAE581FAE0A, 0x40033C9358F5AA1D)]
    [InlineData(20261123UL, 0U, 0U, 0U, 0x3FB8E617A315E1D4, 0xBFF4C1D0501E5E41)]
    [InlineData(20261123UL, 499U, 7U, 1U, 0x3FE0E507736352DC, 0x3FB1F47E0B03A10A)]
    [InlineData(0UL, 0U, 0U, 0U, 0x3FD5A2A6C2C68B01, 0xBFDABCF9EA576F16)]
    [InlineData(ulong.MaxValue, uint.MaxValue, uint.MaxValue, uint.MaxValue, 0x3FE1D9F26FF5CA52, 0x3FC2A0D10038A4B3)]
    public void A_seed_and_an_address_give_the_same_number_to_the_last_bit(ulong seed, uint subject, uint parameter, uint occasion, ulong uniform, ulong normal)
    {
        Assert.Equal(uniform, BitConverter.DoubleToUInt64Bits(RandomNumbers.Uniform(seed, subject, parameter, occasion)));
        Assert.Equal(normal, BitConverter.DoubleToUInt64Bits(RandomNumbers.Normal(seed, subject, parameter, occasion)));
    }

    [Theory]
    [InlineData(10U, 0xC009066E79458DB4)]
    [InlineData(220U, 0x4008989E9930C930)]
    [InlineData(580U, 0xC009CD19B6DC23B1)]
    [InlineData(608U, 0x400954899FA967C3)]
    public void So_they_do_in_the_tails_where_a_logarithm_is_needed(uint subject, ulong normal) =>
        Assert.Equal(normal, BitConverter.DoubleToUInt64Bits(RandomNumbers.Normal(1, subject, 0, 0)));

    [Fact]
    public void A_hundred_thousand_of_them_have_the_mean_the_spread_and_the_tails_of_a_normal_distribution()
    {
        var drawn = Enumerable.Range(0, 100_000).Select(k => RandomNumbers.Normal(77, (uint)k, 3, 0)).ToArray();
        var mean = drawn.Average();
        Assert.Equal(0, mean, 0.01);
        Assert.Equal(1, drawn.Average(each => (each - mean) * (each - mean)), 0.02);
        Assert.Equal(0.05, drawn.Count(each => Math.Abs(each) > 1.959964) / 100_000.0, 0.003);
        // Neighbouring addresses know nothing of each other.
        Assert.Equal(0, drawn.Zip(drawn.Skip(1), (one, next) => one * next).Average(), 0.01);
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.975, 1.959963985)]
    [InlineData(0.001, -3.090232306)]
    [InlineData(1e-9, -5.997807015)]
    public void The_quantiles_are_those_of_the_tables(double p, double z) => Assert.Equal(z, RandomNumbers.Quantile(p), 1e-8);
}
