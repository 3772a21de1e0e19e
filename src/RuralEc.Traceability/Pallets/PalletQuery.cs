using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Pallets;

/// <summary>Pallets and what is on them.</summary>
public sealed class PalletQuery(DbContext db)
{
    /// <summary>The pallet, or <c>null</c> when unknown or with no lot within reach.</summary>
    public async Task<PalletView?> OfAsync(ClaimsPrincipal by, Sscc sscc, CancellationToken ct) =>
        (await ReadAsync(Within(by).Where(p => p.Sscc == sscc), ct)).SingleOrDefault();

    /// <summary>The pallet that a command packed.</summary>
    internal async Task<PalletView?> PackedByAsync(ClaimsPrincipal by, Guid stepId, CancellationToken ct) =>
        (await ReadAsync(Within(by).Where(p => p.StepId == stepId), ct)).SingleOrDefault();

    /// <summary>The latest 200 pallets within reach.</summary>
    public Task<IReadOnlyList<PalletView>> ListAsync(ClaimsPrincipal by, CancellationToken ct) =>
        ReadAsync(Within(by).OrderByDescending(p => p.PackedAt).Take(200), ct);

    // A pallet is seen by whoever packed it, and by whoever may see a lot that was packed onto it.
    private IQueryable<Pallet> Within(ClaimsPrincipal by)
    {
        var lots = Reach.Of(by).Lots(db).Select(l => l.Id);
        return db.Set<Pallet>()
            .Where(p => db.Set<StepLot>().Any(part => part.StepId == p.StepId && lots.Contains(part.LotId)));
    }

    private async Task<IReadOnlyList<PalletView>> ReadAsync(IQueryable<Pallet> pallets, CancellationToken ct)
    {
        var found = await pallets.ToListAsync(ct);
        var steps = found.Select(p => p.StepId).ToList();
        var packed = await (
            from part in db.Set<StepLot>()
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            where steps.Contains(part.StepId)
            select new { part.StepId, Line = new PalletLine(lot.Gtin, lot.BatchNumber, part.Quantity, part.Uom) }
        ).ToListAsync(ct);
        var numbers = found.Select(p => p.Sscc.ToString()).ToList();
        var places = await db.Set<Stock>()
            .Where(s => numbers.Contains(s.Sscc) && s.Quantity > 0)
            .Select(s => new { s.Sscc, s.PlaceGln })
            .Distinct()
            .ToListAsync(ct);
        return
        [
            .. found.Select(p => new PalletView(
                p.Sscc,
                p.PartyGln,
                p.PackedAt,
                p.UnpackedAt,
                places.FirstOrDefault(place => place.Sscc == p.Sscc.ToString())?.PlaceGln,
                [.. packed.Where(line => line.StepId == p.StepId).Select(line => line.Line)]
            )),
        ];
    }
}

/// <summary>
/// A pallet as it was packed. <paramref name="PlaceGln"/> is where it stands; <c>null</c> when it is under way or was
/// taken apart.
/// </summary>
public sealed record PalletView(
    Sscc Sscc,
    Gln PartyGln,
    DateTimeOffset PackedAt,
    DateTimeOffset? UnpackedAt,
    Gln? PlaceGln,
    IReadOnlyList<PalletLine> Lines
);

/// <summary>An amount of one lot on a pallet, in <paramref name="Uom"/>.</summary>
public sealed record PalletLine(Gtin Gtin, BatchNumber Lot, decimal Quantity, Uom Uom);
