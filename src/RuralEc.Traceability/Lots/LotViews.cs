using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>A lot in a list. <paramref name="InStock"/> is the sum over all places, in <paramref name="Uom"/>.</summary>
public sealed record LotView(
    Gtin Gtin,
    BatchNumber Lot,
    string ProductName,
    string ProductNameEn,
    string Variety,
    string ProductClass,
    string? Grade,
    Gln OriginPartyGln,
    Guid? PlotId,
    DateOnly? HarvestedOn,
    DateOnly? PackedOn,
    DateOnly? BestBefore,
    bool Held,
    string? HoldReason,
    decimal InStock,
    Uom? Uom,
    DateTimeOffset CreatedAt
);

/// <summary>Lots, latest first; <paramref name="Next"/> is the cursor of the following page, null on the last.</summary>
public sealed record LotPage(IReadOnlyList<LotView> Lots, string? Next);

/// <summary>Stock of a lot at a place, loose or on the pallet <paramref name="Sscc"/>.</summary>
public sealed record StockView(Gln PlaceGln, string? Sscc, decimal Quantity, Uom Uom, Gln HolderGln);

/// <summary>A parent or child of a lot, with the quantities of the step between them.</summary>
public sealed record LotLink(Gtin Gtin, BatchNumber Lot, string? Grade, Guid StepId, decimal Quantity, Uom Uom);

/// <summary>A step of a lot's timeline; <paramref name="Facts"/> are texts under the keys of <see cref="StepFact"/>.</summary>
public sealed record StepView(
    Guid Id,
    StepKind Kind,
    DateTimeOffset At,
    Gln PartyGln,
    Gln PlaceGln,
    Gln? OtherPartyGln,
    Gln? OtherPlaceGln,
    DateTimeOffset RecordedAt,
    IReadOnlyDictionary<string, string> Facts,
    IReadOnlyList<StepReceiptLot> Lots
);

/// <summary>A lot with everything around it.</summary>
public sealed record LotDetails(
    LotView Lot,
    IReadOnlyList<StockView> Stock,
    IReadOnlyList<StepView> Steps,
    IReadOnlyList<LotLink> Parents,
    IReadOnlyList<LotLink> Children
);

/// <summary>What to list: the class, grade, plot, number; goods in stock only, or all.</summary>
public sealed record LotFilter(
    string? ProductClass = null,
    string? Grade = null,
    Guid? PlotId = null,
    string? Number = null,
    bool InStockOnly = false,
    string? Cursor = null,
    int Take = 50
);
