using System.Globalization;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Pages.Trace;

/// <summary>
/// A story in sentences of the reader's language. "Kept cold" is never said without how much of the way was measured.
/// </summary>
public sealed class TraceWords(IStringLocalizer<TraceTexts> texts)
{
    private static CultureInfo Culture => CultureInfo.CurrentUICulture;

    public static bool English => Culture.TwoLetterISOLanguageName == "en";

    public static string In(Bilingual name) => English ? name.English : name.Chinese;

    public static string Day(DateOnly day) => ChinaTime.Day(day, Culture);

    public static string Day(DateTimeOffset at) => ChinaTime.Day(at, Culture);

    public static string Moment(DateTimeOffset at) => ChinaTime.DayAndClock(at, Culture);

    public string this[string chinese, params object[] parts] => texts[chinese, parts];

    /// <summary>The verdict in a few words.</summary>
    public string Heading(VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Recalled => texts["请勿食用：已召回"],
            VerdictKind.CodeVoid => texts["此码已作废"],
            VerdictKind.NotActivated => texts["此码尚未启用"],
            VerdictKind.Held => texts["本批次暂停销售"],
            VerdictKind.ColdChainCritical => texts["冷链严重中断"],
            VerdictKind.CertificateVoid => texts["合格证已作废"],
            VerdictKind.ScannedOften => texts["此码被多次扫描"],
            VerdictKind.ColdChainExcursion => texts["来源可查，途中曾超温"],
            VerdictKind.ColdChainWarning => texts["来源可查，途中短时升温"],
            VerdictKind.ColdChainUnknown => texts["来源可查，没有温度记录"],
            VerdictKind.ColdChainIncomplete => texts["来源可查，温度记录不全"],
            _ => texts["来源可查，冷链达标"],
        };

    /// <summary>What stands behind the verdict and what to do, sentence by sentence.</summary>
    public IEnumerable<string> Lead(TraceStory story, VerdictKind kind) =>
        kind switch
        {
            VerdictKind.Recalled =>
            [
                texts["这批货已被召回，您手中的这一件也在其中。请不要食用，不要转卖或转送。"],
                texts["请留好包装和这个码，到购买处退货退款；处理不了请拨打 12315。"],
            ],
            VerdictKind.CodeVoid =>
            [
                texts["合作社已停用这个码，例如标签错印或损坏。货物上不应再出现它。"],
                texts["如果您手中的包装贴着此码，请不要凭它购买，并在下面告诉我们。"],
            ],
            VerdictKind.NotActivated =>
            [
                texts["这个码由{0}印制，但还没有登记到任何一箱货物上。", In(story.Lot.Producer)],
                texts["如果您手中的包装贴着此码，请向卖家核实，并在下面告诉我们。"],
            ],
            VerdictKind.Held =>
            [
                texts["这批货正在核查，结果出来之前请先不要食用，也不要转卖。"],
                texts["已经购买的，可以联系购买处。本页会随时更新。"],
            ],
            VerdictKind.CertificateVoid =>
            [
                texts["这批货的承诺达标合格证已被作废，请向卖家核实。"],
                Temperature(story.Temperature),
            ],
            VerdictKind.ScannedOften =>
            [
                texts["请核对包装上的序列号是否就是 {0}。", story.Package!.Serial.ToString()],
                texts["扫描次数多不说明货物有问题，但真码有可能被复制到别的包装上。"],
                Temperature(story.Temperature),
            ],
            _ => [Temperature(story.Temperature)],
        };

    /// <summary>The cold chain in one or two sentences, always with the share that was measured.</summary>
    public string Temperature(TemperatureLine? line) =>
        TemperatureOf(line).Replace(" °C", "\u00a0°C", StringComparison.Ordinal);

    private string TemperatureOf(TemperatureLine? line) =>
        line switch
        {
            null or { Verdict: TemperatureVerdict.Unknown } => texts["这批货没有温度记录，无法判断冷链是否完好。"],
            { Verdict: TemperatureVerdict.NoExcursion } => Within(line),
            _ => Outside(line),
        };

