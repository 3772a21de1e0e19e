using NetTopologySuite.Geometries;

namespace RuralEc.Logistics;

/// <summary>An administrative division of Guangzhou, with its statistical division code.</summary>
internal sealed class Division
{
    /// <summary>6 digits for a district (GB/T 2260), 9 for a town or street, 12 for a village or community.</summary>
    public required string Code { get; set; }
    public required string Name { get; set; }
    public DivisionLevel Level { get; set; }

    /// <summary>Null for a district.</summary>
    public string? ParentCode { get; set; }

    /// <summary>A published point of the place; null where none is known.</summary>
    public Point? Location { get; set; }

    /// <summary>Who published the point.</summary>
    public string? Source { get; set; }

    /// <summary><c>named-point</c>, <c>approximate</c> or <c>missing</c>: see maps/README.md.</summary>
    public required string Quality { get; set; }
}

/// <summary>The three levels (区、镇街、村居).</summary>
public enum DivisionLevel
{
    District,
    Town,
    Village,
}
