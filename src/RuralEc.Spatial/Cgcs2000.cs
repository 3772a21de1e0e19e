using NetTopologySuite.Geometries;

namespace RuralEc.Spatial;

/// <summary>
/// The one reference system of stored geometry: CGCS2000 longitude and latitude in degrees, EPSG:4490, longitude first.
/// Its frame differs from WGS 84 by less than a metre, so coordinates of the outside world are taken as they are.
/// </summary>
public static class Cgcs2000
{
    /// <summary>EPSG:4490. Every stored geometry and every geometry parameter carries it.</summary>
    public const int Srid = 4490;

    /// <summary>Semi-major axis in metres (GB 22021-2008).</summary>
    internal const double SemiMajorAxis = 6_378_137;

    /// <summary>Flattening (GB 22021-2008).</summary>
    internal const double Flattening = 1 / 298.257222101;

    /// <summary>Makes planar (XY) geometry which carries <see cref="Srid"/>.</summary>
    public static GeometryFactory Factory { get; } = new(new PrecisionModel(), Srid);

    /// <summary>A point from degrees, <paramref name="longitude"/> first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Outside ±180 or ±90 degrees, or not a number.</exception>
    public static Point Point(double longitude, double latitude)
    {
        // Negated so that NaN is refused too.
        if (!(Math.Abs(longitude) <= 180))
        {
            throw new ArgumentOutOfRangeException(nameof(longitude), longitude, "Degrees from -180 to 180.");
        }
        if (!(Math.Abs(latitude) <= 90))
        {
            throw new ArgumentOutOfRangeException(nameof(latitude), latitude, "Degrees from -90 to 90.");
        }
        return Factory.CreatePoint(new Coordinate(longitude, latitude));
    }
}
