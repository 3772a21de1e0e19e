using NetTopologySuite.Geometries;

namespace RuralEc.Logistics;

/// <summary>Positions as this room stores them: CGCS2000 = WGS 84, longitude and latitude in degrees, SRID 4490.</summary>
internal static class Positions
{
    // IUGG mean radius of the Earth.
    private const double EarthRadiusMeters = 6_371_008.8;

    private static readonly GeometryFactory Factory = new(new PrecisionModel(), srid: 4490);

    /// <summary>The box that holds Guangzhou: 112°57′ to 114°3′ E, 22°26′ to 23°56′ N.</summary>
    public static Envelope Guangzhou { get; } = new(112.95, 114.05, 22 + 26 / 60.0, 23 + 56 / 60.0);

    public static Point Of(double longitude, double latitude) =>
        Factory.CreatePoint(new Coordinate(longitude, latitude));

    public static Geometry BoxOf(Envelope box) => Factory.ToGeometry(box);

    /// <summary>The way over the mean sphere, in metres: up to 0.6 % off the ellipsoid.</summary>
    public static double Meters(Coordinate from, Coordinate to)
    {
        var (fromLatitude, toLatitude) = (double.DegreesToRadians(from.Y), double.DegreesToRadians(to.Y));
        var north = Math.Sin((toLatitude - fromLatitude) / 2);
        var east = Math.Sin(double.DegreesToRadians(to.X - from.X) / 2);
        var chord = north * north + Math.Cos(fromLatitude) * Math.Cos(toLatitude) * east * east;
        return 2 * EarthRadiusMeters * Math.Asin(Math.Min(1, Math.Sqrt(chord)));
    }

    /// <summary>A box that holds every place within so many metres.</summary>
    public static Envelope Around(Coordinate centre, double meters)
    {
        var latitudes = double.RadiansToDegrees(meters / EarthRadiusMeters);
        var furthest = Math.Min(89, Math.Abs(centre.Y) + latitudes);
        var longitudes = latitudes / Math.Cos(double.DegreesToRadians(furthest));
        return new(centre.X - longitudes, centre.X + longitudes, centre.Y - latitudes, centre.Y + latitudes);
    }
}
