using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Devices.Settings;

namespace RuralEc.ColdChain.Stories;

/// <summary>
/// Tells the temperature story of goods: where they were placed, which loggers were mounted there then, what those
/// saw. Public facts about goods; whoever may see the goods may see them.
/// </summary>
public sealed class LotTemperature(DbContext db, IReadingStore store)
{
    private const int MostReadingsOfAStay = 20_000;
    private const int MostDoorReadings = 5_000;

    /// <param name="goods">The lots and pallets that carried the goods.</param>
    /// <param name="from">Window; its part without readings counts as not covered.</param>
    /// <param name="productClass">Decides the profile, see <see cref="TemperatureProfile.Of"/>.</param>
    public Task<TemperatureStory> StoryAsync(
        IReadOnlyCollection<GoodsAs> goods,
        DateTimeOffset from,
        DateTimeOffset to,
        string productClass,
        CancellationToken ct
    ) => StoryAsync(goods, db.Set<Asset>(), from, to, productClass, ct);

    /// <summary>
    /// Numbers items so that those which were always together in the same assets have one number, and one story.
    /// </summary>
    public async Task<IReadOnlyDictionary<string, int>> TogetherAsync(
        IReadOnlyCollection<string> itemUris,
        CancellationToken ct
    )
    {
        var placements = (
            await db.Set<Placement>()
                .Where(p => itemUris.Contains(p.ItemUri))
                .OrderBy(p => p.From)
                .ThenBy(p => p.AssetId)
                .Select(p => new
                {
                    p.ItemUri,
                    p.AssetId,
                    p.From,
                    p.To,
                })
                .ToListAsync(ct)
        ).ToLookup(p => p.ItemUri);
        return itemUris
            .GroupBy(uri => string.Join('\n', placements[uri].Select(p => $"{p.AssetId} {p.From:O} {p.To:O}")))
            .SelectMany((together, number) => together.Select(uri => (uri, number)))
            .ToDictionary(item => item.uri, item => item.number);
    }

    /// <summary>When doors of the assets stood open while the goods were there.</summary>
    public async Task<IReadOnlyList<TimeWindow>> OpeningsAsync(TemperatureStory story, CancellationToken ct)
    {
        var openings = new List<TimeWindow>();
        foreach (var leg in story.Legs)
        {
            foreach (var device in leg.Devices)
            {
                var readings = await store.RangeAsync(device, Quantities.Door, leg.From, leg.To, MostDoorReadings, ct);
                openings.AddRange(DoorOpenings.Of(readings, TimeSpan.FromMinutes(1)));
            }
        }

        return openings;
    }

    /// <summary>The story of one lot or pallet, as far as it happened in assets within somebody's reach.</summary>
    public Task<TemperatureStory> StoryAsync(
        ClaimsPrincipal by,
        string itemUri,
        DateTimeOffset from,
        DateTimeOffset to,
        string productClass,
        CancellationToken ct
    ) => StoryAsync([new(itemUri)], Reach.Of(by).Assets(db), from, to, productClass, ct);

