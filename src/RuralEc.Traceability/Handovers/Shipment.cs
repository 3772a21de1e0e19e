using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Handovers;

/// <summary>Goods on their way from one party and place to another. What is under way is stock of neither place.</summary>
internal sealed class Shipment
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public Gln FromPartyGln { get; set; }
    public Gln FromPlaceGln { get; set; }
    public Gln ToPartyGln { get; set; }
    public Gln ToPlaceGln { get; set; }
    public Gln? CarrierGln { get; set; }
    public string? Vehicle { get; set; }

    /// <summary>The sender's number of the despatch advice.</summary>
    public required string DespatchNumber { get; set; }
    public DateTimeOffset DispatchedAt { get; set; }
    public ShipmentState State { get; set; }
    public int Version { get; set; }

    /// <summary>Who has to receive it: the sender itself once it was rejected.</summary>
    public Gln ReceiverGln => State is ShipmentState.Returning or ShipmentState.Returned ? FromPartyGln : ToPartyGln;

    /// <summary>Where it has to arrive: back where it came from once it was rejected.</summary>
    public Gln DestinationGln => State is ShipmentState.Returning or ShipmentState.Returned ? FromPlaceGln : ToPlaceGln;
}

/// <summary>An amount of one lot in a shipment, loose or on a pallet.</summary>
internal sealed class ShipmentLine
{
    public Guid ShipmentId { get; set; }
    public Guid LotId { get; set; }

    /// <summary>The pallet, 18 digits, or <see cref="Stock.Loose"/>.</summary>
    public string Sscc { get; set; } = Stock.Loose;
    public decimal Quantity { get; set; }
    public Uom Uom { get; set; }

    /// <summary>What the receiver took of it; <c>null</c> while it is under way.</summary>
    public decimal? Accepted { get; set; }
}

/// <summary>How far a shipment is.</summary>
public enum ShipmentState
{
    InTransit,
    Received,
    ReceivedWithReserve,

    /// <summary>Rejected, and on its way back to the sender.</summary>
    Returning,
    Returned,
}
