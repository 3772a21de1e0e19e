using RuralEc.ColdChain;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Trace;
using RuralEc.Traceability.Codes;

namespace RuralEc.Server.Tests.Scan;

/// <summary>Stories of the sample season (domain.md §6) as the page gets them.</summary>
internal static class SampleStories
{
    public static readonly Gtin FirstGrade = Gtin.Parse("09521234500018");
    public static readonly BatchNumber Lot = BatchNumber.Parse("2606260713");
    public static readonly SerialNumber Serial = SerialNumber.Parse("7F3K9QX2M8");

    private static readonly Bilingual Cooperative = new(
        "增城仙村示例荔枝专业合作社",
        "Zengcheng Xiancun Example Litchi Co-operative"
    );
    private static readonly Bilingual Town = new("广州市增城区仙村镇", "Xiancun, Zengcheng, Guangzhou");

    public static DateTimeOffset At(int day, int hour, int minute = 0) =>
        new(2026, 6, day, hour, minute, 0, TimeSpan.FromHours(8));

    public static TraceStory Excursion => Story(Trip());

    /// <summary>T1 without the readings from 09:00 to 09:20 (220 of 240 minutes are covered).</summary>
    public static TraceStory ExcursionWithGap =>
        Story(
            Trip() with
            {
                Points = [.. Trip().Points.Where(p => p.At < At(27, 9) || p.At > At(27, 9, 20))],
                Gaps = [new(At(27, 9), At(27, 9, 20))],
                CoveragePercent = 220.0 / 240 * 100,
            }
        );

    public static TraceStory AllWell => Story(Cold(5));

    public static TraceStory NoReadings => Story(null);

    public static TraceStory Recalled => In(TraceCodeState.Recalled);

    public static TraceStory Void => In(TraceCodeState.Void);

    public static TraceStory NotActivated => In(TraceCodeState.Printed);

    public static TraceStory WithoutSerial => AllWell with { Package = null };

    public static TraceStory In(TraceCodeState state) =>
        AllWell with
        {
            Package = AllWell.Package! with { State = state },
        };

    /// <summary>A week at one reading a minute: more than any page should draw.</summary>
    public static TraceStory Week => Story(Cold(7 * 24 * 60));

    /// <summary>The air in truck T1 every 5 minutes, minutes 0 to 240 from 05:30.</summary>
    public static TemperatureLine Trip()
    {
        TemperaturePoint[] points =
        [
            .. Enumerable.Range(0, 49).Select(i => new TemperaturePoint(At(27, 5, 30).AddMinutes(i * 5), Air(i * 5))),
        ];
        return new()
        {
            Window = new(At(27, 5, 30), At(27, 9, 30)),
            Points = points,
            Gaps = [],
            Breaches = [new(new(At(27, 6, 45), At(27, 8, 20)), 17.6)],
            LowCelsius = 1.5,
            HighCelsius = 10,
            MinCelsius = 3.8,
            MaxCelsius = 17.6,
            TimeAbove = TimeSpan.FromMinutes(95),
            CoveragePercent = 100,
            Verdict = TemperatureVerdict.Excursion,
            LifeUsedPercent = 1.44,
        };
    }

    private static double Air(int minute) =>
        minute switch
        {
            <= 30 => 3.8,
            <= 120 => 3.8 + ((17.6 - 3.8) * (minute - 30) / 90),
            <= 140 => 17.6,
            <= 185 => 17.6 - ((17.6 - 4.5) * (minute - 140) / 45),
            _ => 4.5 - ((4.5 - 3.9) * (minute - 185) / 55),
        };

    private static TemperatureLine Cold(int readings)
    {
        var from = At(20, 5, 30);
        return new()
        {
            Window = new(from, from.AddMinutes(readings)),
            Points =
            [
                .. Enumerable
                    .Range(0, readings)
                    .Select(i => new TemperaturePoint(
                        from.AddMinutes(i),
                        4 + Math.Sin(i / 37.0) + ((i * 7919 % 13) / 20.0)
                    )),
            ],
            Gaps = [],
            Breaches = [],
            LowCelsius = 1.5,
            HighCelsius = 8,
            MinCelsius = 3,
            MaxCelsius = 5.6,
            CoveragePercent = 100,
            Verdict = TemperatureVerdict.NoExcursion,
        };
    }