    /// <summary>The same, as far as it happened in <paramref name="known"/> assets.</summary>
    internal async Task<TemperatureStory> StoryAsync(
        IReadOnlyCollection<GoodsAs> goods,
        IQueryable<Asset> known,
        DateTimeOffset from,
        DateTimeOffset to,
        string productClass,
        CancellationToken ct
    )
    {
        var stays = await StaysAsync(goods, known, from, to, ct);
        Guid[] assetIds = [.. stays.Select(s => s.AssetId).Distinct()];
        var assets = await db.Set<Asset>().Where(a => assetIds.Contains(a.Id)).ToDictionaryAsync(a => a.Id, ct);
        var mountings = (
            await db.Set<Mounting>()
                .Where(m => assetIds.Contains(m.AssetId) && m.From < to && (m.To == null || m.To > from))
                .Join(
                    db.Set<DataLogger>(),
                    m => m.Device,
                    l => l.Device,
                    (m, l) => new Mounted(m.AssetId, m.From, m.To, l)
                )
                .ToListAsync(ct)
        ).ToLookup(m => m.AssetId);

        DataLogger[] loggers = [.. mountings.SelectMany(m => m).Select(m => m.Logger).DistinctBy(l => l.Device)];
        var intervals = await IntervalHistory.OfAsync(db, [.. loggers.Select(l => l.Device)], ct);
        var calibrations = await CalibrationHistory.OfAsync(db, loggers, ct);
        var tracks = new List<TemperatureTrack>();
        foreach (var stay in stays)
        {
            var asset = assets[stay.AssetId];
            var seen = false;
            foreach (var mounted in mountings[stay.AssetId].Where(m => m.From < stay.To && (m.To ?? to) > stay.From))
            {
                var first = Moments.Later(stay.From, mounted.From);
                var last = Moments.Earlier(stay.To, mounted.To ?? to).AddMilliseconds(1);
                foreach (var part in intervals.Within(mounted.Device, first, last, mounted.Logger.IntervalSeconds))
                {
                    var readings = await store.RangeAsync(
                        mounted.Device,
                        Quantities.Temperature,
                        part.From,
                        part.To,
                        MostReadingsOfAStay,
                        ct
                    );
                    tracks.Add(TrackOf(asset, stay, mounted.Device, part.Interval, readings, calibrations));
                }

                seen = true;
            }

            if (!seen)
            {
                tracks.Add(
                    new(asset.Id, asset.Name, asset.Kind, asset.PartyGln, "", stay.From, stay.To, TimeSpan.Zero, [])
                );
            }
        }

        return TemperatureStory.Of(tracks, from, to, TemperatureProfile.Of(productClass));
    }

    /// <summary>Stays of any of the items in one asset that touch are one: a pallet and its lot are the same goods.</summary>
    private async Task<List<Stay>> StaysAsync(
        IReadOnlyCollection<GoodsAs> goods,
        IQueryable<Asset> known,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var until = goods.ToDictionary(g => g.ItemUri, g => g.Until ?? to);
        var itemUris = until.Keys.ToList();
        var placements = await db.Set<Placement>()
            .Where(p => itemUris.Contains(p.ItemUri) && p.From < to && (p.To == null || p.To > from))
            .Where(p => known.Select(a => a.Id).Contains(p.AssetId))
            .Select(p => new
            {
                p.ItemUri,
                p.AssetId,
                p.From,
                p.To,
            })
            .ToListAsync(ct);
        var stays = new List<Stay>();
        foreach (
            var placement in placements
                .Where(p => p.From < until[p.ItemUri])
                .OrderBy(p => p.AssetId)
                .ThenBy(p => p.From)
        )
        {
            var end = Moments.Earlier(Moments.Earlier(placement.To ?? to, to), until[placement.ItemUri]);
            var stay = new Stay(placement.AssetId, Moments.Later(placement.From, from), end);
            if (stays.Count > 0 && stays[^1] is var last && last.AssetId == stay.AssetId && stay.From <= last.To)
            {
                stays[^1] = last with { To = Moments.Later(last.To, stay.To) };
            }
            else
            {
                stays.Add(stay);
            }
        }

        return stays;
    }

    private static TemperatureTrack TrackOf(
        Asset asset,
        Stay stay,
        string device,
        TimeSpan interval,
        IReadOnlyList<Reading> readings,
        CalibrationHistory calibrations
    ) =>
        new(
            asset.Id,
            asset.Name,
            asset.Kind,
            asset.PartyGln,
            device,
            stay.From,
            stay.To,
            interval,
            [.. readings.Select(r => new TemperatureSample(r.MeasuredAt, calibrations.Celsius(r)))],
            readings.Count(r => r.ClockDoubtful),
            calibrations.At(device, stay.To).TrustAt(stay.To)
        );

    private sealed record Stay(Guid AssetId, DateTimeOffset From, DateTimeOffset To);

    private sealed record Mounted(Guid AssetId, DateTimeOffset From, DateTimeOffset? To, DataLogger Logger)
    {
        public string Device => Logger.Device;
    }
}

/// <summary>Goods as what they were then: a lot or a pallet, by its canonical URI, until they went into the next.</summary>
public sealed record GoodsAs(string ItemUri, DateTimeOffset? Until = null);
