namespace RuralEc.Spatial.Tiles;

/// <summary>A table of points for tiles: the columns to read, by the names that the database has them under.</summary>
/// <param name="Table">The table.</param>
/// <param name="Geometry">Its column of points in <see cref="Cgcs2000.Srid"/>, with the index that <see cref="SpatialIndexes"/> makes.</param>
/// <param name="Id">Its whole-number key, which becomes the features' id and order.</param>
/// <param name="Attributes">What features show. Text, whole numbers, numbers and truths; NULL is left out.</param>
public sealed record PointTable(string Table, string Geometry, string Id, IReadOnlyList<PointColumn> Attributes)
{
    /// <summary>SQL for the key where it is no column, such as a cast of digits; it stands in for <see cref="Id"/>.</summary>
    public string? IdSql { get; init; }

    /// <summary>SQL of a condition on rows; null for all. Like <see cref="IdSql"/> it is the program's, never a caller's.</summary>
    public string? Where { get; init; }

    internal string Key => IdSql ?? Quote(Id);

    internal string Condition => Where is null ? "" : $"AND ({Where}) ";

    internal static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

/// <summary>An attribute of a feature.</summary>
/// <param name="Column">The column.</param>
/// <param name="Name">The key that the tile has it under.</param>
/// <param name="IsTruth">A truth. SQLite stores it as 0 or 1, which cannot be told from a number.</param>
public sealed record PointColumn(string Column, string Name, bool IsTruth = false)
{
    /// <summary>A column that the tile has under its own name.</summary>
    public PointColumn(string column)
        : this(column, column) { }
}

/// <summary>What a reader found in a tile and its buffer.</summary>
/// <param name="Written">Features that it wrote, those of the lowest ids.</param>
/// <param name="IsOverfull">There are more than was allowed.</param>
public readonly record struct PointsRead(int Written, bool IsOverfull);
