using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Pallets;

/// <summary>One pallet while it is being loaded: stock moves onto it, serials become its children.</summary>
internal sealed class PalletLoading(DbContext db, Gln own, Gln place, Sscc sscc)
{
    private readonly PlacedStock _stock = new(db);
    private readonly Dictionary<Guid, StepLot> _parts = [];
    private readonly List<(Gtin Gtin, SerialNumber Serial)> _codes = [];
    private readonly List<QuantityElement> _quantities = [];

    public IReadOnlyList<StepLot> Parts => [.. _parts.Values];
    public IReadOnlyList<string> ChildEpcs => [.. _codes.Select(c => new Sgtin(c.Gtin, c.Serial).ToUri())];
    public IReadOnlyList<QuantityElement> ChildQuantities => _quantities;

    /// <summary>Moves the stock of one line onto the pallet, in the context only. The refusal, or <c>null</c>.</summary>
    public async Task<StepOutcome?> AddAsync(PalletContent content, string field, CancellationToken ct)
    {
        var lot = await db.Set<Lot>()
            .SingleOrDefaultAsync(l => l.Gtin == content.Gtin && l.BatchNumber == content.Lot, ct);
        var loose = lot is null ? null : await _stock.FindAsync(lot.Id, place, Stock.Loose, own, ct);
        if (lot is null || loose is null)
        {
            return StockBook.NoSuchLot(content.Lot, $"{field}/lot");
        }
        if (lot.Held)
        {
            return StockBook.IsHeld(lot, $"{field}/lot");
        }
        if (
            new object?[] { content.Serials, content.Labels, content.Quantity }.Count(stated => stated is not null) != 1
        )
        {
            return StepEnding.Refused(
                "one-way-to-count",
                "State serials, labels or a quantity",
                "请在序列号、标签范围、数量三者中填写一项。",
                field
            );
        }
        var quantity = content.Quantity;
        if (quantity is null)
        {
            var (serials, wrong) = await SerialsAsync(lot, content, field, ct);
            if (wrong is not null)
            {
                return wrong;
            }
            _codes.AddRange(serials.Select(serial => (lot.Gtin, serial)));
            quantity = serials.Count;
        }
        if (PlacedStock.Check(loose, lot.BatchNumber, quantity.Value, $"{field}/quantity") is { } tooMuch)
        {
            return new StepOutcome.Refused(tooMuch);
        }
        if (content.Quantity is not null)
        {
            _quantities.Add(LotEvents.AmountOf(lot, quantity.Value, loose.Uom));
        }
        var uom = loose.Uom;
        StockBook.Take(loose, quantity.Value);
        if (await _stock.PutAsync(lot.Id, place, sscc.ToString(), own, quantity.Value, uom, ct) is { } wrongPlace)
        {
            return new StepOutcome.Refused(wrongPlace);
        }
        if (_parts.TryGetValue(lot.Id, out var part))
        {
            part.Quantity += quantity.Value;
        }
        else
        {
            _parts.Add(lot.Id, StepEnding.Seen(lot.Id, quantity.Value, uom));
        }
        return null;
    }

    /// <summary>
    /// Puts the codes onto the pallet and activates those not yet active, in the caller's transaction. The refusal when
    /// another pallet took one of them meanwhile.
    /// </summary>
    public async Task<StepOutcome?> LabelAsync(DateTimeOffset at, CancellationToken ct)
    {
        foreach (var product in _codes.GroupBy(c => c.Gtin, c => c.Serial))
        {
            var (gtin, serials) = (product.Key, product.ToList());
            var taken = await db.Set<TraceCode>()
                .Where(c => c.Gtin == gtin && serials.Contains(c.Serial) && c.Sscc == null)
                .ExecuteUpdateAsync(set => set.SetProperty(c => c.Sscc, (Sscc?)sscc), ct);
            if (taken != serials.Count)
            {
                return StepEnding.Refused(
                    "code-on-pallet",
                    "A code is on a pallet",
                    "有追溯码重复，或者刚刚装上别的托盘。",
                    "/contents"
                );
            }
            var onPallet = db.Set<TraceCode>().Where(c => c.Gtin == gtin && c.Sscc == sscc);
            await CodeStates.MoveAsync(onPallet, TraceCodeState.Activated, at, ct);
        }
        return null;
    }

    private async Task<(IReadOnlyList<SerialNumber> Serials, StepOutcome? Wrong)> SerialsAsync(
        Lot lot,
        PalletContent content,
        string field,
        CancellationToken ct
    )
    {
        var ofLot = db.Set<TraceCode>().Where(c => c.LotId == lot.Id);
        var wanted = content.Serials?.Distinct().ToList();
        var codes = content switch
        {
            { Labels: { } range } => ofLot.Where(c =>
                c.LabelRunId == range.RunId
                && c.LabelNumber >= range.First
                && c.LabelNumber <= range.Last
                && c.State != TraceCodeState.Void
            ),
            _ => ofLot.Where(c => wanted!.Contains(c.Serial)),
        };
        var found = await codes
            .OrderBy(c => c.LabelNumber)
            .Select(c => new
            {
                c.Serial,
                c.State,
                c.Sscc,
            })
            .ToListAsync(ct);
        if (found.Count == 0 || (wanted is not null && found.Count != wanted.Count))
        {
            return ([], new StepOutcome.NotFound("有追溯码不属于这个批次。", field));
        }
        if (
            found.FirstOrDefault(c =>
                c.Sscc is not null || c.State is TraceCodeState.Void or TraceCodeState.Recalled or TraceCodeState.Sold
            ) is
            { } unfit
        )
        {
            return (
                [],
                StepEnding.Refused(
                    "code-not-packable",
                    "Code cannot be packed",
                    $"追溯码 {unfit.Serial} 已在托盘上，或者已作废、召回、售出。",
                    field
                )
            );
        }
        return ([.. found.Select(c => c.Serial)], null);
    }
}
