using RuralEc.Logistics.Siting;
using Xunit;

namespace RuralEc.Tests.Logistics.Siting;

public class SitingSolverTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Four villages along a road of 30 km, a site possible at each: demand i stands at site i.</summary>
    private static SitingProblem Road(SitingModel model, int newSites, double? reach = null) =>
        new()
        {
            Model = model,
            Demands = [new("A", 100), new("B", 200), new("C", 300), new("D", 50)],
            Sites = [new("a", CostYuan: 10), new("b", CostYuan: 20), new("c", CostYuan: 30), new("d", CostYuan: 40)],
            Distances =
            [
                .. from i in Enumerable.Range(0, 4)
                from j in Enumerable.Range(0, 4)
                select new SitingDistance(i, j, 10 * Math.Abs(i - j)),
            ],
            NewSites = newSites,
            CoverageDistance = reach,
        };

    /// <summary>Far from being proved soon: distances at random, which no geometry orders.</summary>
    private static SitingProblem Hard(SitingModel model)
    {
        var random = new Random(7);
        return new()
        {
            Model = model,
            Demands = [.. Enumerable.Range(0, 600).Select(i => new SitingDemand($"{i}", random.NextDouble()))],
            Sites = [.. Enumerable.Range(0, 120).Select(j => new SitingSite($"{j}", CostYuan: random.NextDouble()))],
            Distances =
            [
                .. from i in Enumerable.Range(0, 600)
                from j in Enumerable.Range(0, 120)
                select new SitingDistance(i, j, random.NextDouble()),
            ],
            NewSites = 15,
            CoverageDistance = model == SitingModel.PMedian ? null : 0.1,
        };
    }

    [Fact]
    public void People_walk_to_the_nearest_of_the_chosen_sites()
    {
        // By hand: with b and c open A walks 10, D walks 10: 1,500 in all; every other pair is worse.
        var answer = SitingSolver.Solve(Road(SitingModel.PMedian, 2, reach: 5), Long, ct: Ct);

        Assert.Equal(SitingStatus.Optimal, answer.Status);
        Assert.Equal([1, 2], answer.NewSites);
        Assert.Equal([1, 1, 2, 2], answer.SiteOf);
        Assert.Equal([10.0, 0, 0, 10], answer.DistanceOf);
        Assert.Equal(1_500, answer.Objective);
        Assert.Equal(1_500, answer.Bound);
        Assert.Equal(500, answer.PeopleCovered);
        Assert.Equal(1_500.0 / 650, answer.MeanDistance, 1e-9);
        Assert.Equal(10, answer.WorstDistance);
        Assert.Equal(50, answer.CostYuan);
    }

    [Fact]
    public void What_stands_stays_open_and_is_not_counted()
    {
        var road = Road(SitingModel.MaximalCovering, 1, reach: 10);
        var answer = SitingSolver.Solve(
            road with
            {
                Sites = [.. road.Sites.Select(s => s.Id == "b" ? s with { Existing = true } : s)],
            },
            Long,
            ct: Ct
        );

        // b covers A, B and C; only c or d adds D, and c is the cheaper one.
        Assert.Equal([2], answer.NewSites);
        Assert.Equal(650, answer.Objective);
        Assert.Equal(30, answer.CostYuan);
    }

    [Fact]
    public void A_demand_beyond_every_site_is_told_and_left_out()
    {
        var road = Road(SitingModel.PMedian, 2);
        var answer = SitingSolver.Solve(
            road with
            {
                Distances = [.. road.Distances.Where(d => d.Demand != 3)],
            },
            Long,
            ct: Ct
        );

        Assert.Equal(SitingStatus.Optimal, answer.Status);
        Assert.Equal([3], answer.OutOfReach);
        Assert.Equal(-1, answer.SiteOf[3]);
        Assert.Equal(1_000, answer.Objective);
    }

    public static TheoryData<string, SitingProblem, SitingObstacle, double, double, int[]> Impossible =>
        new()
        {
            {
                "no demands",
                Road(SitingModel.PMedian, 1) with
                {
                    Demands = [],
                    Distances = [],
                },
                SitingObstacle.NoDemands,
                1,
                0,
                []
            },
            {
                "no sites",
                Road(SitingModel.PMedian, 0) with
                {
                    Sites = [],
                    Distances = [],
                },
                SitingObstacle.NoSites,
                1,
                0,
                []
            },
            { "nothing to open", Road(SitingModel.PMedian, 0), SitingObstacle.NothingToOpen, 1, 0, [] },
            { "too many", Road(SitingModel.MaximalCovering, 5, 10), SitingObstacle.TooFewCandidates, 5, 4, [] },
            {
                "cheapest two",
                Road(SitingModel.PMedian, 2) with
                {
                    BudgetYuan = 25,
                },
                SitingObstacle.BudgetTooSmall,
                30,
                25,
                []
            },
            {
                "a village that no site reaches",
                Road(SitingModel.SetCover, 0, 10) with
                {
                    Sites = [new("a")],
                    Distances = [new(0, 0, 0), new(1, 0, 10), new(2, 0, 20)],
                },
                SitingObstacle.DemandsOutOfReach,
                2,
                0,
                [2, 3]
            },
            {
                "one site for both ends",
                Road(SitingModel.PMedian, 1) with
                {
                    Distances = [.. Road(SitingModel.PMedian, 1).Distances.Where(d => d.Distance <= 10)],
                },
                SitingObstacle.TooFewNewSites,
                2,
                1,
                []
            },
            {
                // Two sites reach all only as a or b with c or d: 40 at least.
                "the money for both ends",
                Road(SitingModel.PMedian, 2) with
                {
                    Distances = [.. Road(SitingModel.PMedian, 1).Distances.Where(d => d.Distance <= 10)],
                    BudgetYuan = 35,
                },
                SitingObstacle.BudgetTooSmall,
                40,
                35,
                []
            },
            {
                "the money for a cover",
                Road(SitingModel.SetCover, 0, 10) with
                {
                    BudgetYuan = 39,
                },
                SitingObstacle.BudgetTooSmall,
                40,
                39,
                []
            },
            {
                "the money for the cheapest cover",
                Road(SitingModel.SetCover, 0, 10) with
                {
                    BudgetYuan = 39,
                    Goal = CoverGoal.LeastCost,
                },
                SitingObstacle.BudgetTooSmall,
                40,
                39,
                []
            },
            {
                "room",
                Road(SitingModel.PMedian, 2) with
                {
                    Sites = [.. Road(SitingModel.PMedian, 2).Sites.Select(s => s with { CapacityPeople = 310 })],
                },
                SitingObstacle.CapacityTooSmall,
                650,
                620,
                []
            },
            {
                // 650 people and room for 660, but no two of 100, 200, 300 and 50 make 330 or less beside 300.
                "room in parts",
                Road(SitingModel.PMedian, 2) with
                {
                    Sites = [.. Road(SitingModel.PMedian, 2).Sites.Select(s => s with { CapacityPeople = 330 })],
                },
                SitingObstacle.CapacityNotPackable,
                650,
                660,
                []
            },
        };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_be_is_refused_with_figures(
        string what,
        SitingProblem problem,
        SitingObstacle obstacle,
        double needed,
        double available,
        int[] demands
    )
    {
        Assert.NotEmpty(what);
        var answer = SitingSolver.Solve(problem, Long, ct: Ct);

        Assert.Equal(SitingStatus.Infeasible, answer.Status);
        Assert.Equal(obstacle, answer.Reason!.Obstacle);
        Assert.Equal(needed, answer.Reason.Needed, 1e-6);
        Assert.Equal(available, answer.Reason.Available, 1e-6);
        Assert.Equal(demands, answer.Reason.Demands);
        Assert.Empty(answer.NewSites);
        Assert.Null(answer.Objective);
    }

    [Theory]
    [InlineData(SitingModel.PMedian)]
    [InlineData(SitingModel.MaximalCovering)]
    public void Cancelled_on_the_way_it_gives_the_best_so_far(SitingModel model)
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var answer = SitingSolver.Solve(
            Hard(model),
            Long,
            new Listener(p =>
            {
                if (p.Best is not null && p.Bound is not null)
                {
                    cancel.Cancel();
                }
            }),
            cancel.Token
        );

        Assert.Equal(SitingStatus.Cancelled, answer.Status);
        Assert.Equal(15, answer.NewSites.Count);
        Assert.NotNull(answer.Bound);
        Assert.True(answer.Elapsed < Long);
    }

    [Fact]
    public void Cancelled_with_capacities_it_leaves_HiGHS_behind()
    {
        var hard = Hard(SitingModel.PMedian);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var answer = SitingSolver.Solve(
            hard with
            {
                Sites = [.. hard.Sites.Select(s => s with { CapacityPeople = 25 })],
            },
            Long,
            new Listener(p => cancel.CancelAfter(p.Best is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero)),
            cancel.Token
        );

        Assert.Equal(SitingStatus.Cancelled, answer.Status);
        Assert.DoesNotContain(-1, answer.SiteOf);
    }

    [Fact]
    public void When_the_time_is_over_the_gap_is_told()
    {
        var answer = SitingSolver.Solve(Hard(SitingModel.PMedian), TimeSpan.FromSeconds(1), ct: Ct);

        Assert.Equal(SitingStatus.Feasible, answer.Status);
        Assert.True(answer.Bound < answer.Objective);
        Assert.Equal((answer.Objective - answer.Bound)!.Value / answer.Objective!.Value, answer.Gap!.Value, 1e-9);
    }

    public static TheoryData<string, SitingProblem> Nonsense
    {
        get
        {
            var road = Road(SitingModel.MaximalCovering, 1, 10);
            return new()
            {
                { "people", road with { Demands = [.. road.Demands, new("E", -1)] } },
                { "people", road with { Demands = [.. road.Demands, new("E", double.NaN)] } },
                { "id 'A'", road with { Demands = [.. road.Demands, new("A", 1)] } },
                { "id 'a'", road with { Sites = [.. road.Sites, new("a")] } },
                { "yuan", road with { Sites = [.. road.Sites, new("e", CostYuan: -1)] } },
                { "room", road with { Sites = [.. road.Sites, new("e", CapacityPeople: -1)] } },
                { "distance", road with { Distances = [new(0, 0, double.NaN)] } },
                { "distance", road with { Distances = [new(0, 0, -1)] } },
                { "distance", road with { Distances = [new(0, 0, double.PositiveInfinity)] } },
                { "twice", road with { Distances = [new(0, 0, 1), new(0, 0, 1)] } },
                { "demand 4", road with { Distances = [new(4, 0, 1)] } },
                { "demand -1", road with { Distances = [new(-1, 0, 1)] } },
                { "site 4", road with { Distances = [new(0, 4, 1)] } },
                { "new sites", road with { NewSites = -1 } },
                { "budget", road with { BudgetYuan = -1 } },
                { "coverage distance", road with { CoverageDistance = null } },
                { "coverage distance", road with { CoverageDistance = double.NaN } },
            };
        }
    }

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Nonsense_is_a_fault_of_the_caller(string word, SitingProblem problem) =>
        Assert.Contains(
            word,
            Assert.Throws<ArgumentException>(() => SitingSolver.Solve(problem, Long, ct: Ct)).Message,
            StringComparison.Ordinal
        );

    private sealed class Listener(Action<SitingProgress> to) : IProgress<SitingProgress>
    {
        public void Report(SitingProgress value) => to(value);
    }
}
