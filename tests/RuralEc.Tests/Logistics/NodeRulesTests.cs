using RuralEc.Gs1;
using RuralEc.Logistics;
using Xunit;

namespace RuralEc.Tests.Logistics;

public class NodeRulesTests
{
    private static readonly Gln Child = Gln.Parse("9521234100058");
    private static readonly Gln Above = Gln.Parse("9521234100034");

    private static NodeCommand CommandOf(NodeKind kind, Gln? parent, string division = "440118107") =>
        new(Child, kind, "仙村镇服务站", Gln.Parse("9521234100096"), division, 113.7, 23.16, ParentGln: parent);

    private static LogisticsNode NodeOf(
        NodeKind kind,
        NodeState state = NodeState.Active,
        string district = "440118"
    ) =>
        new()
        {
            Gln = Above,
            Kind = kind,
            Tier = NodeRules.TierOf(kind),
            Name = "上级",
            DivisionCode = district,
            DistrictCode = district,
            Location = Positions.Of(113.8, 23.3),
            SourceCrs = "WGS84",
            State = state,
        };

    [Theory]
    [InlineData(NodeKind.TownStation, NodeKind.DistrictCenter, null)]
    [InlineData(NodeKind.VillagePoint, NodeKind.TownStation, null)]
    [InlineData(NodeKind.VillagePoint, NodeKind.DistrictCenter, null)]
    [InlineData(NodeKind.TownStation, NodeKind.TownStation, "parent-tier")]
    [InlineData(NodeKind.TownStation, NodeKind.VillagePoint, "parent-tier")]
    [InlineData(NodeKind.DistrictCenter, NodeKind.DistrictCenter, "parent-tier")]
    [InlineData(NodeKind.TownStation, NodeKind.PublicWarehouse, "parent-tier")]
    [InlineData(NodeKind.ParcelLocker, NodeKind.ExpressHub, null)]
    [InlineData(NodeKind.OriginColdStore, NodeKind.VillagePoint, null)]
    public void A_parent_stands_above_its_child(NodeKind child, NodeKind parent, string? refusal) =>
        Assert.Equal(refusal, NodeRules.CheckParent(CommandOf(child, Above), NodeOf(parent))?.Kind);

    [Fact]
    public void A_parent_is_known_open_of_the_same_district_and_another_node()
    {
        var town = CommandOf(NodeKind.TownStation, Above);

        Assert.Null(NodeRules.CheckParent(CommandOf(NodeKind.TownStation, null), null));
        Assert.Equal("unknown-parent", NodeRules.CheckParent(town, null)?.Kind);
        Assert.Equal(
            "parent-circle",
            NodeRules.CheckParent(CommandOf(NodeKind.TownStation, Child), NodeOf(NodeKind.DistrictCenter))?.Kind
        );
        Assert.Equal(
            "parent-closed",
            NodeRules.CheckParent(town, NodeOf(NodeKind.DistrictCenter, NodeState.Closed))?.Kind
        );
        Assert.Equal(
            "parent-district",
            NodeRules.CheckParent(town, NodeOf(NodeKind.DistrictCenter, district: "440117"))?.Kind
        );
    }

    [Fact]
    public void A_node_is_planned_then_active_may_pause_and_never_leaves_closed()
    {
        (NodeState, NodeState)[] allowed =
        [
            (NodeState.Planned, NodeState.Active),
            (NodeState.Planned, NodeState.Closed),
            (NodeState.Active, NodeState.Suspended),
            (NodeState.Active, NodeState.Closed),
            (NodeState.Suspended, NodeState.Active),
            (NodeState.Suspended, NodeState.Closed),
        ];
        var all =
            from before in Enum.GetValues<NodeState>()
            from after in Enum.GetValues<NodeState>()
            where NodeRules.MayBecome(before, after)
            select (before, after);

        Assert.Equal(allowed.Order(), all.Order());
    }

    [Theory]
    [InlineData(113.70, 23.16, null)]
    [InlineData(23.16, 113.70, "写反")]
    [InlineData(114.06, 23.16, "范围")]
    [InlineData(113.70, 22.40, "范围")]
    [InlineData(double.NaN, 23.16, "范围")]
    public void A_position_lies_in_Guangzhou(double longitude, double latitude, string? says)
    {
        var refusal = NodeRules.CheckPosition(longitude, latitude);

        Assert.Equal(says is null, refusal is null);
        Assert.Contains(says ?? "", refusal?.Detail ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(NodeKind.VillagePoint, DivisionLevel.Village, true)]
    [InlineData(NodeKind.VillagePoint, DivisionLevel.Town, false)]
    [InlineData(NodeKind.TownStation, DivisionLevel.Village, true)]
    [InlineData(NodeKind.TownStation, DivisionLevel.District, false)]
    [InlineData(NodeKind.PublicWarehouse, DivisionLevel.District, true)]
    public void A_node_names_the_division_of_its_tier(NodeKind kind, DivisionLevel level, bool good) =>
        Assert.Equal(good, NodeRules.CheckDivision(kind, level) is null);
}
