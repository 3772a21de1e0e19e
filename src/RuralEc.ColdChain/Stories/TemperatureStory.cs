using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Stories;

/// <summary>The temperatures of goods over a time, as far as loggers saw them, and what they mean. Pure.</summary>
/// <param name="Series">In order of time; several loggers may speak for one moment.</param>
/// <param name="Gaps">When no logger was with the goods, or none spoke.</param>
/// <param name="MeanKineticCelsius">With the activation energy of USP &lt;1160&gt;, 83.144 kJ/mol.</param>
/// <param name="LifeUsed">Part of the shelf life, 0 fresh, 1 its end; null where no model holds or nothing is known.</param>
/// <param name="EquivalentTime">Time at the profile's reference temperature that ages as much.</param>
/// <param name="Breaches">Of every limit; an open one lasted to the end.</param>
/// <param name="DoubtfulTimes">Readings in it whose device clock cannot be right.</param>
/// <param name="Calibration">The worst of the loggers that spoke; null where none did.</param>
/// <param name="Pulp">The inside of the goods as estimated from the air; empty where the profile has no time constant.</param>
public sealed record TemperatureStory(
    DateTimeOffset From,
    DateTimeOffset To,
    TemperatureProfile Profile,
    IReadOnlyList<StoryPoint> Series,
    IReadOnlyList<Gap> Gaps,
    IReadOnlyList<StoryLeg> Legs,
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
    CalibrationTrust? Calibration,
    IReadOnlyList<TemperatureSample> Pulp
)
{
    /// <summary>Covered part of the window in percent, 0 to 100.</summary>
    public double CoveragePercent => 100 * Coverage.Part;

    /// <summary>The highest estimate of the inside, °C.</summary>
    public double? PulpMaxCelsius => Pulp.Count > 0 ? Pulp.Max(p => p.Celsius) : null;

    public static TemperatureStory Of(
        IReadOnlyList<TemperatureTrack> tracks,
        DateTimeOffset from,
        DateTimeOffset to,
        TemperatureProfile profile
    )
    {
        double[] celsius = [.. tracks.SelectMany(t => t.Samples).Select(s => s.Celsius)];
        var coverage = CoverageOf(tracks, from, to);
        var equivalent = EquivalentTimeOf(tracks, profile);
        List<JudgedTrack> judged = [.. tracks.Select(t => new JudgedTrack(t, BreachesOf(t, profile)))];
        Excursion[] breaches = [.. judged.SelectMany(j => j.Breaches).OrderBy(b => b.OnsetAt)];
        return new(
            from,
            to,
            profile,
            [
                .. tracks
                    .SelectMany(t => t.Samples.Select(s => new StoryPoint(s.At, s.Celsius, t.AssetId, t.Device)))
                    .OrderBy(p => p.At),
            ],
            coverage.Gaps,
            [
                .. judged
                    .GroupBy(j => (j.Track.AssetId, j.Track.From))
                    .OrderBy(g => g.Key.From)
                    .Select(g => LegOf([.. g], profile)),
            ],
            coverage,
            celsius.Length > 0 ? celsius.Min() : null,
            celsius.Length > 0 ? celsius.Max() : null,
            celsius.Length > 0 ? celsius.Average() : null,
            celsius.Length > 0 ? MeanKineticTemperature.Of(celsius) : null,
            TimesBeyond(tracks, profile),
            equivalent,
            LifeUsedBy(equivalent, profile),
            breaches,
            TemperatureJudgement.Of(breaches, coverage, LifeUsedIn(breaches, tracks, to, profile), profile),
            tracks.Sum(t => t.DoubtfulTimes),
            CalibrationOf(tracks),
            PulpOf(tracks, profile)
        );
    }

    private static StoryLeg LegOf(IReadOnlyList<JudgedTrack> judged, TemperatureProfile profile)
    {
        TemperatureTrack[] tracks = [.. judged.Select(j => j.Track)];
        var (from, to) = (tracks.Min(t => t.From), tracks.Max(t => t.To));
        double[] celsius = [.. tracks.SelectMany(t => t.Samples).Select(s => s.Celsius)];
        var coverage = CoverageOf(tracks, from, to);
        var equivalent = EquivalentTimeOf(tracks, profile);
        Excursion[] breaches = [.. judged.SelectMany(j => j.Breaches).OrderBy(b => b.OnsetAt)];
        return new(
            tracks[0].AssetId,
            tracks[0].AssetName,
            tracks[0].AssetKind,
            from,
            to,
            [.. tracks.Select(t => t.Device).Where(d => d.Length > 0).Distinct()],
            100 * coverage.Part,
            celsius.Length > 0 ? celsius.Min() : null,
            celsius.Length > 0 ? celsius.Max() : null,
            celsius.Length > 0 ? celsius.Average() : null,
            celsius.Length > 0 ? MeanKineticTemperature.Of(celsius) : null,
            TimesBeyond(tracks, profile),
            equivalent,
            LifeUsedBy(equivalent, profile),
            breaches,
            TemperatureJudgement.Of(breaches, coverage, LifeUsedIn(breaches, tracks, to, profile), profile),
            tracks.Sum(t => t.DoubtfulTimes),
            CalibrationOf(tracks)
        );
    }

    private static TimeSpan? EquivalentTimeOf(IReadOnlyList<TemperatureTrack> tracks, TemperatureProfile profile) =>
        profile.Life is { } life && tracks.Any(t => t.Samples.Count > 0)
            ? WarmestTracks.EquivalentTime(tracks, life, profile.ChillingCelsius)
            : null;

    private static double? LifeUsedBy(TimeSpan? equivalent, TemperatureProfile profile) =>
        equivalent is { } time ? profile.Life?.LifeUsed(time) : null;

    /// <summary>A logger that said nothing is not relied on.</summary>
    private static CalibrationTrust? CalibrationOf(IReadOnlyList<TemperatureTrack> tracks) =>
        tracks.Where(t => t.Samples.Count > 0).Max(t => (CalibrationTrust?)t.Calibration);

    /// <summary>Along the warmest logger of each stay; the first sample is taken to be the temperature inside as well.</summary>
    private static IReadOnlyList<TemperatureSample> PulpOf(
        IReadOnlyList<TemperatureTrack> tracks,
        TemperatureProfile profile
    )
    {
        TemperatureSample[] air =
        [
            .. tracks
                .Where(t => t.Samples.Count > 0)
                .GroupBy(t => (t.AssetId, t.From))
                .SelectMany(g => g.GroupBy(t => t.Device).MaxBy(d => d.Max(t => t.Samples.Max(s => s.Celsius)))!)
                .SelectMany(t => t.Samples)
                .OrderBy(s => s.At),
        ];
        return profile.PulpLag is { } lag && air.Length > 0 ? ColdChain.PulpLag.Of(air, air[0].Celsius, lag) : [];
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

    private static IReadOnlyList<LimitTime> TimesBeyond(
        IReadOnlyList<TemperatureTrack> tracks,
        TemperatureProfile profile
    ) => [.. profile.Limits.DistinctBy(l => (l.Side, l.Celsius)).Select(l => TimeBeyond(tracks, l))];

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

    private sealed record JudgedTrack(TemperatureTrack Track, IReadOnlyList<Excursion> Breaches);
}

/// <summary>One temperature of the story, °C, calibrated.</summary>
public sealed record StoryPoint(DateTimeOffset At, double Celsius, Guid AssetId, string Device);

/// <summary>The stay of goods in one asset, judged for itself; the figures are those of the whole story.</summary>
public sealed record StoryLeg(
    Guid AssetId,
    string AssetName,
    AssetKind AssetKind,
    DateTimeOffset From,
    DateTimeOffset To,
    IReadOnlyList<string> Devices,
    double CoveragePercent,
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
);

/// <summary>Minutes that the goods were beyond a limit.</summary>
public sealed record LimitTime(LimitSide Side, double Celsius, double Minutes);
