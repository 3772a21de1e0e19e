using System.Text.Json;
using NetTopologySuite.Geometries;
using RuralEc.Traceability.Plots;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class PlotGeometryTests
{
    // A square of 0.001° near Xiancun: 102.2 m by 110.7 m by the lengths of a degree at 23.2° N.
    private const string Square =
        "[[[113.700,23.200],[113.701,23.200],[113.701,23.201],[113.700,23.201],[113.700,23.200]]]";

    [Fact]
    public void A_point_in_longitude_latitude_order_is_read()
    {
        var (shape, why) = Read("Point", "[113.7, 23.2]");

        Assert.Null(why);
        Assert.Equal((113.7, 23.2, 4490), (shape!.Centroid.X, shape.Centroid.Y, shape.SRID));
    }

    [Fact]
    public void Swapped_coordinates_are_refused_with_a_hint()
    {
        var (_, why) = Read("Point", "[23.2, 113.7]");

        Assert.Equal("outside-region", why!.Kind);
        Assert.Contains("写反", why.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[112.4, 23.2]")]
    [InlineData("[113.7, 24.3]")]
    public void A_point_far_from_guangzhou_is_refused_without_that_hint(string coordinates)
    {
        var (_, why) = Read("Point", coordinates);

        Assert.Equal("outside-region", why!.Kind);
        Assert.DoesNotContain("写反", why.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void The_area_of_a_polygon_is_measured_in_mu()
    {
        var (shape, _) = Read("Polygon", Square);

        // 102.4 m × 110.8 m = 11,340 m² = 17.0 mu.
        Assert.Equal(17.0, PlotGeometry.AreaMu((Polygon)shape!), 0.1);
    }

    [Fact]
    public void A_polygon_that_crosses_itself_is_refused() =>
        Assert.Equal(
            "self-crossing",
            Read("Polygon", "[[[113.70,23.20],[113.71,23.21],[113.71,23.20],[113.70,23.21],[113.70,23.20]]]").Why!.Kind
        );

    [Theory]
    [InlineData("Point", "[]")]
    [InlineData("Point", "[113.7]")]
    [InlineData("Point", "[113.7, \"23.2\"]")]
    [InlineData("Point", "[113.7, 1e300]")]
    [InlineData("Point", "null")]
    [InlineData("Point", "{}")]
    [InlineData("Polygon", "[113.7, 23.2]")]
    [InlineData("Polygon", "[[]]")]
    [InlineData("Polygon", "[[[113.7,23.2],[113.8,23.2],[113.7,23.2]]]")] // too few
    [InlineData("Polygon", "[[[113.7,23.2],[113.8,23.2],[113.8,23.3],[113.7,23.3]]]")] // not closed
    [InlineData("Polygon", "[[[113.7,23.2],[113.8,23.2],null,[113.7,23.2]]]")]
    [InlineData("LineString", "[[113.7,23.2],[113.8,23.2]]")]
    public void Anything_else_is_no_shape(string type, string coordinates) =>
        Assert.Equal("invalid-shape", Read(type, coordinates).Why!.Kind);

    [Fact]
    public void Positions_of_another_system_are_converted_before_they_are_judged()
    {
        // A stand-in for the host's conversion: shifts by a round amount.
        var (shape, why) = Read("Point", "[114.505, 23.2]", "GCJ-02", (x, y, _) => (x - 0.01, y - 0.01));

        Assert.Null(why);
        Assert.Equal(114.495, shape!.Centroid.X, 6);
    }

    [Theory]
    [InlineData("BD-09")]
    [InlineData("GCJ-02")] // no conversion was supplied
    public void A_system_that_cannot_be_converted_is_refused(string crs) =>
        Assert.Equal("unknown-crs", Read("Point", "[113.7, 23.2]", crs).Why!.Kind);

    private static (Geometry? Shape, RuralEc.Traceability.Refusal? Why) Read(
        string type,
        string coordinates,
        string crs = "WGS84",
        CoordinateConversion? conversion = null
    ) => PlotGeometry.Read(new PlotShape(type, JsonDocument.Parse(coordinates).RootElement), crs, conversion);
}
