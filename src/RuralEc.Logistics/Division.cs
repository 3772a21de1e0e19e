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

    /// <summary>One of <see cref="CoordinateQuality"/>.</summary>
    public required string Quality { get; set; }

    /// <summary>The point was imported here: what the product ships does not replace it.</summary>
    public bool Imported { get; set; }

    /// <summary>Residents; null where nobody published a figure.</summary>
    public int? Population { get; set; }

    /// <summary>Who counted, and when.</summary>
    public string? PopulationSource { get; set; }
}

/// <summary>The outline of a division, where one was imported.</summary>
internal sealed class DivisionOutline
{
    public required string Code { get; set; }
    public required MultiPolygon Outline { get; set; }

    /// <summary>Who published it.</summary>
    public required string Source { get; set; }

    /// <summary>The review number (审图号) that a map with this outline has to show; null where there is none.</summary>
    public string? ReviewNumber { get; set; }
    public DateTimeOffset ImportedAt { get; set; }
}

/// <summary>How a coordinate came to be (maps/README.md).</summary>
public static class CoordinateQuality
{
    /// <summary>Measured on the spot.</summary>
    public const string Surveyed = "surveyed";

    /// <summary>A published point of the place, good to 1–2 km.</summary>
    public const string NamedPoint = "named-point";

    /// <summary>Computed from something else, such as the centre of an outline.</summary>
    public const string Derived = "derived";

    /// <summary>Published, and worse than a named point.</summary>
    public const string Approximate = "approximate";

    /// <summary>Invented for a demonstration.</summary>
    public const string Synthetic = "synthetic";

    /// <summary>There is none.</summary>
    public const string Missing = "missing";

    /// <summary>Those that an import may state.</summary>
    public static IReadOnlyList<string> Stated { get; } = [Surveyed, NamedPoint, Derived, Approximate, Synthetic];
}

/// <summary>The three levels (区、镇街、村居).</summary>
public enum DivisionLevel
{
    District,
    Town,
    Village,
}
