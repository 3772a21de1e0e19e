using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Network;

/// <summary>What a figure is called, how it is computed and from what.</summary>
internal sealed record FigureAbout(string Name, string Formula, string Source);

/// <summary>The words of figures, in the language of the reader.</summary>
internal sealed class FigureWords(IStringLocalizer<NetworkTexts> T)
{
    /// <summary>The code of a figure as it stands in addresses and tables.</summary>
    public static string Code(IndicatorCode code) => JsonNamingPolicy.SnakeCaseLower.ConvertName(code.ToString());

    public static IndicatorCode? Find(string? code) =>
        Enum.GetValues<IndicatorCode>().Where(c => Code(c) == code).Select(c => (IndicatorCode?)c).FirstOrDefault();

    public FigureAbout About(IndicatorCode code) =>
        code switch
        {
            IndicatorCode.VillageReach => Of(
                T["建制村通达率"],
                T["有服务点且近 30 天有件的建制村 ÷ 全部建制村"],
                T["节点、日报"]
            ),
            IndicatorCode.DirectDelivery => Of(T["直投到村率"], T["村内投递件数 ÷ 寄往本村件数"], T["日报"]),
            IndicatorCode.BrandCover => Of(
                T["合作品牌覆盖"],
                T["共配网络服务 4 个及以上快递品牌的建制村 ÷ 全部建制村"],
                T["节点"]
            ),
            IndicatorCode.ParcelsInPerDay => Of(T["日均进件"], T["进件数 ÷ 日历天数"], T["日报"]),
            IndicatorCode.ParcelsOutPerDay => Of(T["日均出件"], T["出件数 ÷ 日历天数"], T["日报"]),
            IndicatorCode.OutInRatio => Of(T["上行比"], T["出件数 ÷ 进件数"], T["日报"]),
            IndicatorCode.FarmParcels => Of(T["农产品上行件"], T["标为农产品的出件数合计"], T["日报"]),
            IndicatorCode.FarmValue => Of(T["农产品上行额"], T["农产品出件申报价值合计"], T["日报"]),
            IndicatorCode.OnTime => Of(T["时效达成率"], T["按时交接数 ÷ 应交接数"], T["日报"]),
            IndicatorCode.UnitCost => Of(
                T["单件成本"],
                T["（人工、车辆、租金、能耗、包装成本 − 共享收入）÷ 进出件数"],
                T["日报"]
            ),
            IndicatorCode.LoadRate => Of(T["装载率"], T["实载体积 ÷ 可载体积"], T["日报"]),
            IndicatorCode.EmptyReturns => Of(T["空返率"], T["空返班次 ÷ 班次"], T["日报"]),
            IndicatorCode.ColdVolume => Of(T["冷库库容"], T["在营节点冷藏与冷冻容积合计"], T["节点"]),
            IndicatorCode.ColdUse => Of(
                T["冷库利用率"],
                T["占用容积日均 ÷ 可用容积（按填报天数加权）"],
                T["日报、节点"]
            ),
            IndicatorCode.BrokenChain => Of(
                T["冷链断链率"],
                T["有严重超温或温度覆盖低于 90 % 的批次 ÷ 冷链发出的批次"],
                T["发货记录、温度读数"]
            ),
            IndicatorCode.TemperatureCover => Of(
                T["温度覆盖率"],
                T["有读数的分钟 ÷ 冷链途中的分钟"],
                T["发货记录、温度读数"]
            ),
            IndicatorCode.Loss => Of(
                T["损耗率"],
                T["加工损耗、失水和收货短少的公斤 ÷ 采收和从外收入的公斤"],
                T["采收、加工、收货记录"]
            ),
            IndicatorCode.FirstAction => Of(
                T["首见异常处置时长（中位）"],
                T["系统得知告警到第一次有人处理的分钟，取中位数"],
                T["告警记录"]
            ),
            IndicatorCode.FirstActionP95 => Of(
                T["首见异常处置时长（P95）"],
                T["系统得知告警到第一次有人处理的分钟，取第 95 百分位"],
                T["告警记录"]
            ),
            IndicatorCode.Subjects => Of(T["带动合作社"], T["期内有货发出的合作社数，每家计一次"], T["发货记录"]),
            IndicatorCode.TraceComplete => Of(
                T["追溯完整率"],
                T["每次收货都有对应发货的批次 ÷ 期内收货的批次"],
                T["发货与收货记录"]
            ),
            IndicatorCode.CertificateRate => Of(
                T["合格证开具率"],
                T["有有效合格证的批次 ÷ 期内发出的应开证批次"],
                T["发货记录、合格证"]
            ),
            IndicatorCode.RecallResponse => Of(T["召回响应"], T["发出召回到找到 95 % 可达单元的分钟"], T["召回记录"]),
            _ => Of(code.ToString(), "", ""),
        };

    public string Value(Indicator figure) =>
        figure.Value is { } value ? Value(value, figure.Unit)
        : figure.Code is IndicatorCode.RecallResponse ? T["没有召回记录"]
        : T["没有数据"];

    public string Value(double value, IndicatorUnit unit) =>
        unit switch
        {
            IndicatorUnit.Share => T["{0} %", Number(100 * value, "0.#")],
            IndicatorUnit.Parcels => T["{0} 件", Number(value, "#,0")],
            IndicatorUnit.ParcelsPerDay => T["{0} 件/天", Number(value, "#,0.#")],
            IndicatorUnit.Ratio => Number(value, "0.00"),
            IndicatorUnit.Yuan => T["{0} 元", Number(value, "#,0.##")],
            IndicatorUnit.YuanPerParcel => T["{0} 元/件", Number(value, "0.00")],
            IndicatorUnit.CubicMeters => T["{0} 立方米", Number(value, "#,0.#")],
            IndicatorUnit.Minutes => T["{0} 分钟", Number(value, "#,0.#")],
            IndicatorUnit.Subjects => T["{0} 家", Number(value, "#,0")],
            _ => Number(value, "0.##"),
        };

    /// <summary>What stands above and below the line.</summary>
    public string Parts(Indicator figure) =>
        figure switch
        {
            { Code: IndicatorCode.FirstAction or IndicatorCode.FirstActionP95, Denominator: { } all } => T[
                "{0} 个告警中 {1} 个已有人处理",
                Number(all, "0"),
                Number(figure.Numerator ?? 0, "0")
            ],
            { Numerator: { } above, Denominator: { } below } =>
                $"{Number(above, "#,0.##")} / {Number(below, "#,0.##")}",
            { Numerator: { } sum, Sources: > 0 } => Number(sum, "#,0.##"),
            _ => "—",
        };

    /// <summary>How it changed since the period before, in words and with a sign.</summary>
    public string Change(Indicator now, Indicator? before)
    {
        if (now.Value is not { } value || before?.Value is not { } was)
        {
            return T["无法比较"];
        }

        var difference = value - was;
        var text =
            now.Unit is IndicatorUnit.Share
                ? T["{0} 个百分点", Number(Math.Abs(100 * difference), "0.#")].Value
                : Value(Math.Abs(difference), now.Unit);
        return difference switch
        {
            > 0 => T["▲ 上升 {0}", text],
            < 0 => T["▼ 下降 {0}", text],
            _ => T["持平"],
        };
    }

    public string Period(NetworkPeriod period) =>
        T["{0} 至 {1}（{2} 天）", ChinaTime.Text(period.From), ChinaTime.Text(period.To), period.Days];

    public static string Number(double? value, string format) =>
        value?.ToString(format, CultureInfo.InvariantCulture) ?? "—";

    private static FigureAbout Of(string name, string formula, string source) => new(name, formula, source);
}
