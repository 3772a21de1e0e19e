using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Logistics.Plans;

/// <summary>Which villages are asked about, and what they should have near them.</summary>
/// <param name="Prefix">The beginning of division codes: a district or a town; empty for all.</param>
/// <param name="Kinds">Nodes of these kinds count; empty for all kinds.</param>
/// <param name="ColdOnly">Only nodes that state cold volume count.</param>
/// <param name="LimitMeters">Further by road is too far; null where minutes are the limit.</param>
/// <param name="LimitMinutes">Longer on the road is too far.</param>
/// <param name="Way">How roads are measured.</param>
public sealed record GapQuestion(
    string Prefix,
    IReadOnlyList<NodeKind> Kinds,
    bool ColdOnly,
    double? LimitMeters,
    double? LimitMinutes,
    WayMeasure Way
);

/// <summary>A village and what is nearest to it.</summary>
/// <param name="Village">The village.</param>
/// <param name="Nearest">The nearest node that counts; null where there is none.</param>
/// <param name="Meters">By road, as measured.</param>
/// <param name="Minutes">By road, as measured.</param>
/// <param name="Beyond">Further than the limit, or nothing is near at all.</param>
public sealed record VillageAccess(
    DivisionView Village,
    NodeView? Nearest,
    double? Meters,
    double? Minutes,
    bool Beyond
);

/// <summary>Access of villages to nodes. People are counted only where a figure is known.</summary>
/// <param name="Villages">Those with a point, the furthest first.</param>
/// <param name="NotLocated">Those without a point: nothing can be said of them.</param>
/// <param name="Nodes">Nodes in operation that counted.</param>
public sealed record GapAnswer(IReadOnlyList<VillageAccess> Villages, IReadOnlyList<DivisionView> NotLocated, int Nodes)
{
    public int Beyond => Villages.Count(v => v.Beyond);

    /// <summary>People in the villages beyond the limit, as far as known.</summary>
    public long PeopleBeyond => Villages.Where(v => v.Beyond).Sum(v => (long)(v.Village.Population ?? 0));

    /// <summary>People in all located villages, as far as known.</summary>
    public long People => Villages.Sum(v => (long)(v.Village.Population ?? 0));

    /// <summary>Located villages whose population is known.</summary>
    public int WithPopulation => Villages.Count(v => v.Village.Population is not null);
}

/// <summary>A node and the node that supplies it.</summary>
/// <param name="Meters">Between them by road, as measured.</param>
public sealed record ParentDistance(NodeView Node, NodeView Parent, double Meters);

/// <summary>Finds what is too far from what.</summary>
public sealed class GapFinder(DbContext db)
{
    /// <summary>More villages than these are not compared in one go.</summary>
    public const int MostVillages = 20_000;

    /// <summary>Which villages of the account's districts have no node within the limit.</summary>
    public async Task<GapAnswer> VillagesAsync(ClaimsPrincipal by, GapQuestion question, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(question);
        var reach = Reach.Of(by);
        var nodes = (await ActiveAsync(reach, ct))
            .Where(n => question.Kinds.Count == 0 || question.Kinds.Contains(n.Kind))
            .Where(n => !question.ColdOnly || n.Facts.ColdCubicMeters > 0)
            .ToList();
        var villages = await VillagesAsync(reach, question.Prefix, ct);
        var nearest = new NearestPoints<LogisticsNode>(nodes, n => n.Location);
        return new(
            [
                .. villages
                    .Where(v => v.Location is not null)
                    .Select(v => AccessOf(v, nearest, question, reach))
                    .OrderByDescending(a => a.Meters ?? double.PositiveInfinity)
                    .ThenBy(a => a.Village.Code, StringComparer.Ordinal),
            ],
            [.. villages.Where(v => v.Location is null).Select(DivisionView.Of)],
            nodes.Count
        );
    }

    /// <summary>Nodes in operation of a district or town with the way to their parents, the furthest first.</summary>
    public async Task<IReadOnlyList<ParentDistance>> ParentsAsync(
        ClaimsPrincipal by,
        string prefix,
        WayMeasure way,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(way);
        var reach = Reach.Of(by);
        var nodes = (await ActiveAsync(reach, ct)).ToDictionary(n => n.Gln);
        return
        [
            .. nodes
                .Values.Where(n => n.DivisionCode.StartsWith(prefix, StringComparison.Ordinal))
                .Where(n => n.ParentGln is { } parent && nodes.ContainsKey(parent))
                .Select(n =>
                {
                    var parent = nodes[n.ParentGln!.Value];
                    return new ParentDistance(
                        NodeView.Of(n, reach),
                        NodeView.Of(parent, reach),
                        way.Meters(n.Location, parent.Location)
                    );
                })
                .OrderByDescending(p => p.Meters),
        ];
    }

    internal async Task<List<Division>> VillagesAsync(Reach reach, string prefix, CancellationToken ct)
    {
        var found = await db.Set<Division>()
            .Where(d => d.Level == DivisionLevel.Village && d.Code.StartsWith(prefix))
            .OrderBy(d => d.Code)
            .Take(MostVillages)
            .ToListAsync(ct);
        return [.. found.Where(v => reach.Everything || reach.Districts.Contains(v.Code[..6]))];
    }

    private async Task<List<LogisticsNode>> ActiveAsync(Reach reach, CancellationToken ct) =>
        await reach.Nodes(db).Where(n => n.State == NodeState.Active).ToListAsync(ct);

    private static VillageAccess AccessOf(
        Division village,
        NearestPoints<LogisticsNode> nearest,
        GapQuestion question,
        Reach reach
    )
    {
        if (nearest.Find(village.Location!) is not { } found)
        {
            return new(DivisionView.Of(village), null, null, null, Beyond: true);
        }

        var meters = found.Meters * question.Way.DetourFactor;
        var minutes = question.Way.Minutes(meters);
        return new(
            DivisionView.Of(village),
            NodeView.Of(found.Item, reach),
            meters,
            minutes,
            meters > question.LimitMeters || minutes > question.LimitMinutes
        );
    }
}
