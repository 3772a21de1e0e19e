using RuralEc.Logistics.Siting;

namespace RuralEc.Tests.Logistics.Siting;

/// <summary>Tries every choice of sites and, with capacities, every assignment: slow, and of another mind than the solver.</summary>
internal static class BruteForce
{
    /// <summary>The best objective; null where no choice keeps the rules.</summary>
    public static double? Best(SitingProblem problem)
    {
        var candidates = Enumerable.Range(0, problem.Sites.Count).Where(j => !problem.Sites[j].Existing).ToArray();
        var table = Table(problem);
        if (problem.Model == SitingModel.PMedian && !table.Cast<double>().Any(double.IsFinite))
        {
            return null;
        }

        double? best = null;
        for (var set = 0; set < 1 << candidates.Length; set++)
        {
            var opened = candidates.Where((_, c) => (set & (1 << c)) != 0).ToArray();
            if (problem.Model != SitingModel.SetCover && opened.Length != problem.NewSites)
            {
                continue;
            }

            if (opened.Sum(j => problem.Sites[j].CostYuan) > problem.BudgetYuan)
            {
                continue;
            }

            var open = Enumerable
                .Range(0, problem.Sites.Count)
                .Where(j => problem.Sites[j].Existing || opened.Contains(j));
            if (
                Worth(problem, table, [.. open], opened) is { } worth
                && (best is null || Better(problem, worth, best.Value))
            )
            {
                best = worth;
            }
        }

        return best;
    }

    public static bool Better(SitingProblem problem, double one, double other) =>
        problem.Model == SitingModel.MaximalCovering ? one > other : one < other;

    public static double[,] Table(SitingProblem problem)
    {
        var table = new double[problem.Demands.Count, problem.Sites.Count];
        for (var i = 0; i < problem.Demands.Count; i++)
        {
            for (var j = 0; j < problem.Sites.Count; j++)
            {
                table[i, j] = double.PositiveInfinity;
            }
        }

        foreach (var (demand, site, distance) in problem.Distances)
        {
            table[demand, site] = distance;
        }

        return table;
    }

    private static double? Worth(SitingProblem problem, double[,] table, int[] open, int[] opened)
    {
        if (open.Length == 0)
        {
            return problem.Model == SitingModel.SetCover && problem.Demands.Count == 0 ? 0 : null;
        }

        var room = open.Select(j => problem.Sites[j].CapacityPeople ?? double.PositiveInfinity).ToArray();
        return problem.Model switch
        {
            SitingModel.PMedian => Least(problem, table, open, room, 0, double.PositiveInfinity),
            SitingModel.MaximalCovering => -Least(problem, table, open, room, 0, problem.CoverageDistance!.Value),
            _ => Least(problem, table, open, room, 0, problem.CoverageDistance!.Value) is null ? null
            : problem.Goal == CoverGoal.LeastCost ? opened.Sum(j => problem.Sites[j].CostYuan)
            : opened.Length,
        };
    }

    /// <summary>The least sum from demand i on: way for a p-median, people covered (negative) for a covering.</summary>
    private static double? Least(SitingProblem problem, double[,] table, int[] open, double[] room, int i, double reach)
    {
        if (i == problem.Demands.Count)
        {
            return 0;
        }

        var people = problem.Demands[i].People;
        var reachable = Enumerable
            .Range(0, problem.Sites.Count)
            .Any(j => table[i, j] <= reach && double.IsFinite(table[i, j]));
        var covering = problem.Model == SitingModel.MaximalCovering;
        // Without capacities no demand is in another's way, and only its nearest site matters.
        var free = Array.TrueForAll(room, double.IsPositiveInfinity);
        var nearest = open.Index().MinBy(s => table[i, s.Item]).Index;
        var served = free && table[i, open[nearest]] <= reach && double.IsFinite(table[i, open[nearest]]);
        var mayMiss = covering || (!reachable && problem.Model == SitingModel.PMedian);
        var best = mayMiss && !served ? Least(problem, table, open, room, i + 1, reach) : null;

        for (var s = 0; s < open.Length; s++)
        {
            if (free && s != nearest)
            {
                continue;
            }

            var distance = table[i, open[s]];
            if (distance > reach || double.IsInfinity(distance) || room[s] < people)
            {
                continue;
            }

            room[s] -= people;
            var rest = Least(problem, table, open, room, i + 1, reach);
            room[s] += people;
            var own = covering ? -people : people * distance;
            if (rest + own is { } sum && (best is null || sum < best))
            {
                best = sum;
            }
        }

        return best;
    }
}
