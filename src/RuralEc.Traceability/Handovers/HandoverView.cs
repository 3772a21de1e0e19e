using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Handovers;

/// <summary>A handover as its parties and the officers of their districts see it. Temperatures in °C.</summary>
public sealed record HandoverView(
    Guid Id,
    Guid ShipmentId,
    HandoverKind Kind,
    Gln FromPartyGln,
    Gln ToPartyGln,
    Gln PlaceGln,
    HandoverTemperatures Temperatures,
    string? Instrument,
    DateTimeOffset MeasuredAt,
    DateTimeOffset RecordedAt,
    string PackagingState,
    string? SensorSeries,
    string HandedOverBy,
    HandoverDecision? Decision,
    string? Reason,
    string? ReceivedBy,
    DateTimeOffset? DecidedAt
)
{
    internal static HandoverView Of(HandoverRecord record) =>
        new(
            record.Id,
            record.ShipmentId,
            record.Kind,
            record.FromPartyGln,
            record.ToPartyGln,
            record.PlaceGln,
            record.Temperatures,
            record.Instrument,
            record.MeasuredAt,
            record.RecordedAt,
            record.PackagingState,
            record.SensorSeries,
            record.HandedOverBy,
            record.Decision,
            record.Reason,
            record.ReceivedBy,
            record.DecidedAt
        );
}

/// <summary>A shipment with its goods.</summary>
public sealed record ShipmentView(
    Guid Id,
    Gln FromPartyGln,
    string? FromPartyName,
    Gln FromPlaceGln,
    Gln ToPartyGln,
    string? ToPartyName,
    Gln ToPlaceGln,
    Gln? CarrierGln,
    string? Vehicle,
    string DespatchNumber,
    DateTimeOffset DispatchedAt,
    ShipmentState State,
    IReadOnlyList<ShipmentLineView> Lines
);

/// <summary>
/// An amount of one lot on its way; <paramref name="Accepted"/> is what the receiver took, <c>null</c> until he decides.
/// </summary>
public sealed record ShipmentLineView(
    Gtin Gtin,
    BatchNumber Lot,
    string ProductName,
    string ProductNameEn,
    Sscc? Sscc,
    decimal Quantity,
    Uom Uom,
    decimal? Accepted
);
