using CsCheck;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class ChinaCoordinatesTests
{
    // A millimetre is about 9e-9 degrees of latitude.
    private const double Millimetre = 9e-9;

    private static readonly Gen<(double, double)> InChina = Gen.Select(Gen.Double[74, 134], Gen.Double[2, 54]);

    // Pairs of the test suite of eviltransform, which the open tools follow.
    [Theory]
    [InlineData(121.5272106, 31.1774276, 121.531541859215, 31.17530398364597)]
    [InlineData(113.912316, 22.543847, 113.9171764808363, 22.540796131694766)]
    [InlineData(116.377817, 39.911954, 116.38404722455657, 39.91334545536069)]
    public void A_known_place_is_shifted_as_published(double lon, double lat, double gcjLon, double gcjLat)
    {
        var (x, y) = ChinaCoordinates.Wgs84ToGcj02(lon, lat);
        Assert.Equal(gcjLon, x, 1e-9);
        Assert.Equal(gcjLat, y, 1e-9);
    }

    [Fact]
    public void The_shift_over_Guangzhou_is_590_to_640_metres_and_twice_that_for_Baidu()
    {
        Gen.Select(Gen.Double[112.95, 114.05], Gen.Double[22.6, 23.9])
            .Sample(p =>
            {
                var place = Cgcs2000.Point(p.Item1, p.Item2);
                var (gx, gy) = ChinaCoordinates.Wgs84ToGcj02(p.Item1, p.Item2);
                var (bx, by) = ChinaCoordinates.Wgs84ToBd09(p.Item1, p.Item2);
                Assert.InRange(SpatialMeters.Meters(place, Cgcs2000.Point(gx, gy)), 580, 645);
                Assert.InRange(SpatialMeters.Meters(place, Cgcs2000.Point(bx, by)), 1_200, 1_310);
            });
    }

    [Fact]
    public void Shifting_back_gives_the_same_place_to_a_millimetre()
    {
        InChina.Sample(p =>
        {
            var (lon, lat) = p;
            AssertSame(p, Back(ChinaCoordinates.Wgs84ToGcj02(lon, lat), ChinaCoordinates.Gcj02ToWgs84));
            AssertSame(p, Back(ChinaCoordinates.Wgs84ToBd09(lon, lat), ChinaCoordinates.Bd09ToWgs84));
        });
    }

    [Theory]
    [InlineData(2.3522, 48.8566)]
    [InlineData(139.6917, 35.6895)]
    [InlineData(-122.4194, 37.7749)]
    [InlineData(113.5, -23.1)]
    [InlineData(double.NaN, double.NaN)]
    public void A_place_outside_China_stays_where_it_is(double lon, double lat)
    {
        Assert.Equal((lon, lat), ChinaCoordinates.Wgs84ToGcj02(lon, lat));
        Assert.Equal((lon, lat), ChinaCoordinates.Gcj02ToWgs84(lon, lat));
        Assert.Equal((lon, lat), ChinaCoordinates.Wgs84ToBd09(lon, lat));
        Assert.Equal((lon, lat), ChinaCoordinates.Bd09ToWgs84(lon, lat));
    }

    private static (double, double) Back((double, double) shifted, Func<double, double, (double, double)> restore) =>
        restore(shifted.Item1, shifted.Item2);

    private static void AssertSame((double, double) expected, (double, double) actual)
    {
        Assert.Equal(expected.Item1, actual.Item1, Millimetre);
        Assert.Equal(expected.Item2, actual.Item2, Millimetre);
    }
}
