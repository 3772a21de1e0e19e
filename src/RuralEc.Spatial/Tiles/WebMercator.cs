namespace RuralEc.Spatial.Tiles;

/// <summary>
/// EPSG:3857 with the world as the unit square: x from 0 at 180° west to 1 at 180° east, y from 0 at 85.0511° north to 1
/// at 85.0511° south. It takes the latitude of the ellipsoid as that of a sphere.
/// </summary>
internal static class WebMercator
{
    public static (double X, double Y) Of(double longitude, double latitude)
    {
        // Beyond the poles the sine would fold back to a position that looks sound.
        if (!(Math.Abs(latitude) <= 90))
        {
            return (double.NaN, double.NaN);
        }
        var sine = Math.Sin(latitude * (Math.PI / 180));
        return ((longitude / 360) + 0.5, 0.5 - (Math.Log((1 + sine) / (1 - sine)) / (4 * Math.PI)));
    }

    public static (double Longitude, double Latitude) ToDegrees(double x, double y) =>
        ((x - 0.5) * 360, Math.Atan(Math.Sinh((0.5 - y) * (2 * Math.PI))) * (180 / Math.PI));
}
