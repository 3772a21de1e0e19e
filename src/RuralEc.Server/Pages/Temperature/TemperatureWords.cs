using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Temperature;

/// <summary>What goods went through, in sentences for those who answer for it.</summary>
internal sealed class TemperatureWords(IStringLocalizer<TemperatureTexts> T, TraceWords story)
{
    // Where fruit is sold, and where it lies at home.
    public const double ShelfCelsius = 20;

    public static string PathOf(Gtin gtin, BatchNumber lot) =>
        $"/lots/{gtin}/{Uri.EscapeDataString(lot.ToString())}/temperature";

    /// <summary>Where the series of a way is given as a file.</summary>
    public static string ExportOf(WayStory way, LotPassport passport, Stretch window, string format) =>
        $"/api/temperature-stories/export?{QueryOf(way, passport, window)}&format={format}";

    /// <summary>Where the evidence of a way is given.</summary>
    public static string EvidenceOf(WayStory way, LotPassport passport, Stretch window) =>
        $"/api/temperature-stories/evidence?{QueryOf(way, passport, window)}";

    /// <summary>Of its pallet, or of the lot where it went loose.</summary>
    private static string QueryOf(WayStory way, LotPassport passport, Stretch window)
    {
        var item = way.Ways[0].Pallet?.ToUri() ?? new Lgtin(passport.Gtin, passport.Lot).ToUri();
        return $"itemUri={Uri.EscapeDataString(item)}&from={Iso(window.From)}&to={Iso(window.To)}&productClass={Uri.EscapeDataString(passport.ProductClass)}";
    }

    public string Way(WayStory way) =>
        way.Ways switch
        {
            [{ Pallet: { } pallet }] => T["托盘 {0}", pallet],
            { Count: > 1 } many when many[0].Pallet is { } first => T["托盘 {0} 等 {1} 托", first, many.Count],
            _ => T["散货"],
        };

    public string Limit(TemperatureLimit limit) =>
        limit.Side == LimitSide.Above
            ? T["高于 {0} °C（{1}）", TraceWords.Celsius(limit.Celsius), Severity(limit.Severity)]
            : T["低于 {0} °C（{1}）", TraceWords.Celsius(limit.Celsius), Severity(limit.Severity)];

    /// <summary>A limit with the time that it takes to count.</summary>
    public string Rule(TemperatureLimit limit) =>
        limit.Onset > TimeSpan.Zero
            ? T["{0}，持续 {1}", Limit(limit), story.Duration(limit.Onset)]
            : T["{0}，一次即算", Limit(limit)];

    /// <summary>Minutes beyond each limit that was passed.</summary>
    public string Beyond(TemperatureFigures figures)
    {
        var passed = figures.BeyondLimits.Where(time => time.Minutes > 0).ToList();
        if (passed.Count == 0)
        {
            return figures.Coverage.Covered > TimeSpan.Zero ? T["无"] : T["未知"];
        }

        return string.Join(
            T["；"],
            passed.Select(time =>
                (time.Side == LimitSide.Above ? "> " : "< ")
                + $"{TraceWords.Celsius(time.Celsius)} °C {story.Duration(TimeSpan.FromMinutes(time.Minutes))}"
            )
        );
    }

    /// <summary>How far the clocks and calibrations of the loggers can be relied on.</summary>
    public string Trust(TemperatureFigures figures)
    {
        var calibration = figures.Calibration switch
        {
            null => T["没有读数"],
            CalibrationTrust.InDate => T["校准有效"],
            CalibrationTrust.Overdue => T["校准已过期"],
            _ => T["无校准记录"],
        };
        return figures.Calibration is null ? calibration
            : figures.DoubtfulTimes > 0 ? T["{0}；{1} 个读数时间可疑", calibration, figures.DoubtfulTimes]
            : T["时钟正常；{0}", calibration];
    }

    public string Phase(LifePhase phase) =>
        phase.Basis switch
        {
            LifeBasis.ByHand => T["采收到预冷（人工测果心）"],
            LifeBasis.Nothing => T["没有数据的时间"],
            _ => phase.Leg!.AssetName,
        };

    /// <summary>What is left, at most, where it is kept well and where it is sold.</summary>
    public string Left(LifeBudget budget) =>
        budget.Used >= 1
            ? T["按温度推算，保鲜期已用完。"]
            : T[
                "按温度推算，已用去保鲜期的 {0} %；在 {1} °C 下最多还有 {2} 天，在 {3} °C 下最多 {4} 天。",
                Percent(100 * budget.Used),
                TraceWords.Celsius(budget.Life.ReferenceCelsius),
                Days(budget.LeftAt(budget.Life.ReferenceCelsius)),
                TraceWords.Celsius(ShelfCelsius),
                Days(budget.LeftAt(ShelfCelsius))
            ];

    /// <summary>How long the goods waited for pre-cooling; null where no pre-cooling is on record.</summary>
    public string? Precooling(LifeBudget budget, TemperatureProfile profile) =>
        (budget.TimeToPrecooling, profile.PrecoolWithinHours) switch
        {
            (null, _) => null,
            ({ } wait, null) => T["采收后 {0} 开始预冷。", story.Duration(wait)].Value,
            ({ } wait, { } hours) when wait.TotalHours > hours => T[
                "采收后 {0} 才开始预冷，超过 {1} 小时的要求。",
                story.Duration(wait),
                TraceWords.Celsius(hours)
            ].Value,
            ({ } wait, { } hours) => T[
                "采收后 {0} 开始预冷，在 {1} 小时的要求之内。",
                story.Duration(wait),
                TraceWords.Celsius(hours)
            ].Value,
        };

    /// <summary>The words of the chart's buttons, as JSON.</summary>
    public string ChartWords() =>
        JsonSerializer.Serialize(
            new Dictionary<string, string>
            {
                ["time"] = T["时间"],
                ["closer"] = T["放大"],
                ["wider"] = T["缩小"],
                ["whole"] = T["全程"],
            },
            Plain
        );

    public static string Percent(double percent) => percent.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Days(TimeSpan time) => time.TotalDays.ToString("0.0", CultureInfo.InvariantCulture);

    private static string Iso(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private string Severity(Severity severity) =>
        severity switch
        {
            ColdChain.Severity.Warning => T["预警"],
            ColdChain.Severity.Excursion => T["超温"],
            _ => T["严重"],
        };

    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
