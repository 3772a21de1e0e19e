using System.Security.Claims;
using RuralEc.ColdChain.Alarms;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>Where alarms are, in words.</summary>
internal sealed class AlarmPlaces(Places places)
{
    public async Task<PlaceNames> NamesAsync(ClaimsPrincipal by, IEnumerable<AlarmView> alarms, CancellationToken ct) =>
        await NamesAsync(by, alarms.Select(a => a.NodeGln).OfType<Gln>(), ct);

    public Task<PlaceNames> NamesAsync(ClaimsPrincipal by, IEnumerable<Gln> nodes, CancellationToken ct) =>
        places.NamesAsync(by, nodes, ct);

    /// <summary>Node and asset, as far as there are such.</summary>
    public static string Of(AlarmView alarm, PlaceNames names) =>
        string.Join(
            " · ",
            new[] { alarm.NodeGln is { } node ? names.Of(node) : null, alarm.AssetName }.OfType<string>()
        );
}
