using System.Globalization;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Spatial;

public static partial class GeoPackageFile
{
    /// <summary>
    /// The reference system of files that are written: EPSG:4326, which every program knows. It differs from the store's
    /// by less than a metre, so coordinates are written as they are.
    /// </summary>
    public const int Wgs84 = 4326;

    private const string KeyColumn = "fid";
    private const string GeometryColumn = "geom";

    /// <summary>
    /// Makes a GeoPackage 1.3 of one feature table with its R*Tree index. Rows are taken one at a time; the index alone is
    /// sorted in memory, at 24 octets a row.
    /// </summary>
    /// <param name="path">Where there is no file yet.</param>
    /// <param name="table">The table to be made.</param>
    /// <param name="rows">Geometries in degrees, longitude first, and values in the order of the columns.</param>
    /// <param name="ct">Leaves a file that is worth nothing.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="ArgumentException">Two columns have the same name.</exception>
    /// <exception cref="IOException">There is a file already.</exception>
    public static async Task<long> WriteAsync(
        string path,
        GeoPackageTable table,
        IAsyncEnumerable<(Geometry? Geometry, IReadOnlyList<object?> Values)> rows,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(rows);
        string[] names = [KeyColumn, GeometryColumn, .. table.Columns.Select(c => c.Name)];
        if (names.Distinct(StringComparer.OrdinalIgnoreCase).Count() < names.Length)
        {
            throw new ArgumentException($"Of {string.Join(", ", names)} each may be there once.", nameof(table));
        }
        if (File.Exists(path))
        {
            throw new IOException($"There is a file {path} already.");
        }

        await using var connection = Create(path);
        SpatialFunctions.Register(connection);
        // Until it is whole the file is worth nothing, so nothing is kept to go back to, and nobody waits for the disk. The
        // journal that readers and later writers find is DELETE, SQLite's own, as neither setting is stored.
        Execute(connection, "PRAGMA journal_mode = OFF");
        Execute(connection, "PRAGMA synchronous = OFF");
        await using var transaction = await connection.BeginTransactionAsync(ct);
        foreach (var statement in GeoPackage.Frame().Append(Definition(table)))
        {
            Execute(connection, statement);
        }

        var (count, box) = await InsertAsync(connection, table, rows, ct);
        var tree = new RTree(table.Name, GeometryColumn, KeyColumn, table.GeometryType);
        foreach (var statement in GeoPackage.Enter(tree, Wgs84).Concat(tree.Rebuild()))
        {
            Execute(connection, statement);
        }

        Describe(connection, table, box);
        await transaction.CommitAsync(ct);
        return count;
    }

    private static SqliteConnection Create(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadWriteCreate,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }

    private static string Definition(GeoPackageTable table)
    {
        var columns = table.Columns.Select(c => $", {RTree.Quote(c.Name)} {TypeOf(c.Type)}");
        return $"CREATE TABLE {RTree.Quote(table.Name)} ({KeyColumn} INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, "
            + $"{GeometryColumn} {table.GeometryType}{string.Concat(columns)})";
    }

    private static string TypeOf(GeoPackageType type) =>
        type switch
        {
            GeoPackageType.Text => "TEXT",
            GeoPackageType.Number => "REAL",
            GeoPackageType.Flag => "BOOLEAN",
            GeoPackageType.Instant => "DATETIME",
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };

    private static async Task<(long Count, Envelope Box)> InsertAsync(
        SqliteConnection connection,
        GeoPackageTable table,
        IAsyncEnumerable<(Geometry? Geometry, IReadOnlyList<object?> Values)> rows,
        CancellationToken ct
    )
    {
        await using var insert = connection.CreateCommand();
        var names = table.Columns.Select(c => ", " + RTree.Quote(c.Name));
        var marks = table.Columns.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $", ${i}"));
        insert.CommandText =
            $"INSERT INTO {RTree.Quote(table.Name)} ({GeometryColumn}{string.Concat(names)}) VALUES ($g{string.Concat(marks)})";
        var place = insert.Parameters.Add("$g", SqliteType.Blob);
        var values = table
            .Columns.Select(
                (c, i) =>
                    insert.Parameters.Add(
                        string.Create(CultureInfo.InvariantCulture, $"${i}"),
                        c.Type switch
                        {
                            GeoPackageType.Number => SqliteType.Real,
                            GeoPackageType.Flag => SqliteType.Integer,
                            _ => SqliteType.Text,
                        }
                    )
            )
            .ToList();
        var (count, box) = (0L, new Envelope());
        await foreach (var (geometry, row) in rows.WithCancellation(ct))
        {
            place.Value = geometry is null ? DBNull.Value : GeometryBlob.Write(geometry, Wgs84);
            for (var i = 0; i < values.Count; i++)
            {
                values[i].Value = Stored(row[i]);
            }

            insert.ExecuteNonQuery();
            box.ExpandToInclude(geometry?.EnvelopeInternal ?? new());
            count++;
        }

        return (count, box);
    }

    private static object Stored(object? value) =>
        value switch
        {
            null => DBNull.Value,
            bool flag => flag ? 1L : 0L,
            // Table 1 of the standard: UTC, with three digits of a second.
            DateTimeOffset time => time.ToUniversalTime()
                .ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
            _ => value,
        };

    private static void Describe(SqliteConnection connection, GeoPackageTable table, Envelope box)
    {
        using var update = connection.CreateCommand();
        update.CommandText = """
            UPDATE gpkg_contents SET identifier = $title, description = $description,
                min_x = $west, min_y = $south, max_x = $east, max_y = $north
            """;
        update.Parameters.AddWithValue("$title", table.Title);
        update.Parameters.AddWithValue("$description", table.Description);
        foreach (
            var (name, side) in new[]
            {
                ("$west", box.MinX),
                ("$south", box.MinY),
                ("$east", box.MaxX),
                ("$north", box.MaxY),
            }
        )
        {
            update.Parameters.AddWithValue(name, box.IsNull ? DBNull.Value : side);
        }

        update.ExecuteNonQuery();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