    /// <summary>A temperature sign of two or three words for the row under the verdict.</summary>
    public string TemperatureSign(TemperatureLine? line) =>
        line?.Verdict switch
        {
            TemperatureVerdict.NoExcursion when !line.CoversEnough => texts["记录不全"],
            { } verdict => Sign(verdict),
            null => texts["无记录"],
        };

    private string Sign(TemperatureVerdict verdict) =>
        verdict switch
        {
            TemperatureVerdict.Unknown => texts["无记录"],
            TemperatureVerdict.NoExcursion => texts["未超温"],
            TemperatureVerdict.Warning => texts["短时升温"],
            TemperatureVerdict.Excursion => texts["曾超温"],
            _ => texts["严重超温"],
        };

    /// <summary>What kind of place the goods stayed in.</summary>
    public string Place(AssetKind kind) =>
        kind switch
        {
            AssetKind.Truck => texts["冷藏车"],
            AssetKind.ColdRoom => texts["冷库"],
            AssetKind.Cabinet => texts["冷柜"],
            AssetKind.Crate => texts["周转箱"],
            _ => texts["保温箱"],
        };

    /// <summary>What was seen of one stay; little coverage is never called within limits.</summary>
    public string LegSign(TemperatureLeg leg) => Sign(leg.Verdict, leg.CoveragePercent);

    /// <summary>A verdict in two or three words; little coverage is never called within limits.</summary>
    public string Sign(TemperatureVerdict verdict, double coveragePercent) =>
        verdict is TemperatureVerdict.NoExcursion && coveragePercent < TemperatureLine.EnoughCoverage
            ? texts["记录不全"]
            : Sign(verdict);

    /// <summary>The sign that goes with <see cref="Sign(TemperatureVerdict, double)"/>.</summary>
    public static Tone ToneOf(TemperatureVerdict verdict, double coveragePercent) =>
        (verdict, coveragePercent) switch
        {
            (TemperatureVerdict.Critical, _) => Tone.Danger,
            (TemperatureVerdict.NoExcursion, >= TemperatureLine.EnoughCoverage) => Tone.Good,
            _ => Tone.Caution,
        };

    /// <summary>A share of time in percent; 100 only where it is whole.</summary>
    public static string Share(double percent) =>
        TemperatureLine.Shown(percent).ToString("0.#", CultureInfo.InvariantCulture);

    public string CodeState(TraceCodeState state) =>
        state switch
        {
            TraceCodeState.Printed => texts["已印制，未启用"],
            TraceCodeState.Activated => texts["已启用"],
            TraceCodeState.Shipped => texts["运输或仓储中"],
            TraceCodeState.InMarket => texts["已入市"],
            TraceCodeState.Sold => texts["已售出"],
            TraceCodeState.Recalled => texts["已召回"],
            _ => texts["已作废"],
        };

    public string Step(JourneyKind kind) =>
        kind switch
        {
            JourneyKind.Harvest => texts["采收"],
            JourneyKind.Precooling => texts["预冷"],
            JourneyKind.Grading => texts["分拣分级"],
            JourneyKind.Packing => texts["装箱"],
            JourneyKind.Certificate => texts["开具合格证"],
            JourneyKind.Shipping => texts["发出"],
            JourneyKind.Receiving => texts["收货"],
            JourneyKind.Rejection => texts["拒收"],
            JourneyKind.Repacking => texts["改装"],
            JourneyKind.Hold => texts["暂停"],
            JourneyKind.Release => texts["恢复"],
            _ => texts["售出"],
        };

    public string Fact(JourneyFact fact) =>
        fact.Kind switch
        {
            JourneyFactKind.QuantityKg => texts["{0} 千克", fact.Value],
            JourneyFactKind.QuantityBoxes => texts["{0} 箱", fact.Value],
            JourneyFactKind.PulpBeforeCelsius => texts["预冷前果心 {0} °C", fact.Value],
            JourneyFactKind.PulpAfterCelsius => texts["预冷后果心 {0} °C", fact.Value],
            JourneyFactKind.SurfaceCelsius => texts["箱面 {0} °C", fact.Value],
            JourneyFactKind.Reserve => texts["有保留接收"],
            _ => Method(fact.Value),
        };

    private string Method(string name) =>
        name switch
        {
            "IceWater" => texts["冰水预冷"],
            "ForcedAir" => texts["差压预冷"],
            "Vacuum" => texts["真空预冷"],
            "Room" => texts["冷库预冷"],
            _ => name,
        };

