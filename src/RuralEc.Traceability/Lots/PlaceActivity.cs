using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>When something last happened at each place, for the map. Says nothing of what, or whose.</summary>
public sealed class PlaceActivity(DbContext db)
{
    /// <summary>The latest event time by place, for the places at which any step was recorded.</summary>
    public async Task<IReadOnlyDictionary<Gln, DateTimeOffset>> LastAsync(CancellationToken ct) =>
        await db.Set<Step>()
            .GroupBy(s => s.PlaceGln)
            .Select(g => new { Place = g.Key, At = g.Max(s => s.EventTime) })
            .ToDictionaryAsync(a => a.Place, a => a.At, ct);
}
