using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Traceability.Handovers;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Server.Pages.Forms;

/// <summary>Names of places and parties for people, and the places at which one's own party works.</summary>
internal sealed class Places(
    PlotRegister plots,
    PartyRegister parties,
    NodeQuery nodes,
    HandoverQuery handovers,
    IStringLocalizer<FormTexts> T
)
{
    // As many destinations as a list on a phone can offer; others are entered by number.
    private const int MostDestinations = 300;

    /// <summary>Names of all parties, and of the plots within reach.</summary>
    public Task<PlaceNames> NamesAsync(ClaimsPrincipal by, CancellationToken ct) =>
        NamesAsync(by, Array.Empty<Gln>(), ct);

    /// <summary>Names of all parties, of the plots within reach, and of those of <paramref name="glns"/> that are nodes.</summary>
    public async Task<PlaceNames> NamesAsync(ClaimsPrincipal by, IEnumerable<Gln> glns, CancellationToken ct)
    {
        var names = new Dictionary<Gln, string>();
        foreach (var party in await parties.ListAsync(null, ct))
        {
            names[party.Gln] = Words.Name(party.Name, party.NameEn);
        }

        foreach (var plot in await plots.ListAsync(by, ct))
        {
            names[plot.Gln] = $"P-{plot.Number:00} {Words.Name(plot.Name, plot.NameEn)}";
        }

        foreach (var (gln, node) in await nodes.NamesAsync([.. glns.Distinct()], ct))
        {
            names[gln] = Words.Name(node.Name, node.NameEn);
        }

        return new PlaceNames(names);
    }

    /// <summary>Names for a list of shipments.</summary>
    public Task<PlaceNames> NamesAsync(ClaimsPrincipal by, IEnumerable<ShipmentView> shipments, CancellationToken ct) =>
        NamesAsync(by, shipments.SelectMany(s => new[] { s.FromPlaceGln, s.ToPlaceGln }), ct);

    /// <summary>Where one's own party handles goods: its nodes, where goods were sent to it before, its own address.</summary>
    public async Task<IReadOnlyList<Option>> OwnAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        if (!Gln.TryParse(by.FindFirstValue("party"), out var own))
        {
            return [];
        }

        var operated = (await nodes.AllAsync(by, ct)).Where(n => n.OperatorGln == own).Select(n => n.Gln);
        var received = (await handovers.ShipmentsAsync(by, ShipmentWay.Incoming, onlyUnderWay: false, ct))
            .Where(s => s.ToPartyGln == own)
            .Select(s => s.ToPlaceGln);
        List<Gln> places = [.. operated.Concat(received).Where(place => place != own).Distinct()];
        var names = await NamesAsync(by, places, ct);
        return
        [
            .. places.Select(place => new Option(place.ToString(), names.Of(place))),
            new Option(own.ToString(), names.Of(own), T["本主体所在地"]),
        ];
    }

    /// <summary>Nodes to which goods may be sent.</summary>
    public async Task<IReadOnlyList<Option>> DestinationsAsync(ClaimsPrincipal by, CancellationToken ct) =>
        [
            .. (await nodes.AllAsync(by, new NodeFilter(State: NodeState.Active, Take: MostDestinations), ct)).Select(
                n => new Option(n.Gln.ToString(), Words.Name(n.Name, n.NameEn))
            ),
        ];
}

/// <summary>Names by GLN; a number without a name is shown as itself.</summary>
public sealed class PlaceNames(IReadOnlyDictionary<Gln, string> names)
{
    public string Of(Gln gln) => names.TryGetValue(gln, out var name) ? name : gln.ToString();
}
