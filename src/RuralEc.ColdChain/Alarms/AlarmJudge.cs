using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Stories;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// Judges what loggers saw in their assets by the limits of those and of what was placed there, and makes the alarms say
/// the same. A stretch is always judged anew by the time of measurement, so late readings extend, close or retract.
/// </summary>
internal sealed class AlarmJudge(
    DbContext db,
    IReadingStore store,
    AlarmBook book,
    Gathered<EndedStay> ended,
    Gathered<SpoiledStay> spoiled
)
{
    public async Task JudgeAsync(IReadOnlyCollection<DeviceNews> news, CancellationToken ct)
    {
        var watches = await AssetWatch.OfAsync(db, news, ct);
        foreach (var watch in watches)
        {
            await JudgeTemperatureAsync(watch, ct);
            foreach (var mounting in watch.Mountings)
            {
                await JudgeBatteryAsync(watch, mounting, ct);
            }
        }

        await db.SaveChangesAsync(ct);
        ended.Add(watches.SelectMany(w => w.Placements.Where(p => p.To > w.Earliest)).Select(p => new EndedStay(p.Id)));
    }

    private async Task JudgeTemperatureAsync(AssetWatch watch, CancellationToken ct)
    {
        var limits = watch
            .Asset.Limits()
            .Select(limit => (Limit: limit, From: DateTimeOffset.MinValue, To: (DateTimeOffset?)null))
            .Concat(LimitsOfGoods(watch.Placements))
            .ToList();
        var known = watch.Known.Where(a => a.Kind == AlarmKind.Temperature).ToList();
        var gap = watch.Devices.Values.Select(d => d.LongestGap).DefaultIfEmpty().Max();
        var from = Reconciliation.Begin(
            watch.Earliest - Reconciliation.LookBack(limits.Select(l => l.Limit), gap),
            known
        );
        var breaches = new List<Breach>();
        foreach (var mounting in watch.Mountings.Where(m => m.To is null || m.To > from))
        {
            var logger = watch.Devices[mounting.Device];
            var samples = await SamplesAsync(logger, Moments.Later(from, mounting.From), mounting.To, ct);
            breaches.AddRange(
                limits
                    .Select(l => (l.Limit, l.From, To: Earlier(l.To, mounting.To)))
                    .SelectMany(l => Breaches(mounting.Device, samples, l.Limit, l.From, l.To, logger.LongestGap))
            );
        }

        spoiled.Add(watch.Placements.SelectMany(p => SpoiledBy(breaches, p, watch.Asset)));
        var episodes = Episode.Of(breaches);
        foreach (var side in Enum.GetValues<LimitSide>())
        {
            Reconcile(
                watch,
                AlarmKind.Temperature,
                AlarmScope.OfTemperature(watch.Asset.Id, side),
                known.Where(a => a.Side == side && a.OnsetAt >= from),
                episodes.Where(e => e.Side == side)
            );
        }
    }

    /// <summary>The first breach during the stay that is as grave as the profile of the goods names for a hold.</summary>
    private static IEnumerable<SpoiledStay> SpoiledBy(IReadOnlyList<Breach> breaches, Placement placement, Asset asset)
    {
        var profile = TemperatureProfile.Of(placement.ProductClass);
        return breaches
            .Where(b => b.Limit.Severity >= profile.HoldAt && profile.Limits.Contains(b.Limit))
            .Where(b => b.OnsetAt >= placement.From && (placement.To is null || b.RaisedAt < placement.To))
            .OrderBy(b => b.OnsetAt)
            .Take(1)
            .Select(b => new SpoiledStay(placement.Id, placement.ItemUri, asset.Name, b.OnsetAt, b.Limit.Celsius));
    }

    private async Task JudgeBatteryAsync(AssetWatch watch, Mounting mounting, CancellationToken ct)
    {
        var known = watch.Known.Where(a => a.Kind == AlarmKind.Battery && a.Device == mounting.Device).ToList();
        var from = Moments.Later(Reconciliation.Begin(watch.Earliest, known), mounting.From);
        if (mounting.To <= from)
        {
            return;
        }

        var charges = await ReadingsAsync(mounting.Device, Quantities.Battery, from, mounting.To, ct);
        var rule = watch.Devices[mounting.Device].Rule?.Battery ?? BatteryRule.Default;
        Reconcile(
            watch,
            AlarmKind.Battery,
            AlarmScope.OfBattery(mounting.Device),
            known.Where(a => a.OnsetAt >= from && (mounting.To is null || a.OnsetAt < mounting.To)),
            rule.Over(mounting.Device, charges.Select(r => (r.At, r.Value)), mounting.To)
        );
    }

    private void Reconcile(
        AssetWatch watch,
        AlarmKind kind,
        string scope,
        IEnumerable<Alarm> known,
        IEnumerable<Episode> episodes
    )
    {
        var pairs = Reconciliation.Of(known, episodes);

        // The database allows one open alarm of a scope: those that end make room first.
        foreach (var gone in pairs.Where(p => p.Episode is null).Select(p => p.Alarm!))
        {
            book.Retract(
                gone,
                pairs
                    .FirstOrDefault(p => p is { Alarm: not null, Episode: { } e } && Reconciliation.Overlap(gone, e))
                    .Alarm
            );
        }

        foreach (var (alarm, episode) in pairs.Where(p => p.Episode is not null))
        {
            var hold = kind == AlarmKind.Temperature ? Hold.Of(watch.Windows, episode!.RaisedAt) : null;
            if (alarm is not null)
            {
                book.Follow(alarm, episode!, hold);
                continue;
            }

            var opened = New(watch.Asset, kind, scope, episode!, hold);
            AlarmBook.Measure(opened, episode!);
            book.Open(opened, episode!.Steps);
        }
    }

    private Alarm New(Asset asset, AlarmKind kind, string scope, Episode episode, Hold? hold) =>
        new()
        {
            Id = book.NewId(),
            Kind = kind,
            Scope = scope,
            AssetId = asset.Id,
            Device = episode.Device,
            NodeGln = asset.NodeGln,
            PartyGln = asset.PartyGln,
            DistrictCode = asset.DistrictCode,
            Severity = episode.Severity,
            OnsetAt = episode.OnsetAt,
            RaisedAt = episode.RaisedAt,
            OpenedAt = book.Now,
            ClearedAt = episode.ClearedAt,
            WindowId = hold?.WindowId,
            WindowKind = hold?.Kind,
            HeldUntil = hold?.Until,
        };

    private static IEnumerable<(TemperatureLimit Limit, DateTimeOffset From, DateTimeOffset? To)> LimitsOfGoods(
        IEnumerable<Placement> placements
    ) =>
        placements
            .Select(p => (Profile: TemperatureProfile.Of(p.ProductClass), p.From, p.To))
            .Distinct()
            .SelectMany(g => g.Profile.Limits.Select(limit => (limit, g.From, g.To)));

    /// <summary>Breaches while the limit held; one that was open when it ceased to hold ends then.</summary>
    private static IEnumerable<Breach> Breaches(
        string device,
        IReadOnlyList<TemperatureSample> samples,
        TemperatureLimit limit,
        DateTimeOffset from,
        DateTimeOffset? to,
        TimeSpan longestGap
    ) =>
        BreachDetector
            .Over(device, samples.Where(s => s.At >= from && (to is null || s.At < to)), limit, longestGap)
            .Select(b => b with { ClearedAt = b.ClearedAt ?? to });

    /// <summary>Calibrated temperatures.</summary>
    private async Task<IReadOnlyList<TemperatureSample>> SamplesAsync(
        WatchedDevice device,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken ct
    ) =>
        [
            .. (await ReadingsAsync(device.Logger.Device, Quantities.Temperature, from, to, ct)).Select(
                r => new TemperatureSample(
                    r.At,
                    r.Value + device.Calibrations.At(device.Logger.Device, r.At).OffsetKelvin
                )
            ),
        ];

    /// <summary>All of a stretch, however long; a reading whose clock cannot be right counts when it arrived.</summary>
    private async Task<IReadOnlyList<(DateTimeOffset At, double Value)>> ReadingsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset? to,
        CancellationToken ct
    )
    {
        var all = new List<(DateTimeOffset, double)>();
        await foreach (var reading in store.AllAsync(device, quantity, from, to ?? DateTimeOffset.MaxValue, ct))
        {
            var at = reading.ClockDoubtful ? reading.ReceivedAt : reading.MeasuredAt;
            if (at >= from && (to is null || at < to))
            {
                all.Add((at, reading.Value));
            }
        }

        return all;
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) =>
        one is null || other < one ? other : one;
}
