namespace RuralEc.Spatial;

/// <summary>
/// The shifted coordinates of Chinese web maps and WGS 84 (which is CGCS2000 for our purposes): GCJ-02 of AMap and
/// Tencent, BD-09 of Baidu. Convert when importing and when linking to such a map; only WGS 84 is stored. All are
/// degrees, longitude first. The shift is the published approximation that the open tools share (eviltransform, gcoord).
/// </summary>
public static class ChinaCoordinates
{
    // Krasovsky 1940, which the shift is computed on.
    private const double SemiMajorAxis = 6_378_245;
    private const double EccentricitySquared = 0.00669342162296594323;

    private const double BaiduPi = Math.PI * 3000 / 180;

    // The inverse has no closed form. The shift varies by a thousandth of itself per step, so each step gains three
    // digits; this is a hundredth of a millimetre.
    private const double Converged = 1e-10;
    private const int MostSteps = 20;

    /// <summary>The systems whose coordinates <see cref="ToWgs84"/> takes; CGCS2000 is written as WGS84, too.</summary>
    public static IReadOnlyList<string> Systems { get; } = ["WGS84", "GCJ-02", "BD-09"];

    /// <summary>A position of one of the <see cref="Systems"/> in WGS 84, to better than a millimetre.</summary>
    /// <exception cref="ArgumentException">No such system.</exception>
    public static (double Longitude, double Latitude) ToWgs84(double longitude, double latitude, string system) =>
        system switch
        {
            "WGS84" => (longitude, latitude),
            "GCJ-02" => Gcj02ToWgs84(longitude, latitude),
            "BD-09" => Bd09ToWgs84(longitude, latitude),
            _ => throw new ArgumentException($"Not a coordinate system of this software: {system}.", nameof(system)),
        };

    /// <summary>GCJ-02 to WGS 84, to better than a millimetre; unchanged outside China.</summary>
    public static (double Longitude, double Latitude) Gcj02ToWgs84(double longitude, double latitude) =>
        Invert(longitude, latitude, Wgs84ToGcj02);

    /// <summary>WGS 84 to GCJ-02; unchanged outside China.</summary>
    public static (double Longitude, double Latitude) Wgs84ToGcj02(double longitude, double latitude)
    {
        if (!IsShifted(longitude, latitude))
        {
            return (longitude, latitude);
        }
        var (x, y) = (longitude - 105, latitude - 35);
        var (sin, cos) = Math.SinCos(double.DegreesToRadians(latitude));
        var flattened = 1 - (EccentricitySquared * sin * sin);
        var meridian = SemiMajorAxis * (1 - EccentricitySquared) / (flattened * Math.Sqrt(flattened));
        var parallel = SemiMajorAxis / Math.Sqrt(flattened) * cos;
        return (
            longitude + double.RadiansToDegrees(EastShift(x, y) / parallel),
            latitude + double.RadiansToDegrees(NorthShift(x, y) / meridian)
        );
    }

    /// <summary>BD-09 to WGS 84, to better than a millimetre; unchanged outside China.</summary>
    public static (double Longitude, double Latitude) Bd09ToWgs84(double longitude, double latitude) =>
        Invert(longitude, latitude, Wgs84ToBd09);

    /// <summary>WGS 84 to BD-09; unchanged outside China.</summary>
    public static (double Longitude, double Latitude) Wgs84ToBd09(double longitude, double latitude)
    {
        if (!IsShifted(longitude, latitude))
        {
            return (longitude, latitude);
        }
        var (x, y) = Wgs84ToGcj02(longitude, latitude);
        var radius = Math.Sqrt((x * x) + (y * y)) + (0.00002 * Math.Sin(y * BaiduPi));
        var (sin, cos) = Math.SinCos(Math.Atan2(y, x) + (0.000003 * Math.Cos(x * BaiduPi)));
        return ((radius * cos) + 0.0065, (radius * sin) + 0.006);
    }

    /// <summary>Whether web maps shift this place: the box that all open tools use, which is larger than China.</summary>
    public static bool IsShifted(double longitude, double latitude) =>
        longitude is >= 72.004 and <= 137.8347 && latitude is >= 0.8293 and <= 55.8271;

    private static (double Longitude, double Latitude) Invert(
        double longitude,
        double latitude,
        Func<double, double, (double Longitude, double Latitude)> shift
    )
    {
        if (!IsShifted(longitude, latitude))
        {
            return (longitude, latitude);
        }
        var (x, y) = (longitude, latitude);
        for (var i = 0; i < MostSteps; i++)
        {
            var (shiftedX, shiftedY) = shift(x, y);
            var (dx, dy) = (longitude - shiftedX, latitude - shiftedY);
            (x, y) = (x + dx, y + dy);
            if (Math.Abs(dx) < Converged && Math.Abs(dy) < Converged)
            {
                break;
            }
        }
        return (x, y);
    }

    private static double EastShift(double x, double y) =>
        300
        + x
        + (2 * y)
        + (0.1 * x * x)
        + (0.1 * x * y)
        + (0.1 * Math.Sqrt(Math.Abs(x)))
        + (2.0 / 3 * ((20 * SinPi(6 * x)) + (20 * SinPi(2 * x))))
        + (2.0 / 3 * ((20 * SinPi(x)) + (40 * SinPi(x / 3))))
        + (2.0 / 3 * ((150 * SinPi(x / 12)) + (300 * SinPi(x / 30))));

    private static double NorthShift(double x, double y) =>
        -100
        + (2 * x)
        + (3 * y)
        + (0.2 * y * y)
        + (0.1 * x * y)
        + (0.2 * Math.Sqrt(Math.Abs(x)))
        + (2.0 / 3 * ((20 * SinPi(6 * x)) + (20 * SinPi(2 * x))))
        + (2.0 / 3 * ((20 * SinPi(y)) + (40 * SinPi(y / 3))))
        + (2.0 / 3 * ((160 * SinPi(y / 12)) + (320 * SinPi(y / 30))));

    private static double SinPi(double x) => Math.Sin(x * Math.PI);
}
