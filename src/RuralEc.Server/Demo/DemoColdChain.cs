using System.Security.Claims;
using System.Text.Json;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.Gs1;

namespace RuralEc.Server.Demo;

/// <summary>
/// Cold rooms and trucks with their loggers, what lay in them between 26 and 30 June, and the readings of those days:
/// among them truck T1 whose refrigeration failed.
/// </summary>
internal sealed class DemoColdChain(
    LoggerRegister loggers,
    AssetRegister assets,
    MountingDesk mountings,
    PlacementDesk placements,
    ReadingIngest ingest,
    DemoPeople people,
    TimeProvider clock
)
{
    private const int IntervalMinutes = 5;
    private const int PackSize = 60;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly DateTimeOffset Mounted = new(2026, 6, 1, 8, 0, 0, China);

    private static readonly Lgtin ExtraLot = LotOf(DemoProducts.ExtraBox);
    private static readonly Lgtin FirstLot = LotOf(DemoProducts.FirstBox);
    private static readonly Lgtin SecondLot = LotOf(DemoProducts.SecondBox);

    private static readonly IReadOnlyList<Sscc> Pallets = DemoJourneys.FirstGradePallets;

    /// <summary>Device, whose it is, what it is mounted on, and the stays of goods with the temperatures of those times.</summary>
    private static readonly Unit[] Units =
    [
        new(
            "DL-CR1",
            "clerk",
            AssetKind.ColdRoom,
            "合作社冷库 1 号",
            DemoPlaces.Packhouse,
            4.0,
            [new(At(26, 16, 30), At(27, 5, 30), [ExtraLot.ToUri(), FirstLot.ToUri(), SecondLot.ToUri()])]
        ),
        new(
            "DL-T1",
            "carrier",
            AssetKind.Truck,
            "冷藏车 粤A·示01",
            null,
            3.8,
            [new(DemoJourneys.TruckLeaves, DemoJourneys.TruckArrives, UrisOf(Pallets.Take(8)))]
        )
        {
            Trip = FailingRefrigeration,
        },
        new(
            "DL-T2",
            "carrier",
            AssetKind.Truck,
            "冷藏车 粤A·示02",
            null,
            4.1,
            [new(At(27, 5, 35), At(27, 7, 10), UrisOf(Pallets.Skip(8)))]
        ),
        new(
            "DL-T3",
            "carrier",
            AssetKind.Truck,
            "冷藏车 粤A·示03",
            null,
            4.4,
            [new(At(27, 5, 40), At(27, 7, 40), [ExtraLot.ToUri()])]
        ),
        new(
            "DL-T4",
            "carrier",
            AssetKind.Truck,
            "冷藏车 粤A·示04",
            null,
            4.6,
            [new(At(27, 5, 45), At(27, 8, 5), UrisOf(DemoJourneys.SecondGradePallets))]
        ),
        new(
            "DL-DC1",
            "node",
            AssetKind.ColdRoom,
            "区中心冷库",
            DemoPlaces.DistrictNode,
            5.0,
            [new(At(27, 7, 10), At(27, 14, 30), UrisOf(Pallets.Skip(8)))]
        ),
        new(
            "DL-PW1",
            "warehouse",
            AssetKind.ColdRoom,
            "公共仓 2 号冷间",
            DemoPlaces.PublicWarehouse,
            3.6,
            [new(DemoJourneys.TruckArrives, At(29, 1, 30), UrisOf(Pallets.Take(8)))]
        ),
        new(
            "DL-TS1",
            "node",
            AssetKind.ColdRoom,
            "镇站冷柜",
            DemoPlaces.Town,
            6.0,
            [new(At(27, 15, 20), At(28, 9, 20), UrisOf(Pallets.Skip(8).Take(4)))]
        ),
        new(
            "DL-CT1",
            "node",
            AssetKind.ColdRoom,
            "社区终端冷柜",
            DemoPlaces.Community,
            5.2,
            [new(At(27, 16, 40), At(29, 9, 0), UrisOf(Pallets.Skip(12)))]
        ),
        new(
            "DL-HB1",
            "hub",
            AssetKind.ColdRoom,
            "集散站冷区",
            DemoPlaces.Hub,
            4.9,
            [new(At(27, 7, 40), At(28, 12, 0), [ExtraLot.ToUri()])]
        ),
    ];

    /// <summary>The loggers with their secrets, for the simulated fleet.</summary>
    public async Task<IReadOnlyList<DemoLogger>> KeepColdAsync(Action<string> progress, CancellationToken ct)
    {
        var fleet = new List<DemoLogger>();
        foreach (var unit in Units)
        {
            progress("冷链 " + unit.Asset);
            var by = await people.AsAsync(unit.Person);
            var secret = await RegisterAsync(unit, by, ct);
            fleet.Add(new(unit.Device, by.FindFirstValue("party")!, secret, unit.Celsius));
            await MountAsync(unit, by, ct);
            await ReportAsync(unit, ct);
        }

        return fleet;
    }

    private async Task<string> RegisterAsync(Unit unit, ClaimsPrincipal by, CancellationToken ct)
    {
        var answer = await loggers.RegisterAsync(
            new(
                DemoIds.Of("logger/" + unit.Device, Mounted),
                unit.Device,
                "示例 DL-5",
                IntervalMinutes * 60,
                new DateOnly(2027, 5, 31)
            ),
            by,
            ct
        );

        // A start that was cut off left the logger but nobody knows its secret any more.
        answer = answer is DeskAnswer.AlreadyRecorded ? await loggers.RotateAsync(unit.Device, by, ct) : answer;
        return answer is DeskAnswer.SecretGiven given
            ? given.Secret
            : throw new InvalidOperationException($"The sample season was refused: {answer}");
    }

    private async Task MountAsync(Unit unit, ClaimsPrincipal by, CancellationToken ct)
    {
        var asset = DemoIds.Of("asset/" + unit.Asset, Mounted);
        Done(await assets.RegisterAsync(new(asset, unit.Kind, unit.Asset, "440118", unit.Node, 0, 8), by, ct));
        Done(
            await mountings.MountAsync(
                new(DemoIds.Of("mounting/" + unit.Device, Mounted), unit.Device, asset, Mounted),
                by,
                ct
            )
        );
        foreach (var stay in unit.Stays)
        {
            foreach (var item in stay.Items)
            {
                var id = DemoIds.Of($"placement/{unit.Device}/{item}", stay.From);
                Done(await placements.PlaceAsync(new(id, item, asset, stay.From, "litchi"), by, ct));
                Done(await placements.EndAsync(id, new(stay.To), by, ct));
            }
        }
    }

    /// <summary>The readings of the stays, in SenML packs as a logger sends its backlog.</summary>
    private async Task ReportAsync(Unit unit, CancellationToken ct)
    {
        var seq = 0u;
        foreach (var stay in unit.Stays)
        {
            var minutes = Enumerable
                .Range(0, ((int)(stay.To - stay.From).TotalMinutes / IntervalMinutes) + 1)
                .Select(i => i * IntervalMinutes);
            foreach (var pack in minutes.Chunk(PackSize))
            {
                var records = new List<object>
                {
                    new
                    {
                        bn = unit.Device + ":",
                        n = "boot",
                        v = 1,
                    },
                    new { n = "seq", v = seq + 1 },
                };
                records.AddRange(
                    pack.Select(minute =>
                        (object)
                            new
                            {
                                n = "t",
                                u = "Cel",
                                t = stay.From.AddMinutes(minute).ToUnixTimeSeconds(),
                                v = Math.Round(unit.Trip(unit.Celsius, minute), 2),
                            }
                    )
                );
                seq += (uint)pack.Length;
                var verdict = await ingest.AcceptAsync(
                    unit.Device,
                    JsonSerializer.SerializeToUtf8Bytes(records),
                    clock.GetUtcNow(),
                    ct
                );
                if (verdict is not ReadingVerdict.Stored)
                {
                    throw new InvalidOperationException($"The sample season was refused: {verdict}");
                }
            }
        }
    }

    private static void Done(DeskAnswer answer)
    {
        if (answer is not (DeskAnswer.Recorded or DeskAnswer.AlreadyRecorded))
        {
            throw new InvalidOperationException($"The sample season was refused: {answer}");
        }
    }

    /// <summary>A compressor's gentle cycle of ±0.4 K around its set point.</summary>
    private static double Steady(double celsius, int minute) => celsius + (0.4 * Math.Sin(minute / 9.0));

    /// <summary>The air of truck T1, minutes 0 to 240: the sample season's oracle series.</summary>
    private static double FailingRefrigeration(double celsius, int minute) =>
        minute switch
        {
            <= 30 => 3.8,
            <= 120 => 3.8 + ((17.6 - 3.8) * (minute - 30) / 90),
            <= 140 => 17.6,
            <= 185 => 17.6 + ((4.5 - 17.6) * (minute - 140) / 45),
            _ => 4.5 + ((3.9 - 4.5) * (minute - 185) / 55),
        };

    private static Lgtin LotOf(Gtin box) => new(box, BatchNumber.Parse(DemoOrchard.MainLot));

    private static string[] UrisOf(IEnumerable<Sscc> pallets) => [.. pallets.Select(p => p.ToUri())];

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 6, day, hour, minute, 0, China);

    private sealed record Stay(DateTimeOffset From, DateTimeOffset To, string[] Items);

    private sealed record Unit(
        string Device,
        string Person,
        AssetKind Kind,
        string Asset,
        Gln? Node,
        double Celsius,
        Stay[] Stays
    )
    {
        /// <summary>°C by set point and minute of the stay.</summary>
        public Func<double, int, double> Trip { get; init; } = Steady;
    }
}

/// <summary>A logger of the demonstration with its login and its set point, °C.</summary>
internal sealed record DemoLogger(string Device, string Party, string Secret, double Celsius);
