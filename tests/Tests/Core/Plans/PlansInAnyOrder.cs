using Afterglow.Core.Intake.Eligibility;
using Afterglow.Core.Plans;
using Afterglow.Core.Plans.Treatment;
using CsCheck;

namespace Afterglow.Tests.Plans;

/// <summary>Whatever is drafted, changed, proposed, answered and stopped, in whatever order, these hold.</summary>
public sealed class PlansInAnyOrder
{
    private static readonly PlanTerms[] Terms =
    [
        PlanOf.Whole, PlanOf.Whole with { Driver = "Her brother" }, PlanOf.Whole with { Remarks = "Mornings." }, PlanOf.Dosed("0.5 mg/kg", "0.6 mg/kg"),
        PlanOf.Whole with { Sessions = 4, ReviewAfterSessions = 4 }, PlanOf.Whole with { StopBelowPercent = 50 }, PlanOf.Whole with { Driver = "" },
        PlanTerms.Usual(PlanIndication.Ocd, Protocols.EsketamineNasal),
    ];

    private static readonly Gen<List<(int What, int Which, bool Stale)>> Steps =
        Gen.Select(Gen.Int[0, 13], Gen.Int[0, Terms.Length - 1], Gen.Frequency((9, Gen.Const(false)), (1, Gen.Const(true)))).List[5, 45];

    [Fact]
    public void The_agreed_text_is_the_text_shown_and_no_version_is_ever_lost() => Steps.Sample(steps =>
    {
        var plan = PlanOf.AnEligiblePatient();
        var shown = new Dictionary<(Guid Plan, int Version), string>();
        var versions = new Dictionary<(Guid Plan, int Version), string>();
        AgreeToPlan? old = null;
        foreach (var (what, which, stale) in steps)
        {
            var seen = stale ? Guid.NewGuid() : plan.File.Last?.EntryId;
            var before = plan.Lines.Count;
            switch (what)
            {
                case 0 or 1:
                    plan.Try(new DraftPlan(Guid.NewGuid(), Terms[which], seen));
                    break;
                case 2 or 3 or 4:
                    plan.Try(new ChangePlan(Guid.NewGuid(), Terms[which], "Because.", seen));
                    break;
                case 5 or 6 or 7:
                    if (plan.Try(new ProposePlan(Guid.NewGuid(), seen)).Allowed)
                    {
                        shown[(plan.Plan.Id, plan.Plan.ProposedVersion!.Value)] = PlanOf.Said(plan.Plan.Current);
                        old ??= plan.Agreeing();
                    }
                    break;
                case 8 or 9 when plan.File.Newest is not null:
                    // A form that was opened before: its version and digest, against the words as they are now.
                    var agreeing = stale && old is not null ? plan.Agreeing() with { Version = old.Version, Digest = old.Digest } : plan.Agreeing();
                    var waiting = plan.Plan.ProposedVersion;
                    if (plan.Try(agreeing, PlanOf.Patient).Allowed) Assert.Equal(waiting, agreeing.Version);
                    break;
                case 10 when plan.File.Newest is not null:
                    plan.Try(new DeclinePlan(Guid.NewGuid(), plan.Plan.Current.Number, null), PlanOf.Patient);
                    break;
                case 11:
                    plan.Try(new StopPlan(Guid.NewGuid(), PlanEnding.Completed, "Done.", seen));
                    break;
                case 12:
                    plan.Try(new WithdrawFromPlan(Guid.NewGuid(), null), PlanOf.Patient);
                    break;
                case 13:
                    plan.Decided(which % 2 == 0 ? EligibilityOutcome.Eligible : EligibilityOutcome.NotNow);
                    break;
            }
            Assert.InRange(plan.Lines.Count - before, 0, 1);
            foreach (var each in plan.File.Plans)
            {
                Assert.Equal(Enumerable.Range(1, each.Versions.Count), each.Versions.Select(version => version.Number));
                foreach (var version in each.Versions)
                {
                    var said = PlanOf.Said(version);
                    // Once written, a version never says anything else.
                    Assert.Equal(versions.TryAdd((each.Id, version.Number), said) ? said : versions[(each.Id, version.Number)], said);
                }
                Assert.All(each.Agreements, agreement => Assert.Equal(shown[(each.Id, agreement.Version)], agreement.Words));
                if (each.InForce is { } force)
                {
                    Assert.True(each.IsOpen);
                    Assert.DoesNotContain(PlanChange.Between(each.Version(each.Agreement!.Version).Terms, force.Terms), change => change.Matters);
                }
                if (each.State == PlanState.Agreed) Assert.Equal(each.Current.Number, each.InForce!.Number);
                if (each.State == PlanState.Proposed) Assert.Equal(each.Current.Number, each.ProposedVersion);
            }
            Assert.All(versions.Keys, key => Assert.True(plan.File.Plans.Single(each => each.Id == key.Plan).Versions.Count >= key.Version));
            Assert.True(plan.File.Plans.Count(each => each.IsOpen) <= 1);
        }
    }, iter: 120, threads: 2);

    [Fact]
    public void Plans_of_every_kind_come_about_in_these_sequences()
    {
        var states = new HashSet<PlanState>();
        var again = 0;
        Steps.Sample(steps =>
        {
            var plan = PlanOf.AnEligiblePatient();
            foreach (var (what, which, _) in steps)
            {
                if (what < 2) plan.Try(new DraftPlan(Guid.NewGuid(), Terms[which], plan.File.Last?.EntryId));
                else if (what < 5) plan.Try(new ChangePlan(Guid.NewGuid(), Terms[which], "Because.", plan.File.Last?.EntryId));
                else if (what < 8) plan.Try(new ProposePlan(Guid.NewGuid(), plan.File.Last?.EntryId));
                else if (what < 10 && plan.File.Newest is not null) plan.Try(plan.Agreeing(), PlanOf.Patient);
                else if (what == 10) plan.Try(new DeclinePlan(Guid.NewGuid(), plan.File.Newest?.Current.Number ?? 1, null), PlanOf.Patient);
                else if (what == 11) plan.Try(new StopPlan(Guid.NewGuid(), PlanEnding.Completed, "Done.", plan.File.Last?.EntryId));
                if (plan.File.Newest is { } newest)
                    lock (states)
                    {
                        states.Add(newest.State);
                        again += newest.Agreements.Count > 1 ? 1 : 0;
                    }
            }
        }, iter: 200, threads: 2);
        Assert.Equal(Enum.GetValues<PlanState>().Order(), states.Order());
        Assert.NotEqual(0, again);
    }
}
