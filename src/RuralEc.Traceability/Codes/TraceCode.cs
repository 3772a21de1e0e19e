using RuralEc.Gs1;

namespace RuralEc.Traceability.Codes;

/// <summary>The code on one package: a serial of its product (AI 01 + 21), the lot it belongs to, and its life.</summary>
internal sealed class TraceCode
{
    public Gtin Gtin { get; set; }
    public SerialNumber Serial { get; set; }
    public Guid LotId { get; set; }
    public BatchNumber BatchNumber { get; set; }

    /// <summary>The serial with its check character, as in <c>/t/{code}</c>.</summary>
    public required string ShortCode { get; set; }
    public Guid LabelRunId { get; set; }

    /// <summary>Place in its label run, from 1: the number printed beside the symbol.</summary>
    public int LabelNumber { get; set; }

    /// <summary>The pallet which the package is on.</summary>
    public Sscc? Sscc { get; set; }

    /// <summary>The shipment with which the package travels or travelled last.</summary>
    public Guid? ShipmentId { get; set; }
    public TraceCodeState State { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
    public DateTimeOffset? ActivatedAt { get; set; }

    /// <summary>When the present state was reached.</summary>
    public DateTimeOffset StateAt { get; set; }
    public string? VoidReason { get; set; }
    public int ScanCount { get; set; }
    public DateTimeOffset? FirstScanAt { get; set; }
}

/// <summary>A run of labels for one packed lot: what is printed together, and printed again.</summary>
internal sealed class LabelRun
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public Guid LotId { get; set; }
    public Gtin Gtin { get; set; }
    public BatchNumber BatchNumber { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>First, second … run of the lot. Unique in the lot, so that two runs at once cannot both pass the limit.</summary>
    public int Number { get; set; }
    public int Count { get; set; }
    public DateTimeOffset IssuedAt { get; set; }
    public DateTimeOffset? ActivatedAt { get; set; }
}
