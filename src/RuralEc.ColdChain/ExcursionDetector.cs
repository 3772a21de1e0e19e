namespace RuralEc.ColdChain;

/// <summary>
/// Finds the breaches of one limit in a series, by the time of the samples and never by the time of their arrival.
/// Pure: state and sample in, state and news out.
/// </summary>
public static class ExcursionDetector
{
    /// <param name="state">What the earlier samples left; <see cref="ExcursionState.Start"/> at the beginning.</param>
    /// <param name="sample">Not earlier than the last one.</param>
    /// <param name="longestGap">After a longer silence an unfinished onset starts anew: nobody saw what was between.</param>
    /// <returns>The next state, and the excursion that this sample opened or closed.</returns>
    public static (ExcursionState State, Excursion? News) Next(
        ExcursionState state,
        TemperatureSample sample,
        TemperatureLimit limit,
        TimeSpan longestGap
    )
    {
        var silent = state.Last is { } last && sample.At - last > longestGap;
        if (state.Open is { } open)
        {
            if (limit.IsClear(sample.Celsius))
            {
                return (new(sample.At, null, null), open with { ClearedAt = sample.At });
            }

            return (
                new(sample.At, null, open with { PeakCelsius = limit.Worse(open.PeakCelsius, sample.Celsius) }),
                null
            );
        }

        if (!limit.IsBeyond(sample.Celsius))
        {
            return (new(sample.At, null, null), null);
        }

        var beyond =
            state.Beyond is { } before && !silent
                ? before with
                {
                    PeakCelsius = limit.Worse(before.PeakCelsius, sample.Celsius),
                }
                : new Excursion(limit, sample.At, sample.Celsius, null);
        return sample.At - beyond.OnsetAt >= limit.Onset
            ? (new(sample.At, null, beyond), beyond)
            : (new(sample.At, beyond, null), null);
    }

    /// <summary>All breaches of a series given in any order and with any repetition; the last one may be open.</summary>
    public static IReadOnlyList<Excursion> Over(
        IEnumerable<TemperatureSample> samples,
        TemperatureLimit limit,
        TimeSpan longestGap
    )
    {
        var found = new List<Excursion>();
        var state = ExcursionState.Start;
        foreach (var sample in InOrder(samples))
        {
            (state, var news) = Next(state, sample, limit, longestGap);
            if (news is { ClearedAt: not null })
            {
                found.Add(news);
            }
        }

        if (state.Open is { } open)
        {
            found.Add(open);
        }

        return found;
    }

    /// <summary>Each once, in order of time: as they are, where they are so already.</summary>
    private static IEnumerable<TemperatureSample> InOrder(IEnumerable<TemperatureSample> samples)
    {
        var all = samples as IReadOnlyList<TemperatureSample> ?? [.. samples];
        for (var i = 1; i < all.Count; i++)
        {
            if (all[i - 1].At >= all[i].At)
            {
                return all.Distinct().OrderBy(s => s.At).ThenBy(s => s.Celsius);
            }
        }

        return all;
    }
}

/// <summary>What the detector remembers: the last sample's time, a breach still in its onset, and an open one.</summary>
public readonly record struct ExcursionState(DateTimeOffset? Last, Excursion? Beyond, Excursion? Open)
{
    public static readonly ExcursionState Start = new(null, null, null);
}

/// <summary>One breach. <paramref name="PeakCelsius"/> is the worst temperature in it; open while not cleared.</summary>
public sealed record Excursion(
    TemperatureLimit Limit,
    DateTimeOffset OnsetAt,
    double PeakCelsius,
    DateTimeOffset? ClearedAt
);
