using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Officer;
using RuralEc.Traceability.Flows;

namespace RuralEc.Server.Pages.Network;

/// <summary>What is known of a district's network when a report is written of it.</summary>
internal sealed record NetworkState(
    string Name,
    FigureSelection Selection,
    ProblemLimits Limits,
    IReadOnlyList<NodeView> Nodes,
    IReadOnlyList<DivisionView> Towns,
    IReadOnlyList<VillageService> Villages,
    IReadOnlyDictionary<Gln, NodeTotals> Totals,
    IReadOnlyDictionary<string, decimal> HarvestKg,
    IReadOnlyDictionary<string, Indicator> DirectDelivery,
    NetworkFigures Figures,
    FigureRecords BrokenChain,
    IReadOnlyList<OutlineView> Outlines,
    bool ReportsCut
)
{
    public IEnumerable<NodeView> Active => Nodes.Where(n => n.State == NodeState.Active);

    public IEnumerable<DivisionView> Located =>
        Villages.Select(v => v.Village).Where(v => v is { Longitude: not null, Latitude: not null });

    public string TownName(string code) => Towns.FirstOrDefault(t => t.Code == code)?.Name ?? code;
}

/// <summary>Writes the problem report on the network of a district (农村物流体系问题分析) from what is recorded, and nothing else.</summary>
internal sealed class NetworkReport(
    NetworkIndicators figures,
    ReportIndicators reports,
    DivisionQuery divisions,
    FlowQuery flows,
    NetworkFindings findings,
    NetworkMaps maps,
    NodeWords nodeWords,
    FigureWords words,
    IStringLocalizer<NetworkTexts> T
)
{
    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Distances as they were asked for; what is no distance between 0.1 and 100 km is the usual one.</summary>
    public static ProblemLimits LimitsOf(string? pointKm, string? stationKm)
    {
        var usual = new ProblemLimits();
        return new(Km(pointKm) ?? usual.PointKm, Km(stationKm) ?? usual.StationKm);

        static double? Km(string? text) =>
            double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var km)
            && km is >= 0.1 and <= 100
                ? km
                : null;
    }

    /// <summary>Null where there is no such district, or it is out of reach.</summary>
    public async Task<ReportText?> OfAsync(
        ClaimsPrincipal by,
        FigureSelection selection,
        ProblemLimits limits,
        CancellationToken ct
    )
    {
        if (
            selection.District is not { } district
            || FigurePlaces.DistrictsOf(by)?.Contains(district) == false
            || (await divisions.FindAsync([district], ct)) is not [var division]
        )
        {
            return null;
        }

        var state = await StateAsync(by, selection with { Town = null, Node = null }, division.Name, limits, ct);
        var found = findings.Of(state);
        return new(
            T["{0}农村物流体系问题分析报告", division.Name],
            $"{words.Period(selection.Period)} · {T["截至 {0} 已登记的数据", ChinaTime.Text(selection.AsOf)]}",
            [
                new ReportBlock.Heading(2, T["一、范围与数据"]),
                .. Scope(state),
                new ReportBlock.Heading(2, T["二、网络现状"]),
                .. Network(state),
                new ReportBlock.Heading(2, T["三、存在的问题"]),
                new ReportBlock.Paragraph(
                    T[
                        "问题由下列规则从登记的数据中找出，规则的限值写在各条中。道路距离按直线距离乘以 {0} 估算，只计有坐标的村。",
                        ProblemLimits.Detour
                    ]
                ),
                new ReportBlock.Map(maps.Problems(state)),
                .. found.SelectMany((f, i) => BlocksOf(f, i + 1)),
                new ReportBlock.Heading(2, T["四、数据缺口"]),
                .. Gaps(state),
                new ReportBlock.Heading(2, T["五、建议"]),
                .. Suggestions(found),
            ]
        );
    }

    private async Task<NetworkState> StateAsync(
        ClaimsPrincipal by,
        FigureSelection selection,
        string name,
        ProblemLimits limits,
        CancellationToken ct
    )
    {
        var (scope, period) = (selection.Scope, selection.Period);
        var towns = await divisions.ChildrenAsync(scope.Prefix, ct);
        var delivered = new Dictionary<string, Indicator>();
        foreach (var town in towns)
        {
            delivered[town.Code] = (await reports.OfAsync(by, new(town.Code), period, ct)).Single(i =>
                i.Code == IndicatorCode.DirectDelivery
            );
        }

        var daily = await reports.ReportsAsync(by, scope, period, ct);
        var outlines = await divisions.OutlinesAsync(DivisionLevel.Town, ct);
        return new(
            name,
            selection,
            limits,
            await figures.PlacesAsync(by, scope, ct),
            towns,
            await reports.VillagesAsync(by, scope, period, ct),
            daily.GroupBy(r => r.Gln).ToDictionary(g => g.Key, g => NodeTotals.Of([.. g.Select(r => r.Figures)])),
            await flows.HarvestByTownAsync(
                by,
                scope.Prefix,
                new(period.From, TimeOnly.MinValue, China),
                new(period.To.AddDays(1), TimeOnly.MinValue, China),
                period.AsOf,
                ct
            ),
            delivered,
            await figures.OfAsync(by, scope, period, withTemperatures: false, ct),
            await figures.RecordsAsync(by, IndicatorCode.BrokenChain, scope, period, ct),
            [.. outlines.Where(o => o.Code.StartsWith(scope.Prefix, StringComparison.Ordinal))],
            daily.Count == ReportSources.Most
        );
    }

    private IEnumerable<ReportBlock> Scope(NetworkState s)
    {
        yield return new ReportBlock.Bullets([
            T["范围：{0}，建制村 {1} 个，其中有坐标 {2} 个。", s.Name, s.Villages.Count, s.Located.Count()],
            T["节点：登记 {0} 个，其中在营 {1} 个。", s.Nodes.Count, s.Active.Count()],
            T["日报：已报 {0} / 应报 {1}。没有报的不当作 0。", s.Figures.ReportsCame, s.Figures.ReportsDue],
            T["示例数据：{0} 个节点是演示用的，位置与名称不代表真实站点。", s.Nodes.Count(n => n.Demonstration)],
        ]);
        yield return new ReportBlock.Table(
            T["主要指标"],
            [T["指标"], T["数值"], T["分子 / 分母"], T["算法"], T["记录数"]],
            [
                .. s.Figures.Indicators.Select(i =>
                {
                    var about = words.About(i.Code);
                    return (IReadOnlyList<string>)
                        [about.Name, words.Value(i), words.Parts(i), about.Formula, FigureWords.Number(i.Sources, "0")];
                }),
            ]
        );
    }

    private IEnumerable<ReportBlock> Network(NetworkState s)
    {
        NodeState[] states = Enum.GetValues<NodeState>();
        yield return new ReportBlock.Table(
            T["各类节点数"],
            [T["类型"], .. states.Select(nodeWords.State), T["合计"]],
            [
                .. s
                    .Nodes.GroupBy(n => n.Kind)
                    .OrderBy(g => g.Key)
                    .Select(g =>
                        (IReadOnlyList<string>)
                            [
                                nodeWords.Kind(g.Key),
                                .. states.Select(state => Count(g.Count(n => n.State == state))),
                                Count(g.Count()),
                            ]
                    ),
            ]
        );
        yield return new ReportBlock.Map(maps.Network(s));
        yield return new ReportBlock.Table(
            T["节点清单"],
            [T["节点"], T["类型"], T["状态"], T["镇街"], T["上级"], T["冷藏冷冻（立方米）"], T["设计日处理（件）"]],
            [
                .. s.Nodes.Select(n =>
                    (IReadOnlyList<string>)
                        [
                            NodeWords.Name(n),
                            nodeWords.Kind(n.Kind),
                            nodeWords.State(n.State),
                            n.DivisionCode.Length >= 9 ? s.TownName(n.DivisionCode[..9]) : "",
                            s.Nodes.FirstOrDefault(p => p.Gln == n.ParentGln) is { } parent
                                ? NodeWords.Name(parent)
                                : "—",
                            FigureWords.Number(n.Facts.ColdCubicMeters, "#,0.#"),
                            FigureWords.Number(n.Facts.ParcelsPerDay, "#,0"),
                        ]
                ),
            ]
        );
    }

    private IEnumerable<ReportBlock> BlocksOf(Finding finding, int number)
    {
        yield return new ReportBlock.Heading(3, $"{number}. {finding.Title}");
        yield return new ReportBlock.Paragraph(finding.Rule);
        if (finding.Rows.Count == 0)
        {
            yield return new ReportBlock.Paragraph(finding.None);
        }
        else
        {
            yield return new ReportBlock.Table(T["共 {0} 项", finding.Rows.Count], finding.Columns, finding.Rows);
        }
    }

    private IEnumerable<ReportBlock> Gaps(NetworkState s)
    {
        var silent = s.Active.Where(n => !s.Totals.ContainsKey(n.Gln)).ToList();
        List<string> gaps =
        [
            T["建制村 {0} 个没有坐标，不参加距离判断。", s.Villages.Count - s.Located.Count()],
            T["在营节点 {0} 个期内没有日报：{1}", silent.Count, Names(silent)],
            T[
                "在营节点 {0} 个没有登记设计日处理量，不参加超负荷判断。",
                s.Active.Count(n => n.Facts.ParcelsPerDay is null)
            ],
            T[
                "在营节点 {0} 个没有登记冷库容积；没有登记不等于没有。",
                s.Active.Count(n => n.Facts.ColdCubicMeters is null)
            ],
            s.Outlines.Count == 0
                ? T["没有导入镇街边界，地图只画点。"]
                : T["导入了 {0} 个镇街的边界。", s.Outlines.Count],
            .. s
                .Figures.Indicators.Where(i => i.Value is null)
                .Select(i => T["{0}：{1}", words.About(i.Code).Name, words.Value(i)].Value),
            .. s.BrokenChain.Limits,
        ];
        if (s.ReportsCut)
        {
            gaps.Add(T["期内日报超过 {0} 份，按节点的判断只用最近的 {0} 份。", ReportSources.Most]);
        }

        yield return new ReportBlock.Bullets(gaps);
    }

    private IEnumerable<ReportBlock> Suggestions(IReadOnlyList<Finding> found)
    {
        string[] due = [.. found.Where(f => f.Rows.Count > 0).Select(f => f.Suggestion)];
        yield return due.Length == 0
            ? new ReportBlock.Paragraph(T["按上述规则没有发现问题；数据缺口补齐后请重新生成。"])
            : new ReportBlock.Bullets(due);
        yield return new ReportBlock.Paragraph(T["建议只由上述规则得出，未考虑投资、用地和其他未登记的情况。"]);
    }

    private static string Names(List<NodeView> nodes) =>
        nodes.Count == 0
            ? "—"
            : string.Join("、", nodes.Take(20).Select(NodeWords.Name)) + (nodes.Count > 20 ? "…" : "");

    private static string Count(int count) => FigureWords.Number(count, "0");
}
