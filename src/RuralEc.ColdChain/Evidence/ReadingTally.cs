namespace RuralEc.ColdChain.Evidence;

/// <summary>Counts what is there of a device's readings, and what is not. Pure.</summary>
internal sealed class ReadingTally
{
    private readonly List<double> _delays = [];
    private readonly List<DateTimeOffset> _temperatures = [];
    private readonly Dictionary<long, HashSet<long>> _numbers = [];

    public int Readings => _delays.Count;

    public int DoubtfulTimes { get; private set; }

    /// <summary>Moments of temperatures.</summary>
    public IReadOnlyList<DateTimeOffset> Temperatures => _temperatures;

    /// <summary>Numbers between the first and the last of each start that are not there.</summary>
    public long MissingNumbers => _numbers.Values.Sum(seen => seen.Max() - seen.Min() + 1 - seen.Count);

    public DelaySeconds? Delay
    {
        get
        {
            if (_delays.Count == 0)
            {
                return null;
            }

            _delays.Sort();
            return new(_delays[0], _delays[_delays.Count / 2], _delays[^1]);
        }
    }

    public void Add(Reading reading)
    {
        _delays.Add((reading.ReceivedAt - reading.MeasuredAt).TotalSeconds);
        DoubtfulTimes += reading.ClockDoubtful ? 1 : 0;
        if (reading.Quantity == Quantities.Temperature)
        {
            _temperatures.Add(reading.MeasuredAt);
        }

        if (reading is { Boot: { } boot, Seq: { } number })
        {
            if (!_numbers.TryGetValue(boot, out var seen))
            {
                _numbers[boot] = seen = [];
            }

            seen.Add(number);
        }
    }
}
