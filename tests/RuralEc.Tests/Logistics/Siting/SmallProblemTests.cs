using CsCheck;
using RuralEc.Logistics.Siting;
using Xunit;

namespace RuralEc.Tests.Logistics.Siting;

public class SmallProblemTests
{
    private const double Tolerance = 1e-6;

    [Theory]
    [InlineData(SitingModel.PMedian)]
    [InlineData(SitingModel.MaximalCovering)]
    [InlineData(SitingModel.SetCover)]
    public void The_answer_is_the_best_of_all_choices(SitingModel model) =>
        SmallProblems.Of(model, capacities: false).Sample(AnswerIsBest, iter: 1_500);

    [Theory]
    [InlineData(SitingModel.PMedian)]
    [InlineData(SitingModel.MaximalCovering)]
    [InlineData(SitingModel.SetCover)]
    public void With_capacities_the_answer_is_the_best_of_all_choices(SitingModel model) =>
        SmallProblems.Of(model, capacities: true).Sample(AnswerIsBest, iter: 300);

    [Theory]
    [InlineData(SitingModel.PMedian)]
    [InlineData(SitingModel.MaximalCovering)]
    [InlineData(SitingModel.SetCover)]
    public void A_bound_told_on_the_way_never_crosses_the_truth(SitingModel model) =>
        SmallProblems
            .Of(model, capacities: false)
            .Sample(
                problem =>
                {
                    var told = new List<SitingProgress>();
                    SitingSolver.Solve(problem, TimeSpan.FromSeconds(20), new Told(told.Add), Ct);
                    var best = BruteForce.Best(problem);
                    foreach (var step in told)
                    {
                        AssertNotCrossed(problem, best ?? double.NaN, step.Bound);
                        if (step.Best is { } found)
                        {
                            Assert.NotNull(best);
                            Assert.False(
                                BruteForce.Better(problem, found, best.Value - Sign(problem) * Slack(best.Value))
                            );
                        }
                    }
                },
                iter: 300
            );

    /// <summary>HiGHS is asked only where the bound needs company, so here it is asked itself.</summary>
    [Theory]
    [InlineData(SitingModel.MaximalCovering)]
    [InlineData(SitingModel.SetCover)]
    public void HiGHS_finds_the_same_covers(SitingModel model) =>
        SmallProblems
            .Of(model, capacities: false)
            .Where(p =>
                BruteForce.Best(p) is not null
                && p is not { Goal: CoverGoal.LeastCost, Model: SitingModel.SetCover, BudgetYuan: not null }
            )
            .Sample(
                problem =>
                {
                    var choice = SiteChoiceBuilder.Build(
                        problem,
                        new Reaches(problem),
                        SiteChoiceBuilder.Terms.Of(problem)
                    );
                    if (choice.Rows == 0 || choice.Sites == 0)
                    {
                        return;
                    }

                    var chosen = CoverMilp.Solve(choice, TimeSpan.FromSeconds(20));
                    Assert.NotNull(chosen);
                    var objective = choice.Objective(chosen);
                    var people = problem.Demands.Sum(d => d.People);
                    Assert.Equal(
                        BruteForce.Best(problem)!.Value,
                        problem.Model == SitingModel.SetCover ? objective : people - objective,
                        1e-4
                    );
                },
                iter: 100
            );

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static void AnswerIsBest(SitingProblem problem)
    {
        var answer = SitingSolver.Solve(problem, TimeSpan.FromSeconds(20), null, Ct);
        var best = BruteForce.Best(problem);
        if (best is not { } truth)
        {
            Assert.Equal(SitingStatus.Infeasible, answer.Status);
            Assert.NotNull(answer.Reason);
            Assert.True(
                answer.Reason.Needed >= answer.Reason.Available
                    || answer.Reason.Obstacle == SitingObstacle.CapacityNotPackable
            );
            return;
        }

        Assert.Equal(SitingStatus.Optimal, answer.Status);
        Assert.Equal(truth, answer.Objective!.Value, Slack(truth));
        AssertNotCrossed(problem, truth, answer.Bound);
        Assert.InRange(answer.Gap!.Value, 0, 1.1e-6);
        AssertKeepsTheRules(problem, answer);
    }

    private static double Sign(SitingProblem problem) => problem.Model == SitingModel.MaximalCovering ? -1 : 1;

    private static double Slack(double truth) => Tolerance * Math.Max(1, Math.Abs(truth));

    private static void AssertNotCrossed(SitingProblem problem, double truth, double? bound)
    {
        if (bound is { } value)
        {
            var over = problem.Model == SitingModel.MaximalCovering ? truth - value : value - truth;
            Assert.True(over <= 1e-9 * Math.Max(1, Math.Abs(truth)), $"bound {value}, truth {truth}");
        }
    }

    private static void AssertKeepsTheRules(SitingProblem problem, SitingAnswer answer)
    {
        var table = BruteForce.Table(problem);
        Assert.All(answer.NewSites, j => Assert.False(problem.Sites[j].Existing));
        Assert.Equal(answer.NewSites.Distinct().Order(), answer.NewSites);
        Assert.True(problem.Model == SitingModel.SetCover || answer.NewSites.Count == problem.NewSites);
        Assert.Equal(answer.NewSites.Sum(j => problem.Sites[j].CostYuan), answer.CostYuan);
        Assert.False(answer.CostYuan > problem.BudgetYuan);
        var load = new double[problem.Sites.Count];
        var capacities = problem.Sites.Any(s => s.CapacityPeople is not null);
        for (var i = 0; i < problem.Demands.Count; i++)
        {
            var open = Enumerable
                .Range(0, problem.Sites.Count)
                .Where(j => (problem.Sites[j].Existing || answer.NewSites.Contains(j)) && double.IsFinite(table[i, j]))
                .ToArray();
            var site = answer.SiteOf[i];
            if (site < 0)
            {
                Assert.True(double.IsNaN(answer.DistanceOf[i]));
                Assert.True(open.Length == 0 || (capacities && problem.Model == SitingModel.MaximalCovering));
                continue;
            }

            Assert.Contains(site, open);
            Assert.Equal(table[i, site], answer.DistanceOf[i]);
            Assert.True(capacities || open.All(j => table[i, j] >= table[i, site]));
            load[site] += problem.Demands[i].People;
        }

        Assert.All(
            problem.Sites.Index(),
            s => Assert.False(capacities && load[s.Index] > s.Item.CapacityPeople + 1e-9)
        );
        Assert.Equal(
            Enumerable
                .Range(0, problem.Demands.Count)
                .Where(i =>
                    Enumerable
                        .Range(0, problem.Sites.Count)
                        .All(j => !(table[i, j] <= (problem.CoverageDistance ?? double.MaxValue)))
                ),
            answer.OutOfReach
        );
    }

    private sealed class Told(Action<SitingProgress> to) : IProgress<SitingProgress>
    {
        public void Report(SitingProgress value) => to(value);
    }
}
