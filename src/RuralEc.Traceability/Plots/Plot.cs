using NetTopologySuite.Geometries;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Plots;

/// <summary>A piece of land of one co-operative on which one crop is grown; the place of origin of its harvests.</summary>
internal sealed class Plot
{
    /// <summary>Made by the client: the key of the command that registered it.</summary>
    public Guid Id { get; set; }

    /// <summary>Location key (AI 414) of the plot.</summary>
    public Gln Gln { get; set; }
    public Gln PartyGln { get; set; }

    /// <summary>The co-operative's own number, 1–99; part of its lot numbers.</summary>
    public int Number { get; set; }
    public required string Name { get; set; }
    public string? NameEn { get; set; }
    public required string ProductClass { get; set; }
    public required string Variety { get; set; }

    /// <summary>Code of the town, 9 digits, or of the village, 12 digits.</summary>
    public required string DivisionCode { get; set; }

    /// <summary>Point or polygon, longitude and latitude of WGS 84 = CGCS2000, SRID 4490.</summary>
    public required Geometry Shape { get; set; }

    /// <summary>Area in mu (亩, 666⅔ m²), measured from a polygon or stated with a point.</summary>
    public decimal? AreaMu { get; set; }

    /// <summary>The coordinate system in which the shape was given, before conversion: <c>WGS84</c> or <c>GCJ-02</c>.</summary>
    public required string SourceCrs { get; set; }
    public required string Fingerprint { get; set; }
    public DateTimeOffset RegisteredAt { get; set; }
}
