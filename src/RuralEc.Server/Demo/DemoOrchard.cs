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

    private const string XiancunTown = "440118107";

    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DateOnly Spraying = new(2026, 6, 12);

    public async Task GrowAsync(
        ClaimsPrincipal clerk,
        ClaimsPrincipal manager,
        Action<string> progress,
        CancellationToken ct
    )
    {
        progress("产品与地块");
        foreach (var product in DemoProducts.All)
        {
            Demo.Done(await products.RegisterAsync(manager, product, ct));
        }

        foreach (var plot in DemoSeason.Plots)
        {
            await LayOutAsync(clerk, plot, ct);
        }

        progress("间隔期内的采收被拦截");
        await RefusedHarvestAsync(clerk, ct);
        progress("主批次 " + MainLot);
        await MainHarvestAsync(clerk, manager, ct);
        await NeighbourHarvestAsync(clerk, ct);
        foreach (var (plot, day, kg) in DemoSeason.OtherHarvests)
        {
            progress($"{day:MM-dd} 采收 P-{plot:D2}");
            await PlainHarvestAsync(clerk, plot, day, kg, ct);
        }
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
                    $"{plot.Variety}园",
                    "litchi",
                    plot.Variety,
                    XiancunTown,
                    new("Polygon", ring),
                    NameEn: $"{DemoProducts.EnglishOf(plot.Variety)} orchard"
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

    /// <summary>P-07 a day early: the officer sees that it was tried, and that it may be picked from 26 June.</summary>
    private async Task RefusedHarvestAsync(ClaimsPrincipal clerk, CancellationToken ct)
    {
        var day = new DateOnly(2026, 6, 25);
        var outcome = await harvests.RegisterAsync(
            clerk,
            new(
                Id("harvest", "too early", day),
                PlotId(7),
                DemoProducts.Bulk,
                BatchNumber.Parse("2606250713"),
                At(day, 5, 30),
                At(day, 7, 0),
                1_800
            ),
            ct
        );
        if (outcome is not StepOutcome.Refused)
        {
            throw new InvalidOperationException($"A harvest within the safety interval was not refused: {outcome}");
        }
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
                    DemoProducts.Bulk,
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
                    DemoProducts.Bulk,
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
                    [new(DemoProducts.Bulk, lot, 12_090)],
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
        await PackAsync(
            clerk,
            "pack-T",
            MainLot + "-T",
            3_000,
            DemoProducts.ExtraBox,
            MainLot,
            1_200,
            At(day, 16, 31),
            ct
        );
        await PackAsync(
            clerk,
            "pack-1",
            MainLot + "-1",
            5_400,
            DemoProducts.FirstBox,
            MainLot,
            2_160,
            At(day, 16, 32),
            ct
        );
        await PackAsync(
            clerk,
            "pack-2",
            MainLot + "-2",
            2_398,
            DemoProducts.SecondBox,
            MainLot,
            960,
            At(day, 16, 33),
            ct
        );
        foreach (
            var (box, boxes) in new[]
            {
                (DemoProducts.ExtraBox, 1_200),
                (DemoProducts.FirstBox, 2_160),
                (DemoProducts.SecondBox, 960),
            }
        )
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
                    [
                        new(DemoProducts.Bulk, BatchNumber.Parse(Lot + "-2"), 238),
                        new(DemoProducts.Bulk, BatchNumber.Parse(MainLot + "-2"), 2),
                    ],
                    BatchNumber.Parse(Lot + "-M")
                ),
                ct
            )
        );
        await PackAsync(clerk, "pack", Lot + "-M", 240, DemoProducts.SecondBox, Lot, 96, At(day, 17, 10), ct);
    }

    private async Task PlainHarvestAsync(ClaimsPrincipal clerk, int plot, DateOnly day, int kg, CancellationToken ct)
    {
        var lot = string.Create(CultureInfo.InvariantCulture, $"{day:yyMMdd}{plot:D2}01");
        var variety = DemoSeason.Plots.Single(p => p.Number == plot).Variety;
        var (firstBox, secondBox) = (DemoProducts.BoxOf(variety, "first"), DemoProducts.BoxOf(variety, "second"));
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
        await PackAsync(clerk, "pack-1", lot + "-1", first, firstBox, lot, kg / 5, At(day, 16, 32), ct);
        await PackAsync(clerk, "pack-2", lot + "-2", second, secondBox, lot, kg / 10, At(day, 16, 33), ct);
        await CertifyAsync(clerk, firstBox, lot, kg / 5, CertificateBasis.QualityControl, day, ct);
        await CertifyAsync(clerk, secondBox, lot, kg / 10, CertificateBasis.QualityControl, day, ct);
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
                    DemoProducts.Bulk,
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
                    DemoProducts.Bulk,
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
                    [new(DemoProducts.Bulk, lot, kg - shrink)],
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
                    new(DemoProducts.Bulk, BatchNumber.Parse(fromLot), kg),
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
