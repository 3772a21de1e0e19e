using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Logistics;

/// <summary>Positions as this room stores them: CGCS2000 = WGS 84, longitude and latitude in degrees, SRID 4490.</summary>
internal static class Positions
{
    /// <summary>The box that holds Guangzhou: 112°57′ to 114°3′ E, 22°26′ to 23°56′ N.</summary>
    public static Envelope Guangzhou { get; } = new(112.95, 114.05, 22 + 26 / 60.0, 23 + 56 / 60.0);

    public static Point Of(double longitude, double latitude) => Cgcs2000.Point(longitude, latitude);

    public static Geometry BoxOf(Envelope box) => Cgcs2000.Factory.ToGeometry(box);
}
