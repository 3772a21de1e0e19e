using NetTopologySuite.Geometries;
using RuralEc.Logistics.Ogc;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Tests.Logistics.Ogc;

public class CrsTests
{
    /// <summary>Values of GDAL 3.6.2 (PROJ 9.1.1): <c>gdaltransform -s_srs EPSG:4490 -t_srs EPSG:4547 -output_xy</c>.</summary>
    [Theory]
    [InlineData(113.5, 23.3, 448852.266817347, 2577849.68933815)]
    [InlineData(112.95, 22.45, 391915.833657477, 2484008.70392451)]
    [InlineData(114.05, 23.93, 505090.337307304, 2647536.51475624)]
    [InlineData(110, 20, 81149.2212669473, 2217372.51230481)]
    public void Gauss_Krueger_is_that_of_PROJ_to_a_millimetre_northing_first(
        double longitude,
        double latitude,
        double easting,
        double northing
    )
    {
        var crs = Crs.Find("http://www.opengis.net/def/crs/EPSG/0/4547")!;
        var there = (Point)crs.FromStored(Cgcs2000.Point(longitude, latitude));
        Assert.Equal(northing, there.X, 1e-3);
        Assert.Equal(easting, there.Y, 1e-3);

        var back = (Point)crs.ToStored(new Point(northing, easting))!;
        Assert.Equal(longitude, back.X, 1e-8);
        Assert.Equal(latitude, back.Y, 1e-8);
    }

    /// <summary>As before, <c>-t_srs EPSG:3857</c>.</summary>
    [Fact]
    public void Mercator_is_that_of_PROJ_easting_first()
    {
        var crs = Crs.Find("http://www.opengis.net/def/crs/EPSG/0/3857")!;
        var there = (Point)crs.FromStored(Cgcs2000.Point(113.5, 23.3));
        Assert.Equal(12634762.2050366, there.X, 1e-3);
        Assert.Equal(2668339.10575019, there.Y, 1e-3);
        Assert.True(crs.ToStored(there)!.EqualsExact(Cgcs2000.Point(113.5, 23.3), 1e-8));
    }

    [Theory]
    [InlineData("http://www.opengis.net/def/crs/OGC/1.3/CRS84", 113.5, 23.3)]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/4326", 23.3, 113.5)]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/4490", 23.3, 113.5)]
    public void Degrees_are_in_the_order_of_their_register(string uri, double first, double second)
    {
        var there = (Point)Crs.Find(uri)!.FromStored(Cgcs2000.Point(113.5, 23.3));
        Assert.Equal((first, second), (there.X, there.Y));
    }

    [Theory]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/4326", 113.5, 23.3)]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/4547", 2e8, 5e5)]
    [InlineData("http://www.opengis.net/def/crs/EPSG/0/3857", 3e7, 0)]
    public void What_lies_outside_a_system_is_nowhere(string uri, double first, double second) =>
        Assert.Null(Crs.Find(uri)!.ToStored(new Point(first, second)));
}
