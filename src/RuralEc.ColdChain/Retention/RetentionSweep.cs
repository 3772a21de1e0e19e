using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;

namespace RuralEc.ColdChain.Retention;

/// <summary>
/// Removes raw readings past their time. Tied to goods are those of a logger while it was mounted in an asset in which
/// goods were; held are those that a legal hold names.
/// </summary>
public sealed class RetentionSweep(
    DbContext db,
    IReadingStore store,
    RelatedGoods related,
    IOptions<RetentionOptions> options,
    TimeProvider clock
)
{
    // As many parameters as a statement may well have.
    private const int ItemsAtOnce = 500;

    /// <returns>Readings removed.</returns>
    public async Task<long> RunAsync(CancellationToken ct)
    {
        if (await TodayAsync(ct) is not { } now)
        {
            return 0;
        }

        var policy = options.Value;
        var before = HourRollup.HourOf(now.AddDays(-policy.UntiedDays));
        var kept = new KeptWindows(before);
        await KeepGoodsAsync(kept, before, now.AddYears(-policy.GoodsYears), ct);
        foreach (var hold in await db.Set<LegalHold>().ToListAsync(ct))
        {
            await KeepAsync(kept, before, now.AddYears(-policy.HeldYears), hold, ct);
        }

        return await store.RemoveAsync(before, kept.ByDevice(), ct);
    }

    /// <summary>
    /// The server's time, as far as a logger confirms it: a clock of the server that is years ahead must not remove
    /// years. While no logger speaks, time stands still; null where none ever confirmed any.
    /// </summary>
    private async Task<DateTimeOffset?> TodayAsync(CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        DateTimeOffset? newest = null;
        foreach (var devices in (await db.Set<DataLogger>().Select(l => l.Device).ToListAsync(ct)).Chunk(ItemsAtOnce))
        {
            var last = await store.LastAsync(devices, Quantities.Temperature, now + Reading.ClockTolerance, ct);
            foreach (var reading in last.Values.Where(r => !r.ClockDoubtful))
            {
                newest = newest > reading.MeasuredAt ? newest : reading.MeasuredAt;
            }
        }

        if (newest is not { } spoken)
        {
            return null;
        }

        var confirmed = spoken.AddDays(1);
        return confirmed < now ? confirmed : now;
    }

    /// <summary>Goods that left after <paramref name="since"/>, or have not left.</summary>
    private async Task KeepGoodsAsync(
        KeptWindows kept,
        DateTimeOffset before,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var stays = Stays(db.Set<Placement>().Where(p => p.To == null || p.To > since), before);
        await foreach (var stay in stays.AsAsyncEnumerable().WithCancellation(ct))
        {
            kept.Add(stay.Device, stay.From, stay.To);
        }
    }

    private async Task KeepAsync(
        KeptWindows kept,
        DateTimeOffset before,
        DateTimeOffset since,
        LegalHold hold,
        CancellationToken ct
    )
    {
        foreach (var stay in await HeldAsync(hold, before, ct))
        {
            var from = hold.From is { } begins && begins > stay.From ? begins : stay.From;
            var to = hold.To is { } ends && (stay.To is null || ends < stay.To) ? ends : stay.To;
            if ((to is null || from < to) && (hold.ReleasedAt is null || to is null || to > since))
            {
                kept.Add(stay.Device, from, to);
            }
        }
    }

    private async Task<List<Stay>> HeldAsync(LegalHold hold, DateTimeOffset before, CancellationToken ct)
    {
        if (hold.ItemUri is not { } itemUri)
        {
            return await db.Set<Mounting>()
                .Where(m => m.AssetId == hold.AssetId && m.From < before)
                .Select(m => new Stay(m.Device, m.From, m.To))
                .ToListAsync(ct);
        }

        var stays = new List<Stay>();
        foreach (var items in (await related(itemUri, ct)).Chunk(ItemsAtOnce))
        {
            stays.AddRange(
                await Stays(db.Set<Placement>().Where(p => items.Contains(p.ItemUri)), before).ToListAsync(ct)
            );
        }

        return stays;
    }

    /// <summary>Loggers with goods, each for the time in which both were in the asset.</summary>
    private IQueryable<Stay> Stays(IQueryable<Placement> placements, DateTimeOffset before) =>
        from placement in placements
        join mounting in db.Set<Mounting>() on placement.AssetId equals mounting.AssetId
        where placement.From < before && mounting.From < before
        where placement.To == null || placement.To > mounting.From
        where mounting.To == null || mounting.To > placement.From
        select new Stay(
            mounting.Device,
            placement.From > mounting.From ? placement.From : mounting.From,
            mounting.To == null || (placement.To != null && placement.To < mounting.To) ? placement.To : mounting.To
        );

    private sealed record Stay(string Device, DateTimeOffset From, DateTimeOffset? To);
}
