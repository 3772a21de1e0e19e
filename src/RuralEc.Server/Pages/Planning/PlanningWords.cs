using Microsoft.Extensions.Localization;
using RuralEc.Logistics.Plans;
using RuralEc.Logistics.Routing;
using RuralEc.Logistics.Siting;
using RuralEc.Server.Pages.Officer;

namespace RuralEc.Server.Pages.Planning;

/// <summary>Words of the planning pages for codes of the room, in the language of the page.</summary>
internal sealed class PlanningWords(IStringLocalizer<PlanningTexts> texts, NodeWords nodes)
{
    public string Model(SitingModel model) =>
        model switch
        {
            SitingModel.PMedian => texts["平均路程最短"],
            SitingModel.MaximalCovering => texts["覆盖人口最多"],
            _ => texts["全部覆盖，个数或费用最少"],
        };

    public string Status(SitingStatus status) =>
        status switch
        {
            SitingStatus.Optimal => texts["已证明最优"],
            SitingStatus.Feasible => texts["时间到，可行"],
            SitingStatus.Cancelled => texts["中途停下，目前最好"],
            SitingStatus.Infeasible => texts["没有可行方案"],
            _ => texts["时间内没有找到方案"],
        };

    public string Status(PlanStatus status) =>
        status switch
        {
            PlanStatus.Planned => texts["全部必到的点都已排入"],
            PlanStatus.Incomplete => texts["有必到的点没有排入"],
            _ => texts["没有可行方案"],
        };

    public string Question(SitingQuestion question) =>
        texts[
            "新增{0}：{1}，覆盖距离 {2} 公里。",
            nodes.Kind(question.Kind),
            Model(question.Model),
            PlanFormat.Kilometers(question.CoverageMeters)
        ];

    public string Kind(StopKind kind) => kind == StopKind.Delivery ? texts["送货"] : texts["取货"];
}
