using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>Label runs, for printing and printing again.</summary>
public sealed class LabelRunQuery(DbContext db)
{
    /// <summary>The run with all its labels in order, or <c>null</c> when unknown or not within reach.</summary>
    public async Task<LabelRunView?> OfAsync(ClaimsPrincipal by, Guid id, CancellationToken ct)
    {
        var run = await Within(by).SingleOrDefaultAsync(r => r.Id == id, ct);
        if (run is null)
        {
            return null;
        }
        var labels = await db.Set<TraceCode>()
            .Where(c => c.LotId == run.LotId && c.LabelRunId == id)
            .OrderBy(c => c.LabelNumber)
            .Select(c => new LabelView(c.LabelNumber, c.Serial, c.ShortCode, c.State))
            .ToListAsync(ct);
        return new LabelRunView(
            run.Id,
            run.Gtin,
            run.BatchNumber,
            run.Number,
            run.Count,
            run.IssuedAt,
            run.ActivatedAt,
            labels
        );
    }

    /// <summary>The latest 200 runs within reach, without their labels; of one lot if stated.</summary>
    public async Task<IReadOnlyList<LabelRunLine>> ListAsync(
        ClaimsPrincipal by,
        Gtin? gtin,
        BatchNumber? lot,
        CancellationToken ct
    ) =>
        await Within(by)
            .Where(r => (gtin == null || r.Gtin == gtin) && (lot == null || r.BatchNumber == lot))
            .OrderByDescending(r => r.IssuedAt)
            .Take(200)
            .Select(r => new LabelRunLine(
                r.Id,
                r.Gtin,
                r.BatchNumber,
                r.Number,
                r.Count,
                r.IssuedAt,
                r.ActivatedAt,
                db.Set<TraceCode>()
                    .Count(c => c.LotId == r.LotId && c.LabelRunId == r.Id && c.State == TraceCodeState.Printed)
            ))
            .ToListAsync(ct);

    private IQueryable<LabelRun> Within(ClaimsPrincipal by)
    {
        var lots = Reach.Of(by).Lots(db).Select(l => l.Id);
        return db.Set<LabelRun>().Where(r => lots.Contains(r.LotId));
    }
}

/// <summary>A run of labels and its labels in printing order.</summary>
public sealed record LabelRunView(
    Guid Id,
    Gtin Gtin,
    BatchNumber Lot,
    int Number,
    int Count,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ActivatedAt,
    IReadOnlyList<LabelView> Labels
);

/// <summary>A run of labels in a list; <paramref name="Waiting"/> of its codes are not active yet.</summary>
public sealed record LabelRunLine(
    Guid Id,
    Gtin Gtin,
    BatchNumber Lot,
    int Number,
    int Count,
    DateTimeOffset IssuedAt,
    DateTimeOffset? ActivatedAt,
    int Waiting
);

/// <summary>One label; <see cref="TraceCodeLink"/> makes what its symbol says.</summary>
public sealed record LabelView(int Number, SerialNumber Serial, string ShortCode, TraceCodeState State);
