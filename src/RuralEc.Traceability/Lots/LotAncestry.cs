using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>Walks the genealogy upwards, level by level: outputs of a step come from all its inputs.</summary>
internal static class LotAncestry
{
    // Harvest, grading, packing and a few repackings: chains of goods are short.
    private const int MostLevels = 20;

    /// <summary>The lot and its ancestors, each with the end of its own story. The lot itself has no end yet.</summary>
    public static async Task<IReadOnlyDictionary<Guid, LotEnd>> OfAsync(DbContext db, Guid lotId, CancellationToken ct)
    {
        var ends = new Dictionary<Guid, LotEnd> { [lotId] = new(DateTimeOffset.MaxValue, []) };
        List<Guid> level = [lotId];
        for (var depth = 0; depth < MostLevels && level.Count > 0; depth++)
        {
            var children = level;
            var parents = await (
                from output in db.Set<StepLot>()
                join input in db.Set<StepLot>() on output.StepId equals input.StepId
                join step in db.Set<Step>() on output.StepId equals step.Id
                where children.Contains(output.LotId) && output.Role == LotRole.Output && input.Role == LotRole.Input
                select new
                {
                    input.LotId,
                    step.EventTime,
                    step.PlaceGln,
                }
            ).ToListAsync(ct);
            level = [];
            foreach (var parent in parents.GroupBy(p => p.LotId))
            {
                if (ends.TryAdd(parent.Key, new(parent.Max(p => p.EventTime), [.. parent.Select(p => p.PlaceGln)])))
                {
                    level.Add(parent.Key);
                }
            }
        }
        return ends;
    }
}

/// <summary>
/// Where goods of a lot went into the next one: the last moment of it, and the places. What happened to the lot later, or
/// on the way to other places, is another story. For a lot that lives on there are no places.
/// </summary>
internal sealed record LotEnd(DateTimeOffset Until, IReadOnlyCollection<Gln> Places);
