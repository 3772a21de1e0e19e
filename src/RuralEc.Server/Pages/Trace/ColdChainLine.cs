using RuralEc.ColdChain;
using RuralEc.ColdChain.Stories;

namespace RuralEc.Server.Pages.Trace;

/// <summary>
/// Turns the temperature story of goods into the line of the page. It is judged over the way from the first
/// place that a logger was meant to watch to the last one, or to where the goods went after it; what lies between
/// without readings counts as not covered.
/// </summary>
internal static class ColdChainLine
{
    /// <summary>
    /// The line of the worst of several ways of a lot: the gravest excursion, else one that nobody watched, else the
    /// least covered. Null when that is a way without a line: silence is never called fine.
    /// </summary>
    public static TemperatureLine? Worst(IReadOnlyList<TemperatureLine?> ways)
    {
        var worst = ways[WorstFirst(ways)[0]];
        return worst is null ? null : worst with { Ways = ways.Count };
    }

    /// <summary>The places in the list, those of the worst ways first.</summary>
    public static IReadOnlyList<int> WorstFirst(IReadOnlyList<TemperatureLine?> ways) =>
        [
            .. Enumerable
                .Range(0, ways.Count)
                .OrderByDescending(i => Gravity(ways[i]))
                .ThenBy(i => ways[i]?.CoveragePercent),
        ];

    private static int Gravity(TemperatureLine? way) =>
        way switch
        {
            null or { Verdict: TemperatureVerdict.Unknown } => 1,
            { Verdict: TemperatureVerdict.NoExcursion } => 0,
            { Verdict: var beyond } => (int)beyond,
        };

    /// <param name="lastMove">When the goods last left or arrived anywhere; the way goes on to then at least.</param>
    /// <returns>Null when the goods were never in a place that is watched.</returns>
    public static TemperatureLine? Of(TemperatureStory story, DateTimeOffset? lastMove)
    {
        if (story.Legs.Count == 0)
        {
            return null;
        }
        var watched = new Stretch(story.Legs.Min(leg => leg.From), story.Legs.Max(leg => leg.To));
        var way = watched with { To = Later(watched.To, Earlier(lastMove ?? watched.To, story.To)) };
        var gaps = story
            .Gaps.Select(gap => new Stretch(Later(gap.From, way.From), Earlier(gap.To, way.To)))
            .Where(gap => gap.Length > TimeSpan.Zero)
            .ToList();
        var silent = gaps.Aggregate(TimeSpan.Zero, (sum, gap) => sum + gap.Length);
        var wanted = story.Verdict is TemperatureVerdict.Excursion or TemperatureVerdict.Critical
            ? Severity.Excursion
            : Severity.Warning;
        var (high, low) = (Limit(story, LimitSide.Above, wanted), Limit(story, LimitSide.Below, wanted));
        return new()
        {
            Window = way,
            Points = Warmest(story),
            Gaps = gaps,
            Breaches =
            [
                .. story
                    .Breaches.Where(breach => breach.Limit == high || breach.Limit == low)
                    .Select(breach => new Breach(new(breach.OnsetAt, breach.ClearedAt ?? way.To), breach.PeakCelsius)),
            ],
            LowCelsius = low?.Celsius,
            HighCelsius = high?.Celsius,
            MinCelsius = story.MinCelsius,
            MaxCelsius = story.MaxCelsius,
            TimeAbove = TimeBeyond(story, high),
            TimeBelow = TimeBeyond(story, low),
            CoveragePercent = way.Length > TimeSpan.Zero ? 100 * (1 - (silent / way.Length)) : 0,
            Verdict = story.Verdict,
            LifeUsedPercent = story.LifeUsed is { } used ? Math.Clamp(used * 100, 0, 100) : null,
            Legs =
            [
                .. story.Legs.Select(leg => new TemperatureLeg(
                    leg.AssetKind,
                    new(leg.From, leg.To),
                    leg.CoveragePercent,
                    leg.Verdict
                )),
            ],
        };
    }

    /// <summary>The mildest limit of a side that is at least as severe as wanted, or else the most severe one.</summary>
    private static TemperatureLimit? Limit(TemperatureStory story, LimitSide side, Severity wanted)
    {
        var limits = story.Profile.Limits.Where(limit => limit.Side == side).OrderBy(limit => limit.Severity).ToList();
        return limits.Find(limit => limit.Severity >= wanted) ?? limits.LastOrDefault();
    }

    private static TimeSpan TimeBeyond(TemperatureStory story, TemperatureLimit? limit) =>
        TimeSpan.FromMinutes(
            limit is null
                ? 0
                : story
                    .BeyondLimits.Where(time => time.Side == limit.Side && time.Celsius == limit.Celsius)
                    .Sum(time => time.Minutes)
        );

    // Of several loggers in one place the one that saw the highest temperature speaks.
    private static IReadOnlyList<TemperaturePoint> Warmest(TemperatureStory story) =>
        [
            .. story
                .Series.GroupBy(point => point.AssetId)
                .SelectMany(place =>
                    place.GroupBy(point => point.Device).MaxBy(device => device.Max(point => point.Celsius))!
                )
                .OrderBy(point => point.At)
                .Select(point => new TemperaturePoint(point.At, point.Celsius)),
        ];

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
