using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Pallets;

namespace RuralEc.Traceability.Handovers;

/// <summary>What one shipment takes from the stock of its sender at one place.</summary>
internal sealed class Cargo(DbContext db, Gln own, Gln place)
{
    private readonly PlacedStock _stock = new(db);
    private readonly List<ShipmentLine> _lines = [];
    private readonly Dictionary<Guid, Lot> _lots = [];
    private readonly List<(Lot Lot, IReadOnlyList<SerialNumber> Serials)> _serials = [];
    private readonly List<Sscc> _pallets = [];

    // Lots of which nothing lies loose at the place any more.
    private readonly List<Lot> _cleared = [];

    // Lots of which all loose boxes go: their loose codes go along without being scanned one by one.
    private readonly List<Guid> _emptied = [];

    public IReadOnlyList<string> Epcs =>
        [
            .. _pallets.Select(sscc => sscc.ToUri()),
            .. _serials.SelectMany(boxes => boxes.Serials.Select(s => new Sgtin(boxes.Lot.Gtin, s).ToUri())),
        ];

    /// <summary>Loose goods; boxes named by serial and pallets stand in <see cref="Epcs"/>.</summary>
    public IReadOnlyList<QuantityElement> Quantities =>
        [
            .. _lines
                .Where(line => line.Sscc == Stock.Loose && !_serials.Any(boxes => boxes.Lot.Id == line.LotId))
                .Select(line => LotEvents.AmountOf(_lots[line.LotId], line.Quantity, line.Uom)),
        ];

    /// <summary>What is not at the place any more: the pallets, and lots of which nothing lies loose, by canonical URI.</summary>
    public IReadOnlyList<string> Gone =>
        [.. _pallets.Select(sscc => sscc.ToUri()), .. _cleared.Select(lot => lot.Lgtin.ToUri())];

    /// <summary>Each lot once, with all that goes of it.</summary>
    public IReadOnlyList<StepLot> Parts =>
        [
            .. _lines
                .GroupBy(line => line.LotId)
                .Select(lot => StepEnding.Seen(lot.Key, lot.Sum(line => line.Quantity), lot.First().Uom)),
        ];

    public IEnumerable<ShipmentLine> LinesOf(Guid shipmentId)
    {
        foreach (var line in _lines)
        {
            line.ShipmentId = shipmentId;
        }
        return _lines;
    }

    /// <summary>Takes the goods from stock, in the context only. The refusal, or <c>null</c>.</summary>
    public async Task<StepOutcome?> LoadAsync(
        IReadOnlyList<ShipmentGoods> goods,
        IReadOnlyList<Sscc> pallets,
        CancellationToken ct
    )
    {
        for (var i = 0; i < goods.Count; i++)
        {
            if (await LoadLooseAsync(goods[i], $"/goods/{i}", ct) is { } refused)
            {
                return refused;
            }
        }
        for (var i = 0; i < pallets.Count; i++)
        {
            if (await LoadPalletAsync(pallets[i], $"/pallets/{i}", ct) is { } refused)
            {
                return refused;
            }
        }
        return null;
    }

    /// <summary>Marks the codes on board as shipped, in the caller's transaction. The refusal, or <c>null</c>.</summary>
    public async Task<StepOutcome?> ShipCodesAsync(Guid shipmentId, DateTimeOffset at, CancellationToken ct)
    {
        var codes = db.Set<TraceCode>();
        foreach (var (lot, serials) in _serials)
        {
            var boxes = codes.Where(c => c.Gtin == lot.Gtin && serials.Contains(c.Serial));
            if (
                await BoardAsync(boxes.Where(c => c.LotId == lot.Id && c.Sscc == null), shipmentId, ct) != serials.Count
            )
            {
                return StepEnding.Refused(
                    "code-not-shippable",
                    "Code cannot be shipped",
                    "有追溯码不属于这个批次、未启用、已在托盘上，或已作废、召回、售出。",
                    "/goods"
                );
            }
            await CodeStates.MoveAsync(boxes, TraceCodeState.Shipped, at, ct);
        }
        var pallets = _pallets.Select(sscc => (Sscc?)sscc).ToList();
        foreach (
            var boxes in new[]
            {
                codes.Where(c => pallets.Contains(c.Sscc)),
                codes.Where(c => _emptied.Contains(c.LotId) && c.Sscc == null),
            }
        )
        {
            await BoardAsync(boxes, shipmentId, ct);
            await CodeStates.MoveAsync(boxes, TraceCodeState.Shipped, at, ct);
        }
        return null;
    }

