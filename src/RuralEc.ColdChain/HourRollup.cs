namespace RuralEc.ColdChain;

/// <summary>
/// The readings of one quantity of a device in one hour, added up. It depends on which readings there are, never on the
/// order in which they came.
/// </summary>
/// <param name="From">Start of the hour, UTC.</param>
/// <param name="Count">Readings, at least one.</param>
/// <param name="Sum">Of the values, so that hours add up to days.</param>
/// <param name="RateSum">
/// Of <see cref="MeanKineticTemperature.RateOf"/>, so that hours add up to a mean kinetic temperature; null for what is no
/// temperature.
/// </param>
/// <param name="Minutes">Bit n is set where a reading lies in minute n, 0 to 59: what coverage needs, whatever the interval.</param>
/// <param name="RawRemoved">At least one of the readings is kept only here.</param>
public readonly record struct HourRollup(
    DateTimeOffset From,
    long Count,
    double Min,
    double Max,
    double Sum,
    double? RateSum,
    long Minutes,
    bool RawRemoved
)
{
    private const long Hour = 3_600_000;
    private const long Minute = 60_000;

    /// <summary>The start of the hour that a time lies in.</summary>
    public static DateTimeOffset HourOf(DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(HourOf(time.ToUnixTimeMilliseconds()));

    /// <summary>The first start of an hour that is not before a time, Unix milliseconds.</summary>
    public static long EndOf(DateTimeOffset time)
    {
        // A part of a millisecond belongs to it.
        var milliseconds = (long)Math.Ceiling((time - DateTimeOffset.UnixEpoch).TotalMilliseconds);
        return HourOf(milliseconds + Hour - 1);
    }

    /// <summary>Hours of which one part comes from here, another from there, in order of time.</summary>
    public static IReadOnlyList<HourRollup> Together(
        IReadOnlyCollection<HourRollup> some,
        IReadOnlyCollection<HourRollup> others
    ) =>
        [
            .. some.Concat(others)
                .GroupBy(h => h.From)
                .Select(same => same.Aggregate((one, other) => one.With(other)))
                .OrderBy(h => h.From),
        ];

    /// <summary>Adds readings up by hour, in order of time.</summary>
    /// <param name="readings">Unix milliseconds and values in any order; left in order of time.</param>
    public static List<HourRollup> Of(string quantity, (long At, double Value)[] readings)
    {
        // Sums of floating-point numbers depend on their order, so there is only one. Mostly it is the one they come in.
        for (var i = 1; i < readings.Length; i++)
        {
            if (readings[i - 1].CompareTo(readings[i]) > 0)
            {
                Array.Sort(readings);
                break;
            }
        }

        var hours = new List<HourRollup>();
        for (var start = 0; start < readings.Length; )
        {
            var hour = HourOf(readings[start].At);
            var end = start + 1;
            while (end < readings.Length && readings[end].At < hour + Hour)
            {
                end++;
            }

            hours.Add(Of(quantity, hour, readings.AsSpan(start, end - start)));
            start = end;
        }

        return hours;
    }

    /// <summary>The same hour with other readings of it.</summary>
    public HourRollup With(in HourRollup other) =>
        new(
            From,
            Count + other.Count,
            Math.Min(Min, other.Min),
            Math.Max(Max, other.Max),
            Sum + other.Sum,
            RateSum + other.RateSum,
            Minutes | other.Minutes,
            RawRemoved || other.RawRemoved
        );

    private static HourRollup Of(string quantity, long hour, ReadOnlySpan<(long At, double Value)> readings)
    {
        var isTemperature = quantity == Quantities.Temperature;
        var (min, max, sum, rates, minutes) = (double.PositiveInfinity, double.NegativeInfinity, 0.0, 0.0, 0L);
        foreach (var (at, value) in readings)
        {
            min = Math.Min(min, value);
            max = Math.Max(max, value);
            sum += value;
            rates += isTemperature ? MeanKineticTemperature.RateOf(value) : 0;
            minutes |= 1L << (int)((at - hour) / Minute);
        }

        return new(
            DateTimeOffset.FromUnixTimeMilliseconds(hour),
            readings.Length,
            min,
            max,
            sum,
            isTemperature ? rates : null,
            minutes,
            RawRemoved: false
        );
    }

    private static long HourOf(long milliseconds) => milliseconds - (((milliseconds % Hour) + Hour) % Hour);
}
