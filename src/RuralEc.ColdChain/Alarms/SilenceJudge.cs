using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;

namespace RuralEc.ColdChain.Alarms;

/// <summary>A mounted logger of which nothing arrived for three intervals is an alarm of its own.</summary>
internal sealed class SilenceJudge(DbContext db, TimeProvider clock)
{
    private const int Intervals = 3;

    /// <param name="heard">When each device was last heard.</param>
    /// <param name="listeningSince">Nobody can be silent before the server listened.</param>
    public async Task JudgeAsync(
        IReadOnlyDictionary<string, DateTimeOffset> heard,
        DateTimeOffset listeningSince,
        CancellationToken ct
    )
    {
        var now = Moments.Kept(clock.GetUtcNow());
        var mounted = await db.Set<Mounting>()
            .Where(m => m.To == null)
            .Join(db.Set<DataLogger>(), m => m.Device, l => l.Device, (m, l) => new { m, l.IntervalSeconds })
            .Join(
                db.Set<Asset>(),
                x => x.m.AssetId,
                a => a.Id,
                (x, a) =>
                    new
                    {
                        x.m.Device,
                        x.m.AssetId,
                        x.m.From,
                        x.IntervalSeconds,
                        a.PartyGln,
                    }
            )
            .ToListAsync(ct);
        var open = (
            await db.Set<Alarm>()
                .AsTracking()
                .Where(a => a.Kind == AlarmKind.Silence && a.ClearedAt == null)
                .ToListAsync(ct)
        ).ToLookup(a => (a.Device, a.AssetId));

        foreach (var stay in mounted)
        {
            var last = Later(Later(stay.From, listeningSince), heard.GetValueOrDefault(stay.Device));
            var silent = now - last > Intervals * TimeSpan.FromSeconds(stay.IntervalSeconds);
            var alarms = open[(stay.Device, stay.AssetId)];
            if (silent && !alarms.Any())
            {
                db.Add(
                    new Alarm
                    {
                        Id = Guid.CreateVersion7(now),
                        Kind = AlarmKind.Silence,
                        Severity = Severity.Warning,
                        AssetId = stay.AssetId,
                        Device = stay.Device,
                        OnsetAt = Moments.Kept(last),
                        OpenedAt = now,
                        PartyGln = stay.PartyGln,
                    }
                );
            }

            // Only a message ends a silence: after a restart the server does not know yet.
            if (!silent && heard.TryGetValue(stay.Device, out var again))
            {
                foreach (var alarm in alarms.Where(a => again > a.OnsetAt))
                {
                    alarm.ClearedAt = Moments.Kept(again);
                }
            }
        }

        await db.SaveChangesAsync(ct);
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