    private static Task<int> BoardAsync(IQueryable<TraceCode> boxes, Guid shipmentId, CancellationToken ct) =>
        boxes
            .Where(c =>
                c.State == TraceCodeState.Activated
                || c.State == TraceCodeState.Shipped
                || c.State == TraceCodeState.InMarket
            )
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.ShipmentId, shipmentId), ct);

    private async Task<StepOutcome?> LoadLooseAsync(ShipmentGoods goods, string field, CancellationToken ct)
    {
        var lot = await db.Set<Lot>().SingleOrDefaultAsync(l => l.Gtin == goods.Gtin && l.BatchNumber == goods.Lot, ct);
        var loose = lot is null ? null : await _stock.FindAsync(lot.Id, place, Stock.Loose, own, ct);
        if (lot is null || loose is null)
        {
            return StockBook.NoSuchLot(goods.Lot, $"{field}/lot");
        }
        if (_lots.ContainsKey(lot.Id))
        {
            return StepEnding.Refused("lot-twice", "Lot stated twice", $"批次{goods.Lot}重复填写。", $"{field}/lot");
        }
        var fault = PlacedStock.Check(loose, lot.BatchNumber, goods.Quantity, $"{field}/quantity");
        if (fault is null && goods.Serials is { } serials && serials.Distinct().Count() != goods.Quantity)
        {
            fault = new Refusal(
                "serials-differ-from-quantity",
                "Serials differ from the quantity",
                "序列号个数与数量不符。",
                $"{field}/serials"
            );
        }
        if (fault is not null)
        {
            return new StepOutcome.Refused(fault);
        }
        if (await CheckMovableAsync(lot, $"{field}/lot", ct) is { } refused)
        {
            return refused;
        }
        StockBook.Take(loose, goods.Quantity);
        AddLine(lot, Stock.Loose, goods.Quantity, loose.Uom);
        if (loose.Quantity == 0)
        {
            _cleared.Add(lot);
        }
        if (goods.Serials is not null)
        {
            _serials.Add((lot, [.. goods.Serials.Distinct()]));
        }
        else if (loose.Quantity == 0 && await IsWholeAsync(lot, goods.Quantity, ct))
        {
            _emptied.Add(lot.Id);
        }
        return null;
    }

    // The codes say nothing of the place: only when as many boxes go as codes are loose, all of them go.
    private async Task<bool> IsWholeAsync(Lot lot, decimal quantity, CancellationToken ct) =>
        await db.Set<TraceCode>()
            .CountAsync(c => c.LotId == lot.Id && c.Sscc == null && c.State != TraceCodeState.Void, ct) <= quantity;

    private async Task<StepOutcome?> LoadPalletAsync(Sscc sscc, string field, CancellationToken ct)
    {
        var number = sscc.ToString();
        var rows = await db.Set<Stock>()
            .AsTracking()
            .Where(s => s.Sscc == number && s.PlaceGln == place && s.HolderGln == own && s.Quantity > 0)
            .ToListAsync(ct);
        if (rows.Count == 0 || _pallets.Contains(sscc))
        {
            return new StepOutcome.NotFound($"本主体在发货地点没有托盘{sscc}。", field);
        }
        foreach (var row in rows)
        {
            var lot = await db.Set<Lot>().SingleAsync(l => l.Id == row.LotId, ct);
            if (await CheckMovableAsync(lot, field, ct) is { } refused)
            {
                return refused;
            }
            AddLine(lot, number, row.Quantity, row.Uom);
            StockBook.Take(row, row.Quantity);
        }
        _pallets.Add(sscc);
        return null;
    }

    private void AddLine(Lot lot, string sscc, decimal quantity, Uom uom)
    {
        _lots[lot.Id] = lot;
        _lines.Add(
            new ShipmentLine
            {
                LotId = lot.Id,
                Sscc = sscc,
                Quantity = quantity,
                Uom = uom,
            }
        );
    }

    private async Task<StepOutcome?> CheckMovableAsync(Lot lot, string field, CancellationToken ct)
    {
        if (lot.Held)
        {
            return StockBook.IsHeld(lot, field);
        }
        var certificates = db.Set<Certificate>().Where(c => c.LotId == lot.Id);
        return
            await certificates.AnyAsync(c => c.VoidedAt != null, ct)
            && !await certificates.AnyAsync(c => c.VoidedAt == null, ct)
            ? StepEnding.Refused(
                "certificate-void",
                "Certificate is void",
                $"批次{lot.BatchNumber}的合格证已作废，重新开具前不能发货。",
                field
            )
            : null;
    }
}
