namespace RuralEc.Epcis;

/// <summary>The five event types of EPCIS 2.0 §7.4.</summary>
public enum EventType
{
    ObjectEvent,
    AggregationEvent,
    TransformationEvent,
    AssociationEvent,
    TransactionEvent,
}

/// <summary>
/// An event as it was captured: its JSON octets, and beside them the few columns by which events are found. It is
/// never changed; a correction is another event.
/// </summary>
internal sealed class CapturedEvent
{
    public const int MaxText = JsonFields.MaxText;

    public long Id { get; init; }

    public required string EventId { get; init; }

    /// <summary>An error declaration repeats the id of the event it declares wrong.</summary>
    public required bool IsErrorDeclaration { get; init; }

    public required EventType Type { get; init; }
    public EventAction? Action { get; init; }

    public required DateTimeOffset EventTime { get; init; }

    /// <summary>When it was captured here, by the server's clock.</summary>
    public required DateTimeOffset RecordTime { get; init; }

    public string? BizStep { get; init; }
    public string? Disposition { get; init; }
    public string? ReadPoint { get; init; }
    public string? BizLocation { get; init; }

    public required byte[] Json { get; init; }

    public List<IndexEntry> IndexEntries { get; init; } = [];
    public List<SensorEntry> SensorEntries { get; init; } = [];
    public List<GenealogyEdge> Edges { get; init; } = [];
}
