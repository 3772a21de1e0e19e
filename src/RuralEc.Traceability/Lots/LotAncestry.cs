using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Lots;

/// <summary>Walks the genealogy upwards, level by level: outputs of a step come from all its inputs.</summary>
internal static class LotAncestry
{
    // Harvest, grading, packing and a few repackings: chains of goods are short.
    private const int MostLevels = 20;

    /// <summary>
    /// The lot and its ancestors, each with the moment until which its steps belong to the story: the last step by which
    /// goods of it went into the lot. For the lot itself there is no end.
    /// </summary>
    public static async Task<IReadOnlyDictionary<Guid, DateTimeOffset>> OfAsync(
        DbContext db,
        Guid lotId,
        CancellationToken ct
    )
    {
        var until = new Dictionary<Guid, DateTimeOffset> { [lotId] = DateTimeOffset.MaxValue };
        List<Guid> level = [lotId];
        for (var depth = 0; depth < MostLevels && level.Count > 0; depth++)
        {
            var children = level;
            var parents = await (
                from output in db.Set<StepLot>()
                join input in db.Set<StepLot>() on output.StepId equals input.StepId
                join step in db.Set<Step>() on output.StepId equals step.Id
                where children.Contains(output.LotId) && output.Role == LotRole.Output && input.Role == LotRole.Input
                select new { input.LotId, step.EventTime }
            ).ToListAsync(ct);
            level = [];
            foreach (var parent in parents.GroupBy(p => p.LotId, p => p.EventTime))
            {
                if (until.TryAdd(parent.Key, parent.Max()))
                {
                    level.Add(parent.Key);
                }
            }
        }
        return until;
    }
}
