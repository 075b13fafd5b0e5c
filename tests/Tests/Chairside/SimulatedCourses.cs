using Afterglow.Chairside.Simulator;
using Afterglow.Core.Evidence;
using Afterglow.Core.Pharmacology;
using Afterglow.Core.Pharmacology.Mechanism;
using Afterglow.Core.Units;

namespace Afterglow.Tests.Chairside;

/// <summary>The chain as the simulator walks it, one number a state, against the solver that everybody else uses.</summary>
public sealed class SimulatedCourses
{
    private static readonly Body Person = new(BodyWeight.FromKilograms(82), 45);

    private static readonly HashSet<ChainLink> Whole = [];

    private static readonly double[] HoursAfter = [0.05, 0.1, 0.25, 0.5, 2.0 / 3, 1, 2, 6, 24, 84, 84.5, 85, 90, 420.75, 430, 500, 900];

    public static TheoryData<string> Regimens => [.. All.Keys];

    private static Dictionary<string, Regimen> All { get; } = new()
    {
        ["infusions"] = Regimen.Infusion,
        ["devices"] = Regimen.Spray with { Dose = 3 },
        ["into a muscle"] = Regimen.Infusion.GivenAs(GivenBy.Muscle),
        ["swallowed daily"] = Regimen.Infusion.GivenAs(GivenBy.Mouth) with { EveryDays = 1, Dose = 1 },
    };

    [Theory]
    [MemberData(nameof(Regimens))]
    public void The_person_in_the_middle_goes_the_way_of_the_chain(string name)
    {
        var course = Asked(All[name]);
        var solved = Solve(All[name], [All[name].Model.Typical(Person)], [ClinicalSubject.Middle], Whole);
        for (var place = 0; place < ChainWalk.Curves.Count; place++)
        {
            var curve = ChainWalk.Curves[place];
            for (var t = 0; t < HoursAfter.Length; t++)
            {
                var theirs = solved[t * ChainWalk.Curves.Count + place];
                var ours = course.Middle(curve, HoursAfter[t]);
                // Half a per cent of its reach is half a pixel of a curve that is drawn a hundred high.
                Assert.True(Math.Abs(theirs - ours) <= 0.005 * course.Reach(curve) + 1e-9, $"{curve} at {HoursAfter[t]} h: {ours} against {theirs}, of at most {course.Reach(curve)}");
            }
        }
    }

    [Fact]
    public void The_virtual_people_of_a_course_are_those_of_every_other_simulation()
    {
        const int few = 9;
        var course = Asked(Regimen.Spray);
        Assert.True(course.Draw(few, double.PositiveInfinity));
        course.Gather();
        Assert.Equal(few, course.People);
        var numbers = FittedModel.Numbers.Chain;
        double[] times = [.. Enumerable.Range(1, CourseForecast.Points - 1).Select(course.At)];
        var solved = Solve(
            Regimen.Spray, [.. Enumerable.Range(0, few).Select(k => Regimen.Spray.Model.Virtual(Person, SessionForecast.Seed, k))],
            [.. Enumerable.Range(0, few).Select(k => ClinicalSubject.Virtual(numbers, SessionForecast.Seed, k))], Whole, times, [ChainCurve.Severity]);
        var symptoms = course.Curves[CourseCurve.Symptoms];
        for (var t = 0; t < times.Length; t++)
        {
            var theirs = Enumerable.Range(0, few).Select(k => solved[k * times.Length + t]).Order().ToArray();
            Assert.Equal(theirs[4], symptoms.Middle[t + 1], 0.01);
            Assert.InRange(symptoms.Low[t + 1], theirs[0] - 0.01, theirs[1] + 0.01);
            Assert.InRange(symptoms.High[t + 1], theirs[7] - 0.01, theirs[8] + 0.01);
        }
    }

