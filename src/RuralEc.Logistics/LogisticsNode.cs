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
    public NodeFacts Facts { get; set; } = NodeFacts.None;
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

/// <summary>That particulars of a node changed, who changed them and why; never changed itself.</summary>
internal sealed class NodeChange
{
    public Guid Id { get; set; }
    public Gln Gln { get; set; }

    /// <summary>The version that the change made.</summary>
    public int Version { get; set; }

    /// <summary>A JSON array of <see cref="ChangedMember"/>.</summary>
    public required string Members { get; set; }
    public required string Reason { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>The area that a node serves, where it was drawn.</summary>
internal sealed class NodeServiceArea
{
    public Gln Gln { get; set; }

    /// <summary>WGS 84 = CGCS2000, SRID 4490.</summary>
    public required MultiPolygon Area { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
}

/// <summary>That one node feeds another on certain days with a vehicle.</summary>
internal sealed class NodeLink
{
    public Guid Id { get; set; }
    public Gln FromGln { get; set; }
    public Gln ToGln { get; set; }

    /// <summary>Days of the week: bit 0 is Sunday, as <see cref="DayOfWeek"/> counts.</summary>
    public int Days { get; set; }

    /// <summary>On the clock of China.</summary>
    public TimeOnly? DepartsAt { get; set; }
    public LinkVehicle Vehicle { get; set; }

    /// <summary>What the vehicle takes, m³.</summary>
    public double? CapacityCubicMeters { get; set; }
    public DateOnly From { get; set; }

    /// <summary>The last day; null while it runs.</summary>
    public DateOnly? To { get; set; }
    public required string AccountId { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
}

/// <summary>What runs between nodes.</summary>
public enum LinkVehicle
{
    /// <summary>厢式货车.</summary>
    Van,

    /// <summary>冷藏车.</summary>
    RefrigeratedTruck,

    /// <summary>城乡公交带货 (客货邮).</summary>
    Bus,

    /// <summary>邮政快递车.</summary>
    PostVan,

    /// <summary>电动三轮车.</summary>
    Tricycle,
}
