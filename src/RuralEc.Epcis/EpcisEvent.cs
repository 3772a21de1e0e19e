using System.Text.Json.Nodes;

namespace RuralEc.Epcis;

/// <summary>An EPCIS 2.0 event: what, when, where, why and how. Written once, never changed (EPCIS 2.0 §7.4).</summary>
/// <remarks>
/// Identifiers are canonical GS1 Digital Link URIs on <c>https://id.gs1.org</c>; CBV values are the bare words of
/// <see cref="BizStep"/> and <see cref="Disposition"/>.
/// </remarks>
public abstract record EpcisEvent
{
    /// <summary>When it happened, with the offset of the place where it happened.</summary>
    public required DateTimeOffset EventTime { get; init; }

    /// <summary>
    /// A URI, by default <c>urn:uuid:…</c> of the client-made request id. A partner's event that came without one is
    /// known by the hash of its text, <c>ni:///sha-256;…</c> (RFC 6920).
    /// </summary>
    public required string EventId { get; init; }

    public string? BizStep { get; init; }
    public string? Disposition { get; init; }
    public PersistentDisposition? PersistentDisposition { get; init; }

    /// <summary>Location URI (GLN with or without extension) where the objects were observed.</summary>
    public string? ReadPoint { get; init; }

    /// <summary>Location URI where the objects are expected to be after the event.</summary>
    public string? BizLocation { get; init; }

    public IReadOnlyList<BizTransaction> BizTransactions { get; init; } = [];
    public IReadOnlyList<SourceDest> Sources { get; init; } = [];
    public IReadOnlyList<SourceDest> Destinations { get; init; } = [];
    public IReadOnlyList<SensorElement> SensorElements { get; init; } = [];
    public IReadOnlyList<string> CertificationInfo { get; init; } = [];
    public ErrorDeclaration? ErrorDeclaration { get; init; }

    /// <summary>Top-level extension fields, keys as compact IRIs such as <c>ruralec:grade</c>.</summary>
    public JsonObject? Extensions { get; init; }

    /// <summary>
    /// JSON-LD terms beyond those of EPCIS and <c>ruralec</c>, prefix to namespace, which the extension fields of a
    /// partner's event need.
    /// </summary>
    public JsonObject? Context { get; init; }
}

/// <summary>The life of objects: created, seen, or gone (EPCIS 2.0 §7.4.2).</summary>
public sealed record ObjectEvent : EpcisEvent
{
    public required EventAction Action { get; init; }
    public IReadOnlyList<string> EpcList { get; init; } = [];
    public IReadOnlyList<QuantityElement> QuantityList { get; init; } = [];

    /// <summary>Instance or lot master data; only with <see cref="EventAction.ADD"/>.</summary>
    public JsonObject? Ilmd { get; init; }
}

/// <summary>Objects put into, seen in or taken out of a parent such as a pallet (EPCIS 2.0 §7.4.3).</summary>
public sealed record AggregationEvent : EpcisEvent
{
    public required EventAction Action { get; init; }
    public string? ParentId { get; init; }
    public IReadOnlyList<string> ChildEpcs { get; init; } = [];
    public IReadOnlyList<QuantityElement> ChildQuantityList { get; init; } = [];
}

/// <summary>Inputs consumed to make outputs: grading, packing, mixing, splitting (EPCIS 2.0 §7.4.5).</summary>
public sealed record TransformationEvent : EpcisEvent
{
    public IReadOnlyList<string> InputEpcList { get; init; } = [];
    public IReadOnlyList<QuantityElement> InputQuantityList { get; init; } = [];
    public IReadOnlyList<string> OutputEpcList { get; init; } = [];
    public IReadOnlyList<QuantityElement> OutputQuantityList { get; init; } = [];
    public string? TransformationId { get; init; }
    public JsonObject? Ilmd { get; init; }
}

