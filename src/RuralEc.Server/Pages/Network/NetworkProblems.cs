using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Network;
using RuralEc.Spatial;

namespace RuralEc.Server.Pages.Network;

/// <summary>The limits of a problem report; they stand in it.</summary>
/// <param name="PointKm">From a village to the nearest village point, by road.</param>
/// <param name="StationKm">From a village to the nearest town station, by road.</param>
internal sealed record ProblemLimits(double PointKm = 3, double StationKm = 10)
{
    /// <summary>Roads are about so much longer than the straight way; an assumption, stated in the report.</summary>
    public const double Detour = 1.3;

    /// <summary>From a village's or a town's node to the node above.</summary>
    public static double ParentKm(NodeTier tier) => tier is NodeTier.Village ? 15 : 40;

    public const double DirectDelivery = 0.8;
    public const double EmptyReturns = 0.3;
    public const double OnTime = 0.95;

    /// <summary>A node that handles less of what it is laid out for is idle.</summary>
    public const double Idle = 0.1;
}

/// <summary>What a node reported over a time.</summary>
internal sealed record NodeTotals(int Days, double? ParcelsPerDay, int? Runs, int? EmptyReturns, int? Due, int? OnTime)
{
    public static NodeTotals Of(IReadOnlyCollection<ReportFigures> reports)
    {
        var parcels = reports.Where(r => r.ParcelsIn is not null || r.ParcelsOut is not null).ToList();
        var runs = reports.Where(r => r.Runs is not null && r.EmptyReturns is not null).ToList();
        var due = reports.Where(r => r.HandoversDue is not null && r.HandoversOnTime is not null).ToList();
        return new(
            reports.Count,
            parcels.Count == 0 ? null : parcels.Average(r => (r.ParcelsIn ?? 0) + (r.ParcelsOut ?? 0)),
            runs.Count == 0 ? null : runs.Sum(r => r.Runs),
            runs.Count == 0 ? null : runs.Sum(r => r.EmptyReturns),
            due.Count == 0 ? null : due.Sum(r => r.HandoversDue),
            due.Count == 0 ? null : due.Sum(r => r.HandoversOnTime)
        );
    }
}

/// <summary>A village, and how far it is by road from the nearest node of a kind.</summary>
/// <param name="RoadKm">Straight way times the detour; null where there is no such node.</param>
internal sealed record FarVillage(DivisionView Village, NodeView? Nearest, double? RoadKm);

/// <summary>The rules by which a report finds problems. Pure: a place without a position is in none of them.</summary>
internal static class NetworkProblems
{
    /// <summary>Located villages beyond a distance of each active node of a kind, the farthest first.</summary>
    public static IReadOnlyList<FarVillage> Far(
        IEnumerable<DivisionView> villages,
        IEnumerable<NodeView> nodes,
        NodeKind kind,
        double limitKm
    )
    {
        var of = nodes.Where(n => n.Kind == kind && n.State == NodeState.Active).ToList();
        return
        [
            .. villages
                .Where(v => v is { Longitude: not null, Latitude: not null })
                .Select(v =>
                {
                    var nearest = of.MinBy(n => RoadKm(v, n));
                    return new FarVillage(v, nearest, nearest is null ? null : RoadKm(v, nearest));
                })
                .Where(v => v.RoadKm is null || v.RoadKm > limitKm)
                .OrderByDescending(v => v.RoadKm ?? double.MaxValue)
                .ThenBy(v => v.Village.Code, StringComparer.Ordinal),
        ];
    }

    /// <summary>Nodes in operation that are too far from the node that supplies them.</summary>
    public static IReadOnlyList<(NodeView Node, NodeView Parent, double RoadKm)> FarFromParent(
        IReadOnlyCollection<NodeView> nodes
    )
    {
        var known = nodes.ToDictionary(n => n.Gln);
        return
        [
            .. nodes
                .Where(n => n.State == NodeState.Active && n.Tier is NodeTier.Village or NodeTier.Town)
                .Where(n => n.ParentGln is { } parent && known.ContainsKey(parent))
                .Select(n => (Node: n, Parent: known[n.ParentGln!.Value]))
                .Select(p => (p.Node, p.Parent, RoadKm: RoadKm(p.Node, p.Parent)))
                .Where(p => p.RoadKm > ProblemLimits.ParentKm(p.Node.Tier))
                .OrderByDescending(p => p.RoadKm),
        ];
    }

    /// <summary>Nodes that handled more a day than they are laid out for.</summary>
    public static IReadOnlyList<NodeView> Overloaded(
        IEnumerable<NodeView> nodes,
        IReadOnlyDictionary<Gln, NodeTotals> totals
    ) => [.. nodes.Where(n => LoadOf(n, totals) is > 1)];

    /// <summary>Nodes in operation that reported and handled nothing, or hardly anything of what they are laid out for.</summary>
    public static IReadOnlyList<NodeView> Idle(
        IEnumerable<NodeView> nodes,
        IReadOnlyDictionary<Gln, NodeTotals> totals
    ) =>
        [
            .. nodes.Where(n =>
                n.State == NodeState.Active
                && (LoadOf(n, totals) is < ProblemLimits.Idle || totals.GetValueOrDefault(n.Gln)?.ParcelsPerDay is 0)
            ),
        ];

    public static double? LoadOf(NodeView node, IReadOnlyDictionary<Gln, NodeTotals> totals) =>
        node.Facts.ParcelsPerDay is > 0 and var laidOut
        && totals.GetValueOrDefault(node.Gln)?.ParcelsPerDay is { } parcels
            ? parcels / laidOut
            : null;

    private static double RoadKm(DivisionView village, NodeView node) =>
        Km(village.Longitude!.Value, village.Latitude!.Value, node.Longitude, node.Latitude);

    private static double RoadKm(NodeView from, NodeView to) =>
        Km(from.Longitude, from.Latitude, to.Longitude, to.Latitude);

    private static double Km(double fromLongitude, double fromLatitude, double toLongitude, double toLatitude) =>
        SpatialMeters.Meters(Cgcs2000.Point(fromLongitude, fromLatitude), Cgcs2000.Point(toLongitude, toLatitude))
        * ProblemLimits.Detour
        / 1000;
}
