using System.Security.Claims;
using RuralEc.Logistics;
using RuralEc.Server.Pages.Forms;

namespace RuralEc.Server.Pages.Planning;

/// <summary>The districts and towns that an officer may choose, each with its code.</summary>
internal sealed class DistrictChoice(DivisionQuery divisions)
{
    /// <summary>The districts of the account; all of them for the city's.</summary>
    public async Task<IReadOnlyList<DivisionView>> DistrictsAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var own = by.FindAll("district").Select(c => c.Value).ToHashSet();
        var all = await divisions.ChildrenAsync(null, ct);
        return own.Count == 0 ? all : [.. all.Where(d => own.Contains(d.Code))];
    }

    /// <summary>Districts with their towns beneath them.</summary>
    public async Task<IReadOnlyList<Option>> OptionsAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var options = new List<Option>();
        foreach (var district in await DistrictsAsync(by, ct))
        {
            options.Add(new(district.Code, district.Name));
            foreach (var town in await divisions.ChildrenAsync(district.Code, ct))
            {
                options.Add(new(town.Code, $"{district.Name} · {town.Name}"));
            }
        }

        return options;
    }
}
