using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Stories;

/// <summary>
/// The temperatures of goods over a time, as far as loggers saw them, and what they mean: as a whole, for each stay in
/// an asset, and for each time in one party's hands. Pure.
/// </summary>
public sealed record TemperatureStory : TemperatureFigures
{
    private TemperatureStory(TemperatureFigures whole)
        : base(whole) { }

    public required TemperatureProfile Profile { get; init; }

    /// <summary>In order of time; several loggers may speak for one moment.</summary>
    public required IReadOnlyList<StoryPoint> Series { get; init; }

    /// <summary>The stays, in order of time.</summary>
    public required IReadOnlyList<StoryLeg> Legs { get; init; }

    /// <summary>Stays that follow each other in assets of one party are one; in order of time.</summary>
    public required IReadOnlyList<CustodyLeg> Custody { get; init; }

    /// <summary>The inside of the goods as estimated from the air; empty where the profile has no time constant.</summary>
    public required IReadOnlyList<TemperatureSample> Pulp { get; init; }

    /// <summary>The highest estimate of the inside, °C.</summary>
    public double? PulpMaxCelsius => Pulp.Count > 0 ? Pulp.Max(p => p.Celsius) : null;

    public static TemperatureStory Of(
        IReadOnlyList<TemperatureTrack> tracks,
        DateTimeOffset from,
        DateTimeOffset to,
        TemperatureProfile profile
    )
    {
        var stays = tracks.GroupBy(t => (t.AssetId, t.From)).OrderBy(g => g.Key.From).ToList();
        return new(TemperatureFigures.Over(tracks, from, to, profile))
        {
            Profile = profile,
            Series =
            [
                .. tracks
                    .SelectMany(t => t.Samples.Select(s => new StoryPoint(s.At, s.Celsius, t.AssetId, t.Device)))
                    .OrderBy(p => p.At),
            ],
            Legs =
            [
                .. stays.Select(stay => new StoryLeg(FiguresOf([.. stay], profile))
                {
                    AssetId = stay.Key.AssetId,
                    AssetName = stay.First().AssetName,
                    AssetKind = stay.First().AssetKind,
                    PartyGln = stay.First().PartyGln,
                    Devices = [.. stay.Select(t => t.Device).Where(d => d.Length > 0).Distinct()],
                }),
            ],
            Custody =
            [
                .. HandsOf(stays.SelectMany(stay => stay))
                    .Select(hands => new CustodyLeg(FiguresOf(hands, profile)) { PartyGln = hands[0].PartyGln }),
            ],
            Pulp = PulpOf(stays, profile),
        };
    }

    private static TemperatureFigures FiguresOf(IReadOnlyList<TemperatureTrack> tracks, TemperatureProfile profile) =>
        TemperatureFigures.Over(tracks, tracks.Min(t => t.From), tracks.Max(t => t.To), profile);

    /// <summary>Runs of tracks with one party.</summary>
    private static List<List<TemperatureTrack>> HandsOf(IEnumerable<TemperatureTrack> inOrder)
    {
        var hands = new List<List<TemperatureTrack>>();
        foreach (var track in inOrder)
        {
            if (hands.Count == 0 || hands[^1][0].PartyGln != track.PartyGln)
            {
                hands.Add([]);
            }

            hands[^1].Add(track);
        }

        return hands;
    }

    /// <summary>Along the warmest logger of each stay; the first sample is taken to be the temperature inside as well.</summary>
    private static IReadOnlyList<TemperatureSample> PulpOf(
        IEnumerable<IEnumerable<TemperatureTrack>> stays,
        TemperatureProfile profile
    )
    {
        if (profile.PulpLag is not { } lag)
        {
            return [];
        }

        TemperatureSample[] air =
        [
            .. stays
                .Select(stay =>
                    stay.Where(t => t.Samples.Count > 0)
                        .GroupBy(t => t.Device)
                        .MaxBy(device => device.Max(t => t.Samples.Max(s => s.Celsius)))
                )
                .SelectMany(warmest => warmest ?? Enumerable.Empty<TemperatureTrack>())
                .SelectMany(t => t.Samples)
                .OrderBy(s => s.At),
        ];
        return air.Length > 0 ? PulpLag.Of(air, air[0].Celsius, lag) : [];
    }
}

/// <summary>One temperature of the story, °C, calibrated.</summary>
public sealed record StoryPoint(DateTimeOffset At, double Celsius, Guid AssetId, string Device);

/// <summary>The stay of goods in one asset, judged for itself.</summary>
public sealed record StoryLeg : TemperatureFigures
{
    internal StoryLeg(TemperatureFigures figures)
        : base(figures) { }

    public required Guid AssetId { get; init; }
    public required string AssetName { get; init; }
    public required AssetKind AssetKind { get; init; }

    /// <summary>Whose asset it is.</summary>
    public required Gln PartyGln { get; init; }
    public required IReadOnlyList<string> Devices { get; init; }
}

/// <summary>The time of goods in one party's assets, judged for itself: what that party answers for.</summary>
public sealed record CustodyLeg : TemperatureFigures
{
    internal CustodyLeg(TemperatureFigures figures)
        : base(figures) { }

    public required Gln PartyGln { get; init; }
}
