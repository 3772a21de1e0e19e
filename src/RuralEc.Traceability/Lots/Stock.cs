using System.Text.Json.Serialization;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>How much of a lot lies where, loose or on a pallet. State; the events are the record.</summary>
internal sealed class Stock
{
    public const string Loose = "";

    public Guid LotId { get; set; }
    public Gln PlaceGln { get; set; }

    /// <summary>The pallet, 18 digits, or <see cref="Loose"/>.</summary>
    public string Sscc { get; set; } = Loose;
    public decimal Quantity { get; set; }
    public Uom Uom { get; set; }

    /// <summary>The party which has the goods in its hands.</summary>
    public Gln HolderGln { get; set; }
    public int Version { get; set; }
}

/// <summary>UN/ECE Recommendation 20 units in which stock is kept: kilograms, or pieces.</summary>
public enum Uom
{
    [JsonStringEnumMemberName("KGM")]
    KGM,

    [JsonStringEnumMemberName("H87")]
    H87,
}
