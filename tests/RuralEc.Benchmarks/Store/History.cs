using RuralEc.ColdChain;

namespace RuralEc.Benchmarks.Store;

/// <summary>
/// What loggers of cold rooms have seen: a temperature every five minutes that moves by up to 0.06 °C, taken up to 300 ms
/// late and received up to 900 ms after that. The same for the same logger each time.
/// </summary>
internal static class History
{
    public const int Loggers = 1000;

    /// <summary>As many as the server commits together.</summary>
    private const int Group = 20_000;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);

    public static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static string NameOf(int logger) => $"DL-{logger}";

    /// <summary>One logger's history after the other's, as it is imported.</summary>
    public static IEnumerable<List<Reading>> ByLogger(long readings) =>
        Enumerable.Range(0, Loggers).SelectMany(logger => Of(logger, readings / Loggers)).Chunked();

    /// <summary>All loggers beside each other, as they come in.</summary>
    public static IEnumerable<List<Reading>> ByTime(long readings) => Interleaved(readings / Loggers).Chunked();

    public static DateTimeOffset EndOf(long readings) => Start + (Interval * (readings / Loggers));

    private static IEnumerable<Reading> Interleaved(long each)
    {
        var loggers = Enumerable.Range(0, Loggers).Select(l => Of(l, each).GetEnumerator()).ToList();
        while (loggers.All(l => l.MoveNext()))
        {
            foreach (var logger in loggers)
            {
                yield return logger.Current;
            }
        }
    }

    private static IEnumerable<Reading> Of(int logger, long count)
    {
        var random = new Random(logger);
        var name = NameOf(logger);
        var hundredths = 400;
        for (var i = 0; i < count; i++)
        {
            // A control loop turns around at 2 and 6 °C.
            hundredths = Math.Clamp(hundredths + random.Next(-6, 7), 200, 600);
            var at = Start + (Interval * i) + TimeSpan.FromMilliseconds(random.Next(300));
            yield return new(
                name,
                1,
                (uint)i + 1,
                Quantities.Temperature,
                at,
                at.AddMilliseconds(random.Next(20, 900)),
                hundredths / 100.0
            );
        }
    }

    private static IEnumerable<List<Reading>> Chunked(this IEnumerable<Reading> readings)
    {
        var group = new List<Reading>(Group);
        foreach (var reading in readings)
        {
            group.Add(reading);
            if (group.Count == Group)
            {
                yield return group;
                group.Clear();
            }
        }

        if (group.Count > 0)
        {
            yield return group;
        }
    }
}
