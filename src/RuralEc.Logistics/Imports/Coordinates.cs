using System.Globalization;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Imports;

/// <summary>Reads the place of a feature and turns it into WGS 84.</summary>
internal static class Coordinates
{
    /// <summary>The geometry of a row: its own, or a point from columns of longitude and latitude.</summary>
    public static (Geometry? Geometry, string? Fault) Of(ImportedFeature row, string crs)
    {
        var geometry = row.Geometry;
        if (geometry is null)
        {
            var lon = row.Find("lon", "lng", "longitude", "经度", "x");
            var lat = row.Find("lat", "latitude", "纬度", "y");
            if (lon is null && lat is null)
            {
                return (null, null);
            }

            if (
                !double.TryParse(lon, NumberStyles.Float, CultureInfo.InvariantCulture, out var x)
                || !double.TryParse(lat, NumberStyles.Float, CultureInfo.InvariantCulture, out var y)
            )
            {
                return (null, $"经纬度“{lon}, {lat}”不是数。");
            }

            geometry = new Point(x, y);
        }

        if (geometry.IsEmpty)
        {
            return (null, "图形是空的。");
        }

        if (Array.Find(geometry.Coordinates, c => !(Math.Abs(c.X) <= 180 && Math.Abs(c.Y) <= 90)) is { } far)
        {
            return (
                null,
                Math.Abs(far.Y) is > 90 and <= 180 && Math.Abs(far.X) <= 90
                    ? $"坐标({Text(far)})的经度和纬度似乎写反了。"
                    : $"坐标({Text(far)})不是经纬度（度）。"
            );
        }

        if (crs == "WGS84")
        {
            return (geometry, null);
        }

        var converted = geometry.Copy();
        converted.Apply(new Converter(crs));
        converted.GeometryChanged();
        return (converted, null);
    }

    private static string Text(Coordinate c) =>
        string.Create(CultureInfo.InvariantCulture, $"{c.X:0.######}, {c.Y:0.######}");

    private sealed class Converter(string crs) : ICoordinateSequenceFilter
    {
        public bool Done => false;

        public bool GeometryChanged => true;

        public void Filter(CoordinateSequence seq, int i)
        {
            var (x, y) = ChinaCoordinates.ToWgs84(seq.GetX(i), seq.GetY(i), crs);
            seq.SetX(i, x);
            seq.SetY(i, y);
        }
    }
}
