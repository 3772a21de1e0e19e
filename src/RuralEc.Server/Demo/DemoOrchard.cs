using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using RuralEc.Gs1;
using RuralEc.Traceability.Certificates;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Server.Demo;

/// <summary>
/// The co-operative's part of the sample season: 18 plots, the farm log, and lots from harvest to packed boxes, through
/// the use cases that people use.
/// </summary>
internal sealed class DemoOrchard(
    ProductCatalogue products,
    PlotRegister plots,
    FarmLog log,
    HarvestRegister harvests,
    PrecoolingRecord precoolings,
    Grading gradings,
    Packing packings,
    LotMerge merges,
    CertificateRegister certificates
)
{
    /// <summary>The lot that the sample season follows to the consumer.</summary>
    public const string MainLot = "2606260713";

    public static readonly Gtin FirstBox = Gtin.Parse("09521234500018");
    public static readonly Gtin ExtraBox = Gtin.Parse("09521234500025");
    public static readonly Gtin SecondBox = Gtin.Parse("09521234500032");
    public static readonly Gtin Bulk = Gtin.Parse("09521234500049");

    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DateOnly Spraying = new(2026, 6, 12);

    /// <summary>Plot number, variety, its centre as an offset from 仙村 in thousandths of a degree, and its area in mu.</summary>
    private static readonly (int Number, string Variety, int East, int North, int Mu)[] Plots =
    [
        (1, "桂味", -14, 9, 64),
        (2, "桂味", -9, 11, 58),
        (3, "桂味", -3, 12, 72),
        (4, "糯米糍", 4, 12, 66),
        (5, "糯米糍", 10, 10, 61),
        (6, "仙进奉", 15, 7, 70),
        (7, "桂味", -12, 3, 75),
        (8, "桂味", -6, 5, 55),
        (9, "桂味", 0, 6, 68),
        (10, "糯米糍", 7, 5, 63),
        (11, "仙进奉", 12, 2, 77),
        (12, "仙进奉", -15, -3, 69),
        (13, "糯米糍", -8, -2, 57),
        (14, "桂味", -2, -1, 74),
        (15, "仙进奉", 5, -1, 62),
        (16, "糯米糍", 11, -4, 71),
        (17, "仙进奉", -5, -8, 65),
        (18, "桂味", 2, -7, 73),
    ];

    /// <summary>Other harvests of the season: plot number, day, kg.</summary>
    private static readonly (int Plot, DateOnly Day, int Kg)[] OtherHarvests =
    [
        (1, new(2026, 6, 27), 8_400),
        (2, new(2026, 6, 27), 7_350),
        (3, new(2026, 6, 28), 9_000),
        (8, new(2026, 6, 28), 6_900),
        (14, new(2026, 6, 29), 9_600),
        (18, new(2026, 6, 29), 8_850),
        (4, new(2026, 6, 30), 7_800),
        (5, new(2026, 7, 1), 7_200),
        (10, new(2026, 7, 2), 8_100),
        (13, new(2026, 7, 3), 6_750),
        (16, new(2026, 7, 4), 9_150),
        (6, new(2026, 7, 5), 8_250),
        (11, new(2026, 7, 7), 9_750),
        (12, new(2026, 7, 9), 8_700),
        (15, new(2026, 7, 11), 7_650),
        (17, new(2026, 7, 13), 8_100),
    ];

    public async Task GrowAsync(
        ClaimsPrincipal clerk,
        ClaimsPrincipal manager,
        Action<string> progress,
        CancellationToken ct
    )
    {
        progress("产品与地块");
        foreach (var product in ProductCommands())
        {
            Demo.Done(await products.RegisterAsync(manager, product, ct));
        }

        foreach (var plot in Plots)
        {
            await LayOutAsync(clerk, plot, ct);
        }

        progress("主批次 " + MainLot);
        await MainHarvestAsync(clerk, manager, ct);
        await NeighbourHarvestAsync(clerk, ct);
        foreach (var (plot, day, kg) in OtherHarvests)
        {
            progress($"{day:MM-dd} 采收 P-{plot:D2}");
            await PlainHarvestAsync(clerk, plot, day, kg, ct);
        }
    }

    private static IEnumerable<ProductCommand> ProductCommands()
    {
        yield return new(Bulk, "荔枝（散装）", "Lychee, bulk", "桂味", "litchi", "Guiwei");
        yield return new(
            FirstBox,
            "桂味荔枝 2.5 kg 一级",
            "Guiwei lychee 2.5 kg, first grade",
            "桂味",
            "litchi",
            "Guiwei",
            "first",
            2.5m,
            8
        );
        yield return new(
            ExtraBox,
            "桂味荔枝 2.5 kg 特级",
            "Guiwei lychee 2.5 kg, extra grade",
            "桂味",
            "litchi",
            "Guiwei",
            "extra",
            2.5m,
            8
        );
        yield return new(
            SecondBox,
            "桂味荔枝 2.5 kg 二级",
            "Guiwei lychee 2.5 kg, second grade",
            "桂味",
            "litchi",
            "Guiwei",
            "second",
            2.5m,
            8
        );
    }

    private async Task LayOutAsync(
        ClaimsPrincipal clerk,
        (int Number, string Variety, int East, int North, int Mu) plot,
        CancellationToken ct
    )
    {
        var registered = At(new(2026, 1, 15), 9, plot.Number);
        var centre = (Longitude: 113.700 + (plot.East / 1000.0), Latitude: 23.190 + (plot.North / 1000.0));
        // 1 mu is 666.7 m²; a degree here is about 102.3 km by 110.8 km.
        var half = Math.Sqrt(plot.Mu * 666.7) / 2;
        var (dx, dy) = (half / 102_300, half / 110_800);
        var ring = JsonSerializer.SerializeToElement(
            (double[][][])
                [
                    [
                        [centre.Longitude - dx, centre.Latitude - dy],
                        [centre.Longitude + dx, centre.Latitude - dy],
                        [centre.Longitude + dx, centre.Latitude + dy],
                        [centre.Longitude - dx, centre.Latitude + dy],
                        [centre.Longitude - dx, centre.Latitude - dy],
                    ],
                ]
        );
        Demo.Done(
            await plots.RegisterAsync(
                clerk,
                new(
                    PlotId(plot.Number),
                    PlotGln(plot.Number),
                    plot.Number,
                    $"P-{plot.Number:D2} {plot.Variety}园",
                    "litchi",
                    plot.Variety,
                    "440118110",
                    new("Polygon", ring),
                    NameEn: $"P-{plot.Number:D2}"
                ),
                ct
            )
        );
        Demo.Done(
            await log.AppendAsync(
                clerk,
                new(
                    DemoIds.Of($"spray/{plot.Number}", registered),
                    PlotId(plot.Number),
                    FarmWork.Pesticide,
                    Spraying,
                    Spraying,
                    "植保员 李示例",
                    "吡唑醚菌酯悬浮剂",
                    "吡唑醚菌酯",
                    20,
                    "mL/亩",
                    "霜疫霉病",
                    "仙村示例农资店",
                    14
                ),
                ct
            )
        );
    }

    /// <summary>Domain oracle: 12,150 kg in, 60 kg shrink, 1,290 kg culls, 10,800 kg graded, 4,320 boxes.</summary>
    private async Task MainHarvestAsync(ClaimsPrincipal clerk, ClaimsPrincipal manager, CancellationToken ct)
    {
        var day = new DateOnly(2026, 6, 26);
        var lot = BatchNumber.Parse(MainLot);
        Demo.Done(
            await harvests.RegisterAsync(
                clerk,
                new(
                    Id("harvest", MainLot, day),
                    PlotId(7),
                    Bulk,
                    lot,
                    At(day, 5, 30),
                    At(day, 9, 30),
                    12_150,
                    810,
                    26.5m,
                    28.2m,
                    DemoPlaces.Packhouse
                ),
                ct
            )
        );
        Demo.Done(
            await precoolings.RecordAsync(
                clerk,
                new(
                    Id("precool", MainLot, day),
                    Bulk,
                    lot,
                    DemoPlaces.Packhouse,
                    At(day, 10, 0),
                    At(day, 14, 0),
                    PrecoolingMethod.IceWater,
                    28.2m,
                    7.5m,
                    60
                ),
                ct
            )
        );
        Demo.Done(
            await gradings.RecordAsync(
                clerk,
                new(
                    Id("grade", MainLot, day),
                    DemoPlaces.Packhouse,
                    At(day, 16, 30),
                    [new(Bulk, lot, 12_090)],
                    [
                        new("extra", 3_000, BatchNumber.Parse(MainLot + "-T")),
                        new("first", 5_400, BatchNumber.Parse(MainLot + "-1")),
                        new("second", 2_400, BatchNumber.Parse(MainLot + "-2")),
                    ],
                    CullsKg: 1_290
                ),
                ct
            )
        );
        await PackAsync(clerk, "pack-T", MainLot + "-T", 3_000, ExtraBox, MainLot, 1_200, At(day, 16, 31), ct);
        await PackAsync(clerk, "pack-1", MainLot + "-1", 5_400, FirstBox, MainLot, 2_160, At(day, 16, 32), ct);
        await PackAsync(clerk, "pack-2", MainLot + "-2", 2_398, SecondBox, MainLot, 960, At(day, 16, 33), ct);
        foreach (var (box, boxes) in new[] { (ExtraBox, 1_200), (FirstBox, 2_160), (SecondBox, 960) })
        {
            await CertifyAsync(manager, box, MainLot, boxes, CertificateBasis.OwnTest, day, ct);
        }
    }

    /// <summary>P-09 of the same day: 96 boxes into which 2 kg of the main lot's second grade went.</summary>
    private async Task NeighbourHarvestAsync(ClaimsPrincipal clerk, CancellationToken ct)
    {
        const string Lot = "2606260904";
        var day = new DateOnly(2026, 6, 26);
        await HarvestAndGradeAsync(clerk, 9, day, Lot, 300, [("second", 238m)], 59.5m, 2.5m, ct);
        Demo.Done(
            await merges.RecordAsync(
                clerk,
                new(
                    Id("merge", Lot, day),
                    DemoPlaces.Packhouse,
                    At(day, 17, 0),
                    [new(Bulk, BatchNumber.Parse(Lot + "-2"), 238), new(Bulk, BatchNumber.Parse(MainLot + "-2"), 2)],
                    BatchNumber.Parse(Lot + "-M")
                ),
                ct
            )
        );
        await PackAsync(clerk, "pack", Lot + "-M", 240, SecondBox, Lot, 96, At(day, 17, 10), ct);
    }

    private async Task PlainHarvestAsync(ClaimsPrincipal clerk, int plot, DateOnly day, int kg, CancellationToken ct)
    {
        var lot = string.Create(CultureInfo.InvariantCulture, $"{day:yyMMdd}{plot:D2}01");
        var (shrink, first, second) = (kg / 200m, 2.5m * (kg / 5), 2.5m * (kg / 10));
        await HarvestAndGradeAsync(
            clerk,
            plot,
            day,
            lot,
            kg,
            [("first", first), ("second", second)],
            kg - shrink - first - second,
            shrink,
            ct
        );
        await PackAsync(clerk, "pack-1", lot + "-1", first, FirstBox, lot, kg / 5, At(day, 16, 32), ct);
        await PackAsync(clerk, "pack-2", lot + "-2", second, SecondBox, lot, kg / 10, At(day, 16, 33), ct);
        await CertifyAsync(clerk, FirstBox, lot, kg / 5, CertificateBasis.QualityControl, day, ct);
        await CertifyAsync(clerk, SecondBox, lot, kg / 10, CertificateBasis.QualityControl, day, ct);
    }

    private async Task CertifyAsync(
        ClaimsPrincipal by,
        Gtin box,
        string lot,
        int boxes,
        CertificateBasis basis,
        DateOnly day,
        CancellationToken ct
    ) =>
        Demo.Done(
            await certificates.IssueAsync(
                by,
                new(
                    Id("certificate" + box, lot, day),
                    box,
                    BatchNumber.Parse(lot),
                    DemoPlaces.Packhouse,
                    At(day, 16, 40),
                    boxes,
                    [basis],
                    basis == CertificateBasis.OwnTest ? [new("吡唑醚菌酯")] : null
                ),
                ct
            )
        );

    private async Task HarvestAndGradeAsync(
        ClaimsPrincipal clerk,
        int plot,
        DateOnly day,
        string lotNumber,
        decimal kg,
        (string Grade, decimal Kg)[] grades,
        decimal culls,
        decimal shrink,
        CancellationToken ct
    )
    {
        var lot = BatchNumber.Parse(lotNumber);
        Demo.Done(
            await harvests.RegisterAsync(
                clerk,
                new(
                    Id("harvest", lotNumber, day),
                    PlotId(plot),
                    Bulk,
                    lot,
                    At(day, 5, 45),
                    At(day, 9, 15),
                    kg,
                    (int)(kg / 15),
                    26.8m,
                    28.4m,
                    DemoPlaces.Packhouse
                ),
                ct
            )
        );
        Demo.Done(
            await precoolings.RecordAsync(
                clerk,
                new(
                    Id("precool", lotNumber, day),
                    Bulk,
                    lot,
                    DemoPlaces.Packhouse,
                    At(day, 10, 30),
                    At(day, 13, 30),
                    PrecoolingMethod.IceWater,
                    28.0m,
                    7.8m,
                    shrink
                ),
                ct
            )
        );
        Demo.Done(
            await gradings.RecordAsync(
                clerk,
                new(
                    Id("grade", lotNumber, day),
                    DemoPlaces.Packhouse,
                    At(day, 16, 0),
                    [new(Bulk, lot, kg - shrink)],
                    [
                        .. grades.Select(g => new GradeAmount(
                            g.Grade,
                            g.Kg,
                            BatchNumber.Parse($"{lotNumber}-{(g.Grade == "first" ? 1 : 2)}")
                        )),
                    ],
                    CullsKg: culls
                ),
                ct
            )
        );
    }

    private async Task PackAsync(
        ClaimsPrincipal clerk,
        string step,
        string fromLot,
        decimal kg,
        Gtin box,
        string lot,
        int boxes,
        DateTimeOffset at,
        CancellationToken ct
    ) =>
        Demo.Done(
            await packings.RecordAsync(
                clerk,
                new(
                    DemoIds.Of($"{step}/{fromLot}", at),
                    DemoPlaces.Packhouse,
                    at,
                    new(Bulk, BatchNumber.Parse(fromLot), kg),
                    box,
                    BatchNumber.Parse(lot),
                    boxes
                ),
                ct
            )
        );

    private static Guid PlotId(int number) => DemoIds.Of($"plot/{number}", At(new(2026, 1, 15), 8, number));

    private static Gln PlotGln(int number) => number == 7 ? Gln.Parse("9521234100010") : DemoIds.GlnOf(10_100 + number);

    private static Guid Id(string step, string lot, DateOnly day) => DemoIds.Of($"{step}/{lot}", At(day, 0, 0));

    private static DateTimeOffset At(DateOnly day, int hour, int minute) => new(day, new TimeOnly(hour, minute), China);
}
