using Microsoft.Extensions.Localization;
using RuralEc.Logistics.Network;

namespace RuralEc.Server.Pages.Node;

/// <summary>One figure of the daily report as a field.</summary>
/// <param name="Member">Its JSON name.</param>
/// <param name="Label">What it is called.</param>
/// <param name="Unit">What it counts in.</param>
/// <param name="Whole">It is a count.</param>
/// <param name="Hint">What belongs to it.</param>
internal sealed record ReportField(string Member, string Label, string Unit, bool Whole, string? Hint = null);

/// <summary>Words and fields of the daily report, in the language of the page.</summary>
internal sealed class ReportWords(IStringLocalizer<NodeTexts> texts)
{
    /// <summary>The fields in groups, in the order of a day at a node.</summary>
    public IReadOnlyList<(string Title, IReadOnlyList<ReportField> Fields)> Groups =>
        [
            (
                texts["快件"],
                [
                    new("parcelsIn", texts["进件"], texts["件"], true, texts["当天到站的全部快件"]),
                    new("parcelsOut", texts["出件"], texts["件"], true, texts["当天寄出的全部快件"]),
                    new("farmParcelsOut", texts["农产品上行件"], texts["件"], true, texts["出件中的农产品"]),
                    new("farmValueYuan", texts["农产品上行额"], texts["元"], false, texts["寄件人申报的货值"]),
                    new("villageParcelsAddressed", texts["寄往本村件"], texts["件"], true),
                    new("villageParcelsDelivered", texts["直投到村件"], texts["件"], true, texts["其中在村内投递的"]),
                ]
            ),
            (
                texts["货物与交接"],
                [
                    new("tonnesIn", texts["进货"], texts["吨"], false),
                    new("tonnesOut", texts["出货"], texts["吨"], false),
                    new("handoversDue", texts["应交接"], texts["次"], true),
                    new("handoversOnTime", texts["按时交接"], texts["次"], true, texts["其中在承诺时限内的"]),
                ]
            ),
            (
                texts["车辆"],
                [
                    new("runs", texts["班次"], texts["班"], true, texts["当天发出的班次"]),
                    new("emptyReturns", texts["空返班次"], texts["班"], true, texts["其中空车返回的"]),
                    new("capacityCubicMeters", texts["可载体积"], "m³", false, texts["各班次可装的合计"]),
                    new("carriedCubicMeters", texts["实载体积"], "m³", false, texts["各班次实装的合计"]),
                ]
            ),
            (
                texts["冷库与费用"],
                [
                    new("coldOccupiedCubicMeters", texts["冷库平均占用"], "m³", false),
                    new("costYuan", texts["成本"], texts["元"], false, texts["人工、车辆、场租、能耗和包装"]),
                    new("sharedRevenueYuan", texts["共用收入"], texts["元"], false, texts["他人为共用设施支付的"]),
                ]
            ),
        ];

    /// <summary>What a fault points at, such as <c>/figures/runs</c> or <c>/day</c>.</summary>
    public string Column(string pointer)
    {
        var member = pointer[(pointer.LastIndexOf('/') + 1)..];
        return member switch
        {
            "" => "—",
            "gln" => texts["节点GLN"],
            "day" => texts["日期"],
            "note" => texts["备注"],
            _ => Groups.SelectMany(g => g.Fields).FirstOrDefault(f => f.Member == member)?.Label ?? member,
        };
    }

    public string Door(ReportDoor door) =>
        door switch
        {
            ReportDoor.Form => texts["表单"],
            ReportDoor.Csv => texts["CSV 文件"],
            _ => texts["接口"],
        };
}
