using RuralEc.Logistics.Siting;

namespace RuralEc.Benchmarks.Siting;

/// <summary>
/// A seeded instance as large as Guangzhou: 2,850 villages and neighbourhoods, 178 towns that may get a site, people
/// spread unevenly (log-normal, 20 million in all), crowded in the south and thin in the north. Kilometres by road are
/// taken as 1.3 times the way through the air.
/// </summary>
internal static class GuangzhouLike
{
    public const int Demands = 2_850;
    public const int Sites = 178;

    public static SitingProblem Make(SitingModel model, int newSites = 0, double? coverageMeters = null)
    {
        var random = new Random(440_100);
        var towns = Enumerable.Range(0, Sites).Select(_ => Place(random)).ToArray();
        var demands = new SitingDemand[Demands];
        var distances = new List<SitingDistance>(Demands * Sites);
        for (var i = 0; i < Demands; i++)
        {
            var (townX, townY) = towns[random.Next(Sites)];
            var spread = townY < 60_000 ? 3_000 : 5_500;
            var (x, y) = (townX + (spread * Normal(random)), townY + (spread * Normal(random)));
            demands[i] = new($"v{i}", Math.Round(Math.Exp(8.4 + (0.9 * Normal(random)))));
            for (var j = 0; j < Sites; j++)
            {
                var away = Math.Sqrt(Math.Pow(x - towns[j].X, 2) + Math.Pow(y - towns[j].Y, 2));
                distances.Add(new(i, j, Math.Round(1.3 * away)));
            }
        }

        return new()
        {
            Model = model,
            Demands = demands,
            Sites =
            [
                .. Enumerable
                    .Range(0, Sites)
                    .Select(j => new SitingSite($"t{j}", CostYuan: random.Next(20, 80) * 10_000)),
            ],
            Distances = distances,
            NewSites = newSites,
            CoverageDistance = coverageMeters,
        };
    }

    /// <summary>Two towns of three in the southern 60 of 160 km, the others anywhere.</summary>
    private static (double X, double Y) Place(Random random) =>
        random.Next(3) < 2
            ? (random.NextDouble() * 70_000, random.NextDouble() * 60_000)
            : (random.NextDouble() * 100_000, random.NextDouble() * 160_000);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
