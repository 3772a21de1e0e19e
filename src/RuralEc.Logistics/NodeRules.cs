namespace RuralEc.Logistics;

/// <summary>What a node must be, and what may become of it. Pure.</summary>
internal static class NodeRules
{
    public static NodeTier TierOf(NodeKind kind) =>
        kind switch
        {
            NodeKind.DistrictCenter => NodeTier.District,
            NodeKind.TownStation => NodeTier.Town,
            NodeKind.VillagePoint => NodeTier.Village,
            _ => NodeTier.Other,
        };

    /// <summary>A node is written down at the division of its tier or below: a village point names its village.</summary>
    public static Refusal? CheckDivision(NodeKind kind, DivisionLevel level)
    {
        var least = TierOf(kind) switch
        {
            NodeTier.Town => DivisionLevel.Town,
            NodeTier.Village => DivisionLevel.Village,
            _ => DivisionLevel.District,
        };
        return level >= least
            ? null
            : new(
                "division-too-coarse",
                "Division too coarse",
                least == DivisionLevel.Village ? "村级服务点应填写12位村居代码。" : "镇级服务站应填写9位镇街代码。",
                "/divisionCode"
            );
    }

    /// <summary>
    /// A parent stands on a higher tier of the same district and is not closed. Beside the tiers any node may be a
    /// parent. As a parent is there before its child and never changes, no circle can arise.
    /// </summary>
    public static Refusal? CheckParent(NodeCommand child, LogisticsNode? parent)
    {
        if (child.ParentGln is not { } gln)
        {
            return null;
        }

        if (gln == child.Gln)
        {
            return Parent("parent-circle", "Node is its own parent", "节点不能以自己为上级。");
        }

        if (parent is null)
        {
            return Parent("unknown-parent", "Unknown parent", $"没有GLN为{gln}的上级节点。");
        }

        if (parent.State == NodeState.Closed)
        {
            return Parent("parent-closed", "Parent is closed", $"上级节点“{parent.Name}”已关闭。");
        }

        var tier = TierOf(child.Kind);
        if (tier == NodeTier.Other)
        {
            return null;
        }

        if (parent.Tier >= tier)
        {
            return Parent("parent-tier", "Parent is not above", "上级节点的层级应高于本节点（区→镇→村）。");
        }

        return child.DivisionCode.StartsWith(parent.DistrictCode, StringComparison.Ordinal)
            ? null
            : Parent("parent-district", "Parent is of another district", "上级节点应在同一个区。");
    }

    /// <summary>The position must lie in the box of Guangzhou.</summary>
    public static Refusal? CheckPosition(double longitude, double latitude)
    {
        var box = Positions.Guangzhou;
        if (box.Contains(longitude, latitude))
        {
            return null;
        }

        return new(
            "outside-guangzhou",
            "Outside Guangzhou",
            box.Contains(latitude, longitude)
                ? "坐标不在广州市范围内；经度和纬度似乎写反了。"
                : "坐标不在广州市范围内（经度112.95至114.05，纬度22.43至23.93）。",
            "/longitude"
        );
    }

    /// <summary>Planned → active ⇄ suspended; everything may be closed, and closed is the end.</summary>
    public static bool MayBecome(NodeState from, NodeState to) =>
        (from, to) switch
        {
            (NodeState.Closed, _) => false,
            (_, NodeState.Closed) => true,
            (NodeState.Planned or NodeState.Suspended, NodeState.Active) => true,
            (NodeState.Active, NodeState.Suspended) => true,
            _ => false,
        };

    private static Refusal Parent(string kind, string title, string detail) => new(kind, title, detail, "/parentGln");
}
