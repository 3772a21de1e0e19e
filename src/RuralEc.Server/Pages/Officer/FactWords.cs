using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Officer;

/// <summary>Words for the particulars of nodes, their links and their history, in the language of the page.</summary>
internal sealed class FactWords(IStringLocalizer<OfficerTexts> texts)
{
    /// <summary>The days as people here count them.</summary>
    public static IReadOnlyList<DayOfWeek> Week { get; } =
    [
        DayOfWeek.Monday,
        DayOfWeek.Tuesday,
        DayOfWeek.Wednesday,
        DayOfWeek.Thursday,
        DayOfWeek.Friday,
        DayOfWeek.Saturday,
        DayOfWeek.Sunday,
    ];

    public string Equipment(NodeEquipment equipment) =>
        equipment switch
        {
            NodeEquipment.LoadingDock => texts["装卸月台"],
            NodeEquipment.SortingLine => texts["自动分拣线"],
            NodeEquipment.ManualSorting => texts["人工分拣线"],
            NodeEquipment.ReeferPower => texts["冷藏车充电位"],
            NodeEquipment.Precooler => texts["预冷设备"],
            NodeEquipment.ColdBox => texts["冷藏箱、冷柜"],
            NodeEquipment.Scale => texts["电子秤"],
            NodeEquipment.LabelPrinter => texts["标签打印机"],
            NodeEquipment.Scanner => texts["扫码终端"],
            NodeEquipment.Camera => texts["监控摄像"],
            NodeEquipment.RapidTest => texts["快检设备"],
            NodeEquipment.ParcelCabinet => texts["智能快件柜"],
            _ => equipment.ToString(),
        };

    public string Service(NodeService service) =>
        service switch
        {
            NodeService.Sorting => texts["分拣"],
            NodeService.SharedStorage => texts["共同仓储"],
            NodeService.ColdStorage => texts["冷藏冷冻"],
            NodeService.Precooling => texts["预冷"],
            NodeService.GradingAndPacking => texts["分级包装"],
            NodeService.SharedDelivery => texts["共同配送"],
            NodeService.RapidTesting => texts["快速检测"],
            NodeService.Consolidation => texts["中转集拼"],
            NodeService.FarmGoodsCollection => texts["农产品收购揽收"],
            NodeService.PassengerFreightPost => texts["客货邮装载"],
            NodeService.Parcels => texts["快件收投"],
            NodeService.Returns => texts["退换货"],
            NodeService.AgentBuying => texts["代买代卖"],
            NodeService.Payments => texts["便民缴费"],
            _ => service.ToString(),
        };

    public string Vehicle(LinkVehicle vehicle) =>
        vehicle switch
        {
            LinkVehicle.Van => texts["厢式货车"],
            LinkVehicle.RefrigeratedTruck => texts["冷藏车"],
            LinkVehicle.Bus => texts["城乡公交（客货邮）"],
            LinkVehicle.PostVan => texts["邮政快递车"],
            LinkVehicle.Tricycle => texts["电动三轮车"],
            _ => vehicle.ToString(),
        };

    public string Day(DayOfWeek day) =>
        day switch
        {
            DayOfWeek.Monday => texts["周一"],
            DayOfWeek.Tuesday => texts["周二"],
            DayOfWeek.Wednesday => texts["周三"],
            DayOfWeek.Thursday => texts["周四"],
            DayOfWeek.Friday => texts["周五"],
            DayOfWeek.Saturday => texts["周六"],
            _ => texts["周日"],
        };

    public string Days(IReadOnlyList<DayOfWeek> days)
    {
        var ordered = Week.Where(days.Contains).ToList();
        return ordered.Count == Week.Count ? texts["每天"]
            : ordered.SequenceEqual(Week.Take(5)) ? texts["周一至周五"]
            : List(ordered.Select(Day));
    }

    public string Hours(OpeningHours hours) => $"{Days(hours.Days)} {Clock(hours.Opens)}–{Clock(hours.Closes)}";

    public static string Clock(TimeOnly time) => time.ToString("HH:mm", CultureInfo.InvariantCulture);

    public static string Figure(double figure) => figure.ToString("#,0.##", CultureInfo.InvariantCulture);

    public string List(IEnumerable<string> items) => string.Join(texts["、"], items);

    /// <summary>What a member of the history is called on the form.</summary>
    public string Member(string name) =>
        name switch
        {
            "name" => texts["名称"],
            "nameEn" => texts["英文名称"],
            "operatorGln" => texts["运营主体"],
            "parentGln" => texts["上级"],
            "divisionCode" => texts["区划代码"],
            "position" => texts["位置"],
            "floorAreaSquareMeters" => texts["场地面积"],
            "ambientCubicMeters" => texts["常温库容"],
            "chilledCubicMeters" => texts["冷藏库容"],
            "frozenCubicMeters" => texts["冷冻库容"],
            "parcelsPerDay" => texts["日处理能力"],
            "equipment" => texts["设备配置"],
            "services" => texts["服务功能"],
            "openingHours" => texts["营业时间"],
            "courierBrands" => texts["快递品牌"],
            "servedDivisions" => texts["服务的村居"],
            _ => name,
        };

    /// <summary>What a member was or became; a dash where nothing was stated.</summary>
    /// <param name="member">Its JSON name.</param>
    /// <param name="value">As it is stored.</param>
    /// <param name="names">Names of parties and nodes.</param>
    /// <param name="division">The name of a division by its code.</param>
    public string Value(string member, JsonElement? value, PlaceNames names, Func<string, string> division) =>
        value is not { } known
            ? "—"
            : member switch
            {
                "operatorGln" or "parentGln" when Gln.TryParse(known.GetString(), null, out var gln) => names.Of(gln),
                "position" => string.Join(
                    ", ",
                    known.EnumerateArray().Select(d => d.GetDouble().ToString("F5", CultureInfo.InvariantCulture))
                ),
                "floorAreaSquareMeters" => Figure(known.GetDouble()) + " m²",
                "ambientCubicMeters" or "chilledCubicMeters" or "frozenCubicMeters" => Figure(known.GetDouble())
                    + " m³",
                "parcelsPerDay" => texts["{0} 件/日", Figure(known.GetDouble())],
                "equipment" => List(known.EnumerateArray().Select(e => Named<NodeEquipment>(e, Equipment))),
                "services" => List(known.EnumerateArray().Select(e => Named<NodeService>(e, Service))),
                "divisionCode" => division(known.ToString()),
                "servedDivisions" => List(known.EnumerateArray().Select(code => division(code.ToString()))),
                "openingHours" => List(known.EnumerateArray().Select(StoredHours)),
                _ => known.ValueKind == JsonValueKind.Array
                    ? List(known.EnumerateArray().Select(e => e.ToString()))
                    : known.ToString(),
            };

    private string StoredHours(JsonElement hours)
    {
        var days = hours
            .GetProperty("days")
            .EnumerateArray()
            .Select(day => Enum.Parse<DayOfWeek>(day.GetString()!, ignoreCase: true));
        return Hours(new([.. days], Stored(hours.GetProperty("opens")), Stored(hours.GetProperty("closes"))));
    }

    private static TimeOnly Stored(JsonElement time) => TimeOnly.Parse(time.GetString()!, CultureInfo.InvariantCulture);

    private static string Named<T>(JsonElement stored, Func<T, string> word)
        where T : struct, Enum
    {
        var text = stored.GetString();
        return Enum.GetValues<T>()
            .Where(value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()) == text)
            .Select(word)
            .FirstOrDefault(text ?? "");
    }
}
