using System.Security.Claims;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Live;
using RuralEc.Logistics;
using RuralEc.Traceability.Lots;

namespace RuralEc.Server.Pages.Officer;

/// <summary>A node with what the other rooms know of it.</summary>
internal sealed record NodeOnBoard(
    NodeView Node,
    IReadOnlyList<LiveAsset> Live,
    int OpenAlarms,
    DateTimeOffset? LastActivity
);

/// <summary>Puts nodes, live temperatures, alarms and last activity together: the map and its list twin show the same.</summary>
internal sealed class NodeBoard(NodeQuery nodes, LiveAssets assets, AlarmQuery alarms, PlaceActivity activity)
{
    /// <summary>The nodes that the account may see.</summary>
    public async Task<IReadOnlyList<NodeOnBoard>> OfAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var seen = await nodes.AllAsync(by, ct);
        var places = seen.Select(n => n.Gln).ToList();
        var live = (await assets.OfNodesAsync(places, ct)).ToLookup(a => a.NodeGln!.Value);
        var open = await alarms.CountOfNodesAsync(places, ct);
        var last = await activity.LastAsync(ct);
        return
        [
            .. seen.Select(node => new NodeOnBoard(
                node,
                [.. live[node.Gln]],
                open.GetValueOrDefault(node.Gln),
                last.TryGetValue(node.Gln, out var at) ? at : null
            )),
        ];
    }
}
