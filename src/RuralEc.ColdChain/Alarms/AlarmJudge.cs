using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;

namespace RuralEc.ColdChain.Alarms;

/// <summary>
/// Judges what a logger saw in its assets by the limits of what was placed there, and makes the alarms say the same.
/// It always judges a whole stretch anew by the time of measurement, so late readings extend, close or retract.
/// </summary>
internal sealed class AlarmJudge(DbContext db, IReadingStore store, TimeProvider clock)
{
    private const int MostReadings = 100_000;

    // Longer than the longest onset of any profile, so that no breach is cut at the beginning.
    private static readonly TimeSpan LookBack = TimeSpan.FromHours(25);

    public async Task JudgeAsync(string device, DateTimeOffset earliest, CancellationToken ct)
    {
        var stays = await db.Set<Mounting>()
            .Where(m => m.Device == device && (m.To == null || m.To > earliest))
            .Join(db.Set<Asset>(), m => m.AssetId, a => a.Id, (m, a) => new { Mounting = m, Asset = a })
            .ToListAsync(ct);
        var logger = await db.Set<DataLogger>().FirstOrDefaultAsync(l => l.Device == device, ct);
        if (logger is null)
        {
            return;
        }

        foreach (var stay in stays)
        {
            await JudgeAsync(logger, stay.Mounting, stay.Asset, earliest, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task JudgeAsync(
        DataLogger logger,
        Mounting mounting,
        Asset asset,
        DateTimeOffset earliest,
        CancellationToken ct
    )
    {
        var alarms = await db.Set<Alarm>()
            .AsTracking()
            .Where(a => a.Device == logger.Device && a.AssetId == asset.Id && a.Kind == AlarmKind.Temperature)
            .Where(a => a.RetractedAt == null && (a.ClearedAt == null || a.ClearedAt >= earliest - LookBack))
            .ToListAsync(ct);
        var from = alarms.Select(a => a.OnsetAt).Append(earliest).Min() - LookBack;
        from = from > mounting.From ? from : mounting.From;
        var to = mounting.To ?? DateTimeOffset.MaxValue;

        var samples = await SamplesAsync(logger, from, to, ct);
        var episodes = TemperatureEpisode.Of(
            asset
                .Limits()
                .Select(limit => (Limit: limit, From: from, To: (DateTimeOffset?)mounting.To))
                .Concat(await LimitsOfGoodsAsync(asset, from, to, ct))
                .SelectMany(l => Breaches(samples, l.Limit, l.From, l.To, LongestGap(logger)))
        );
        Reconcile(alarms, episodes, from, logger, asset);
    }

    /// <summary>Calibrated; one whose clock runs ahead counts when it arrived.</summary>
    private async Task<IReadOnlyList<TemperatureSample>> SamplesAsync(
        DataLogger logger,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    ) =>
        [
            .. (await store.RangeAsync(logger.Device, Quantities.Temperature, from, to, MostReadings, ct)).Select(
                r => new TemperatureSample(r.ClockDoubtful ? r.ReceivedAt : r.MeasuredAt, r.Value + logger.OffsetKelvin)
            ),
        ];

    private async Task<
        IEnumerable<(TemperatureLimit Limit, DateTimeOffset From, DateTimeOffset? To)>
    > LimitsOfGoodsAsync(Asset asset, DateTimeOffset from, DateTimeOffset to, CancellationToken ct)
    {
        var goods = await db.Set<Placement>()
            .Where(p => p.AssetId == asset.Id && p.From < to && (p.To == null || p.To > from))
            .Select(p => new
            {
                p.ProductClass,
                p.From,
                p.To,
            })
            .Distinct()
            .ToListAsync(ct);
        return goods.SelectMany(g =>
            TemperatureProfile
                .Of(g.ProductClass ?? TemperatureProfile.Chilled.ProductClass)
                .Limits.Select(limit => (limit, g.From, g.To))
        );
    }

    /// <summary>Breaches while the limit held; one that was open when it ceased to hold ends then.</summary>
    private static IEnumerable<Excursion> Breaches(
        IReadOnlyList<TemperatureSample> samples,
        TemperatureLimit limit,
        DateTimeOffset from,
        DateTimeOffset? to,
        TimeSpan longestGap
    ) =>
        ExcursionDetector
            .Over(samples.Where(s => s.At >= from && (to is null || s.At < to)), limit, longestGap)
            .Select(e => e with { ClearedAt = e.ClearedAt ?? to });

    private void Reconcile(
        List<Alarm> alarms,
        IReadOnlyList<TemperatureEpisode> episodes,
        DateTimeOffset from,
        DataLogger logger,
        Asset asset
    )
    {
        var now = Moments.Kept(clock.GetUtcNow());
        var left = alarms.ToList();
        foreach (var episode in episodes)
        {
            var alarm = left.Find(a =>
                a.Side == episode.Side
                && (episode.ClearedAt is null || a.OnsetAt <= episode.ClearedAt)
                && (a.ClearedAt is null || a.ClearedAt >= episode.OnsetAt)
            );
            if (alarm is null)
            {
                alarm = new()
                {
                    Id = Guid.CreateVersion7(now),
                    Kind = AlarmKind.Temperature,
                    AssetId = asset.Id,
                    Device = logger.Device,
                    OpenedAt = now,
                    PartyGln = asset.PartyGln,
                };
                db.Add(alarm);
            }

            left.Remove(alarm);
            alarm.Side = episode.Side;
            alarm.Severity = episode.Severity;
            alarm.LimitCelsius = episode.LimitCelsius;
            alarm.PeakCelsius = episode.PeakCelsius;
            alarm.OnsetAt = episode.OnsetAt;
            alarm.ClearedAt = episode.ClearedAt;
        }

        // What the whole stretch does not show any more never was.
        foreach (var gone in left.Where(a => a.OnsetAt >= from))
        {
            gone.RetractedAt = now;
            gone.ClearedAt ??= now;
        }
    }

    private static TimeSpan LongestGap(DataLogger logger) => 3 * TimeSpan.FromSeconds(logger.IntervalSeconds);
}
