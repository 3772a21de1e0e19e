namespace RuralEc.ColdChain;

/// <summary>
/// Breaches of several limits on the same side that overlap are one episode: it begins with the first, ends with the
/// last, and is as bad as the worst.
/// </summary>
/// <param name="LimitCelsius">The limit of the worst breach, °C.</param>
/// <param name="PeakCelsius">The worst temperature, °C.</param>
/// <param name="ClearedAt">Null while any of the breaches is open.</param>
public sealed record TemperatureEpisode(
    LimitSide Side,
    Severity Severity,
    double LimitCelsius,
    double PeakCelsius,
    DateTimeOffset OnsetAt,
    DateTimeOffset? ClearedAt
)
{
    /// <summary>The episodes of breaches in any order, in order of onset.</summary>
    public static IReadOnlyList<TemperatureEpisode> Of(IEnumerable<Excursion> breaches)
    {
        var episodes = new List<TemperatureEpisode>();
        foreach (var side in breaches.GroupBy(b => b.Limit.Side))
        {
            TemperatureEpisode? current = null;
            foreach (var breach in side.OrderBy(b => b.OnsetAt).ThenBy(b => b.Limit.Severity))
            {
                if (current is not null && (current.ClearedAt is not { } end || breach.OnsetAt <= end))
                {
                    current = current.With(breach);
                    continue;
                }

                episodes.AddRange(current is null ? [] : [current]);
                current = new(
                    side.Key,
                    breach.Limit.Severity,
                    breach.Limit.Celsius,
                    breach.PeakCelsius,
                    breach.OnsetAt,
                    breach.ClearedAt
                );
            }

            episodes.AddRange(current is null ? [] : [current]);
        }

        return [.. episodes.OrderBy(e => e.OnsetAt)];
    }

    private TemperatureEpisode With(Excursion breach) =>
        this with
        {
            Severity = breach.Limit.Severity > Severity ? breach.Limit.Severity : Severity,
            LimitCelsius = breach.Limit.Severity > Severity ? breach.Limit.Celsius : LimitCelsius,
            PeakCelsius = breach.Limit.Worse(PeakCelsius, breach.PeakCelsius),
            ClearedAt =
                ClearedAt is null || breach.ClearedAt is null ? null
                : breach.ClearedAt > ClearedAt ? breach.ClearedAt
                : ClearedAt,
        };
}
