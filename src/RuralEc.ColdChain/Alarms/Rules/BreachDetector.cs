namespace RuralEc.ColdChain.Alarms.Rules;

/// <summary>
/// Finds the breaches that are alarms. They begin like an <see cref="Excursion"/>, but end only when the temperature has
/// come back by the hysteresis and stayed there for as long as the limit allows it to be beyond. Pure, by the time of
/// the samples.
/// </summary>
internal static class BreachDetector
{
    /// <summary>All breaches of one logger's series, in any order and with any repetition; the last one may be open.</summary>
    /// <param name="longestGap">After a longer silence an unfinished onset or return starts anew: nobody saw it.</param>
    public static IReadOnlyList<Breach> Over(
        string device,
        IEnumerable<TemperatureSample> samples,
        TemperatureLimit limit,
        TimeSpan longestGap
    )
    {
        var found = new List<Breach>();
        Breach? pending = null;
        Breach? open = null;
        DateTimeOffset? clearSince = null;
        DateTimeOffset? last = null;
        foreach (var sample in samples.Distinct().OrderBy(s => s.At).ThenBy(s => s.Celsius))
        {
            var silent = sample.At - last > longestGap;
            last = sample.At;
            if (open is not null && limit.IsClear(sample.Celsius))
            {
                clearSince = silent ? sample.At : clearSince ?? sample.At;
                if (sample.At - clearSince >= limit.Onset)
                {
                    found.Add(open with { ClearedAt = clearSince });
                    (open, clearSince) = (null, null);
                }
            }
            else if (open is not null)
            {
                (open, clearSince) = (With(open, sample), null);
            }
            else if (!limit.IsBeyond(sample.Celsius))
            {
                pending = null;
            }
            else
            {
                pending =
                    pending is null || silent
                        ? new(limit, device, sample.At, sample.At, sample.Celsius, sample.At, null)
                        : With(pending, sample);
                if (sample.At - pending.OnsetAt >= limit.Onset)
                {
                    (open, pending) = (pending with { RaisedAt = sample.At }, null);
                }
            }
        }

        found.AddRange(open is null ? [] : [open]);
        return found;
    }

    private static Breach With(Breach breach, TemperatureSample sample) =>
        breach.Limit.Worse(breach.PeakCelsius, sample.Celsius) == breach.PeakCelsius
            ? breach
            : breach with
            {
                PeakCelsius = sample.Celsius,
                PeakAt = sample.At,
            };
}
