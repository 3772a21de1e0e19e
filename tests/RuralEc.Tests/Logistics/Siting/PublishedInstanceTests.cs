using System.Globalization;
using RuralEc.Logistics.Siting;
using Xunit;

namespace RuralEc.Tests.Logistics.Siting;

/// <summary>Instances of J. E. Beasley's OR-Library, whose optima are published there (files pmedopt and pmedcap1).</summary>
public class PublishedInstanceTests
{
    [Theory]
    [InlineData("pmed1", 5819)]
    [InlineData("pmed2", 4093)]
    [InlineData("pmed3", 4250)]
    [InlineData("pmed4", 3034)]
    [InlineData("pmed5", 1355)]
    public void The_published_optimum_of_a_p_median_is_found_and_proved(string name, double optimum)
    {
        var answer = SitingSolver.Solve(
            Median(name),
            TimeSpan.FromMinutes(2),
            ct: TestContext.Current.CancellationToken
        );

        Assert.Equal(SitingStatus.Optimal, answer.Status);
        Assert.Equal(optimum, answer.Objective);
        Assert.Equal(optimum, answer.Bound);
        Assert.Equal(0, answer.Gap);
    }

    [Theory]
    [InlineData("pmedcap1", 713)]
    [InlineData("pmedcap2", 740)]
    [InlineData("pmedcap3", 751)]
    public void The_published_optimum_of_a_p_median_with_capacities_is_found(string name, double optimum)
    {
        var answer = SitingSolver.Solve(
            Capacitated(name),
            TimeSpan.FromMinutes(2),
            ct: TestContext.Current.CancellationToken
        );

        Assert.Equal(optimum, answer.Objective!.Value, 1e-6);
        Assert.True(answer.Bound <= optimum + 1e-6, $"bound {answer.Bound}");
    }

    private static string Folder()
    {
        for (var at = new DirectoryInfo(AppContext.BaseDirectory); at is not null; at = at.Parent)
        {
            var folder = Path.Combine(at.FullName, "tests", "RuralEc.Tests", "Logistics", "Siting", "Instances");
            if (Directory.Exists(folder))
            {
                return folder;
            }
        }

        throw new DirectoryNotFoundException("The folder of the instances is not above the tests.");
    }

    private static int[][] Lines(string name) =>
        [
            .. File.ReadLines(Path.Combine(Folder(), name + ".txt"))
                .Where(l => !l.StartsWith('#'))
                .Select(l => l.Split(' ').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray()),
        ];

    private static SitingProblem Median(string name)
    {
        var lines = Lines(name);
        var (count, p) = (lines[0][0], lines[0][2]);
        var way = new int[count, count];
        for (var i = 0; i < count; i++)
        {
            for (var j = 0; j < count; j++)
            {
                way[i, j] = i == j ? 0 : 1_000_000;
            }
        }

        // Where an edge comes twice the last one counts; the OR-Library says so.
        foreach (var edge in lines.Skip(1))
        {
            way[edge[0] - 1, edge[1] - 1] = way[edge[1] - 1, edge[0] - 1] = edge[2];
        }

        for (var over = 0; over < count; over++)
        {
            for (var i = 0; i < count; i++)
            {
                for (var j = 0; j < count; j++)
                {
                    way[i, j] = Math.Min(way[i, j], way[i, over] + way[over, j]);
                }
            }
        }

        return Of(count, p, _ => 1, null, (i, j) => way[i, j]);
    }

    private static SitingProblem Capacitated(string name)
    {
        var lines = Lines(name);
        var (count, p, capacity) = (lines[0][0], lines[0][1], lines[0][2]);
        var rows = lines[1..];

        // Euclidean, cut to whole numbers: so the published optima were found. A way counts once, not once a person.
        return Of(
            count,
            p,
            i => rows[i][3],
            capacity,
            (i, j) =>
                Math.Floor(Math.Sqrt(Math.Pow(rows[i][1] - rows[j][1], 2) + Math.Pow(rows[i][2] - rows[j][2], 2)))
                / rows[i][3]
        );
    }

    private static SitingProblem Of(
        int count,
        int p,
        Func<int, double> people,
        double? capacity,
        Func<int, int, double> distance
    ) =>
        new()
        {
            Model = SitingModel.PMedian,
            Demands = [.. Enumerable.Range(1, count).Select(i => new SitingDemand($"{i}", people(i - 1)))],
            Sites = [.. Enumerable.Range(1, count).Select(j => new SitingSite($"{j}", CapacityPeople: capacity))],
            Distances =
            [
                .. from i in Enumerable.Range(0, count)
                from j in Enumerable.Range(0, count)
                select new SitingDistance(i, j, distance(i, j)),
            ],
            NewSites = p,
        };
}
