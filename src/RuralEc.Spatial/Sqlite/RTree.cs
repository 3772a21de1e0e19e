using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// A geometry column and its R*Tree index by GeoPackage 1.3, Annex F.3: a virtual table beside the column's own, kept in
/// step by six triggers.
/// </summary>
/// <param name="Key">The column which is the row id, or <c>rowid</c> where the primary key is none.</param>
internal sealed record RTree(string Table, string Column, string Key, string GeometryType)
{
    /// <summary>The index's name as GeoPackage prescribes it.</summary>
    public string Name => NameOf(Table, Column);

    public static string NameOf(string table, string column) => $"rtree_{table}_{column}";

    /// <summary>All geometry columns of a model's tables.</summary>
    public static IEnumerable<RTree> AllOf(IModel model) =>
        from table in model.GetRelationalModel().Tables
        from column in table.Columns
        let geometryType = GeometryStoreType.GeoPackageNameOf(column.StoreType)
        where geometryType is not null
        orderby table.Name, column.IsNullable, column.Name
        select new RTree(table.Name, column.Name, KeyOf(table), geometryType);

    /// <summary>
    /// The one geometry column of each table that GeoPackage knows of (requirement 30): the first that is always filled.
    /// </summary>
    public static IEnumerable<RTree> FeaturesOf(IModel model) => AllOf(model).DistinctBy(t => t.Table);

    public static string Quote(string identifier) =>
        $"\"{identifier.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    public static string Literal(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>Statements that make the index anew from the rows that are there.</summary>
    public IEnumerable<string> Rebuild()
    {
        var rows = Quote(Name);
        foreach (var drop in Drop())
        {
            yield return drop;
        }
        yield return $"CREATE VIRTUAL TABLE {rows} USING rtree(id, minx, maxx, miny, maxy)";
        yield return $"SELECT {RTreePacking.Function}({Literal(Name)}, {Literal(Table)}, {Literal(Column)})";
        foreach (var create in CreateTriggers())
        {
            yield return create;
        }
    }

    /// <summary>Statements that take the index away.</summary>
    public IEnumerable<string> Drop() => [.. DropTriggers(), $"DROP TABLE IF EXISTS {Quote(Name)}"];

    /// <summary>The names of the triggers, as they have to be there.</summary>
    public IEnumerable<string> TriggerNames() => Triggers().Select(t => t.Name);

    /// <summary>
    /// A query for 1 where the index and its column differ. Boxes are stored as 32-bit numbers rounded outwards, so an
    /// entry has to hold its geometry's box and be hardly larger.
    /// </summary>
    public string OutOfStep()
    {
        var (table, rows, column) = (Quote(Table), Quote(Name), $"t.{Quote(Column)}");
        var tolerance = 1e-4.ToString(CultureInfo.InvariantCulture);
        return $"""
            SELECT rtreecheck({Literal(Name)}) <> 'ok'
                OR (SELECT count(*) FROM {rows})
                    <> (SELECT count(*) FROM {table} AS t WHERE {column} NOT NULL AND NOT ST_IsEmpty({column}))
                OR EXISTS (
                    SELECT 1 FROM {table} AS t LEFT JOIN {rows} AS r ON r.id = t.rowid
                    WHERE {column} NOT NULL AND NOT ST_IsEmpty({column}) AND (
                        r.id IS NULL
                        OR ST_MinX({column}) NOT BETWEEN r.minx AND r.minx + {tolerance}
                        OR ST_MaxX({column}) NOT BETWEEN r.maxx - {tolerance} AND r.maxx
                        OR ST_MinY({column}) NOT BETWEEN r.miny AND r.miny + {tolerance}
                        OR ST_MaxY({column}) NOT BETWEEN r.maxy - {tolerance} AND r.maxy))
            """;
    }

    private IEnumerable<string> DropTriggers() =>
        TriggerNames().Select(name => $"DROP TRIGGER IF EXISTS {Quote(name)}");

    private IEnumerable<string> CreateTriggers() =>
        Triggers()
            .Select(t =>
                $"CREATE TRIGGER {Quote(t.Name)} AFTER {t.Event} ON {Quote(Table)} WHEN {t.When} BEGIN {t.Do} END"
            );

    // Names and conditions as GeoPackage 1.3 has them: validators compare them (update6 and update7 belong to 1.4).
    private IEnumerable<(string Name, string Event, string When, string Do)> Triggers()
    {
        var (column, key, rows) = (Quote(Column), Quote(Key), Quote(Name));
        var present = $"(NEW.{column} NOTNULL AND NOT ST_IsEmpty(NEW.{column}))";
        var absent = $"(NEW.{column} ISNULL OR ST_IsEmpty(NEW.{column}))";
        var put = $"INSERT OR REPLACE INTO {rows} VALUES (NEW.{key}, {Box($"NEW.{column}")});";
        yield return ($"{Name}_insert", "INSERT", present, put);
        yield return ($"{Name}_update1", $"UPDATE OF {column}", $"OLD.{key} = NEW.{key} AND {present}", put);
        yield return (
            $"{Name}_update2",
            $"UPDATE OF {column}",
            $"OLD.{key} = NEW.{key} AND {absent}",
            $"DELETE FROM {rows} WHERE id = OLD.{key};"
        );
        yield return (
            $"{Name}_update3",
            "UPDATE",
            $"OLD.{key} != NEW.{key} AND {present}",
            $"DELETE FROM {rows} WHERE id = OLD.{key}; {put}"
        );
        yield return (
            $"{Name}_update4",
            "UPDATE",
            $"OLD.{key} != NEW.{key} AND {absent}",
            $"DELETE FROM {rows} WHERE id IN (OLD.{key}, NEW.{key});"
        );
        yield return (
            $"{Name}_delete",
            "DELETE",
            $"OLD.{column} NOT NULL",
            $"DELETE FROM {rows} WHERE id = OLD.{key};"
        );
    }

    private static string Box(string column) =>
        $"ST_MinX({column}), ST_MaxX({column}), ST_MinY({column}), ST_MaxY({column})";

    // SQLite makes a single primary key column of exactly this type the row id itself.
    private static string KeyOf(ITable table) =>
        table.PrimaryKey is { Columns: [{ StoreType: "INTEGER" } key] } ? key.Name : "rowid";
}
