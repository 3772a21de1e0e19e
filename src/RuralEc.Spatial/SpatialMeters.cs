using NetTopologySuite.Geometries;

namespace RuralEc.Spatial;

/// <summary>
/// Distances in metres over longitude and latitude, with one meaning in LINQ on SQLite, in LINQ on PostgreSQL (where
/// <c>UseSpatialMeters</c> is called) and in memory. NetTopologySuite's own <c>Distance</c> is planar: in degrees.
/// </summary>
public static class SpatialMeters
{
    /// <summary>The geodesic on the ellipsoid between two points, in metres.</summary>
    public static double Meters(Point a, Point b) => Geodesic.Meters(XOf(a), YOf(a), XOf(b), YOf(b));

    /// <summary>Whether <see cref="Meters"/> is at most <paramref name="meters"/>. Uses the spatial index.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="meters"/> is negative.</exception>
    public static bool WithinMeters(Point a, Point b, double meters)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(meters);
        return Geodesic.AreWithin(XOf(a), YOf(a), XOf(b), YOf(b), meters);
    }

    /// <summary>
    /// The distance on the mean sphere, in metres: up to 0.6 % off, for ordering only. PostgreSQL finds nearest rows by
    /// its index with this one alone: take a few more than needed, then order those by <see cref="Meters"/>.
    /// </summary>
    public static double MetersKnn(Point a, Point b) => Geodesic.SphericalMeters(XOf(a), YOf(a), XOf(b), YOf(b));

    private static double XOf(Point point) => point.IsEmpty ? double.NaN : point.X;

    private static double YOf(Point point) => point.IsEmpty ? double.NaN : point.Y;
}
