using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Benchmarks.Spatial;

/// <summary>
/// 700,000 points and 40 polygons in a GeoPackage and in PostGIS, asked the same questions by turns, raw and through one
/// LINQ; every answer of one is compared with the other's.
/// </summary>
internal static class SpatialBenchmark
{
    private const int Clients = 8;
    private static readonly TimeSpan ClientsFor = TimeSpan.FromSeconds(5);

    /// <param name="server">A PostgreSQL server with PostGIS, by a role that may create databases.</param>
    /// <returns>How many answers differed.</returns>
    public static async Task<int> RunAsync(string server)
    {
        Console.WriteLine($"Loading {World.Nodes:N0} points and {World.Districts} polygons twice");
        await using var world = await World.CreateAsync(server);
        await IndexAsync(world);
        await world.SettleAsync();
        Open(world);

        var differing = 0;
        Console.WriteLine($"{"p50 in ms", -30}{"rows", 9}{"SQLite", 10}{"PostGIS", 10}{"ratio", 8}{"goal", 7}");
        foreach (var question in Question.All)
        {
            using (var sqlite = new SqliteContender(world.SqliteAddress))
            using (var postgres = new PostgresContender(world.PostgresAddress))
            {
                differing += Compare(
                    question,
                    "raw",
                    question.RawGoal,
                    p => sqlite.Ask(question.Sqlite, p),
                    p => postgres.Ask(question.Postgres, p)
                );
            }

            differing += Compare(
                question,
                "EF",
                question.LinqGoal,
                p => AskLinq(question, world.Sqlite, p),
                p => AskLinq(question, world.Postgres, p)
            );
        }

        differing += AskTogether(world);
        Console.WriteLine($"answers that differ: {differing}");
        return differing;
    }

    private static List<long> AskLinq(Question question, DbContextOptions<WorldDb> options, Probe probe)
    {
        using var db = new WorldDb(options);
        return [.. question.Linq(db, probe.At, probe.Meters, probe.Shape)];
    }

    private static int Compare(
        Question question,
        string how,
        double? goal,
        Func<Probe, List<long>> sqlite,
        Func<Probe, List<long>> postgres
    )
    {
        var random = new Random(10);
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        // Machine code becomes as good as it will be after some hundred calls.
        var warmUp = question.Rounds / 2;
        var (differing, rows) = (0, 0L);
        for (var round = -warmUp; round < question.Rounds; round++)
        {
            var probe = question.Next(random);
            List<long> answer = [];
            List<long> other = [];
            TimeSpan our,
                their;
            // By turns who is first: the second finds the processor's caches used by the first.
            if (round % 2 == 0)
            {
                our = Timed(() => answer = sqlite(probe));
                their = Timed(() => other = postgres(probe));
            }
            else
            {
                their = Timed(() => other = postgres(probe));
                our = Timed(() => answer = sqlite(probe));
            }

            differing += IsSame(question, answer, other) ? 0 : 1;
            if (round >= 0)
            {
                ours.Add(our);
                theirs.Add(their);
                rows += answer.Count;
            }
        }

        Tell($"{question.Name}, {how}", rows / (double)question.Rounds, Median(ours), Median(theirs), goal);
        return differing;
    }

    private static bool IsSame(Question question, List<long> answer, List<long> other)
    {
        if (!question.IsOrdered)
        {
            answer.Sort();
            other.Sort();
        }

        return answer.SequenceEqual(other);
    }

    private static int AskTogether(World world)
    {
        var random = new Random(8);
        var probes = Enumerable.Range(0, 500).Select(_ => Question.Nearest.Next(random)).ToArray();
        var expected = probes.Select(p => AskLinq(Question.Nearest, world.Postgres, p)).ToArray();
        var (ours, theirs) = (new List<double>(), new List<double>());
        var differing = 0;
        for (var turn = 0; turn < 3; turn++)
        {
            ours.Add(PerSecond(world.Sqlite));
            theirs.Add(PerSecond(world.Postgres));
        }

        ours.Sort();
        theirs.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{Clients} clients, nearest 10, EF, queries/s", -39}{ours[1], 10:N0}{theirs[1], 10:N0}{ours[1] / theirs[1], 8:F2}{2.5, 7}"
            )
        );
        return differing;

        double PerSecond(DbContextOptions<WorldDb> options)
        {
            var asked = 0;
            var begun = Stopwatch.GetTimestamp();
            var threads = Enumerable.Range(0, Clients).Select(c => new Thread(() => Ask(c))).ToList();
            threads.ForEach(t => t.Start());
            threads.ForEach(t => t.Join());
            return asked / Stopwatch.GetElapsedTime(begun).TotalSeconds;

            void Ask(int client)
            {
                for (var i = client; Stopwatch.GetElapsedTime(begun) < ClientsFor; i = (i + 1) % probes.Length)
                {
                    var answer = AskLinq(Question.Nearest, options, probes[i]);
                    Interlocked.Increment(ref asked);
                    if (!answer.SequenceEqual(expected[i]))
                    {
                        Interlocked.Increment(ref differing);
                    }
                }
            }
        }
    }

    private static async Task IndexAsync(World world)
    {
        var (ours, theirs) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var i = 0; i < 3; i++)
        {
            var (our, their) = await world.IndexAsync();
            ours.Add(our);
            theirs.Add(their);
        }

        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"index made anew: SQLite {Median(ours).TotalSeconds:F2} s, PostGIS (degrees and metres) {Median(theirs).TotalSeconds:F2} s"
            )
        );
    }

    private static void Open(World world)
    {
        const int Times = 200_000;
        foreach (var (what, registered) in new[] { ("plain", false), ("with the functions", true) })
        {
            using var connection = new SqliteConnection(world.SqliteAddress);
            var begun = 0L;
            for (var i = -1000; i < Times; i++)
            {
                if (i == 0)
                {
                    begun = Stopwatch.GetTimestamp();
                }

                connection.Open();
                if (registered)
                {
                    SpatialFunctions.Register(connection);
                }

                connection.Close();
            }

            var each = Stopwatch.GetElapsedTime(begun) / Times;
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"pooled open, {what}: {each.TotalMicroseconds:F2} µs")
            );
        }
    }

    private static TimeSpan Timed(Action work)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun);
    }

    private static TimeSpan Median(List<TimeSpan> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }

    private static void Tell(string what, double rows, TimeSpan sqlite, TimeSpan postgres, double? goal) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{what, -30}{rows, 9:N1}{sqlite.TotalMilliseconds, 10:F3}{postgres.TotalMilliseconds, 10:F3}{postgres / sqlite, 8:F2}{goal, 7}"
            )
        );
}
