using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Officer;

namespace RuralEc.Server.Pages.Network;

/// <summary>The daily reports, villages and nodes behind the figures that do not come from events.</summary>
internal sealed class ReportSources(ReportIndicators reports, IStringLocalizer<NetworkTexts> texts)
{
    /// <summary>As many reports as one answer holds.</summary>
    public const int Most = 5000;

    /// <param name="nodes">The nodes of the part of the network.</param>
    public async Task<IReadOnlyList<SourceRow>> OfAsync(
        ClaimsPrincipal by,
        IndicatorCode code,
        NetworkScope scope,
        NetworkPeriod period,
        IReadOnlyList<NodeView> nodes,
        CancellationToken ct
    )
    {
        if (code is IndicatorCode.VillageReach or IndicatorCode.BrandCover)
        {
            return [.. (await reports.VillagesAsync(by, scope, period, ct)).Select(v => RowOf(code, v))];
        }

        var active = nodes.Where(n => n.State == NodeState.Active).ToDictionary(n => n.Gln);
        if (code is IndicatorCode.ColdVolume)
        {
            return
            [
                .. active
                    .Values.Where(n => n.Facts.ColdCubicMeters is not null)
                    .Select(n => new SourceRow(
                        n.Gln.ToString(),
                        NodeWords.Name(n),
                        n.Gln,
                        null,
                        n.Facts.ColdCubicMeters,
                        null,
                        Link: $"/officer/nodes/{n.Gln}"
                    )),
            ];
        }

        var names = nodes.ToDictionary(n => n.Gln, NodeWords.Name);
        return
        [
            .. (await reports.ReportsAsync(by, scope, period, ct))
                .Select(r => (Report: r, Parts: PartsOf(code, r.Figures, active.GetValueOrDefault(r.Gln))))
                .Where(r => r.Parts.Numerator is not null)
                .Select(r => new SourceRow(
                    r.Report.Gln.ToString(),
                    names.GetValueOrDefault(r.Report.Gln) ?? r.Report.Gln.ToString(),
                    r.Report.Gln,
                    r.Report.Day,
                    r.Parts.Numerator,
                    r.Parts.Denominator,
                    r.Report.Version > 1 ? texts["第 {0} 版", r.Report.Version] : "",
                    $"/officer/nodes/{r.Report.Gln}"
                )),
        ];
    }

    private SourceRow RowOf(IndicatorCode code, VillageService village)
    {
        var counts =
            code is IndicatorCode.VillageReach
                ? village.Reached
                : village.Brands.Count >= ReportIndicators.BrandsWanted;
        var nodes = village.Nodes.Select(NodeWords.Name).ToList();
        var note = code switch
        {
            _ when nodes.Count == 0 => texts["没有在营的服务点"].Value,
            IndicatorCode.BrandCover => texts["{0} 个品牌", village.Brands.Count].Value + Join(village.Brands),
            _ when village.Reached => texts["近 30 天有件"].Value + Join(nodes),
            _ => texts["近 30 天没有件的记录"].Value + Join(nodes),
        };
        return new(village.Village.Code, village.Village.Name, null, null, counts ? 1 : 0, 1, note);
    }

    private static string Join(IReadOnlyList<string> names) => names.Count == 0 ? "" : " · " + string.Join("、", names);

    /// <summary>What one report adds; both null where it does not say enough to count.</summary>
    internal static (double? Numerator, double? Denominator) PartsOf(
        IndicatorCode code,
        ReportFigures f,
        NodeView? active
    ) =>
        code switch
        {
            IndicatorCode.DirectDelivery => Both(f.VillageParcelsDelivered, f.VillageParcelsAddressed),
            IndicatorCode.ParcelsInPerDay => (f.ParcelsIn, null),
            IndicatorCode.ParcelsOutPerDay => (f.ParcelsOut, null),
            IndicatorCode.OutInRatio => (f.ParcelsOut, f.ParcelsIn),
            IndicatorCode.FarmParcels => (f.FarmParcelsOut, null),
            IndicatorCode.FarmValue => ((double?)f.FarmValueYuan, null),
            IndicatorCode.OnTime => Both(f.HandoversOnTime, f.HandoversDue),
            IndicatorCode.UnitCost => f.CostYuan is { } cost
                ? ((double)(cost - (f.SharedRevenueYuan ?? 0)), (f.ParcelsIn ?? 0) + (f.ParcelsOut ?? 0))
                : (null, null),
            IndicatorCode.LoadRate => Both((double?)f.CarriedCubicMeters, (double?)f.CapacityCubicMeters),
            IndicatorCode.EmptyReturns => Both(f.EmptyReturns, f.Runs),
            IndicatorCode.ColdUse => Both((double?)f.ColdOccupiedCubicMeters, active?.Facts.ColdCubicMeters),
            _ => (null, null),
        };

    private static (double?, double?) Both(double? numerator, double? denominator) =>
        numerator is null || denominator is null ? (null, null) : (numerator, denominator);
}
