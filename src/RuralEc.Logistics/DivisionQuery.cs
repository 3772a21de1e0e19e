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
    string Quality
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

    /// <summary>
    /// False for a code of Guangzhou that no division has. Of other cities no divisions are kept: their codes may be right.
    /// </summary>
    public async Task<bool> IsPossibleAsync(string code, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(code);
        return !code.StartsWith(Guangzhou, StringComparison.Ordinal)
            || await db.Set<Division>().AnyAsync(d => d.Code == code, ct);
    }

    private static DivisionView[] ViewsOf(List<Division> divisions) =>
        [
            .. divisions.Select(d => new DivisionView(
                d.Code,
                d.Name,
                d.Level,
                d.ParentCode,
                d.Location?.X,
                d.Location?.Y,
                d.Quality
            )),
        ];
}
