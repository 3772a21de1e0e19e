using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>A village proper and the nodes that serve it.</summary>
/// <param name="Village">The village.</param>
/// <param name="Nodes">Nodes in operation in it or that name it among those they serve.</param>
/// <param name="Reached">One of them handled a parcel in the thirty days before.</param>
/// <param name="Brands">The courier brands of those nodes.</param>
public sealed record VillageService(
    DivisionView Village,
    IReadOnlyList<NodeView> Nodes,
    bool Reached,
    IReadOnlyList<string> Brands
);

/// <summary>Figures that follow from nodes and their daily reports.</summary>
public sealed class ReportIndicators(DbContext db)
{
    /// <summary>A village counts as covered by brands from so many on (domain.md §3.3).</summary>
    public const int BrandsWanted = 4;

    /// <summary>A point is in use while its last parcel is not older (domain.md §3.3).</summary>
    private const int ActiveDays = 30;

    /// <summary>The figures of a part of the network that the account sees.</summary>
    public async Task<IReadOnlyList<Indicator>> OfAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(period);
        var s = await SumsAsync(by, scope, period, ct);
        var villages = await VillagesAsync(by, scope, period, ct);
        var proper = villages.Count;
        var stating = villages
            .SelectMany(v => v.Nodes)
            .Where(n => n.Facts.CourierBrands is not null)
            .Select(n => n.Gln)
            .Distinct()
            .Count();
        var nodes = await Nodes(by, scope).Where(n => n.State == NodeState.Active).ToListAsync(ct);
        var cold = nodes.Where(n => n.Facts.ColdCubicMeters is not null).ToList();
        return
        [
            Indicator.Quotient(
                IndicatorCode.VillageReach,
                IndicatorUnit.Share,
                // Without a single report nobody knows which points are in use.
                s.ActiveReports > 0
                    ? villages.Count(v => v.Reached)
                    : null,
                proper,
                s.ActiveReports
            ),
            Indicator.Quotient(
                IndicatorCode.DirectDelivery,
                IndicatorUnit.Share,
                s.Delivered,
                s.Addressed,
                s.AddressedReports
            ),
            Indicator.Quotient(
                IndicatorCode.BrandCover,
                IndicatorUnit.Share,
                stating > 0 ? villages.Count(v => v.Brands.Count >= BrandsWanted) : null,
                proper,
                stating
            ),
            Indicator.Quotient(
                IndicatorCode.ParcelsInPerDay,
                IndicatorUnit.ParcelsPerDay,
                s.In,
                s.InReports > 0 ? period.Days : null,
                s.InReports
            ),
            Indicator.Quotient(
                IndicatorCode.ParcelsOutPerDay,
                IndicatorUnit.ParcelsPerDay,
                s.Out,
                s.OutReports > 0 ? period.Days : null,
                s.OutReports
            ),
            Indicator.Quotient(IndicatorCode.OutInRatio, IndicatorUnit.Ratio, s.Out, s.In, s.OutReports),
            Indicator.Sum(IndicatorCode.FarmParcels, IndicatorUnit.Parcels, s.Farm, s.FarmReports),
            Indicator.Sum(IndicatorCode.FarmValue, IndicatorUnit.Yuan, (double?)s.FarmYuan, s.FarmReports),
            Indicator.Quotient(IndicatorCode.OnTime, IndicatorUnit.Share, s.OnTime, s.Due, s.DueReports),
            Indicator.Quotient(
                IndicatorCode.UnitCost,
                IndicatorUnit.YuanPerParcel,
                (double?)(s.Cost - (s.Shared ?? 0)),
                s.CostParcels,
                s.CostReports
            ),
            Indicator.Quotient(
                IndicatorCode.LoadRate,
                IndicatorUnit.Share,
                (double?)s.Carried,
                (double?)s.Capacity,
                s.CapacityReports
            ),
            Indicator.Quotient(IndicatorCode.EmptyReturns, IndicatorUnit.Share, s.Empty, s.Runs, s.RunReports),
            Indicator.Sum(
                IndicatorCode.ColdVolume,
                IndicatorUnit.CubicMeters,
                cold.Sum(n => n.Facts.ColdCubicMeters),
                cold.Count
            ),
            Indicator.Quotient(
                IndicatorCode.ColdUse,
                IndicatorUnit.Share,
                (double?)s.Cold,
                ColdOf(cold, s),
                s.ColdReports
            ),
        ];
    }

    /// <summary>The villages proper of a part of the network with the nodes that serve them, by code.</summary>
    public async Task<IReadOnlyList<VillageService>> VillagesAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(period);
        if (scope.Node is not null)
        {
            return [];
        }

        var reach = Reach.Of(by);
        var nodes = await reach.Nodes(db).Where(n => n.State == NodeState.Active).ToListAsync(ct);
        var districts = nodes.Select(n => n.DistrictCode).Concat(reach.Districts).ToHashSet();
        var villages = await db.Set<Division>()
            .Where(d => d.Level == DivisionLevel.Village && d.Code.StartsWith(scope.Prefix))
            .OrderBy(d => d.Code)
            .ToListAsync(ct);
        var from = period.To.AddDays(1 - ActiveDays);
        var used = (
            await Standing(period)
                .Where(r => r.Day >= from && r.Day <= period.To && (r.ParcelsIn > 0 || r.ParcelsOut > 0))
                .Select(r => r.Gln)
                .Distinct()
                .ToListAsync(ct)
        ).ToHashSet();
        var serving = Serving(nodes);
        return
        [
            .. villages
                .Where(v => reach.Everything || districts.Contains(v.Code[..6]))
                .Select(DivisionView.Of)
                .Where(v => v.IsVillageProper)
                .Select(v =>
                {
                    LogisticsNode[] here = [.. serving[v.Code], .. serving[v.Code[..9]]];
                    return new VillageService(
                        v,
                        [.. here.Select(n => NodeView.Of(n, reach))],
                        here.Any(n => used.Contains(n.Gln)),
                        [.. here.SelectMany(n => n.Facts.CourierBrands ?? []).Distinct().Order(StringComparer.Ordinal)]
                    );
                }),
        ];
    }

    /// <summary>The reports that the figures are made of, by day and node; at most 5,000.</summary>
    public async Task<IReadOnlyList<DailyReportView>> ReportsAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(period);
        var nodes = Nodes(by, scope).Select(n => n.Gln);
        var rows = await InPeriod(period)
            .Where(r => nodes.Contains(r.Gln))
            .OrderByDescending(r => r.Day)
            .ThenBy(r => r.Gln)
            .Take(5000)
            .ToListAsync(ct);
        return [.. rows.Select(DailyReportView.Of)];
    }

    /// <summary>How many of the reports that were due came: one a day from each node in operation.</summary>
    public async Task<(int Came, int Due)> CompletenessAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(period);
        var active = Nodes(by, scope).Where(n => n.State == NodeState.Active);
        var glns = active.Select(n => n.Gln);
        return (
            await InPeriod(period).CountAsync(r => glns.Contains(r.Gln), ct),
            await active.CountAsync(ct) * period.Days
        );
    }

    // A town's code among those served stands for all its villages.
    private static ILookup<string, LogisticsNode> Serving(List<LogisticsNode> nodes) =>
        nodes
            .SelectMany(n =>
                (n.Facts.ServedDivisions ?? [])
                    .Append(n.DivisionCode.Length == 12 ? n.DivisionCode : "")
                    .Where(code => code.Length > 0)
                    .Distinct()
                    .Select(code => (Code: code, Node: n))
            )
            .ToLookup(p => p.Code, p => p.Node);

    private static double? ColdOf(List<LogisticsNode> cold, ReportSums sums)
    {
        var days = sums.ColdDays;
        var volume = cold.Sum(n => n.Facts.ColdCubicMeters!.Value * days.GetValueOrDefault(n.Gln));
        return volume > 0 ? volume : null;
    }

    private IQueryable<LogisticsNode> Nodes(ClaimsPrincipal by, NetworkScope scope)
    {
        var nodes = Reach.Of(by).Nodes(db);
        return scope.Node is { } gln
            ? nodes.Where(n => n.Gln == gln)
            : nodes.Where(n => n.DivisionCode.StartsWith(scope.Prefix));
    }

    private IQueryable<DailyReport> Standing(NetworkPeriod period) =>
        db.Set<DailyReport>()
            .Where(r => r.ReportedAt <= period.AsOf && (r.SupersededAt == null || r.SupersededAt > period.AsOf));

    private IQueryable<DailyReport> InPeriod(NetworkPeriod period) =>
        Standing(period).Where(r => r.Day >= period.From && r.Day <= period.To);

    private async Task<ReportSums> SumsAsync(
        ClaimsPrincipal by,
        NetworkScope scope,
        NetworkPeriod period,
        CancellationToken ct
    )
    {
        var nodes = Nodes(by, scope);
        var glns = nodes.Select(n => n.Gln);
        var measured = nodes.Where(n => n.State == NodeState.Active).Select(n => n.Gln);
        var reports = InPeriod(period).Where(r => glns.Contains(r.Gln));
        var from = period.To.AddDays(1 - ActiveDays);
        var sums =
            await reports
                .GroupBy(r => 1)
                .Select(g => new ReportSums
                {
                    In = g.Sum(r => r.ParcelsIn),
                    InReports = g.Count(r => r.ParcelsIn != null),
                    Out = g.Sum(r => r.ParcelsOut),
                    OutReports = g.Count(r => r.ParcelsOut != null),
                    Farm = g.Sum(r => r.FarmParcelsOut),
                    FarmYuan = g.Sum(r => r.FarmValueYuan),
                    FarmReports = g.Count(r => r.FarmParcelsOut != null),
                    Addressed = g.Sum(r => r.VillageParcelsDelivered != null ? r.VillageParcelsAddressed : null),
                    Delivered = g.Sum(r => r.VillageParcelsAddressed != null ? r.VillageParcelsDelivered : null),
                    AddressedReports = g.Count(r =>
                        r.VillageParcelsAddressed != null && r.VillageParcelsDelivered != null
                    ),
                    Due = g.Sum(r => r.HandoversOnTime != null ? r.HandoversDue : null),
                    OnTime = g.Sum(r => r.HandoversDue != null ? r.HandoversOnTime : null),
                    DueReports = g.Count(r => r.HandoversDue != null && r.HandoversOnTime != null),
                    Runs = g.Sum(r => r.EmptyReturns != null ? r.Runs : null),
                    Empty = g.Sum(r => r.Runs != null ? r.EmptyReturns : null),
                    RunReports = g.Count(r => r.Runs != null && r.EmptyReturns != null),
                    Capacity = g.Sum(r => r.CarriedCubicMeters != null ? r.CapacityCubicMeters : null),
                    Carried = g.Sum(r => r.CapacityCubicMeters != null ? r.CarriedCubicMeters : null),
                    CapacityReports = g.Count(r => r.CapacityCubicMeters != null && r.CarriedCubicMeters != null),
                    Cost = g.Sum(r => r.CostYuan),
                    Shared = g.Sum(r => r.CostYuan != null ? r.SharedRevenueYuan : null),
                    CostParcels = g.Sum(r => r.CostYuan != null ? (r.ParcelsIn ?? 0) + (r.ParcelsOut ?? 0) : 0),
                    CostReports = g.Count(r => r.CostYuan != null),
                    Cold = g.Sum(r => measured.Contains(r.Gln) ? r.ColdOccupiedCubicMeters : null),
                    ColdReports = g.Count(r => r.ColdOccupiedCubicMeters != null),
                })
                .SingleOrDefaultAsync(ct)
            ?? new ReportSums();
        sums.ColdDays = await reports
            .Where(r => r.ColdOccupiedCubicMeters != null)
            .GroupBy(r => r.Gln)
            .Select(g => new { g.Key, Days = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Days, ct);
        sums.ActiveReports = await Standing(period)
            .CountAsync(r => glns.Contains(r.Gln) && r.Day >= from && r.Day <= period.To, ct);
        return sums;
    }

    private sealed class ReportSums
    {
        public double? In { get; init; }
        public int InReports { get; init; }
        public double? Out { get; init; }
        public int OutReports { get; init; }
        public double? Farm { get; init; }
        public decimal? FarmYuan { get; init; }
        public int FarmReports { get; init; }
        public double? Addressed { get; init; }
        public double? Delivered { get; init; }
        public int AddressedReports { get; init; }
        public double? Due { get; init; }
        public double? OnTime { get; init; }
        public int DueReports { get; init; }
        public double? Runs { get; init; }
        public double? Empty { get; init; }
        public int RunReports { get; init; }
        public decimal? Capacity { get; init; }
        public decimal? Carried { get; init; }
        public int CapacityReports { get; init; }
        public decimal? Cost { get; init; }
        public decimal? Shared { get; init; }
        public double? CostParcels { get; init; }
        public int CostReports { get; init; }
        public decimal? Cold { get; init; }
        public int ColdReports { get; init; }
        public int ActiveReports { get; set; }

        /// <summary>On how many days each node reported its cold rooms.</summary>
        public Dictionary<Gln, int> ColdDays { get; set; } = [];
    }
}
