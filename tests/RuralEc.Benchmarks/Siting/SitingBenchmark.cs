using System.Diagnostics;
using System.Globalization;
using Google.OrTools.ModelBuilder;
using RuralEc.Logistics.Siting;

namespace RuralEc.Benchmarks.Siting;

/// <summary>
/// How soon sites for all of Guangzhou are chosen and proved, and how long HiGHS takes for the whole p-median as one
/// program, which is what one would write first.
/// </summary>
internal static class SitingBenchmark
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <param name="seconds">How long the peer may take; 0 leaves it out.</param>
    public static void Run(int seconds)
    {
        // Machine code and native libraries come with the first call.
        SitingSolver.Solve(GuangzhouLike.Make(SitingModel.PMedian, 20), TimeSpan.FromSeconds(2));

        Measure("covering 8 km, 20 sites", GuangzhouLike.Make(SitingModel.MaximalCovering, 20, 8_000));
        Measure("covering 8 km, 40 sites", GuangzhouLike.Make(SitingModel.MaximalCovering, 40, 8_000));
        Measure("set cover 30 km, fewest", GuangzhouLike.Make(SitingModel.SetCover, 0, 30_000));
        var cheapest = GuangzhouLike.Make(SitingModel.SetCover, 0, 30_000) with { Goal = CoverGoal.LeastCost };
        Measure("set cover 30 km, cheapest", cheapest);
        Measure("set cover 40 km, fewest", GuangzhouLike.Make(SitingModel.SetCover, 0, 40_000));
        foreach (var sites in new[] { 20, 40 })
        {
            var problem = GuangzhouLike.Make(SitingModel.PMedian, sites);
            var answer = Measure($"p-median, {sites} sites", problem);
            if (seconds > 0)
            {
                Peer(problem, TimeSpan.FromSeconds(seconds), answer.Elapsed);
            }
        }

        var median = GuangzhouLike.Make(SitingModel.PMedian, 20);
        Measure("p-median, 20 sites, 7 million yuan", median with { BudgetYuan = 7_000_000 });
        var room = 2 * median.Demands.Sum(d => d.People) / 20;
        Measure(
            "p-median, 20 sites, twice the mean room",
            median with
            {
                Sites = [.. median.Sites.Select(s => s with { CapacityPeople = room })],
            }
        );
    }

    private static SitingAnswer Measure(string title, SitingProblem problem)
    {
        var told = new List<SitingProgress>();
        var answer = SitingSolver.Solve(problem, Limit, new Listener(told.Add));
        var second =
            told.LastOrDefault(t => t.Elapsed <= TimeSpan.FromSeconds(1.05))
            ?? new(default, answer.Objective, answer.Bound, 0);
        var off = Math.Abs(((second.Best ?? double.NaN) - answer.Objective) ?? double.NaN) / answer.Objective;
        var near = told.FirstOrDefault(t => t.Gap <= 0.005)?.Elapsed ?? answer.Elapsed;
        Say(
            $"{title, -42} {answer.Status, -9} {answer.Objective, 16:N0} bound {answer.Bound, 16:N0} gap {answer.Gap, 8:P3} in {answer.Elapsed.TotalSeconds, 7:N2} s; gap proved <= 0.5 % after {near.TotalSeconds:N2} s; after 1 s the choice {off:P3} off this one, proved gap {second.Gap:P3}; {answer.NewSites.Count} sites, {answer.CostYuan / 1e6:N2} million yuan"
        );
        return answer;
    }

    /// <summary>The strong formulation in full, every pair a variable of its own.</summary>
    private static void Peer(SitingProblem problem, TimeSpan limit, TimeSpan own)
    {
        var model = new Model();
        var open = problem.Sites.Select(_ => model.NewBoolVar("")).ToArray();
        model.AddLinearConstraint(LinearExpr.Sum(open), problem.NewSites, problem.NewSites);
        var objective = LinearExpr.NewBuilder();
        foreach (var row in problem.Distances.GroupBy(d => d.Demand))
        {
            var served = LinearExpr.NewBuilder();
            foreach (var (demand, site, distance) in row)
            {
                var serves = model.NewNumVar(0, 1, "");
                served.Add(serves);
                objective.AddTerm(serves, problem.Demands[demand].People * distance);
                model.AddLinearConstraint(serves - open[site], double.NegativeInfinity, 0);
            }

            model.AddLinearConstraint(served, 1, 1);
        }

        model.Minimize(objective);
        var solver = new Solver("highs");
        solver.SetTimeLimitInSeconds(limit.TotalSeconds);
        solver.SetSolverSpecificParameters("output_flag=false");
        var watch = Stopwatch.StartNew();
        var status = solver.Solve(model);
        var objectiveText = solver.HasSolution()
            ? solver.ObjectiveValue.ToString("N0", CultureInfo.InvariantCulture)
            : "none";
        Say(
            $"    HiGHS, the whole program: {status}, {objectiveText}, {watch.Elapsed.TotalSeconds:N1} s, {watch.Elapsed / own:N1} times as long"
        );
    }

    private static void Say(FormattableString line) => Console.WriteLine(FormattableString.Invariant(line));

    private sealed class Listener(Action<SitingProgress> to) : IProgress<SitingProgress>
    {
        public void Report(SitingProgress value) => to(value);
    }
}
