using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Officer;

namespace RuralEc.Server.Pages.Network;

/// <summary>What one rule found.</summary>
/// <param name="Title">What the problem is.</param>
/// <param name="Rule">By which rule, with its limit.</param>
/// <param name="None">What an empty answer means.</param>
/// <param name="Suggestion">What follows where something was found.</param>
internal sealed record Finding(
    string Title,
    string Rule,
    string None,
    IReadOnlyList<string> Columns,
    IReadOnlyList<IReadOnlyList<string>> Rows,
    string Suggestion
);

/// <summary>Runs the rules over what is known of a network and puts what they found into words.</summary>
internal sealed class NetworkFindings(IStringLocalizer<NetworkTexts> T)
{
    public IReadOnlyList<Finding> Of(NetworkState s) =>
        [
            Unserved(s),
            Far(s, NodeKind.VillagePoint, s.Limits.PointKm, T["村级服务点"]),
            Far(s, NodeKind.TownStation, s.Limits.StationKm, T["镇村服务站"]),
            Silent(s),
            Overloaded(s),
            Idle(s),
            FarParents(s),
            ColdMissing(s),
            LowDelivery(s),
            EmptyReturns(s),
            Late(s),
            Broken(s),
        ];

    private Finding Unserved(NetworkState s) =>
        new(
            T["没有在用服务点的建制村"],
            T["规则：村内或服务范围含本村的在营节点，近 30 天都没有件的记录，或没有这样的节点。"],
            T["按现有数据没有这样的村。"],
            [T["建制村"], T["镇街"], T["服务节点"]],
            [
                .. s
                    .Villages.Where(v => !v.Reached)
                    .Select(v =>
                        Row(
                            v.Village.Name,
                            s.TownName(v.Village.Code[..9]),
                            v.Nodes.Count == 0
                                ? T["没有在营的服务点"]
                                : string.Join("、", v.Nodes.Select(NodeWords.Name)) + T["（近 30 天没有件的记录）"]
                        )
                    ),
            ],
            T["为没有服务点的建制村设点或指定代办点；有点而没有件记录的，先核实日报是否漏报。"]
        );

    private Finding Far(NetworkState s, NodeKind kind, double limitKm, string kindName) =>
        new(
            T["离{0}超过 {1} 公里的建制村", kindName, limitKm],
            T[
                "规则：有坐标的建制村到最近在营{0}的估算道路距离超过 {1} 公里；{2} 个村没有坐标，未判断。",
                kindName,
                limitKm,
                s.Villages.Count - s.Located.Count()
            ],
            T["有坐标的村中没有这样的村。"],
            [T["建制村"], T["镇街"], T["最近的节点"], T["估算道路距离（公里）"]],
            [
                .. NetworkProblems
                    .Far(s.Located, s.Nodes, kind, limitKm)
                    .Select(f =>
                        Row(
                            f.Village.Name,
                            s.TownName(f.Village.Code[..9]),
                            f.Nearest is { } nearest ? NodeWords.Name(nearest) : T["没有在营的此类节点"],
                            FigureWords.Number(f.RoadKm, "0.0")
                        )
                    ),
            ],
            T["在上列村附近增设{0}，或延伸线路、定时上门揽收。", kindName]
        );

    private Finding Silent(NetworkState s) =>
        new(
            T["没有日报的在营节点"],
            T["规则：在营节点在期内一份日报都没有。"],
            T["期内每个在营节点都报过。"],
            [T["节点"], T["镇街"]],
            [.. s.Active.Where(n => !s.Totals.ContainsKey(n.Gln)).Select(n => Row(NodeWords.Name(n), TownOf(s, n)))],
            T["督促上列节点填报日报；长期不报的，核实是否仍在营。"]
        );

    private Finding Overloaded(NetworkState s) =>
        Loads(
            s,
            T["超负荷的节点"],
            T["规则：填报日的日均进出件超过登记的设计日处理量。"],
            NetworkProblems.Overloaded(s.Nodes, s.Totals),
            T["为上列节点扩容或分流；先核对设计日处理量是否登记准确。"]
        );

    private Finding Idle(NetworkState s) =>
        Loads(
            s,
            T["闲置的节点"],
            T["规则：在营节点填报日的日均进出件为 0，或不到设计日处理量的 {0} %。", 100 * ProblemLimits.Idle],
            NetworkProblems.Idle(s.Nodes, s.Totals),
            T["与上列节点的运营方商定叠加业务、合并或调整位置。"]
        );

    private Finding Loads(
        NetworkState s,
        string title,
        string rule,
        IReadOnlyList<NodeView> nodes,
        string suggestion
    ) =>
        new(
            title,
            rule,
            T["有日报和设计量的节点中没有。"],
            [T["节点"], T["日均进出件"], T["设计日处理（件）"], T["填报天数"]],
            [
                .. nodes.Select(n =>
                    Row(
                        NodeWords.Name(n),
                        FigureWords.Number(s.Totals[n.Gln].ParcelsPerDay, "#,0.#"),
                        FigureWords.Number(n.Facts.ParcelsPerDay, "#,0"),
                        FigureWords.Number(s.Totals[n.Gln].Days, "0")
                    )
                ),
            ],
            suggestion
        );

