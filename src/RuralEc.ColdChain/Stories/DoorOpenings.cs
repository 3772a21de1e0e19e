namespace RuralEc.ColdChain.Stories;

/// <summary>When doors stood open, by the readings of <see cref="Quantities.Door"/>. Pure.</summary>
public static class DoorOpenings
{
    /// <param name="readings">Of one door, in order of time.</param>
    /// <param name="interval">How long the last word on an open door is believed.</param>
    public static IReadOnlyList<TimeWindow> Of(IEnumerable<Reading> readings, TimeSpan interval)
    {
        var openings = new List<TimeWindow>();
        DateTimeOffset? opened = null;
        var last = DateTimeOffset.MinValue;
        foreach (var reading in readings)
        {
            if (reading.Value >= 0.5)
            {
                opened ??= reading.MeasuredAt;
            }
            else if (opened is { } from)
            {
                openings.Add(new(from, reading.MeasuredAt));
                opened = null;
            }

            last = reading.MeasuredAt;
        }

        if (opened is { } still)
        {
            openings.Add(new(still, last + interval));
        }

        return openings;
    }
}
