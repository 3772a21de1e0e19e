using NetTopologySuite.Geometries;

namespace RuralEc.Spatial;

/// <summary>Distances on the CGCS2000 ellipsoid between longitudes and latitudes in degrees.</summary>
internal static class Geodesic
{
    private const double A = Cgcs2000.SemiMajorAxis;
    private const double F = Cgcs2000.Flattening;
    private const double B = A * (1 - F);

    /// <summary>The mean radius (2a + b) / 3 in metres.</summary>
    private const double MeanRadius = ((2 * A) + B) / 3;

    /// <summary>Shorter than any radius of curvature of the ellipsoid (a(1 - e²) = 6,335,439 m).</summary>
    private const double ShortestRadius = 6_335_000;

    // The radii of curvature of the ellipsoid lie between a(1 - e²) and a²/b. So the length of any way on it, and with it
    // the geodesic, is between these parts of the length of the same way on the mean sphere.
    private const double LeastOfSphere = 0.9944;
    private const double MostOfSphere = 1.0046;

    private const int MostIterations = 200;
    private const double Converged = 1e-14;

    /// <summary>
    /// The geodesic in metres, by Vincenty's inverse formula (Survey Review 23/176, 1975): within a micrometre up to
    /// some 2,000 km, within a tenth of a millimetre around the world, and within a millimetre between nearly antipodal
    /// points, which the formula alone cannot join. NaN for coordinates that are not numbers.
    /// </summary>
    public static double Meters(double lon1, double lat1, double lon2, double lat2)
    {
        if (double.IsNaN(lon1 + lat1 + lon2 + lat2))
        {
            return double.NaN;
        }
        return TryVincenty(lon1, lat1, lon2, lat2, out var meters) ? meters : AroundTheWorld(lon1, lat1, lon2, lat2);
    }

    /// <summary>Whether <see cref="Meters"/> is at most so much. The sphere decides it, except within 0.6 % of the limit.</summary>
    public static bool AreWithin(double lon1, double lat1, double lon2, double lat2, double meters)
    {
        var sinLat = Math.Sin(double.DegreesToRadians(lat2 - lat1) / 2);
        var sinLon = Math.Sin(double.DegreesToRadians(lon2 - lon1) / 2);
        var cosines = Math.Cos(double.DegreesToRadians(lat1)) * Math.Cos(double.DegreesToRadians(lat2));
        var haversine = Math.Min(1, (sinLat * sinLat) + (cosines * sinLon * sinLon));
        var onSphere = 2 * MeanRadius * Math.Asin(Math.Sqrt(haversine));
        return onSphere * MostOfSphere <= meters
            || (!(onSphere * LeastOfSphere > meters) && Meters(lon1, lat1, lon2, lat2) <= meters);
    }

    /// <summary>The great circle in metres on the sphere of the mean radius: off by up to 0.6 %, cheap, and what
    /// PostGIS orders geography by.</summary>
    public static double SphericalMeters(double lon1, double lat1, double lon2, double lat2)
    {
        var (sin1, cos1) = Math.SinCos(double.DegreesToRadians(lat1));
        var (sin2, cos2) = Math.SinCos(double.DegreesToRadians(lat2));
        var (sinD, cosD) = Math.SinCos(double.DegreesToRadians(lon2 - lon1));
        var across = cos2 * sinD;
        var along = (cos1 * sin2) - (sin1 * cos2 * cosD);
        var towards = (sin1 * sin2) + (cos1 * cos2 * cosD);
        return MeanRadius * Math.Atan2(Math.Sqrt((across * across) + (along * along)), towards);
    }

    /// <summary>
    /// A box of longitudes and latitudes that holds everything within <paramref name="meters"/> of a point, on the
    /// ellipsoid and on the sphere. It is a little larger, and goes around the world at the poles and the antimeridian.
    /// </summary>
    public static Envelope BoxAround(double lon, double lat, double meters)
    {
        var angle = (meters / ShortestRadius) + 1e-9;
        var dLat = double.RadiansToDegrees(angle);
        var (south, north) = (lat - dLat, lat + dLat);
        if (!(south > -90 && north < 90))
        {
            return new Envelope(-180, 180, Math.Max(south, -90), Math.Min(north, 90));
        }
        // Where a meridian touches the circle on the sphere, widened by more than the ellipsoid can ask.
        var ratio = 1.01 * Math.Sin(angle) / Math.Cos(double.DegreesToRadians(lat));
        var dLon = ratio < 1 ? double.RadiansToDegrees(Math.Asin(ratio)) : 360;
        var (west, east) = (lon - dLon, lon + dLon);
        return west < -180 || east > 180
            ? new Envelope(-180, 180, south, north)
            : new Envelope(west, east, south, north);
    }

