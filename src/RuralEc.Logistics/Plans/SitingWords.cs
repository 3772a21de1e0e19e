using System.Globalization;
using RuralEc.Logistics.Siting;

namespace RuralEc.Logistics.Plans;

/// <summary>Says in Chinese why no choice of sites keeps the rules.</summary>
internal static class SitingWords
{
    private const int Named = 5;

    public static string Of(SitingReason reason, IReadOnlyList<Division> villages)
    {
        var (needed, available) = (Number(reason.Needed), Number(reason.Available));
        return reason.Obstacle switch
        {
            SitingObstacle.NoDemands => "范围内没有带坐标的村居。",
            SitingObstacle.NoSites => "没有现有节点，也没有候选点。",
            SitingObstacle.NothingToOpen => "没有现有节点，也没有要新增的节点。",
            SitingObstacle.TooFewCandidates => $"要新增{needed}个，但只有{available}个候选点。",
            SitingObstacle.BudgetTooSmall => $"最便宜的方案要{needed}元，预算只有{available}元。",
            SitingObstacle.DemandsOutOfReach =>
                $"有{needed}个村居在覆盖距离内没有任何节点或候选点：{NamesOf(reason, villages)}。",
            SitingObstacle.TooFewNewSites => $"要覆盖所有可及的村居至少需新增{needed}个，只允许{available}个。",
            SitingObstacle.CapacityTooSmall => $"要服务{needed}人，能同时开设的节点合计只能服务{available}人。",
            SitingObstacle.CapacityNotPackable => "节点合计容量够，但每个村居整体归一个可及节点时放不下。",
            _ => "没有可行方案。",
        };
    }

    private static string NamesOf(SitingReason reason, IReadOnlyList<Division> villages)
    {
        var names = string.Join("、", reason.Demands.Take(Named).Select(i => villages[i].Name));
        return reason.Demands.Count > Named ? names + "等" : names;
    }

    private static string Number(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
