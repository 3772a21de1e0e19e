using System.Numerics;

namespace RuralEc.ColdChain.Devices;

/// <summary>Readings of an hour or a day, added up.</summary>
/// <param name="From">Its start: of the hour, or midnight in China.</param>
/// <param name="MeanKinetic">Mean kinetic temperature (83.144 kJ/mol), °C; absent for what is no temperature.</param>
/// <param name="CoveredSeconds">How much of it the readings speak for, each from its minute on for the logger's interval.</param>
/// <param name="RawRemoved">Some of its raw readings are past their time and kept only here.</param>
public sealed record RollupView(
    DateTimeOffset From,
    long Count,
    double Min,
    double Max,
    double Mean,
    double? MeanKinetic,
    int CoveredSeconds,
    bool RawRemoved
)
{
    /// <summary>Days are those of China, which has no summer time.</summary>
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The start of the hour or day that a time lies in.</summary>
    internal static DateTimeOffset StartOf(DateTimeOffset time, RollupStep step) =>
        step == RollupStep.Hour ? HourRollup.HourOf(time) : new(time.ToOffset(China).Date, China);

    /// <summary>The end of the hour or day that the time before this one lies in.</summary>
    internal static DateTimeOffset EndOf(DateTimeOffset time, RollupStep step) =>
        StartOf(time, step) is var start && start == time ? time
        : step == RollupStep.Hour ? start.AddHours(1)
        : start.AddDays(1);

    /// <param name="hours">In order of time.</param>
    /// <param name="interval">The time until a logger's next reading is due.</param>
    internal static List<RollupView> Of(IEnumerable<HourRollup> hours, RollupStep step, TimeSpan interval)
    {
        var views = new List<RollupView>();
        var all = hours.ToList();
        var spans = SpansOf(all, interval);
        var span = 0;
        foreach (var group in all.GroupBy(h => StartOf(h.From, step)))
        {
            var sum = group.Aggregate((one, other) => one.With(other));
            var end = EndOf(group.Key.AddTicks(1), step);
            var covered = TimeSpan.Zero;
            while (span < spans.Count && spans[span].To <= group.Key)
            {
                span++;
            }

            for (var i = span; i < spans.Count && spans[i].From < end; i++)
            {
                covered += Moments.Earlier(spans[i].To, end) - Moments.Later(spans[i].From, group.Key);
            }

            views.Add(
                new(
                    group.Key,
                    sum.Count,
                    sum.Min,
                    sum.Max,
                    sum.Sum / sum.Count,
                    sum.RateSum is { } rates ? MeanKineticTemperature.OfMeanRate(rates / sum.Count) : null,
                    (int)covered.TotalSeconds,
                    sum.RawRemoved
                )
            );
        }

        return views;
    }

    /// <summary>Times that readings speak for, apart from each other and in order.</summary>
    private static List<TimeWindow> SpansOf(List<HourRollup> hours, TimeSpan interval)
    {
        // A minute is as finely as an hour remembers its readings.
        var speaks = interval > TimeSpan.FromMinutes(1) ? interval : TimeSpan.FromMinutes(1);
        var spans = new List<TimeWindow>();
        foreach (var hour in hours)
        {
            for (var left = (ulong)hour.Minutes; left != 0; left &= left - 1)
            {
                var from = hour.From.AddMinutes(BitOperations.TrailingZeroCount(left));
                if (spans.Count > 0 && from <= spans[^1].To)
                {
                    spans[^1] = spans[^1] with { To = from + speaks };
                }
                else
                {
                    spans.Add(new(from, from + speaks));
                }
            }
        }

        return spans;
    }
}

/// <summary>What readings are added up by.</summary>
public enum RollupStep
{
    Hour,
    Day,
}
