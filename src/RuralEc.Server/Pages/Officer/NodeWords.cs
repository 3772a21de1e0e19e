using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain.Live;
using RuralEc.Logistics;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Handovers;

namespace RuralEc.Server.Pages.Officer;

/// <summary>The officer's words for codes of the rooms, in the language of the page.</summary>
internal sealed class NodeWords(IStringLocalizer<OfficerTexts> texts)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    private static bool English => CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en";

    public static string Name(NodeView node) => English ? node.NameEn : node.Name;

    public string Tier(NodeTier tier) =>
        tier switch
        {
            NodeTier.District => texts["区级"],
            NodeTier.Town => texts["镇级"],
            NodeTier.Village => texts["村级"],
            _ => texts["其他"],
        };

    public string Kind(NodeKind kind) =>
        kind switch
        {
            NodeKind.DistrictCenter => texts["区级运营中心"],
            NodeKind.TownStation => texts["镇村服务站"],
            NodeKind.VillagePoint => texts["村级服务点"],
            NodeKind.OriginColdStore => texts["产地冷库"],
            NodeKind.PublicWarehouse => texts["公共仓"],
            NodeKind.CommunityTerminal => texts["社区终端"],
            NodeKind.ParcelLocker => texts["智能快件箱"],
            NodeKind.ExpressHub => texts["快递集散站"],
            NodeKind.WholesaleMarket => texts["批发市场"],
            _ => kind.ToString(),
        };

    public string State(NodeState state) =>
        state switch
        {
            NodeState.Planned => texts["规划"],
            NodeState.Active => texts["在营"],
            NodeState.Suspended => texts["暂停"],
            NodeState.Closed => texts["关闭"],
            _ => state.ToString(),
        };

    public static string DecisionTag(HandoverDecision? decision) =>
        decision switch
        {
            HandoverDecision.AcceptWithReserve => "warn",
            HandoverDecision.Reject => "alarm",
            null => "off",
            _ => "",
        };

    public string Suspicion(SuspicionKind kind) =>
        kind switch
        {
            SuspicionKind.CopiedLabel => texts["标签像是复制或伪造的"],
            SuspicionKind.WrongProduct => texts["货物与追溯页不符"],
            SuspicionKind.BadQuality => texts["变质、脏污或有异味"],
            _ => texts["其他"],
        };

    /// <summary>The latest temperatures of a node, warmest first; a dash where nothing reported.</summary>
    public static string Live(IReadOnlyList<LiveAsset> live)
    {
        var known = live.SelectMany(a => a.Loggers)
            .Select(l => l.Celsius)
            .OfType<double>()
            .OrderDescending()
            .Take(3)
            .ToList();
        return known.Count == 0
            ? "—"
            : string.Join(" / ", known.Select(c => c.ToString("F1", CultureInfo.InvariantCulture) + " °C"));
    }

    public static string Time(DateTimeOffset? at) =>
        at?.ToOffset(China).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "—";
}