    [Fact]
    public void What_hangs_on_a_link_alone_stays_at_rest_without_it()
    {
        foreach (var (link, still) in new[]
        {
            (ChainLink.Disinhibition, new[] { ChainCurve.GabaTone, ChainCurve.Glutamate }), (ChainLink.GlutamateBurst, [ChainCurve.Glutamate]),
            (ChainLink.Bdnf, [ChainCurve.Bdnf]), (ChainLink.Eef2, [ChainCurve.Eef2]), (ChainLink.Mtor, [ChainCurve.Mtor, ChainCurve.Consolidation]),
            (ChainLink.Tolerance, [ChainCurve.Tolerance]),
        })
        {
            var course = new CourseForecast();
            course.Ask(Regimen.Infusion, Person, 1000, new HashSet<ChainLink> { link });
            Assert.All(still, curve => Assert.True(course.Reach(curve) < 1e-12, $"{curve} moves without {link}"));
            Assert.True(course.Reach(ChainCurve.Occupancy) > 0.3);
        }
    }

    [Fact]
    public void Every_link_has_its_words_and_one_that_is_taken_out_shows_in_the_picture()
    {
        // Therapy is no part of a regimen here.
        var links = Enum.GetValues<ChainLink>().Except([ChainLink.Therapy]).ToList();
        Assert.Equal(links.Order(), LinkStory.All.Select(story => story.Link).Order());
        // Tiring receptors are a property of one box and no way between two.
        Assert.Equal(links.Except([ChainLink.Desensitisation]).Order(), ChainPicture.Arrows.Where(arrow => arrow.Link is not null).Select(arrow => arrow.Link!.Value).Distinct().Order());
        Assert.All(LinkStory.All, story => Assert.NotEmpty(story.For.Citation));
    }

    [Fact]
    public void Steps_meet_every_event_and_come_again_from_session_to_session()
    {
        double[] events = [0, 2.0 / 3, 84, 84 + 2.0 / 3, 168, 168 + 2.0 / 3];
        var grid = new CourseGrid(events, 600);
        foreach (var at in events.Append(600)) Assert.Contains(grid.TimesH, time => Math.Abs(time - at) < 1e-5);
        for (var k = 0; k < grid.StepOf.Length; k++)
        {
            Assert.True(grid.LengthsH[grid.StepOf[k]] > 0);
            Assert.Equal(grid.TimesH[k + 1] - grid.TimesH[k], grid.LengthsH[grid.StepOf[k]], 1e-5);
        }
        Assert.True(grid.LengthsH.Count < grid.StepOf.Length / 2, $"{grid.LengthsH.Count} lengths for {grid.StepOf.Length} steps");
    }

    [Fact]
    public void A_box_says_how_far_it_is_from_rest()
    {
        ChainBox Box(ChainCurve curve) => ChainPicture.Boxes.Single(box => box.Curve == curve);
        Assert.Equal("+12 %", Box(ChainCurve.Synapses).Said(1.12));
        Assert.Equal("−3.4 %", Box(ChainCurve.Severity).Said(0.966));
        Assert.Equal("at rest", Box(ChainCurve.Bdnf).Said(1.0001));
        Assert.Equal("58 %", Box(ChainCurve.Occupancy).Said(0.58));
        Assert.Equal("76 ng/mL", Box(ChainCurve.EffectSite).Said(0.076));
        Assert.Equal("−20 %", Box(ChainCurve.Tolerance).Said(0.25));
    }

    private static CourseForecast Asked(Regimen regimen)
    {
        var course = new CourseForecast();
        course.Ask(regimen, Person, 1000, Whole);
        return course;
    }

    private static double[] Solve(
        Regimen regimen, IReadOnlyList<Kinetics> people, IReadOnlyList<ClinicalSubject> subjects, IReadOnlySet<ChainLink> without,
        double[]? times = null, IReadOnlyList<ChainCurve>? curves = null)
    {
        var numbers = FittedModel.Numbers.Chain.Without(without);
        var doses = regimen.AllDoses(Person);
        var plan = new ClinicalPlan(ClinicalDrive.Events(regimen.Model.Typical(Person), regimen.Model, doses), times ?? HoursAfter);
        var drive = ClinicalDrive.Of(numbers, regimen.Model, people, doses, plan);
        return new ClinicalChain(numbers, plan, curves ?? ChainWalk.Curves).Solve(drive, subjects);
    }
}
