using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Gs1;
using RuralEc.Spatial;

namespace RuralEc.Logistics;

/// <summary>Which nodes to list, and which part of the list.</summary>
public sealed record NodeFilter(
    NodeTier? Tier = null,
    NodeKind? Kind = null,
    NodeState? State = null,
    string? District = null,
    int Skip = 0,
    int Take = NodeQuery.MapLimit
);

/// <summary>Nodes within the reach of an account.</summary>
public sealed class NodeQuery(DbContext db)
{
    /// <summary>As many nodes as a map shows: the city has about 2,500.</summary>
    public const int MapLimit = 5000;

    private const double FurthestMeters = 400_000;

    /// <summary>All nodes within reach, by division, then GLN.</summary>
    public Task<IReadOnlyList<NodeView>> AllAsync(ClaimsPrincipal by, CancellationToken ct) =>
        AllAsync(by, new NodeFilter(), ct);

    /// <summary>Nodes of one tier, kind, state or district, by division, then GLN.</summary>
    public async Task<IReadOnlyList<NodeView>> AllAsync(ClaimsPrincipal by, NodeFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var reach = Reach.Of(by);
        var nodes = reach.Nodes(db);
        nodes = filter.Tier is { } tier ? nodes.Where(n => n.Tier == tier) : nodes;
        nodes = filter.Kind is { } kind ? nodes.Where(n => n.Kind == kind) : nodes;
        nodes = filter.State is { } state ? nodes.Where(n => n.State == state) : nodes;
        nodes = filter.District is { } district ? nodes.Where(n => n.DistrictCode == district) : nodes;
        var found = await nodes
            .OrderBy(n => n.DivisionCode)
            .ThenBy(n => n.Gln)
            .Skip(Math.Max(0, filter.Skip))
            .Take(Math.Clamp(filter.Take, 1, MapLimit))
            .ToListAsync(ct);
        return [.. found.Select(n => NodeView.Of(n, reach))];
    }

    /// <summary>The node, or null where it is unknown or out of reach.</summary>
    public async Task<NodeView?> FindAsync(ClaimsPrincipal by, Gln gln, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        return await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == gln, ct) is { } node
            ? NodeView.Of(node, reach)
            : null;
    }

    /// <summary>Nodes in a box of degrees, its edges included.</summary>
    public async Task<IReadOnlyList<NodeView>> InBoxAsync(
        ClaimsPrincipal by,
        double west,
        double south,
        double east,
        double north,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        var found = await InBox(reach, new(west, east, south, north))
            .OrderBy(n => n.Gln)
            .Take(MapLimit)
            .ToListAsync(ct);
        return [.. found.Select(n => NodeView.Of(n, reach))];
    }

    /// <summary>The nodes nearest to a place, nearest first.</summary>
    public async Task<IReadOnlyList<NearNode>> NearestAsync(
        ClaimsPrincipal by,
        double longitude,
        double latitude,
        int count,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        var here = Positions.Of(longitude, latitude);
        count = Math.Clamp(count, 1, 50);

        // The index orders on the sphere, so a few more are taken than wanted and ordered on the ellipsoid.
        var found = await reach
            .Nodes(db)
            .Where(n => SpatialMeters.WithinMeters(n.Location, here, FurthestMeters))
            .OrderBy(n => SpatialMeters.MetersKnn(n.Location, here))
            .Take(count + 10)
            .ToListAsync(ct);
        return
        [
            .. found
                .Select(n => new NearNode(NodeView.Of(n, reach), SpatialMeters.Meters(n.Location, here)))
                .OrderBy(n => n.Meters)
                .Take(count),
        ];
    }

    /// <summary>Names of places for a journey that anybody may read: nothing that is not on the signboard.</summary>
    public async Task<IReadOnlyDictionary<Gln, PlaceName>> NamesAsync(
        IReadOnlyCollection<Gln> glns,
        CancellationToken ct
    ) =>
        await db.Set<LogisticsNode>()
            .Where(n => glns.Contains(n.Gln))
            .Select(n => new PlaceName(n.Gln, n.Kind, n.Name, n.NameEn, n.DistrictCode, n.Demonstration))
            .ToDictionaryAsync(n => n.Gln, ct);

    private IQueryable<LogisticsNode> InBox(Reach reach, Envelope box)
    {
        var area = Positions.BoxOf(box);
        return reach.Nodes(db).Where(n => n.Location.Intersects(area));
    }
}