    private static bool TryVincenty(double lon1, double lat1, double lon2, double lat2, out double meters)
    {
        var l = double.DegreesToRadians(Math.IEEERemainder(lon2 - lon1, 360));
        var (sinU1, cosU1) = Reduced(lat1);
        var (sinU2, cosU2) = Reduced(lat2);
        var lambda = l;
        for (var i = 0; i < MostIterations; i++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var across = cosU2 * sinLambda;
            var along = (cosU1 * sinU2) - (sinU1 * cosU2 * cosLambda);
            var sinSigma = Math.Sqrt((across * across) + (along * along));
            var cosSigma = (sinU1 * sinU2) + (cosU1 * cosU2 * cosLambda);
            if (sinSigma == 0)
            {
                // One point; or exact antipodes, between which every direction is a way.
                meters = 0;
                return cosSigma > 0;
            }
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cos2Alpha = 1 - (sinAlpha * sinAlpha);
            // On the equator cos²α is nought.
            var cos2SigmaM = cos2Alpha <= 1e-15 ? 0 : cosSigma - (2 * sinU1 * sinU2 / cos2Alpha);
            var c = F / 16 * cos2Alpha * (4 + (F * (4 - (3 * cos2Alpha))));
            var previous = lambda;
            lambda =
                l
                + (
                    (1 - c)
                    * F
                    * sinAlpha
                    * (sigma + (c * sinSigma * (cos2SigmaM + (c * cosSigma * (-1 + (2 * cos2SigmaM * cos2SigmaM))))))
                );
            if (Math.Abs(lambda) > Math.PI)
            {
                break;
            }
            if (Math.Abs(lambda - previous) <= Converged)
            {
                var u2 = cos2Alpha * ((A * A) - (B * B)) / (B * B);
                var k1 = (Math.Sqrt(1 + u2) - 1) / (Math.Sqrt(1 + u2) + 1);
                var bigA = (1 + (k1 * k1 / 4)) / (1 - k1);
                var bigB = k1 * (1 - (3 * k1 * k1 / 8));
                var deltaSigma =
                    bigB
                    * sinSigma
                    * (
                        cos2SigmaM
                        + (
                            bigB
                            / 4
                            * (
                                (cosSigma * (-1 + (2 * cos2SigmaM * cos2SigmaM)))
                                - (
                                    bigB
                                    / 6
                                    * cos2SigmaM
                                    * (-3 + (4 * sinSigma * sinSigma))
                                    * (-3 + (4 * cos2SigmaM * cos2SigmaM))
                                )
                            )
                        )
                    );
                meters = B * bigA * (sigma - deltaSigma);
                return true;
            }
        }
        meters = double.NaN;
        return false;
    }

    private static (double Sin, double Cos) Reduced(double lat)
    {
        if (Math.Abs(lat) == 90)
        {
            return (Math.Sign(lat), 0);
        }
        var tan = (1 - F) * Math.Tan(double.DegreesToRadians(lat));
        var cos = 1 / Math.Sqrt(1 + (tan * tan));
        return (tan * cos, cos);
    }

    /// <summary>
    /// For nearly antipodal points: the shortest way over a place in between, which is found among the places a quarter
    /// of the world from the first, over each of which Vincenty's formula works.
    /// </summary>
    private static double AroundTheWorld(double lon1, double lat1, double lon2, double lat2)
    {
        const int Directions = 360;
        var best = 0;
        for (var i = 1; i < Directions; i++)
        {
            if (Via(i) < Via(best))
            {
                best = i;
            }
        }
        // Ternary search between the neighbours: near its minimum the length is convex.
        var (low, high) = (best - 1.0, best + 1.0);
        while (high - low > 1e-9)
        {
            var third = (high - low) / 3;
            if (Via(low + third) < Via(high - third))
            {
                high -= third;
            }
            else
            {
                low += third;
            }
        }
        return Via((low + high) / 2);

        double Via(double azimuth)
        {
            var (sinAz, cosAz) = Math.SinCos(double.DegreesToRadians(azimuth));
            var (sinLat, cosLat) = Math.SinCos(double.DegreesToRadians(lat1));
            // A quarter of a great circle from the first point.
            var lat = double.RadiansToDegrees(Math.Asin(Math.Clamp(cosLat * cosAz, -1, 1)));
            var lon = lon1 + double.RadiansToDegrees(Math.Atan2(sinAz * cosLat, -sinLat * cosLat * cosAz));
            return
                TryVincenty(lon1, lat1, lon, lat, out var there) && TryVincenty(lon, lat, lon2, lat2, out var onwards)
                ? there + onwards
                : double.PositiveInfinity;
        }
    }
}
