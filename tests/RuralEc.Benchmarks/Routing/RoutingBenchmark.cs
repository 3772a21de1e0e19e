using System.Globalization;
using RuralEc.Logistics.Routing;

namespace RuralEc.Benchmarks.Routing;

/// <summary>How good a day plan is after 2, 10, 30 and 60 seconds: one search of 60 that tells of each better plan.</summary>
internal static class RoutingBenchmark
{
    private static readonly int[] Marks = [2, 10, 30, 60];
    private static readonly int[] Seeds = [1, 2, 3];

    public static void Run()
    {
        foreach (var stops in (int[])[100, 200])
        {
            List<double[]> ratios = [];
            foreach (var seed in Seeds)
            {
                var problem = DayOfGuangzhou.Of(stops, seed);
                var heard = new Heard();
                var plan = RoutePlanner.Solve(problem, TimeSpan.FromSeconds(Marks[^1]), heard);
                double[] yuan = [.. Marks.Select(heard.YuanAt)];
                ratios.Add([.. yuan.Select(y => (y / yuan[^1]) - 1)]);
                Say(
                    $"{stops} stops, day {seed}: {plan.Status}, {plan.Routes.Count} routes, {plan.Dropped.Count} dropped, {PlanCheck.FaultsOf(problem, plan).Count} faults; yuan at {string.Join(", ", Marks)} s: {string.Join(", ", yuan.Select(y => y.ToString("N0", CultureInfo.InvariantCulture)))} ({string.Join(", ", ratios[^1].Select(Percent))})"
                );
            }

            Say(
                $"{stops} stops, mean above the answer at 60 s: {string.Join(", ", Marks.Select((m, i) => $"{m} s {Percent(ratios.Average(r => r[i]))}"))}"
            );
        }
    }

    private static string Percent(double ratio) => ratio.ToString("+0.0 %", CultureInfo.InvariantCulture);

    private static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));

    private sealed class Heard : IProgress<RoutingProgress>
    {
        private readonly List<RoutingProgress> _better = [];

        public void Report(RoutingProgress value) => _better.Add(value);

        /// <summary>Of plans with every must-visit stop; before there is one there is nothing to compare.</summary>
        public double YuanAt(int second) =>
            _better.LastOrDefault(p => p.Elapsed.TotalSeconds <= second && p.Missing == 0)?.ObjectiveYuan ?? double.NaN;
    }
}
