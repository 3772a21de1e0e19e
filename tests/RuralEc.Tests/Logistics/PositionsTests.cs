using System.Text.Json;
using RuralEc.Logistics;
using Xunit;

namespace RuralEc.Tests.Logistics;

public class PositionsTests
{
    [Theory]
    [InlineData("113.5,23,113.9,23.5", true)]
    [InlineData("113.5,23,113.5,23", true)]
    [InlineData("113.9,23,113.5,23.5", false)]
    [InlineData("113.5,23,113.9", false)]
    [InlineData("113.5,23,113.9,NaN", false)]
    [InlineData("113.5,23,113.9,91", false)]
    [InlineData("a,b,c,d", false)]
    [InlineData("", false)]
    public void A_bounding_box_is_west_south_east_north(string text, bool good) =>
        Assert.Equal(good, BoundingBox.TryParse(text, out _));

    [Fact]
    public void Features_are_written_as_RFC_7946_has_them()
    {
        var json = GeoJson.Write([GeoJson.Feature(113.7, 23.16, ("name", "仙村"), ("nameEn", null))]);

        Assert.Equal(
            """{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"Point","coordinates":[113.7,23.16]},"properties":{"name":"仙村","nameEn":null}}]}""",
            json
        );
        using var read = JsonDocument.Parse(json);
        Assert.Equal(
            113.7,
            read.RootElement.GetProperty("features")[0]
                .GetProperty("geometry")
                .GetProperty("coordinates")[0]
                .GetDouble()
        );
    }

    [Theory]
    [InlineData("town_station", true, NodeKind.TownStation)]
    [InlineData(null, true, null)]
    [InlineData("TownStation", false, null)]
    [InlineData("1", false, null)]
    public void Names_in_queries_are_spelled_as_in_JSON(string? text, bool good, NodeKind? kind)
    {
        Assert.Equal(good, SnakeCase.TryParse<NodeKind>(text, out var parsed));
        Assert.Equal(kind, parsed);
    }
}
