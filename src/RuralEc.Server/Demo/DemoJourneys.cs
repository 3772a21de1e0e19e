using System.Globalization;
using System.Security.Claims;
using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Pallets;

namespace RuralEc.Server.Demo;

/// <summary>
/// The main lot's way from the packhouse: labels, 26 pallets, four trucks on 27 June, and on to town, village and
/// community. Sample season, domain oracle: 960 + 1,200 boxes first grade, 1,200 extra, 960 second.
/// </summary>
internal sealed class DemoJourneys(
    LabelDesk labels,
    LabelRunQuery runs,
    Palletising pallets,
    Shipping shipping,
    HandoverDesk handovers,
    HandoverDeciding decisions,
    DemoPeople people
)
{
    private const int BoxesOnPallet = 120;
    private static readonly TimeSpan China = TimeSpan.FromHours(8);
    private static readonly BatchNumber Lot = BatchNumber.Parse(DemoOrchard.MainLot);

    /// <summary>Truck T1 to the public warehouse, whose refrigeration failed on the way.</summary>
    public static readonly DateTimeOffset TruckLeaves = At(27, 5, 30);

    public static readonly DateTimeOffset TruckArrives = At(27, 9, 30);

    public static IReadOnlyList<Sscc> FirstGradePallets { get; } = [.. Enumerable.Range(1, 18).Select(SsccOf)];

    public static IReadOnlyList<Sscc> SecondGradePallets { get; } = [.. Enumerable.Range(19, 8).Select(SsccOf)];

    public async Task TravelAsync(ClaimsPrincipal clerk, Action<string> progress, CancellationToken ct)
    {
        progress("追溯标签 4,320 枚");
        var extra = await LabelAsync(clerk, DemoProducts.ExtraBox, 1_200, At(26, 16, 41), ct);
        var first = await LabelAsync(clerk, DemoProducts.FirstBox, 2_160, At(26, 16, 42), ct);
        var second = await LabelAsync(clerk, DemoProducts.SecondBox, 960, At(26, 16, 43), ct);

        progress("托盘 26 个");
        Demo.Done(
            await labels.ActivateAsync(
                clerk,
                new(DemoIds.Of("activate/extra", At(26, 16, 45)), extra, DemoPlaces.Packhouse, At(26, 16, 45)),
                ct
            )
        );
        await StackAsync(clerk, DemoProducts.FirstBox, first, FirstGradePallets, At(26, 16, 50), ct);
        await StackAsync(clerk, DemoProducts.SecondBox, second, SecondGradePallets, At(26, 17, 20), ct);

        progress("四车发运与交接");
        var warehouse = await people.AsAsync("warehouse");
        var node = await people.AsAsync("node");
        var hub = await people.AsAsync("hub");
        var buyer = await people.AsAsync("buyer");
        await TransportAsync(
            new(
                "T1",
                clerk,
                warehouse,
                DemoPlaces.Packhouse,
                DemoPlaces.WarehouseOperator,
                DemoPlaces.PublicWarehouse,
                TruckLeaves,
                TruckArrives,
                "粤A·示01",
                [8.2m, 8.5m, 8.7m],
                8.4m,
                4.6m,
                HandoverDecision.AcceptWithReserve,
                "途中制冷故障，最高 17.6 ℃；果心 8.4 ℃，收货保留，保质期缩短 1 天"
            )
            {
                Pallets = [.. FirstGradePallets.Take(8)],
            },
            ct
        );
        await TransportAsync(
            new(
                "T2",
                clerk,
                node,
                DemoPlaces.Packhouse,
                DemoPlaces.Network,
                DemoPlaces.DistrictNode,
                At(27, 5, 35),
                At(27, 7, 10),
                "粤A·示02",
                [4.2m, 4.4m, 4.1m],
                null,
                4.0m
            )
            {
                Pallets = [.. FirstGradePallets.Skip(8)],
            },
            ct
        );
        await TransportAsync(
            new(
                "T3",
                clerk,
                hub,
                DemoPlaces.Packhouse,
                DemoPlaces.HubOperator,
                DemoPlaces.Hub,
                At(27, 5, 40),
                At(27, 7, 40),
                "粤A·示03",
                [4.8m, 5.1m, 4.9m],
                null,
                4.3m
            )
            {
                Goods = [new(DemoProducts.ExtraBox, Lot, 1_200)],
            },
            ct
        );
        await TransportAsync(
            new(
                "T4",
                clerk,
                buyer,
                DemoPlaces.Packhouse,
                DemoPlaces.Buyer,
                DemoPlaces.Wholesale,
                At(27, 5, 45),
                At(27, 8, 5),
                "粤A·示04",
                [5.0m, 5.3m, 5.2m],
                null,
                4.4m
            )
            {
                Pallets = SecondGradePallets,
                EntersMarket = true,
            },
            ct
        );

        progress("镇、社区、村");
        await TransportAsync(
            new(
                "T5",
                node,
                node,
                DemoPlaces.DistrictNode,
                DemoPlaces.Network,
                DemoPlaces.Town,
                At(27, 14, 0),
                At(27, 15, 20),
                "粤A·示05",
                [5.6m, 5.8m, 5.5m],
                null,
                5.0m
            )
            {
                Pallets = [.. FirstGradePallets.Skip(8).Take(4)],
            },
            ct
        );
        await TransportAsync(
            new(
                "T6",
                node,
                node,
                DemoPlaces.DistrictNode,
                DemoPlaces.Network,
                DemoPlaces.Community,
                At(27, 14, 30),
                At(27, 16, 40),
                "粤A·示06",
                [5.1m, 5.0m, 5.4m],
                null,
                4.7m
            )
            {
                Pallets = [.. FirstGradePallets.Skip(12)],
            },
            ct
        );
        await TransportAsync(
            new(
                "T7",
                node,
                node,
                DemoPlaces.Town,
                DemoPlaces.Network,
                DemoPlaces.Village,
                At(28, 8, 0),
                At(28, 8, 50),
                "粤A·示07",
                [7.1m, 7.4m, 7.2m],
                null,
                6.8m
            )
            {
                Pallets = [FirstGradePallets[8]],
            },
            ct
        );
    }

    /// <summary>A box that rode in truck T1.</summary>
    public async Task<Sgtin> BoxOfTruckAsync(CancellationToken ct)
    {
        var run = await runs.OfAsync(
            await people.AsAsync("clerk"),
            DemoIds.Of($"labels/{DemoProducts.FirstBox}", At(26, 16, 42)),
            ct
        );
        return new(run!.Gtin, run.Labels[0].Serial);
    }

    private async Task<Guid> LabelAsync(
        ClaimsPrincipal clerk,
        Gtin box,
        int count,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var id = DemoIds.Of($"labels/{box}", at);
        Demo.Done(await labels.IssueAsync(clerk, new(id, box, Lot, count, DemoPlaces.Packhouse, at), ct));
        return id;
    }

    private async Task StackAsync(
        ClaimsPrincipal clerk,
        Gtin box,
        Guid run,
        IReadOnlyList<Sscc> stack,
        DateTimeOffset from,
        CancellationToken ct
    )
    {
        foreach (var (i, sscc) in stack.Index())
        {
            var at = from.AddMinutes(i);
            Demo.Done(
                await pallets.PackAsync(
                    clerk,
                    new(
                        DemoIds.Of($"pallet/{sscc}", at),
                        DemoPlaces.Packhouse,
                        at,
                        [new(box, Lot, Labels: new(run, (i * BoxesOnPallet) + 1, (i + 1) * BoxesOnPallet))],
                        sscc
                    ),
                    ct
                )
            );
        }
    }

    private async Task TransportAsync(Transport transport, CancellationToken ct)
    {
        var id = DemoIds.Of("shipment/" + transport.Name, transport.Leaves);
        Demo.Done(
            await shipping.DispatchAsync(
                transport.Sender,
                new(
                    id,
                    transport.From,
                    transport.ToParty,
                    transport.ToPlace,
                    transport.Leaves,
                    transport.Goods,
                    transport.Pallets,
                    DemoPlaces.Carrier,
                    transport.Vehicle,
                    "DN-" + transport.Name
                ),
                ct
            )
        );
        var handover = DemoIds.Of("handover/" + transport.Name, transport.Arrives);
        Demo.Done(
            await handovers.OpenAsync(
                transport.Receiver,
                new(
                    handover,
                    id,
                    HandoverKind.Inbound,
                    transport.ToPlace,
                    0,
                    8,
                    transport.Surfaces,
                    transport.Arrives.AddMinutes(-5),
                    "纸箱完好，无结露",
                    "司机老何",
                    transport.VehicleAir,
                    4.8m,
                    transport.Core,
                    Instrument: "TP-2601",
                    InstrumentCalibrationDueOn: new DateOnly(2027, 3, 31),
                    SensorSeries: "DL-" + transport.Name
                ),
                ct
            )
        );
        Demo.Done(
            await decisions.DecideAsync(
                transport.Receiver,
                handover,
                new(
                    DemoIds.Of("decision/" + transport.Name, transport.Arrives),
                    transport.Arrives,
                    transport.Decision,
                    "收货员 梁示例",
                    transport.Reason,
                    EntersMarket: transport.EntersMarket
                ),
                ct
            )
        );
    }

    private static Sscc SsccOf(int serial) =>
        Sscc.Parse(CheckDigit.Append(string.Create(CultureInfo.InvariantCulture, $"09521234{serial:D9}")));

    private static DateTimeOffset At(int day, int hour, int minute) => new(2026, 6, day, hour, minute, 0, China);

    /// <summary>One trip with its handover at the end. Temperatures in °C.</summary>
    private sealed record Transport(
        string Name,
        ClaimsPrincipal Sender,
        ClaimsPrincipal Receiver,
        Gln From,
        Gln ToParty,
        Gln ToPlace,
        DateTimeOffset Leaves,
        DateTimeOffset Arrives,
        string Vehicle,
        IReadOnlyList<decimal> Surfaces,
        decimal? Core,
        decimal VehicleAir,
        HandoverDecision Decision = HandoverDecision.Accept,
        string? Reason = null
    )
    {
        public IReadOnlyList<Sscc>? Pallets { get; init; }

        public IReadOnlyList<ShipmentGoods>? Goods { get; init; }

        public bool EntersMarket { get; init; }
    }
}
