using NetTopologySuite.Geometries;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>A place of the rural logistics network (区、镇、村三级物流节点 and their neighbours).</summary>
internal sealed class LogisticsNode
{
    /// <summary>Location key (AI 414).</summary>
    public Gln Gln { get; set; }
    public NodeTier Tier { get; set; }
    public NodeKind Kind { get; set; }
    public required string Name { get; set; }
    public string? NameEn { get; set; }

    /// <summary>The node that supplies this one.</summary>
    public Gln? ParentGln { get; set; }

    /// <summary>Party key (AI 417) of who runs the node.</summary>
    public Gln OperatorGln { get; set; }

    /// <summary>The smallest division that holds the node: 6, 9 or 12 digits.</summary>
    public required string DivisionCode { get; set; }

    /// <summary>The first 6 digits of <see cref="DivisionCode"/>.</summary>
    public required string DistrictCode { get; set; }

    /// <summary>WGS 84 = CGCS2000, SRID 4490.</summary>
    public required Point Location { get; set; }

    /// <summary>The coordinate system in which the position was given: <c>WGS84</c> or <c>GCJ-02</c>.</summary>
    public required string SourceCrs { get; set; }
    public NodeState State { get; set; }

    /// <summary>An invented node with an invented position.</summary>
    public bool Demonstration { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
    public int Version { get; set; }
}

/// <summary>That a node came into a state, who said so and why; never changed.</summary>
internal sealed class NodeStateChange
{
    public Guid Id { get; set; }
    public Gln Gln { get; set; }

    /// <summary>Null at registration.</summary>
    public NodeState? From { get; set; }
    public NodeState To { get; set; }
    public string? Reason { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}
