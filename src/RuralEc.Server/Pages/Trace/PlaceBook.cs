using RuralEc.Gs1;
using RuralEc.Logistics;

namespace RuralEc.Server.Pages.Trace;

/// <summary>A place by its name and, no finer, its district.</summary>
public sealed record NamedPlace(Bilingual Name, Bilingual? District);

/// <summary>Looks up how places and origins are called.</summary>
internal sealed class PlaceBook(NodeQuery nodes, DivisionQuery divisions)
{
    private const int DistrictDigits = 6;
    private const int TownDigits = 9;

    /// <summary>The nodes among these places; others are not in the answer.</summary>
    public async Task<IReadOnlyDictionary<Gln, NamedPlace>> PlacesAsync(IEnumerable<Gln> glns, CancellationToken ct) =>
        (await nodes.NamesAsync([.. glns.Distinct()], ct)).ToDictionary(
            place => place.Key,
            place => new NamedPlace(
                new(place.Value.Name, place.Value.NameEn ?? place.Value.Name),
                Districts.Find(place.Value.DistrictCode)
            )
        );

    /// <summary>Where goods were grown, to the town: the names of divisions of 6 to 12 digits.</summary>
    public async Task<Bilingual> OriginAsync(IReadOnlyList<string> divisionCodes, CancellationToken ct)
    {
        var towns = divisionCodes
            .Where(code => code.Length >= TownDigits)
            .Select(code => code[..TownDigits])
            .Distinct()
            .ToList();
        var names =
            towns.Count == 0
                ? []
                : (await divisions.FindAsync(towns, ct)).ToDictionary(town => town.Code, town => town.Name);
        var origins = divisionCodes
            .Select(code =>
                Origin(code, code.Length >= TownDigits ? names.GetValueOrDefault(code[..TownDigits]) : null)
            )
            .Distinct()
            .ToList();
        return new(
            string.Join('、', origins.Select(origin => origin.Chinese)),
            string.Join("; ", origins.Select(origin => origin.English).Distinct())
        );
    }

    private static Bilingual Origin(string code, string? town)
    {
        var district = Districts.Find(code) ?? Bilingual.Same(code[..Math.Min(code.Length, DistrictDigits)]);
        return district with { Chinese = district.Chinese + town };
    }
}
