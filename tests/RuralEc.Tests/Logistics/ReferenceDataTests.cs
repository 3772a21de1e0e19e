using CsvHelper;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Tests.Logistics;

public class ReferenceDataTests
{
    private static readonly IReadOnlyList<Division> Divisions = DivisionFile.Read();

    private static readonly Dictionary<string, Division> ByCode = Divisions.ToDictionary(d => d.Code);

    [Fact]
    public void Guangzhou_has_11_districts_178_towns_and_2851_villages()
    {
        Assert.Equal(
            [(DivisionLevel.District, 11), (DivisionLevel.Town, 178), (DivisionLevel.Village, 2851)],
            Divisions.CountBy(d => d.Level).OrderBy(c => c.Key).Select(c => (c.Key, c.Value))
        );
        Assert.Equal(
            [(DivisionLevel.District, 11), (DivisionLevel.Town, 80), (DivisionLevel.Village, 10)],
            Divisions
                .Where(d => d.Location is not null)
                .CountBy(d => d.Level)
                .OrderBy(c => c.Key)
                .Select(c => (c.Key, c.Value))
        );
    }

    [Fact]
    public void A_division_lies_under_the_one_its_code_begins_with() =>
        Assert.All(
            Divisions,
            d =>
                Assert.Equal(
                    d.Level switch
                    {
                        DivisionLevel.District => null,
                        DivisionLevel.Town => d.Code[..6],
                        _ => d.Code[..9],
                    },
                    d.ParentCode
                )
        );

    [Fact]
    public void A_division_without_a_published_point_says_so()
    {
        Assert.All(Divisions, d => Assert.Equal(d.Location is null, d.Quality == "missing"));
        Assert.All(Divisions, d => Assert.Equal(d.Location is null, d.Source is null));
        Assert.Null(ByCode["440118107"].Location);
        Assert.Equal("仙村镇", ByCode["440118107"].Name);
    }

    [Theory]
    [InlineData("code,name\n1,2")]
    [InlineData("code,name,level,parent,lon,lat,source,quality\n440118,增城区,district")]
    public void Another_file_is_not_taken_for_divisions(string text) =>
        Assert.ThrowsAny<CsvHelperException>(() =>
            DivisionFile.Parse(new StringReader(text), new StringReader("code,population,source"))
        );

    [Fact]
    public void Demonstration_nodes_say_what_they_are()
    {
        Assert.InRange(DemonstrationNodes.All.Count, 40, 60);
        Assert.All(
            DemonstrationNodes.All,
            n =>
            {
                Assert.True(n.Demonstration);
                Assert.EndsWith("（示例）", n.Name, StringComparison.Ordinal);
                Assert.EndsWith("(example)", n.NameEn, StringComparison.Ordinal);
                Assert.StartsWith("952", n.Gln.ToString(), StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void Demonstration_nodes_keep_the_rules_of_the_register()
    {
        var known = new Dictionary<Gln, LogisticsNode>();
        foreach (var node in DemonstrationNodes.All)
        {
            var parent = node.ParentGln is { } gln ? known.GetValueOrDefault(gln) : null;
            Assert.Null(NodeRules.CheckPosition(node.Longitude, node.Latitude));
            Assert.Null(NodeRules.CheckDivision(node.Kind, ByCode[node.DivisionCode].Level));
            Assert.Null(NodeRules.CheckParent(node, parent));
            Assert.True(
                known.TryAdd(
                    node.Gln,
                    new()
                    {
                        Gln = node.Gln,
                        Tier = NodeRules.TierOf(node.Kind),
                        Name = node.Name,
                        DivisionCode = node.DivisionCode,
                        DistrictCode = node.DivisionCode[..6],
                        Location = Positions.Of(node.Longitude, node.Latitude),
                        SourceCrs = "WGS84",
                    }
                )
            );
        }
    }

    [Fact]
    public void Demonstration_nodes_are_near_their_division()
    {
        foreach (var node in DemonstrationNodes.All)
        {
            var division = ByCode[node.DivisionCode];
            while (division is { Location: null, ParentCode: { } parent })
            {
                division = ByCode[parent];
            }

            // A town is up to 20 km across; where only the district has a point, up to 30 km.
            var near = division.Level == DivisionLevel.District ? 30_000 : 5_000;
            Assert.InRange(
                SpatialMeters.Meters(division.Location!, Positions.Of(node.Longitude, node.Latitude)),
                0,
                near
            );
        }
    }

    [Theory]
    [InlineData("9521234100027", NodeKind.OriginColdStore, "440118")]
    [InlineData("9521234100034", NodeKind.DistrictCenter, "440118")]
    [InlineData("9521234100041", NodeKind.PublicWarehouse, "440118")]
    [InlineData("9521234100058", NodeKind.TownStation, "440118")]
    [InlineData("9521234100065", NodeKind.VillagePoint, "440118")]
    [InlineData("9521234100072", NodeKind.CommunityTerminal, "440118")]
    [InlineData("9521234100089", NodeKind.WholesaleMarket, "440111")]
    public void The_places_of_the_sample_season_are_nodes(string gln, NodeKind kind, string district)
    {
        var node = DemonstrationNodes.All.Single(n => n.Gln.ToString() == gln);

        Assert.Equal(kind, node.Kind);
        Assert.StartsWith(district, node.DivisionCode, StringComparison.Ordinal);
    }
}
