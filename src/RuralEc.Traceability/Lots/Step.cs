using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>A domain step as it was accepted: the key that makes repeats harmless, the timeline and the audit trail.</summary>
internal sealed class Step
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }
    public StepKind Kind { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>Where it happened.</summary>
    public Gln PlaceGln { get; set; }

    /// <summary>The other party of a handover.</summary>
    public Gln? OtherPartyGln { get; set; }

    /// <summary>Where the goods go, for a dispatch.</summary>
    public Gln? OtherPlaceGln { get; set; }
    public DateTimeOffset EventTime { get; set; }

    /// <summary>Offset of the place from UTC when it happened, in minutes.</summary>
    public int OffsetMinutes { get; set; }
    public DateTimeOffset RecordedAt { get; set; }
    public required string AccountId { get; set; }

    /// <summary>Id of the (first) EPCIS event of the step.</summary>
    public required string EventId { get; set; }

    /// <summary>SHA-256 of the canonical command, hexadecimal.</summary>
    public required string Fingerprint { get; set; }

    /// <summary>Short facts for the timeline: a JSON object of texts, keys as in <see cref="StepFact"/>.</summary>
    public required string Facts { get; set; }

    /// <summary>The event time on the clock of the place.</summary>
    public DateTimeOffset LocalTime => EventTime.ToOffset(TimeSpan.FromMinutes(OffsetMinutes));
}

/// <summary>A lot that took part in a step, and with how much.</summary>
internal sealed class StepLot
{
    public Guid StepId { get; set; }
    public Guid LotId { get; set; }
    public LotRole Role { get; set; }
    public decimal Quantity { get; set; }
    public Uom Uom { get; set; }
}

/// <summary>What a step did to a lot. Inputs and outputs of one step are the parents and children of the genealogy.</summary>
public enum LotRole
{
    Input,
    Output,
    Seen,
}

/// <summary>The kinds of step, in the order in which a harvest meets them.</summary>
public enum StepKind
{
    Harvest,
    Precooling,
    Grading,
    Packing,
    Split,
    Merge,
    Repacking,
    Hold,
    Release,
    CodeIssue,
    CodeActivation,
    CodeVoid,
    Palletising,
    Unpacking,
    Shipping,
    Receiving,
    Rejection,
    Custody,
    Certificate,
    CertificateVoid,
    RetailSale,
}
