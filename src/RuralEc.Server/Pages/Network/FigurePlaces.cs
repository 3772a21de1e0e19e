using System.Security.Claims;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Officer;
using RuralEc.Server.Security;

namespace RuralEc.Server.Pages.Network;

/// <summary>What may be chosen, and what the chosen part is called.</summary>
public sealed record PlaceChoices(
    IReadOnlyList<Option> Districts,
    IReadOnlyList<Option> Towns,
    IReadOnlyList<Option> Nodes,
    string Name
);

/// <summary>Districts, towns and nodes to choose from, as far as an account reaches.</summary>
internal sealed class FigurePlaces(DivisionQuery divisions, NetworkIndicators figures)
{
    // As many as a list can be read through; a town has fewer nodes.
    private const int MostNodes = 400;

    /// <summary>The districts whose figures an account may see; null for all.</summary>
    public static IReadOnlyList<string>? DistrictsOf(ClaimsPrincipal by) =>
        by.IsInRole(Roles.Administrator) || by.IsInRole(Roles.Auditor)
            ? null
            : [.. by.FindAll("district").Select(c => c.Value).Order(StringComparer.Ordinal)];

    /// <summary>An officer of one district means that district unless he says otherwise.</summary>
    public static FigureSelection WithOwn(ClaimsPrincipal by, FigureSelection selection) =>
        selection is { District: null, Node: null } && DistrictsOf(by) is [var own]
            ? selection with
            {
                District = own,
            }
            : selection;

    public async Task<PlaceChoices> OfAsync(
        ClaimsPrincipal by,
        FigureSelection selection,
        string all,
        CancellationToken ct
    )
    {
        var reach = DistrictsOf(by);
        var districts = (await divisions.ChildrenAsync(null, ct)).Where(d => reach is null || reach.Contains(d.Code));
        var towns = selection.District is { } district ? await divisions.ChildrenAsync(district, ct) : [];
        var places = await figures.PlacesAsync(by, new(selection.Scope.Prefix), ct);
        var options = districts.Select(OptionOf).ToList();
        string[] names =
        [
            .. selection.District is null
                ? [all]
                : options
                    .Where(o => o.Value == selection.District)
                    .Select(o => o.Text)
                    .DefaultIfEmpty(selection.District),
            .. towns.Where(t => t.Code == selection.Town).Select(t => t.Name),
            .. places.Where(n => n.Gln == selection.Node).Select(NodeWords.Name),
        ];
        return new(
            options,
            [.. towns.Select(OptionOf)],
            [.. places.Take(MostNodes).Select(n => new Option(n.Gln.ToString(), NodeWords.Name(n)))],
            string.Join(" · ", names)
        );
    }

    /// <summary>The districts or towns into which the chosen part falls; empty for a town or a node.</summary>
    public static IReadOnlyList<Option> PartsOf(FigureSelection selection, PlaceChoices choices) =>
        selection switch
        {
            { Node: not null } or { Town: not null } => [],
            { District: not null } => choices.Towns,
            _ => choices.Districts,
        };

    private static Option OptionOf(DivisionView division) => new(division.Code, division.Name);
}
