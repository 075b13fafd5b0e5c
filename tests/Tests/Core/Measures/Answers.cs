using Afterglow.Core.Measures;

namespace Afterglow.Tests.Measures;

/// <summary>Answers that tests give.</summary>
internal static class Answers
{
    public static Instrument The(string id) => Instruments.Find(id) ?? throw new InvalidOperationException($"There is no instrument “{id}”.");

    /// <summary>“1 2 - 0”: a dash is an answer not given.</summary>
    public static int?[] Read(string answers) => [.. answers.Split(' ').Select(answer => answer == "-" ? (int?)null : int.Parse(answer, System.Globalization.CultureInfo.InvariantCulture))];

    /// <summary>The same answer to every question.</summary>
    public static int?[] Each(this Instrument instrument, Func<Item, int> answer) => [.. instrument.Items.Select(item => (int?)answer(item))];

    /// <summary>Answers that come to a total: the first questions are answered as high as it takes.</summary>
    public static int?[] ComingTo(this Instrument instrument, int total)
    {
        var left = (total / instrument.Scoring.Grain) - (instrument.Total!.Value.Low / instrument.Scoring.Grain);
        var first = instrument.Scoring is Scoring.HighestOfGroups groups ? groups.Groups.Select(group => group[0] - 1).ToHashSet() : null;
        var answers = new int?[instrument.Items.Count];
        foreach (var (place, item) in instrument.Items.Index().OrderByDescending(pair => pair.Item.Step))
        {
            var more = first is null || first.Contains(place) ? Math.Min(left, item.High - item.Low) / item.Step * item.Step : 0;
            left -= more;
            answers[place] = item.Reversed ? item.High - more : item.Low + more;
        }
        Assert.Equal(0, left);
        return answers;
    }
}
