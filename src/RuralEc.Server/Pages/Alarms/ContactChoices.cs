using System.Security.Claims;
using Microsoft.Extensions.Localization;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Trace;

namespace RuralEc.Server.Pages.Alarms;

/// <summary>What a contact can be limited to.</summary>
internal sealed class ContactChoices(AssetRegister assets, AlarmPlaces places, IStringLocalizer<AlarmTexts> T)
{
    /// <summary>The nodes at which the account sees assets, after the choice of all of them.</summary>
    public async Task<IReadOnlyList<Option>> NodesAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var nodes = (await assets.ListAsync(by, null, ct)).Select(a => a.NodeGln).OfType<Gln>().Distinct().ToList();
        var names = await places.NamesAsync(by, nodes, ct);
        return nodes.Count == 0
            ? []
            : [new Option("", T["全部节点"]), .. nodes.Select(n => new Option(n.ToString(), names.Of(n)))];
    }

    /// <summary>The districts of an officer.</summary>
    public static IReadOnlyList<Option> DistrictsOf(ClaimsPrincipal by) =>
        [.. by.FindAll("district").Select(c => new Option(c.Value, District(c.Value)))];

    public static string District(string code) =>
        Districts.Find(code) is { } district ? Words.Name(district.Chinese, district.English) : code;
}
