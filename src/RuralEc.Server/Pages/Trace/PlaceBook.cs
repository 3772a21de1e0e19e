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
    public async Task<Bilingual> OriginAsync(IReadOnlyList<string> divisionCodes, CancellationToken ct) =>
        Together((await OriginsAsync(divisionCodes, ct)).Values);

    /// <summary>Several origins as one.</summary>
    public static Bilingual Together(IEnumerable<Bilingual> origins)
    {
        var different = origins.Distinct().ToList();
        return new(
            string.Join('、', different.Select(origin => origin.Chinese)),
            string.Join("; ", different.Select(origin => origin.English).Distinct())
        );
    }

    /// <summary>What each of these divisions is called, to the town.</summary>
    public async Task<IReadOnlyDictionary<string, Bilingual>> OriginsAsync(
        IEnumerable<string> divisionCodes,
        CancellationToken ct
    )
    {
        var codes = divisionCodes.Distinct().ToList();
        var towns = codes
            .Where(code => code.Length >= TownDigits)
            .Select(code => code[..TownDigits])
            .Distinct()
            .ToList();
        var names =
            towns.Count == 0
                ? []
                : (await divisions.FindAsync(towns, ct)).ToDictionary(town => town.Code, town => town.Name);
        return codes.ToDictionary(
            code => code,
            code => Origin(code, code.Length >= TownDigits ? names.GetValueOrDefault(code[..TownDigits]) : null)
        );
    }

    private static Bilingual Origin(string code, string? town)
    {
        var district = Districts.Find(code) ?? Bilingual.Same(code[..Math.Min(code.Length, DistrictDigits)]);
        return district with { Chinese = district.Chinese + town };
    }
}
