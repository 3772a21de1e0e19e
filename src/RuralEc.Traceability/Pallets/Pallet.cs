using RuralEc.Gs1;

namespace RuralEc.Traceability.Pallets;

/// <summary>A pallet, crate or parcel with its own number (AI 00). What is on it stands in the stock and in the codes.</summary>
internal sealed class Pallet
{
    public Sscc Sscc { get; set; }

    /// <summary>The step which packed it, made by the client.</summary>
    public Guid StepId { get; set; }
    public Gln PartyGln { get; set; }
    public DateTimeOffset PackedAt { get; set; }

    /// <summary>When it was taken apart. Its number is never used again.</summary>
    public DateTimeOffset? UnpackedAt { get; set; }
}

/// <summary>Where a party's next pallet number comes from: its GS1 company prefix and a running serial reference.</summary>
internal sealed class SsccSeries
{
    public Gln PartyGln { get; set; }

    /// <summary>4 to 11 digits.</summary>
    public required string CompanyPrefix { get; set; }

    /// <summary>The serial reference of the next pallet, from 1.</summary>
    public long Next { get; set; }
    public int Version { get; set; }
}
