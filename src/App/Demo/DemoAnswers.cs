using Afterglow.Core.Measures;
using Afterglow.Core.Sessions;

namespace Afterglow.App.Demo;

/// <summary>
/// The answers behind a total. Which questions weigh most hangs on the person, so that whoever slept badly in spring sleeps
/// badly in summer; what is asked about death follows the screens of the sessions and not the total.
/// </summary>
internal sealed class DemoAnswers(ulong seed, int person)
{
    /// <summary>One answer an item, in their order. Only for instruments that are added up.</summary>
    public IReadOnlyList<int?> To(Instrument instrument, int total, SuicideRisk risk, int day)
    {
        var (own, that) = (Chance.For(seed, "leaning " + instrument.Id, person), Chance.For(seed, "answers " + instrument.Id, (person * 1000) + day));
        var weights = instrument.Items.Select(_ => own.Between(0, 1.2) + that.Between(0, 0.6)).ToList();
        var answers = instrument.Items.Select(item => item.Low).ToList();
        if (instrument.Items.ToList().FindIndex(item => item is { Key: "death" }) is >= 0 and var death)
        {
            var others = instrument.Items.Where((_, place) => place != death).Sum(item => item.High);
            answers[death] = Math.Clamp(Math.Max((int)risk, total - others), 0, Math.Min(total, instrument.Items[death].High));
            weights[death] = double.NegativeInfinity;
        }
        for (var left = total - answers.Sum(); left > 0; left--)
        {
            // The next point goes where it is heaviest, and less and less so the more is there.
            var place = Enumerable.Range(0, answers.Count).Where(each => answers[each] < instrument.Items[each].High && !double.IsNegativeInfinity(weights[each]))
                .MaxBy(each => weights[each] - (1.6 * answers[each] / instrument.Items[each].High));
            answers[place]++;
        }
        return [.. answers.Select(answer => (int?)answer)];
    }
}
