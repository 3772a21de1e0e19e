using System.Security.Claims;
using NetTopologySuite.Geometries;
using RuralEc.Logistics;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using RuralEc.Logistics.Network;
using RuralEc.Spatial;

namespace RuralEc.Server.Demo;

/// <summary>
/// A network to look at: villages get invented points around their towns and invented populations, both marked
/// synthetic, nodes get particulars, links and sixty days of reports. All from one seed, so every demonstration is the same.
/// </summary>
internal sealed class DemoNetwork(
    DivisionQuery divisions,
    DivisionImport villages,
    NodeQuery nodes,
    NodeEditing editing,
    LinkDesk links,
    ReportDesk reports,
    TimeProvider clock
)
{
    private const int Seed = 20261125;
    private const int ReportedDays = 60;
    private const string Source = "示例数据（随机生成，非真实坐标）";

    private static readonly string[] Districts = ["440111", "440113", "440114", "440115", "440117", "440118"];
    private static readonly string[] Brands = ["中通", "圆通", "申通", "韵达", "极兔", "邮政", "顺丰", "京东"];

    public async Task BuildAsync(ClaimsPrincipal city, CancellationToken ct)
    {
        var random = new Random(Seed);
        await PlaceVillagesAsync(random, ct);
        var all = await nodes.AllAsync(city, ct);
        foreach (var node in all.Where(n => n.State == NodeState.Active))
        {
            await DescribeAsync(city, node, random, ct);
            await LinkAsync(city, node, ct);
        }

        await ReportAsync(city, [.. all.Where(n => n.State == NodeState.Active)], random, ct);
    }

    // Sunflower seeds around the town, some 800 m apart: looks like villages, and is none of them.
    private async Task PlaceVillagesAsync(Random random, CancellationToken ct)
    {
        var rows = new List<ImportedFeature>();
        foreach (var district in Districts)
        {
            foreach (var town in await divisions.ChildrenAsync(district, ct))
            {
                if (town is not { Longitude: { } longitude, Latitude: { } latitude })
                {
                    continue;
                }

                foreach (var (i, village) in (await divisions.ChildrenAsync(town.Code, ct)).Index())
                {
                    if (village.Longitude is not null)
                    {
                        continue;
                    }

                    var (radius, angle) = (0.0075 * Math.Sqrt(i + 1), i * 2.39996 + random.NextDouble());
                    rows.Add(
                        new(
                            rows.Count + 1,
                            Cgcs2000.Factory.CreatePoint(
                                new Coordinate(
                                    Math.Round(longitude + (radius * Math.Cos(angle) / 0.92), 5),
                                    Math.Round(latitude + (radius * Math.Sin(angle)), 5)
                                )
                            ),
                            new Dictionary<string, string>
                            {
                                ["code"] = village.Code,
                                ["population"] = $"{random.Next(6, 60) * 100}",
                            }
                        )
                    );
                }
            }
        }

        await villages.RunAsync(
            rows,
            new(Source, "WGS84", CoordinateQuality.Synthetic),
            take: true,
            new JobProgress(),
            ct
        );
    }

    private async Task DescribeAsync(ClaimsPrincipal city, NodeView node, Random random, CancellationToken ct)
    {
        var facts = FactsOf(node, random);
        var outcome = await editing.ChangeAsync(
            city,
            node.Gln,
            new(
                node.Version!.Value,
                node.Name,
                node.OperatorGln!.Value,
                node.DivisionCode,
                node.Longitude,
                node.Latitude,
                facts,
                "示例：补充资料",
                ParentGln: node.ParentGln,
                NameEn: node.NameEn
            ),
            ct
        );
        if (outcome is NodeOutcome.Refused refused)
        {
            throw new InvalidOperationException($"{node.Gln}: {refused.Why.Detail}");
        }
    }

    private static NodeFacts FactsOf(NodeView node, Random random)
    {
        string[] brands = [.. Brands.Where(_ => random.NextDouble() < 0.5)];
        return node.Kind switch
        {
            NodeKind.DistrictCenter => new(
                random.Next(20, 60) * 100,
                6000,
                1200,
                600,
                20_000,
                [
                    NodeEquipment.LoadingDock,
                    NodeEquipment.SortingLine,
                    NodeEquipment.ReeferPower,
                    NodeEquipment.Precooler,
                ],
                [NodeService.Sorting, NodeService.SharedStorage, NodeService.ColdStorage, NodeService.SharedDelivery],
                AllDay,
                Brands
            ),
            NodeKind.TownStation => new(
                random.Next(6, 20) * 10,
                150,
                random.Next(0, 4) * 20,
                null,
                random.Next(4, 12) * 100,
                [NodeEquipment.ColdBox, NodeEquipment.Scale, NodeEquipment.LabelPrinter],
                [NodeService.Consolidation, NodeService.Parcels, NodeService.FarmGoodsCollection],
                Daytime,
                brands
            ),
            NodeKind.VillagePoint => new(
                random.Next(15, 40),
                20,
                ParcelsPerDay: 150,
                Equipment: [NodeEquipment.Scanner, NodeEquipment.Camera],
                Services: [NodeService.Parcels, NodeService.Returns, NodeService.Payments],
                OpeningHours: Daytime,
                CourierBrands: brands
            ),
            NodeKind.OriginColdStore or NodeKind.PublicWarehouse => new(
                random.Next(5, 40) * 100,
                1000,
                random.Next(2, 12) * 100,
                random.Next(0, 5) * 100,
                Equipment: [NodeEquipment.Precooler, NodeEquipment.LoadingDock, NodeEquipment.Scale],
                Services: [NodeService.ColdStorage, NodeService.Precooling, NodeService.GradingAndPacking],
                OpeningHours: Daytime
            ),
            _ => new(
                random.Next(2, 20) * 10,
                Services: [NodeService.Parcels],
                OpeningHours: AllDay,
                CourierBrands: brands
            ),
        };
    }

    private static IReadOnlyList<OpeningHours> Daytime { get; } =
    [new(Enum.GetValues<DayOfWeek>(), new TimeOnly(8, 0), new TimeOnly(19, 0))];

    private static IReadOnlyList<OpeningHours> AllDay { get; } =
    [new(Enum.GetValues<DayOfWeek>(), new TimeOnly(0, 0), new TimeOnly(23, 59))];

    private async Task LinkAsync(ClaimsPrincipal city, NodeView node, CancellationToken ct)
    {
        if (node.ParentGln is { } parent)
        {
            await links.RegisterAsync(
                city,
                new(
                    DemoIds.Of($"link {node.Gln}", node.RegisteredAt!.Value),
                    parent,
                    node.Gln,
                    node.Tier == NodeTier.Village
                        ? [DayOfWeek.Monday, DayOfWeek.Wednesday, DayOfWeek.Friday]
                        : Enum.GetValues<DayOfWeek>(),
                    node.Tier == NodeTier.Village ? LinkVehicle.Bus : LinkVehicle.Van,
                    new(2026, 1, 1),
                    new TimeOnly(7, 30),
                    node.Tier == NodeTier.Village ? 3 : 18
                ),
                ct
            );
        }
    }

    private async Task ReportAsync(
        ClaimsPrincipal city,
        IReadOnlyList<NodeView> active,
        Random random,
        CancellationToken ct
    )
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(TimeSpan.FromHours(8)).DateTime);
        var rows = new List<(int? Row, DailyReportCommand Report)>();
        foreach (var node in active)
        {
            var scale = node.Tier switch
            {
                NodeTier.District => 8000,
                NodeTier.Town => 500,
                NodeTier.Village => 60,
                _ => 300,
            };
            // Some report badly, as some do.
            var diligence = random.NextDouble() < 0.8 ? 0.97 : 0.4;
            for (var day = ReportedDays; day >= 1; day--)
            {
                if (random.NextDouble() < diligence)
                {
                    rows.Add((null, new(node.Gln, today.AddDays(-day), FiguresOf(node, scale, random))));
                }
            }
        }

        if (await reports.RecordAsync(city, rows, ReportDoor.Csv, ct) is ReportOutcome.Refused refused)
        {
            throw new InvalidOperationException(refused.Faults[0].Why.Detail);
        }
    }

    private static ReportFigures FiguresOf(NodeView node, int scale, Random random)
    {
        int About(double share) => (int)(scale * share * (0.7 + (0.6 * random.NextDouble())));
        var (inward, outward) = (About(1), About(0.4));
        var addressed = About(0.7);
        var runs = node.Tier == NodeTier.District ? 6 : 2;
        var capacity = runs * (node.Tier == NodeTier.Village ? 3m : 18m);
        return new(
            inward,
            outward,
            (int)(outward * 0.6),
            Math.Round((decimal)(outward * 0.6 * 45), 2),
            addressed,
            (int)(addressed * (0.75 + (0.2 * random.NextDouble()))),
            10,
            8 + random.Next(0, 3),
            Math.Round(inward / 400m, 2),
            Math.Round(outward / 250m, 2),
            runs,
            random.Next(0, runs),
            capacity,
            Math.Round(capacity * (decimal)(0.4 + (0.4 * random.NextDouble())), 1),
            node.Kind is NodeKind.OriginColdStore or NodeKind.PublicWarehouse or NodeKind.DistrictCenter
                ? Math.Round(150m + (100m * (decimal)random.NextDouble()), 1)
                : null,
            Math.Round((inward + outward) * (decimal)(0.8 + (0.4 * random.NextDouble())), 2),
            Math.Round(inward * 0.05m, 2)
        );
    }
}