    /// <summary>A length of time, as in 1 小时 35 分钟.</summary>
    public string Duration(TimeSpan length)
    {
        var minutes = (int)Math.Round(length.TotalMinutes);
        return minutes < 60 ? texts["{0} 分钟", minutes]
            : minutes % 60 == 0 ? texts["{0} 小时", minutes / 60]
            : texts["{0} 小时 {1} 分钟", minutes / 60, minutes % 60];
    }

    public static string Percent(TemperatureLine line) =>
        line.ShownCoverage.ToString(line.ShownCoverage >= 100 ? "0" : "0.0", CultureInfo.InvariantCulture);

    public static string Celsius(double celsius) => celsius.ToString("0.#", CultureInfo.InvariantCulture);

    public string Limits(TemperatureLine line) =>
        (line.LowCelsius, line.HighCelsius) switch
        {
            ({ } low, { } high) => texts["{0}–{1} °C", Celsius(low), Celsius(high)],
            (null, { } high) => texts["不高于 {0} °C", Celsius(high)],
            ({ } low, null) => texts["不低于 {0} °C", Celsius(low)],
            _ => texts["规定范围内"],
        };

    public ChartWords Chart(TemperatureLine line) =>
        new(
            texts["从 {0} 到 {1} 的温度曲线", Moment(line.Window.From), Moment(line.Window.To)],
            Temperature(line) + Stretches(line),
            texts["无数据"],
            Culture
        );

    private string Stretches(TemperatureLine line) =>
        string.Concat(
            line.Breaches.Take(10)
                .Select(b =>
                    texts[
                        "{0} 至 {1} 超限，{2} °C。",
                        Moment(b.When.From),
                        Moment(b.When.To),
                        Celsius(b.PeakCelsius)
                    ].Value
                )
                .Concat(
                    line.Gaps.Take(10).Select(g => texts["{0} 至 {1} 无数据。", Moment(g.From), Moment(g.To)].Value)
                )
        );

    private string Outside(TemperatureLine line)
    {
        var said = Worst(line) is { Length: > 0 } worst ? worst : texts["温度曾超出规定。"].Value;
        return said
            + (
                line.ShownCoverage >= 100
                    ? texts["记录覆盖全程 100 %。"].Value
                    : texts[
                        "记录覆盖全程 {0} %，另有 {1}无数据，超温时间可能更长。",
                        Percent(line),
                        Duration(Unmeasured(line))
                    ].Value
            );
    }

    private string Within(TemperatureLine line)
    {
        var measured = texts["{0}–{1} °C", Celsius(line.MinCelsius ?? 0), Celsius(line.MaxCelsius ?? 0)].Value;
        var said = line.NeverBeyond
            ? texts["实测 {0}，没有超出要求（{1}）。", measured, Limits(line)].Value
            : texts["实测 {0}，有短时波动，未达到超温标准。", measured].Value;
        return said
            + (
                line.ShownCoverage >= 100
                    ? texts["记录覆盖全程 100 %。"].Value
                    : texts[
                        "记录只覆盖全程 {0} %，其余 {1}没有数据，无法判断。",
                        Percent(line),
                        Duration(Unmeasured(line))
                    ].Value
            );
    }

    private string Worst(TemperatureLine line) =>
        (
            line.TimeAbove > TimeSpan.Zero && line.HighCelsius is { } high
                ? texts[
                    "高于 {0} °C 共 {1}，最高 {2} °C。",
                    Celsius(high),
                    Duration(line.TimeAbove),
                    Celsius(line.MaxCelsius ?? high)
                ].Value
                : ""
        )
        + (
            line.TimeBelow > TimeSpan.Zero && line.LowCelsius is { } low
                ? texts[
                    "低于 {0} °C 共 {1}，最低 {2} °C。",
                    Celsius(low),
                    Duration(line.TimeBelow),
                    Celsius(line.MinCelsius ?? low)
                ].Value
                : ""
        );

    private static TimeSpan Unmeasured(TemperatureLine line) =>
        line.Window.Length * (1 - (Math.Clamp(line.CoveragePercent, 0, 100) / 100));
}
