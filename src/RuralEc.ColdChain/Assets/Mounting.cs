using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.ColdChain.Assets;

/// <summary>A logger in an asset for a time; its readings of that time are the asset's.</summary>
internal sealed class Mounting
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public required string Device { get; set; }
    public Guid AssetId { get; set; }
    public DateTimeOffset From { get; set; }
    public DateTimeOffset? To { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public int Version { get; set; }

    /// <summary>Ends it, and with it the alarms that it had open. The caller tracks it and saves.</summary>
    public async Task EndAsync(DbContext db, DateTimeOffset at, CancellationToken ct)
    {
        To = at;
        Version++;
        foreach (
            var alarm in await db.Set<Alarm>()
                .AsTracking()
                .Where(a => a.Device == Device && a.AssetId == AssetId && a.ClearedAt == null)
                .ToListAsync(ct)
        )
        {
            alarm.ClearedAt = at > alarm.OnsetAt ? at : alarm.OnsetAt;
        }
    }
}
