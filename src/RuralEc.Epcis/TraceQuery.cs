using Microsoft.EntityFrameworkCore;

namespace RuralEc.Epcis;

/// <summary>A lot, item or logistic unit; <paramref name="Distance"/> counts the steps from where the trace began.</summary>
public sealed record TraceNode(string Identifier, int Distance);

/// <summary>
/// Goods went from <paramref name="Source"/> to <paramref name="Target"/>: from input to output, or from parent to
/// child. Quantities are in their unit (UN/ECE Rec 20; null counts pieces), and null for single items.
/// </summary>
/// <param name="ValidUntil">When the child was taken out of the parent; null while inside and for transformations.</param>
public sealed record TraceEdge(
    EdgeKind Kind,
    string Source,
    string Target,
    decimal? SourceQuantity,
    string? SourceUom,
    decimal? TargetQuantity,
    string? TargetUom,
    string EventId,
    DateTimeOffset ValidFrom,
    DateTimeOffset? ValidUntil
);

/// <summary>What was reached, nearest first. <paramref name="IsComplete"/> is false when the node limit ended the walk.</summary>
public sealed record TraceGraph(IReadOnlyList<TraceNode> Nodes, IReadOnlyList<TraceEdge> Edges, bool IsComplete);

/// <summary>Where a thing came from and where it went, one query to the database per step.</summary>
/// <remarks>
/// The walk leans to too much rather than too little, as a recall must: a pallet that ever held a lot counts as a way
/// the lot may have gone, whatever was taken out before it went on.
/// </remarks>
public sealed class TraceQuery(DbContext db)
{
    /// <summary>The most nodes one graph has.</summary>
    public const int MaxNodes = 50_000;

    private const int IdentifiersAtOnce = 500;

    private enum Way
    {
        /// <summary>From output to input, from parent to content.</summary>
        Up,

        /// <summary>From input to output, from content to parent.</summary>
        Down,

        /// <summary>From parent to content only.</summary>
        Into,
    }

    /// <summary>What the thing was made of: inputs, and the content of logistic units, to the beginning.</summary>
    public Task<TraceGraph> UpstreamAsync(string identifier, CancellationToken ct) =>
        UpstreamAsync(identifier, MaxNodes, ct);

    /// <summary>The same, with <paramref name="limit"/> nodes at most.</summary>
    public Task<TraceGraph> UpstreamAsync(string identifier, int limit, CancellationToken ct) =>
        WalkAsync(Way.Up, new Walk(identifier, limit), ct);

    /// <summary>
    /// What was made of the thing, and the logistic units that it went into, to the end. A logistic unit brings its
    /// own content with it; what else lay on a pallet is not downstream of a lot.
    /// </summary>
    public Task<TraceGraph> DownstreamAsync(string identifier, CancellationToken ct) =>
        DownstreamAsync(identifier, MaxNodes, ct);

    /// <summary>The same, with <paramref name="limit"/> nodes at most.</summary>
    public async Task<TraceGraph> DownstreamAsync(string identifier, int limit, CancellationToken ct)
    {
        var walk = new Walk(identifier, limit);
        await WalkAsync(Way.Into, walk, ct);
        walk.Restart();
        return await WalkAsync(Way.Down, walk, ct);
    }

    private async Task<TraceGraph> WalkAsync(Way way, Walk walk, CancellationToken ct)
    {
        while (walk.Next() is { Count: > 0 } front)
        {
            foreach (var some in front.Chunk(IdentifiersAtOnce))
            {
                foreach (var found in await Step(way, some).ToListAsync(ct))
                {
                    var isOnward = way == Way.Into || (way == Way.Down) == (found.Edge.Kind == EdgeKind.Transformation);
                    walk.Add(found.Id, found.Edge, isOnward ? found.Edge.Target : found.Edge.Source);
                }
            }
        }
        return walk.ToGraph();
    }

    private IQueryable<FoundEdge> Step(Way way, string[] from)
    {
        var edges = db.Set<GenealogyEdge>();
        var made = edges.Where(e => e.Kind == EdgeKind.Transformation);
        var packed = edges.Where(e => e.Kind == EdgeKind.Aggregation);
        // Both halves go through an index of their own and come in one answer.
        var reached = way switch
        {
            Way.Up => made.Where(e => from.Contains(e.Target)).Concat(packed.Where(e => from.Contains(e.Source))),
            Way.Down => made.Where(e => from.Contains(e.Source)).Concat(packed.Where(e => from.Contains(e.Target))),
            _ => packed.Where(e => from.Contains(e.Source)),
        };
        return reached.Select(e => new FoundEdge(
            e.Id,
            new TraceEdge(
                e.Kind,
                e.Source,
                e.Target,
                e.SourceQuantity,
                e.SourceUom,
                e.TargetQuantity,
                e.TargetUom,
                e.Event!.EventId,
                e.ValidFrom,
                e.ValidUntil
            )
        ));
    }

    private sealed record FoundEdge(long Id, TraceEdge Edge);

    /// <summary>What has been seen; an identifier is walked from once, so that cycles end.</summary>
    private sealed class Walk(string start, int limit)
    {
        private readonly int _limit = Math.Clamp(limit, 1, MaxNodes);
        private readonly Dictionary<string, int> _nodes = new(StringComparer.Ordinal) { [start] = 0 };
        private readonly SortedDictionary<long, TraceEdge> _edges = [];
        private List<string> _front = [start];
        private bool _isComplete = true;

        public List<string> Next()
        {
            var front = _front;
            _front = [];
            return front;
        }

        public void Restart() => _front = [.. _nodes.Keys];

        public void Add(long id, TraceEdge edge, string reached)
        {
            if (_nodes.ContainsKey(reached))
            {
                _edges[id] = edge;
            }
            else if (_nodes.Count >= _limit)
            {
                _isComplete = false;
            }
            else
            {
                _edges[id] = edge;
                var from = reached == edge.Target ? edge.Source : edge.Target;
                _nodes[reached] = _nodes.GetValueOrDefault(from) + 1;
                _front.Add(reached);
            }
        }

        public TraceGraph ToGraph() =>
            new(
                [.. _nodes.Select(n => new TraceNode(n.Key, n.Value)).OrderBy(n => n.Distance)],
                [.. _edges.Values],
                _isComplete
            );
    }
}
