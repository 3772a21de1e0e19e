using Npgsql;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Server.Tests.Spatial.Tiles;

/// <summary>What PostGIS makes of the same rows: the tiles that ours are held against.</summary>
internal static class PostGisTile
{
    /// <summary>A table <c>shapes</c> of ids and shapes in 4490.</summary>
    public static async Task<NpgsqlConnection> FilledAsync(
        TestDatabase database,
        IEnumerable<NetTopologySuite.Geometries.Geometry> shapes
    )
    {
        var source = new NpgsqlDataSourceBuilder(database.ConnectionString);
        source.UseNetTopologySuite();
        var connection = await source.Build().OpenConnectionAsync();
        await using (var create = new NpgsqlCommand("CREATE TABLE shapes (id bigint, geom geometry)", connection))
        {
            await create.ExecuteNonQueryAsync();
        }
        await using var copy = await connection.BeginBinaryImportAsync("COPY shapes FROM STDIN BINARY");
        var id = 0L;
        foreach (var shape in shapes)
        {
            await copy.StartRowAsync();
            await copy.WriteAsync(++id, NpgsqlTypes.NpgsqlDbType.Bigint);
            await copy.WriteAsync(shape, NpgsqlTypes.NpgsqlDbType.Geometry);
        }
        await copy.CompleteAsync();
        return connection;
    }

    public static async Task<byte[]> AskAsync(NpgsqlConnection connection, TileAddress tile)
    {
        await using var command = new NpgsqlCommand(
            """
            SELECT ST_AsMVT(t, 'shapes', 4096, 'geom', 'id') FROM (
                SELECT id, ST_AsMVTGeom(ST_Transform(geom, 3857), ST_TileEnvelope($1, $2, $3), 4096, 64, true) AS geom
                FROM shapes) AS t
            WHERE geom IS NOT NULL
            """,
            connection
        );
        command.Parameters.AddWithValue(tile.Z);
        command.Parameters.AddWithValue(tile.X);
        command.Parameters.AddWithValue(tile.Y);
        return (byte[])(await command.ExecuteScalarAsync())!;
    }
}
