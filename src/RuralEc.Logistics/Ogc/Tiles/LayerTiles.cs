using System.Globalization;
using System.Security.Claims;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Logistics.Ogc.Tiles;

/// <summary>Makes the vector tiles of layers: points and shapes where they fit, counts where they do not.</summary>
internal sealed class LayerTiles(DbContext db, Pyramids pyramids)
{
    private const string Villages = "villages";
    private const string Nodes = "nodes";

    /// <summary>Shapes and nodes beyond so many would make a tile that no phone draws.</summary>
    private const int MostFeatures = 10_000;

    private static readonly PointTileRules VillageRules = new();
    private static readonly PointTileRules NodeRules = new(ClustersThroughZoom: -1);

    private static readonly PointTable VillagePoints = new(
        "divisions",
        nameof(Division.Location),
        nameof(Division.Code),
        [
            new(nameof(Division.Code), "code"),
            new(nameof(Division.Name), "name"),
            new(nameof(Division.Quality), "quality"),
            new(nameof(Division.Population), "population"),
        ]
    )
    {
        IdSql = $"CAST(\"{nameof(Division.Code)}\" AS BIGINT)",
        Where = $"\"{nameof(Division.Level)}\" = '{nameof(DivisionLevel.Village)}'",
    };

    /// <summary>The tile's bytes; none where it is empty.</summary>
    public async Task<byte[]> OfAsync(Layer layer, ClaimsPrincipal by, TileAddress tile, CancellationToken ct)
    {
        var writer = new TileWriter(tile);
        var clustered = layer.Id switch
        {
            Villages => PointTiles.TryWriteClusters(
                writer,
                layer.Id,
                await pyramids.VillagesAsync(db, ct),
                VillageRules
            ),
            Nodes => PointTiles.TryWriteClusters(writer, layer.Id, await pyramids.NodesAsync(db, by, ct), NodeRules),
            _ => false,
        };
        if (!clustered)
        {
            var read = layer.Id == Villages ? await ReadVillagesAsync(writer, ct) : await ReadAsync(writer, layer, ct);
            PointTiles.MarkOverfull(writer, layer.Id, read);
        }

        return writer.ToArray();
    }

    private async Task<PointsRead> ReadVillagesAsync(TileWriter writer, CancellationToken ct)
    {
        await db.Database.OpenConnectionAsync(ct);
        try
        {
            if (db.Database.GetDbConnection() is SqliteConnection sqlite)
            {
                using var points = new SqlitePointReader(sqlite, VillagePoints);
                return points.Read(writer, Villages, VillageRules.MostPoints);
            }

            await using var rows = new PostgresPointReader(
                (NpgsqlConnection)db.Database.GetDbConnection(),
                VillagePoints
            );
            return await rows.ReadAsync(writer, Villages, VillageRules.MostPoints, ct);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    private static async Task<PointsRead> ReadAsync(TileWriter writer, Layer layer, CancellationToken ct)
    {
        var found = await layer.WithinAsync(writer.Tile.Bounds(writer.Buffer + 1), MostFeatures + 1, ct);
        var tile = writer.Layer(layer.Id);
        var keys = layer.Properties.ConvertAll(p => tile.Key(p.Name));
        var written = 0;
        foreach (var feature in found.Take(MostFeatures))
        {
            // Ids of all layers are digits; 13 of them are exact in every program that reads tiles.
            var id = long.Parse(feature.Id, CultureInfo.InvariantCulture);
            var begun = feature.Geometry is NetTopologySuite.Geometries.Point at
                ? tile.TryBegin(at.X, at.Y, id)
                : tile.TryBegin(feature.Geometry!, id);
            if (!begun)
            {
                continue;
            }

            for (var i = 0; i < keys.Count; i++)
            {
                Add(tile, keys[i], feature.Values[i]);
            }

            tile.End();
            written++;
        }

        return new(written, found.Count > MostFeatures);
    }

    private static void Add(TileLayer tile, int key, object? value)
    {
        switch (value)
        {
            case null:
                break;
            case string text:
                tile.Add(key, text);
                break;
            case double number:
                tile.Add(key, number);
                break;
            case bool truth:
                tile.Add(key, truth);
                break;
            case DateTimeOffset at:
                tile.Add(key, at.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                break;
        }
    }
}