    private static TraceStory Story(TemperatureLine? temperature) =>
        new()
        {
            Product = new(
                FirstGrade,
                new("增城桂味荔枝", "Zengcheng Guiwei litchi"),
                new("桂味", "Guiwei"),
                new("一级", "Class I"),
                2.5m,
                "NY/T 1648-2008"
            ),
            Lot = new()
            {
                Number = Lot,
                Producer = Cooperative,
                Origin = Town,
                HarvestedOn = new(2026, 6, 26),
                PackedOn = new(2026, 6, 26),
                BestBefore = new(2026, 7, 21),
            },
            Package = new(Serial, "7F3K9QX2M8V", TraceCodeState.InMarket, At(28, 8), At(26, 16), 2, At(28, 18, 12)),
            Temperature = temperature,
            Certificate = Certificate,
            Journey = Journey,
            AsOf = At(28, 20, 15),
        };

    private static CertificateFacts Certificate =>
        new()
        {
            Number = "4401181002606260000001",
            ProductName = "桂味荔枝（一级）",
            Quantity = "5400 千克（2160 箱）",
            Origin = "广东省广州市增城区仙村镇",
            Promiser = Cooperative.Chinese,
            Contact = "020-82930000",
            IssuedOn = new(2026, 6, 26),
            Promises = ["未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标。"],
            Bases = [new("质量安全控制符合要求", false), new("自行检测合格", true), new("委托检测合格", false)],
            LegalBasis = "《农产品质量安全承诺达标合格证管理办法》（农业农村部令2025年第4号）样式一",
        };

    private static IReadOnlyList<JourneyStep> Journey
    {
        get
        {
            Bilingual orchard = new("7号地块", "Plot 7");
            Bilingual packhouse = new("合作社包装间", "Co-operative packhouse");
            Bilingual warehouse = new("增城公共仓（演示）", "Zengcheng public warehouse (demo)");
            Bilingual lane = new("广州市增城区", "Zengcheng, Guangzhou");
            Bilingual carrier = new("示例冷链物流", "Example Cold Logistics");
            return
            [
                new(
                    JourneyKind.Harvest,
                    At(26, 9, 30),
                    orchard,
                    Town,
                    Cooperative,
                    [new(JourneyFactKind.QuantityKg, "12,150")]
                ),
                new(
                    JourneyKind.Precooling,
                    At(26, 14),
                    packhouse,
                    Town,
                    Cooperative,
                    [
                        new(JourneyFactKind.Method, "IceWater"),
                        new(JourneyFactKind.PulpBeforeCelsius, "28.2"),
                        new(JourneyFactKind.PulpAfterCelsius, "7.5"),
                    ]
                ),
                new(
                    JourneyKind.Grading,
                    At(26, 16, 30),
                    packhouse,
                    Town,
                    Cooperative,
                    [new(JourneyFactKind.QuantityKg, "10,800")]
                ),
                new(
                    JourneyKind.Packing,
                    At(26, 16, 35),
                    packhouse,
                    Town,
                    Cooperative,
                    [new(JourneyFactKind.QuantityBoxes, "2,160")]
                ),
                new(JourneyKind.Certificate, At(26, 16, 40), null, null, Cooperative, []),
                new(
                    JourneyKind.Shipping,
                    At(27, 5, 30),
                    packhouse,
                    Town,
                    carrier,
                    [new(JourneyFactKind.QuantityBoxes, "960")]
                ),
                new(
                    JourneyKind.Receiving,
                    At(27, 9, 40),
                    warehouse,
                    lane,
                    null,
                    [new(JourneyFactKind.SurfaceCelsius, "8.6"), new(JourneyFactKind.Reserve, "")]
                ),
            ];
        }
    }
}
