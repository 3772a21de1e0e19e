using Microsoft.EntityFrameworkCore;

namespace RuralEc.Logistics;

/// <summary>Brings the table of divisions to the state of maps/divisions.csv.</summary>
public sealed class DivisionSeed(DbContext db)
{
    /// <summary>Adds what is missing and corrects what differs; a division that is gone from the file stays.</summary>
    /// <returns>Rows written: 0 where all was there.</returns>
    public async Task<int> ImportAsync(CancellationToken ct)
    {
        var known = await db.Set<Division>().AsTracking().ToDictionaryAsync(d => d.Code, ct);
        foreach (var division in DivisionFile.Read())
        {
            if (!known.TryGetValue(division.Code, out var row))
            {
                db.Add(division);
            }
            else if (!IsSame(row, division))
            {
                (row.Name, row.Level, row.ParentCode) = (division.Name, division.Level, division.ParentCode);
                if (!row.Imported)
                {
                    (row.Location, row.Source, row.Quality) = (division.Location, division.Source, division.Quality);
                }

                if (division.Population is not null)
                {
                    (row.Population, row.PopulationSource) = (division.Population, division.PopulationSource);
                }
            }
        }

        var written = await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        return written;
    }

    private static bool IsSame(Division row, Division file) =>
        (row.Name, row.Level, row.ParentCode) == (file.Name, file.Level, file.ParentCode)
        && (
            row.Imported
            || (row.Source, row.Quality) == (file.Source, file.Quality)
                && (row.Location?.Coordinate.Equals2D(file.Location?.Coordinate) ?? file.Location is null)
        )
        && (file.Population is null || row.Population == file.Population);
}
