using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Handovers;

/// <summary>Goods to send off: loose lots, whole pallets, or both.</summary>
/// <param name="FromPlace">Where the sender holds them.</param>
/// <param name="ToParty">Who is to receive them; a registered party.</param>
/// <param name="ToPlace">Where they are to arrive.</param>
/// <param name="Carrier">Who drives; left out, the sender does.</param>
/// <param name="DespatchNumber">The sender's number of the delivery note; left out, the id is it.</param>
public sealed record DispatchShipment(
    [NotEmpty] Guid Id,
    [NotEmpty] Gln FromPlace,
    [NotEmpty] Gln ToParty,
    [NotEmpty] Gln ToPlace,
    DateTimeOffset At,
    [MaxLength(100)] IReadOnlyList<ShipmentGoods>? Goods = null,
    [MaxLength(200)] IReadOnlyList<Sscc>? Pallets = null,
    [NotEmpty] Gln? Carrier = null,
    [PlainText(40)] string? Vehicle = null,
    [PlainText(40)] string? DespatchNumber = null
);

/// <summary>
/// Loose goods of one lot, in the unit of the stock. Serials may be left out: then the codes of the lot go along when
/// all its loose boxes do.
/// </summary>
public sealed record ShipmentGoods(
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [Quantity] decimal Quantity,
    [MinLength(1), MaxLength(5_000)] IReadOnlyList<SerialNumber>? Serials = null
);

/// <summary>What is measured and found when a shipment passes into other hands. Temperatures in °C.</summary>
/// <param name="Place">Where the handover happens.</param>
/// <param name="PrecoolCelsius">Air in the vehicle or box before loading.</param>
/// <param name="SurfaceCelsius">At least three, or a reason why fewer.</param>
/// <param name="CoreCelsius">Needed when a surface is out of the planned range.</param>
/// <param name="Instrument">Number of the thermometer.</param>
/// <param name="MeasuredAt">On the clock of the measuring device.</param>
/// <param name="HandedOverBy">Name of the person who hands over and signs.</param>
/// <param name="SensorSeries">Reference of the logger series of the leg, such as its URL.</param>
public sealed record OpenHandover(
    [NotEmpty] Guid Id,
    [NotEmpty] Guid ShipmentId,
    [EnumDataType(typeof(HandoverKind))] HandoverKind Kind,
    [NotEmpty] Gln Place,
    [Celsius] decimal PlannedMinCelsius,
    [Celsius] decimal PlannedMaxCelsius,
    [Celsius] IReadOnlyList<decimal> SurfaceCelsius,
    DateTimeOffset MeasuredAt,
    [Required, PlainText(200)] string PackagingState,
    [Required, PlainText(60)] string HandedOverBy,
    [Celsius] decimal? VehicleAirCelsius = null,
    [Celsius] decimal? PrecoolCelsius = null,
    [Celsius] decimal? CoreCelsius = null,
    [PlainText(200)] string? FewSurfacesReason = null,
    [PlainText(60)] string? Instrument = null,
    DateOnly? InstrumentCalibrationDueOn = null,
    [PlainText(200)] string? SensorSeries = null
);

/// <summary>The receiver's decision on a handover.</summary>
/// <param name="ReceivedBy">Name of the person who receives and signs; not the one who handed over.</param>
/// <param name="Lines">What came, where it differs from what was shipped; only with a reserve.</param>
/// <param name="EntersMarket">The goods enter a wholesale or retail market or a processor here (入市).</param>
public sealed record DecideHandover(
    [NotEmpty] Guid Id,
    DateTimeOffset At,
    [EnumDataType(typeof(HandoverDecision))] HandoverDecision Decision,
    [Required, PlainText(60)] string ReceivedBy,
    [PlainText(200)] string? Reason = null,
    [MaxLength(300)] IReadOnlyList<ReceivedLine>? Lines = null,
    bool EntersMarket = false
);

/// <summary>How much came of one lot, loose or on a pallet.</summary>
public sealed record ReceivedLine(
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [Quantity(AllowZero = true)] decimal Quantity,
    [NotEmpty] Sscc? Sscc = null
);
