using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Spatial;

/// <summary>Reads the features of a GeoPackage that somebody else made, and makes one for others to read.</summary>
public static partial class GeoPackageFile
{
    /// <summary>The feature tables with the EPSG code of their reference system and the number of rows.</summary>
    /// <exception cref="FormatException">The file is no GeoPackage.</exception>
    public static IReadOnlyList<(string Table, int Epsg, long Rows)> Layers(string path)
    {
        using var connection = Open(path);
        using var command = connection.CreateCommand();
        command.CommandText = """
            SELECT g.table_name, s.organization_coordsys_id FROM gpkg_geometry_columns AS g
            JOIN gpkg_spatial_ref_sys AS s ON s.srs_id = g.srs_id
            JOIN sqlite_master AS m ON m.name = g.table_name ORDER BY 1
            """;
        var tables = new List<(string, int)>();
        try
        {
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                tables.Add((reader.GetString(0), reader.GetInt32(1)));
            }
        }
        catch (SqliteException e)
        {
            throw new FormatException("Not a GeoPackage.", e);
        }

        return
        [
            .. tables.Select(t =>
            {
                using var count = connection.CreateCommand();
                count.CommandText = $"SELECT count(*) FROM {RTree.Quote(t.Item1)}";
                return (t.Item1, t.Item2, (long)count.ExecuteScalar()!);
            }),
        ];
    }

    /// <summary>The rows of a feature table: the geometry as stored, the other columns by name.</summary>
    /// <exception cref="FormatException">A geometry cannot be read, or the file is no GeoPackage.</exception>
    public static IEnumerable<(Geometry? Geometry, IReadOnlyDictionary<string, object?> Attributes)> Read(
        string path,
        string table
    )
    {
        using var connection = Open(path);
        using var column = connection.CreateCommand();
        column.CommandText = "SELECT column_name FROM gpkg_geometry_columns WHERE table_name = $table";
        column.Parameters.AddWithValue("$table", table);
        var geometryColumn =
            column.ExecuteScalar() as string ?? throw new FormatException($"There is no feature table {table}.");
        using var rows = connection.CreateCommand();
        rows.CommandText = $"SELECT * FROM {RTree.Quote(table)}";
        using var reader = rows.ExecuteReader();
        while (reader.Read())
        {
            Geometry? geometry = null;
            var attributes = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < reader.FieldCount; i++)
            {
                var value = reader.IsDBNull(i) ? null : reader.GetValue(i);
                if (reader.GetName(i) == geometryColumn)
                {
                    geometry = value is byte[] blob ? GeometryBlob.Read(blob) : null;
                }
                else
                {
                    attributes[reader.GetName(i)] = value;
                }
            }

            yield return (geometry, attributes);
        }
    }

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        return connection;
    }
}
