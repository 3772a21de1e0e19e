using CsCheck;
using RuralEc.Logistics.Siting;

namespace RuralEc.Tests.Logistics.Siting;

/// <summary>Problems small enough to try everything: with existing sites, missing pairs, costs, budgets and capacities.</summary>
internal static class SmallProblems
{
    public static Gen<SitingProblem> Of(SitingModel model, bool capacities)
    {
        var (mostDemands, mostSites) = capacities ? (6, 5) : (12, 8);
        return Gen.Select(Gen.Int[1, mostDemands], Gen.Int[1, mostSites], Gen.Int[0, int.MaxValue - 1])
            .Select((demands, sites, seed) => Make(model, demands, sites, capacities, new Random(seed)));
    }

    private static SitingProblem Make(SitingModel model, int demands, int sites, bool capacities, Random random)
    {
        var share = random.Next(3) switch
        {
            0 => 1.0,
            1 => 0.7,
            _ => 0.35,
        };
        var whole = random.Next(2) == 0;
        double Amount(int most) => whole ? random.Next(most + 1) : random.NextDouble() * most;
        var pairs =
            from i in Enumerable.Range(0, demands)
            from j in Enumerable.Range(0, sites)
            where random.NextDouble() < share
            select new SitingDistance(i, j, Amount(30));
        var all = pairs.ToArray();
        random.Shuffle(all);
        return new()
        {
            Model = model,
            Demands = [.. Enumerable.Range(0, demands).Select(i => new SitingDemand($"d{i}", Amount(20)))],
            Sites =
            [
                .. Enumerable
                    .Range(0, sites)
                    .Select(j => new SitingSite(
                        $"s{j}",
                        random.Next(5) == 0,
                        random.Next(1, 9) * 10_000,
                        capacities && random.Next(4) > 0 ? Amount(60) : null
                    )),
            ],
            Distances = all,
            NewSites = random.Next(0, sites + 1),
            BudgetYuan = random.Next(3) == 0 ? random.Next(1, 25) * 10_000 : null,
            CoverageDistance = model == SitingModel.PMedian ? null : 3 + (random.NextDouble() * 25),
            Goal = random.Next(2) == 0 ? CoverGoal.FewestSites : CoverGoal.LeastCost,
        };
    }
}
