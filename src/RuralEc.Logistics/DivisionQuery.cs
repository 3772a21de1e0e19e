using System.Globalization;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Logistics;

/// <summary>A division. Coordinates are WGS 84 and absent where nobody published a point.</summary>
public sealed record DivisionView(
    string Code,
    string Name,
    DivisionLevel Level,
    string? ParentCode,
    double? Longitude,
    double? Latitude,
    string Quality,
    string? Source,
    int? Population,
    string? PopulationSource
)
{
    /// <summary>
    /// A village proper (建制村), not a community: the last three digits of its statistical code are 200 to 399.
    /// </summary>
    public bool IsVillageProper =>
        Level == DivisionLevel.Village && int.Parse(Code.AsSpan(9), CultureInfo.InvariantCulture) is >= 200 and < 400;

    internal static DivisionView Of(Division d) =>
        new(
            d.Code,
            d.Name,
            d.Level,
            d.ParentCode,
            d.Location?.X,
            d.Location?.Y,
            d.Quality,
            d.Source,
            d.Population,
            d.PopulationSource
        );
}

/// <summary>The outline of a division.</summary>
public sealed record OutlineView(
    string Code,
    string Name,
    NetTopologySuite.Geometries.MultiPolygon Outline,
    string Source,
    string? ReviewNumber
);

/// <summary>Divisions are public facts: everybody may read them.</summary>
public sealed class DivisionQuery(DbContext db)
{
    private const string Guangzhou = "4401";

    /// <summary>The divisions directly under another, by code; the districts where no parent is named.</summary>
    public async Task<IReadOnlyList<DivisionView>> ChildrenAsync(string? parent, CancellationToken ct) =>
        ViewsOf(
            await db.Set<Division>().Where(d => d.ParentCode == parent).OrderBy(d => d.Code).Take(500).ToListAsync(ct)
        );

    /// <summary>The districts and towns that have a point: the names by which people find their way on a map.</summary>
    public async Task<IReadOnlyList<DivisionView>> LocatedAsync(CancellationToken ct) =>
        [.. await LocatedAsync(DivisionLevel.District, ct), .. await LocatedAsync(DivisionLevel.Town, ct)];

    /// <summary>All divisions of a level that have a point.</summary>
    public async Task<IReadOnlyList<DivisionView>> LocatedAsync(DivisionLevel level, CancellationToken ct) =>
        ViewsOf(
            await db.Set<Division>()
                .Where(d => d.Level == level && d.Location != null)
                .OrderBy(d => d.Code)
                .Take(5000)
                .ToListAsync(ct)
        );

    /// <summary>The divisions with these codes, such as the ancestors of a village: its 6, 9 and 12 digits.</summary>
    public async Task<IReadOnlyList<DivisionView>> FindAsync(IReadOnlyCollection<string> codes, CancellationToken ct) =>
        ViewsOf(
            await db.Set<Division>().Where(d => codes.Contains(d.Code)).OrderBy(d => d.Code).Take(500).ToListAsync(ct)
        );

    /// <summary>All villages and communities of districts or towns, by code, with a point or without.</summary>
    public async Task<IReadOnlyList<DivisionView>> VillagesAsync(string prefix, CancellationToken ct) =>
        ViewsOf(
            await db.Set<Division>()
                .Where(d => d.Level == DivisionLevel.Village && d.Code.StartsWith(prefix))
                .OrderBy(d => d.Code)
                .ToListAsync(ct)
        );

    /// <summary>Outlines of a level in GeoJSON's own order, with their source.</summary>
    public async Task<IReadOnlyList<OutlineView>> OutlinesAsync(DivisionLevel level, CancellationToken ct) =>
        await (
            from outline in db.Set<DivisionOutline>()
            join division in db.Set<Division>() on outline.Code equals division.Code
            where division.Level == level
            orderby outline.Code
            select new OutlineView(division.Code, division.Name, outline.Outline, outline.Source, outline.ReviewNumber)
        ).ToListAsync(ct);

    /// <summary>Divisions whose name or code begins with or holds what was typed, districts first; at most 20.</summary>
    public async Task<IReadOnlyList<DivisionView>> SearchAsync(string text, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(text);
        var wanted = text.Trim();
        return wanted.Length == 0
            ? []
            : ViewsOf(
                await db.Set<Division>()
                    .Where(d => d.Code.StartsWith(wanted) || d.Name.Contains(wanted))
                    .OrderBy(d => d.Code.Length)
                    .ThenBy(d => d.Code)
                    .Take(20)
                    .ToListAsync(ct)
            );
    }

    /// <summary>
    /// False for a code of Guangzhou that no division has. Of other cities no divisions are kept: their codes may be right.
    /// </summary>
    public async Task<bool> IsPossibleAsync(string code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        return !code.StartsWith(Guangzhou, StringComparison.Ordinal)
            || await db.Set<Division>().AnyAsync(d => d.Code == code, ct);
    }

    private static DivisionView[] ViewsOf(List<Division> divisions) => [.. divisions.Select(DivisionView.Of)];
}
