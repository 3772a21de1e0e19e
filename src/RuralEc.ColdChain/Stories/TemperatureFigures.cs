using RuralEc.ColdChain.Devices.Calibrations;

namespace RuralEc.ColdChain.Stories;

/// <summary>What temperatures over a window come to. Pure.</summary>
/// <param name="MeanKineticCelsius">With the activation energy of USP &lt;1160&gt;, 83.144 kJ/mol.</param>
/// <param name="EquivalentTime">Time at the profile's reference temperature that ages as much.</param>
/// <param name="LifeUsed">Part of the shelf life, 0 fresh, 1 its end; null where no model holds or nothing is known.</param>
/// <param name="Breaches">Of every limit; an open one lasted to the end.</param>
/// <param name="DoubtfulTimes">Readings in it whose device clock cannot be right.</param>
/// <param name="Calibration">The worst of the loggers that spoke; null where none did.</param>
public record TemperatureFigures(
    DateTimeOffset From,
    DateTimeOffset To,
    Coverage Coverage,
    double? MinCelsius,
    double? MaxCelsius,
    double? MeanCelsius,
    double? MeanKineticCelsius,
    IReadOnlyList<LimitTime> BeyondLimits,
    TimeSpan? EquivalentTime,
    double? LifeUsed,
    IReadOnlyList<Excursion> Breaches,
    TemperatureVerdict Verdict,
    int DoubtfulTimes,
    CalibrationTrust? Calibration
)
{
    /// <summary>Covered part of the window in percent, 0 to 100.</summary>
    public double CoveragePercent => 100 * Coverage.Part;

    /// <summary>When no logger was with the goods, or none spoke.</summary>
    public IReadOnlyList<Gap> Gaps => Coverage.Gaps;

    internal static TemperatureFigures Over(
        IReadOnlyList<TemperatureTrack> tracks,
        DateTimeOffset from,
        DateTimeOffset to,
        TemperatureProfile profile
    )
    {
        double[] celsius = [.. tracks.SelectMany(t => t.Samples).Select(s => s.Celsius)];
        var coverage = CoverageOf(tracks, from, to);
        TimeSpan? equivalent =
            profile.Life is { } life && celsius.Length > 0
                ? WarmestTracks.EquivalentTime(tracks, life, profile.ChillingCelsius)
                : null;
        Excursion[] breaches = [.. tracks.SelectMany(t => BreachesOf(t, profile)).OrderBy(b => b.OnsetAt)];
        return new(
            from,
            to,
            coverage,
            celsius.Length > 0 ? celsius.Min() : null,
            celsius.Length > 0 ? celsius.Max() : null,
            celsius.Length > 0 ? celsius.Average() : null,
            celsius.Length > 0 ? MeanKineticTemperature.Of(celsius) : null,
            [.. profile.Limits.DistinctBy(l => (l.Side, l.Celsius)).Select(l => TimeBeyond(tracks, l))],
            equivalent,
            equivalent is { } time ? profile.Life?.LifeUsed(time) : null,
            breaches,
            TemperatureJudgement.Of(breaches, coverage, LifeUsedIn(breaches, tracks, to, profile), profile),
            tracks.Sum(t => t.DoubtfulTimes),
            tracks.Where(t => t.Samples.Count > 0).Max(t => (CalibrationTrust?)t.Calibration)
        );
    }

    /// <summary>Part of the shelf life that went while a limit was passed: a long cold journey is no breach.</summary>
    private static double? LifeUsedIn(
        IReadOnlyList<Excursion> breaches,
        IReadOnlyList<TemperatureTrack> tracks,
        DateTimeOffset to,
        TemperatureProfile profile
    ) =>
        profile.Life is { } life
            ? life.LifeUsed(
                WarmestTracks.EquivalentTime(
                    tracks.Select(t =>
                        t with
                        {
                            Samples =
                            [
                                .. t.Samples.Where(s =>
                                    breaches.Any(b => b.OnsetAt <= s.At && s.At <= (b.ClearedAt ?? to))
                                ),
                            ],
                        }
                    ),
                    life,
                    profile.ChillingCelsius
                )
            )
            : null;

    /// <summary>A sample speaks until the next is due, but not beyond the stay of the goods.</summary>
    private static Coverage CoverageOf(
        IReadOnlyList<TemperatureTrack> tracks,
        DateTimeOffset from,
        DateTimeOffset to
    ) =>
        Coverage.OfSpans(
            tracks.SelectMany(t => t.Samples.Select(s => (s.At, s.At + t.Interval < t.To ? s.At + t.Interval : t.To))),
            from,
            to
        );

    private static IReadOnlyList<Excursion> BreachesOf(TemperatureTrack track, TemperatureProfile profile) =>
        [.. profile.Limits.SelectMany(l => ExcursionDetector.Over(track.Samples, l, 3 * track.Interval))];

    /// <summary>Samples beyond a limit times the interval, of the logger in each asset that saw most.</summary>
    private static LimitTime TimeBeyond(IReadOnlyList<TemperatureTrack> tracks, TemperatureLimit limit) =>
        new(
            limit.Side,
            limit.Celsius,
            tracks
                .GroupBy(t => (t.AssetId, t.From))
                .Sum(g =>
                    g.GroupBy(t => t.Device)
                        .Max(d => d.Sum(t => t.Samples.Count(s => limit.IsBeyond(s.Celsius)) * t.Interval.TotalMinutes))
                )
        );
}

/// <summary>Minutes that the goods were beyond a limit.</summary>
public sealed record LimitTime(LimitSide Side, double Celsius, double Minutes);