/// <summary>A device or other asset fixed to or removed from a parent asset or place (EPCIS 2.0 §7.4.6).</summary>
public sealed record AssociationEvent : EpcisEvent
{
    public required EventAction Action { get; init; }
    public required string ParentId { get; init; }
    public IReadOnlyList<string> ChildEpcs { get; init; } = [];
    public IReadOnlyList<QuantityElement> ChildQuantityList { get; init; } = [];
}

/// <summary>A business transaction that objects take part in or leave (EPCIS 2.0 §7.4.4).</summary>
public sealed record TransactionEvent : EpcisEvent
{
    public required EventAction Action { get; init; }
    public string? ParentId { get; init; }
    public IReadOnlyList<string> EpcList { get; init; } = [];
    public IReadOnlyList<QuantityElement> QuantityList { get; init; } = [];
}

/// <summary>How an event relates to the life of its objects, spelled as the standard does.</summary>
public enum EventAction
{
    ADD,
    OBSERVE,
    DELETE,
}

/// <summary>
/// An amount of a class-level identifier. <paramref name="Uom"/> is a UN/ECE Rec 20 code (<c>KGM</c>); without it
/// <paramref name="Quantity"/> counts pieces.
/// </summary>
public sealed record QuantityElement(string EpcClass, decimal? Quantity = null, string? Uom = null);

/// <summary>A document the event belongs to; <paramref name="Type"/> is a CBV word (<c>desadv</c>) or a URI.</summary>
public sealed record BizTransaction(string? Type, string Transaction);

/// <summary>Who or where from, or to; <paramref name="Type"/> is <c>owning_party</c>, <c>possessing_party</c> or <c>location</c>.</summary>
public sealed record SourceDest(string Type, string Id);

/// <summary>Dispositions that stay with the objects until unset, such as <c>recalled</c>.</summary>
public sealed record PersistentDisposition(IReadOnlyList<string> Set, IReadOnlyList<string> Unset);

/// <summary>This event declares an earlier one with the same id wrong; corrections follow under other ids.</summary>
public sealed record ErrorDeclaration(
    DateTimeOffset DeclarationTime,
    string? Reason,
    IReadOnlyList<string> CorrectiveEventIds
)
{
    /// <summary>Fields of the standard that the product does not use, and extension fields, as they came.</summary>
    public JsonObject? Further { get; init; }
}

/// <summary>One window of sensor data: its metadata and at least one report (EPCIS 2.0 §7.3.7).</summary>
public sealed record SensorElement(SensorMetadata? Metadata, IReadOnlyList<SensorReport> Reports)
{
    /// <summary>Fields of the standard that the product does not use, and extension fields, as they came.</summary>
    public JsonObject? Further { get; init; }
}

/// <summary>What the reports of one window share. Times are instants; <c>DeviceId</c> and the rest are URIs.</summary>
public sealed record SensorMetadata(
    DateTimeOffset? Time = null,
    DateTimeOffset? StartTime = null,
    DateTimeOffset? EndTime = null,
    string? DeviceId = null,
    string? RawData = null,
    string? DataProcessingMethod = null,
    string? BizRules = null
)
{
    /// <summary>Fields of the standard that the product does not use, and extension fields, as they came.</summary>
    public JsonObject? Further { get; init; }
}

/// <summary>
/// One measured quantity. <paramref name="Type"/> is a measurement type (<c>Temperature</c>), values are in
/// <paramref name="Uom"/> (<c>CEL</c>); <paramref name="Exception"/> is <c>ALARM_CONDITION</c> or <c>ERROR_CONDITION</c>.
/// </summary>
public sealed record SensorReport(
    string? Type,
    decimal? Value = null,
    decimal? MinValue = null,
    decimal? MaxValue = null,
    decimal? MeanValue = null,
    string? Uom = null,
    string? Exception = null,
    string? StringValue = null,
    bool? BooleanValue = null,
    string? UriValue = null
)
{
    /// <summary>Fields of the standard that the product does not use, and extension fields, as they came.</summary>
    public JsonObject? Further { get; init; }
}
