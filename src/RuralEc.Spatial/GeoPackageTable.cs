namespace RuralEc.Spatial;

/// <summary>What kind of value a column of a GeoPackage holds.</summary>
public enum GeoPackageType
{
    /// <summary>A <see cref="string"/>.</summary>
    Text,

    /// <summary>A <see cref="double"/>.</summary>
    Number,

    /// <summary>A <see cref="bool"/>.</summary>
    Flag,

    /// <summary>A <see cref="System.DateTimeOffset"/>, written in UTC to the millisecond.</summary>
    Instant,
}

/// <summary>A column beside the geometry.</summary>
/// <param name="Name">Any but <c>fid</c> and <c>geom</c>, which every table has.</param>
/// <param name="Type">What its values are.</param>
public sealed record GeoPackageColumn(string Name, GeoPackageType Type);

/// <summary>A feature table to be written.</summary>
/// <param name="Name">The table's name, which programs show as that of the layer.</param>
/// <param name="Title">What it is called among people.</param>
/// <param name="Description">What it holds.</param>
/// <param name="GeometryType">As GeoPackage names it (12-128r17, Annex G), such as POINT.</param>
/// <param name="Columns">The columns beside the geometry, in their order.</param>
public sealed record GeoPackageTable(
    string Name,
    string Title,
    string Description,
    string GeometryType,
    IReadOnlyList<GeoPackageColumn> Columns
);
