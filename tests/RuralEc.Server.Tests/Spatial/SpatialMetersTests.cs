using CsCheck;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class SpatialMetersTests
{
    private static readonly Gen<(double Lon, double Lat)> Anywhere = Gen.Select(
        Gen.Double[-180, 180],
        Gen.Double[-90, 90]
    );

    // Flinders Peak to Buninyong on GRS80 (Geoscience Australia, GDA94 technical manual): 54,972.271 m.
    [Fact]
    public void The_published_line_has_its_published_length()
    {
        var flindersPeak = Cgcs2000.Point(144.424867888888, -37.951033416666);
        var buninyong = Cgcs2000.Point(143.926495527777, -37.652821138888);
        Assert.Equal(54_972.271, SpatialMeters.Meters(flindersPeak, buninyong), 0.001);
    }

    // A quarter of the meridian of GRS80 is 10,001,965.729 m; a degree of its equator 111,319.491 m.
    [Theory]
    [InlineData(0, 0, 0, 90, 10_001_965.729)]
    [InlineData(0, 0, 1, 0, 111_319.491)]
    [InlineData(179.5, 0, -179.5, 0, 111_319.491)]
    [InlineData(0, 0, 180, 0, 20_003_931.459)]
    [InlineData(30, -90, 77, 90, 20_003_931.459)]
    [InlineData(10, 90, -160, 90, 0)]
    [InlineData(113, 23, 113, 23, 0)]
    public void Special_lines_have_their_length(double lon1, double lat1, double lon2, double lat2, double meters) =>
        Assert.Equal(meters, SpatialMeters.Meters(Cgcs2000.Point(lon1, lat1), Cgcs2000.Point(lon2, lat2)), 0.001);

    [Fact]
    public void Every_two_points_have_a_distance_the_same_both_ways_and_near_the_sphere()
    {
        Gen.Select(Anywhere, Anywhere)
            .Sample(p =>
            {
                var (a, b) = (Cgcs2000.Point(p.Item1.Lon, p.Item1.Lat), Cgcs2000.Point(p.Item2.Lon, p.Item2.Lat));
                var there = SpatialMeters.Meters(a, b);
                Assert.InRange(there, 0, 20_003_931.46);
                Assert.Equal(there, SpatialMeters.Meters(b, a), 0.002);
                Assert.InRange(SpatialMeters.MetersKnn(a, b) - there, (-0.006 * there) - 1, (0.006 * there) + 1);
            });
    }

    [Fact]
    public void Nearly_antipodal_points_have_a_distance()
    {
        Gen.Select(Anywhere, Gen.Double[-0.6, 0.6], Gen.Double[-0.6, 0.6])
            .Sample(p =>
            {
                var ((lon, lat), dx, dy) = p;
                var other = Cgcs2000.Point(Math.IEEERemainder(lon + 180 + dx, 360), Math.Clamp(-lat + dy, -90, 90));
                Assert.InRange(SpatialMeters.Meters(Cgcs2000.Point(lon, lat), other), 19_800_000, 20_003_931.46);
            });
    }

    [Fact]
    public void The_box_around_a_point_holds_everything_within_its_metres()
    {
        Gen.Select(Anywhere, Gen.Double[-3, 3], Gen.Double[-3, 3])
            .Sample(p =>
            {
                var ((lon, lat), dx, dy) = p;
                var other = Cgcs2000.Point(Math.IEEERemainder(lon + dx, 360), Math.Clamp(lat + dy, -90, 90));
                var meters = SpatialMeters.Meters(Cgcs2000.Point(lon, lat), other);
                Assert.True(Geodesic.BoxAround(lon, lat, meters).Covers(other.X, other.Y), $"{meters} m");
            });
    }

    [Fact]
    public void Distances_that_mean_nothing_are_refused()
    {
        var point = Cgcs2000.Point(113, 23);
        Assert.Throws<ArgumentOutOfRangeException>(() => SpatialMeters.WithinMeters(point, point, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cgcs2000.Point(181, 23));
        Assert.Throws<ArgumentOutOfRangeException>(() => Cgcs2000.Point(113, double.NaN));
        Assert.True(double.IsNaN(SpatialMeters.Meters(point, Cgcs2000.Factory.CreatePoint())));
    }
}