    private Finding FarParents(NetworkState s) =>
        new(
            T["离上级太远的节点"],
            T[
                "规则：到上级节点的估算道路距离，村级超过 {0} 公里，镇级超过 {1} 公里。",
                ProblemLimits.ParentKm(NodeTier.Village),
                ProblemLimits.ParentKm(NodeTier.Town)
            ],
            T["在营节点中没有。"],
            [T["节点"], T["上级"], T["估算道路距离（公里）"]],
            [
                .. NetworkProblems
                    .FarFromParent([.. s.Nodes])
                    .Select(f =>
                        Row(NodeWords.Name(f.Node), NodeWords.Name(f.Parent), FigureWords.Number(f.RoadKm, "0.0"))
                    ),
            ],
            T["为上列节点改挂较近的上级，或增设中间节点。"]
        );

    private Finding ColdMissing(NetworkState s) =>
        new(
            T["有采收而没有冷库的镇街"],
            T["规则：期内有采收记录，而在营节点没有登记冷藏冷冻容积的镇街。"],
            T["有采收记录的镇街都登记了冷库容积，或期内没有采收记录。"],
            [T["镇街"], T["期内采收（吨）"], T["在营节点冷库容积（立方米）"]],
            [
                .. s
                    .HarvestKg.Where(h => h.Value > 0 && ColdOf(s, h.Key) is null or 0)
                    .OrderByDescending(h => h.Value)
                    .Select(h =>
                        Row(
                            s.TownName(h.Key),
                            FigureWords.Number((double)(h.Value / 1000), "#,0.##"),
                            FigureWords.Number(ColdOf(s, h.Key), "0")
                        )
                    ),
            ],
            T["在上列镇街补建产地冷库或配移动冷藏设备；已有冷库的，补登容积。"]
        );

    private Finding LowDelivery(NetworkState s) =>
        new(
            T["直投到村率低的镇街"],
            T["规则：日报的直投到村率低于 {0} %。", 100 * ProblemLimits.DirectDelivery],
            T["有直投日报的镇街中没有。"],
            [T["镇街"], T["直投到村率"], T["分子 / 分母"]],
            [
                .. s
                    .DirectDelivery.Where(d => d.Value.Value < ProblemLimits.DirectDelivery)
                    .Select(d =>
                        Row(
                            s.TownName(d.Key),
                            FigureWords.Number(100 * d.Value.Value, "0.#") + " %",
                            $"{d.Value.Numerator:0} / {d.Value.Denominator:0}"
                        )
                    ),
            ],
            T["在上列镇街推进快递共配到村，并查明未投到村的件停在哪里。"]
        );

    private Finding EmptyReturns(NetworkState s) =>
        Shares(
            s,
            T["空返多的节点"],
            T["规则：日报的空返班次超过班次的 {0} %。", 100 * ProblemLimits.EmptyReturns],
            t => (t.EmptyReturns, t.Runs),
            share => share > ProblemLimits.EmptyReturns,
            [T["节点"], T["空返率"], T["空返 / 班次"]],
            T["为上列节点的返程组织农产品上行，或与邻近节点合并班次。"]
        );

    private Finding Late(NetworkState s) =>
        Shares(
            s,
            T["交接不按时的节点"],
            T["规则：日报的按时交接数低于应交接数的 {0} %。", 100 * ProblemLimits.OnTime],
            t => (t.OnTime, t.Due),
            share => share < ProblemLimits.OnTime,
            [T["节点"], T["时效达成率"], T["按时 / 应交接"]],
            T["查明上列节点晚点的班次和原因，调整发车时刻或线路。"]
        );

    private Finding Shares(
        NetworkState s,
        string title,
        string rule,
        Func<NodeTotals, (int? Part, int? Whole)> of,
        Func<double, bool> isProblem,
        IReadOnlyList<string> columns,
        string suggestion
    ) =>
        new(
            title,
            rule,
            T["有这项日报的节点中没有。"],
            columns,
            [
                .. s
                    .Nodes.Where(n => s.Totals.ContainsKey(n.Gln))
                    .Select(n => (Node: n, Parts: of(s.Totals[n.Gln])))
                    .Where(n => n.Parts is { Part: not null, Whole: > 0 })
                    .Select(n => (n.Node, n.Parts, Share: (double)n.Parts.Part!.Value / n.Parts.Whole!.Value))
                    .Where(n => isProblem(n.Share))
                    .OrderBy(n => n.Node.DivisionCode, StringComparer.Ordinal)
                    .Select(n =>
                        Row(
                            NodeWords.Name(n.Node),
                            FigureWords.Number(100 * n.Share, "0.#") + " %",
                            $"{n.Parts.Part} / {n.Parts.Whole}"
                        )
                    ),
            ],
            suggestion
        );

    private Finding Broken(NetworkState s) =>
        new(
            T["断链的冷链批次"],
            T["规则：批次有严重超温，或温度覆盖低于 90 %。"],
            T["判断过的冷链批次中没有，或期内没有冷链批次。"],
            [T["批次"], T["品类"], T["发出日期"], T["情况"]],
            [
                .. s
                    .BrokenChain.Rows.Where(r => r.Numerator > 0)
                    .Select(r => Row(r.Id, r.Name, r.Day is { } day ? ChinaTime.Text(day) : "—", r.Note)),
            ],
            T["逐批查明上列批次在哪一段超温或没有读数，补装记录仪或整改设备。"]
        );

    private static double? ColdOf(NetworkState s, string town)
    {
        double?[] stated =
        [
            .. s
                .Active.Where(n => n.DivisionCode.StartsWith(town, StringComparison.Ordinal))
                .Select(n => n.Facts.ColdCubicMeters)
                .Where(c => c is not null),
        ];
        return stated.Length == 0 ? null : stated.Sum();
    }

    private static string TownOf(NetworkState s, NodeView node) =>
        node.DivisionCode.Length >= 9 ? s.TownName(node.DivisionCode[..9]) : "";

    private static string[] Row(params string[] cells) => cells;
}
