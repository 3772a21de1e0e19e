using Npgsql;
using NpgsqlTypes;

namespace RuralEc.Spatial.Tiles;

/// <summary>Streams the points of a PostGIS table into tiles. Like its connection it is for one tile at a time.</summary>
public sealed class PostgresPointReader : IAsyncDisposable
{
    private readonly NpgsqlCommand _command;
    private readonly PointColumn[] _attributes;

    /// <param name="connection">Open.</param>
    /// <param name="table">What to read.</param>
    public PostgresPointReader(NpgsqlConnection connection, PointTable table)
    {
        _attributes = [.. table.Attributes];
        var geometry = PointTable.Quote(table.Geometry);
        var id = table.Key;
        string[] columns =
        [
            $"({id})::bigint",
            $"ST_X({geometry})",
            $"ST_Y({geometry})",
            .. _attributes.Select(a => PointTable.Quote(a.Column)),
        ];
        _command = connection.CreateCommand();
        _command.CommandText = $"""
            SELECT {string.Join(", ", columns)} FROM {PointTable.Quote(table.Table)}
            WHERE {geometry} && ST_MakeEnvelope($1, $2, $3, $4, {Cgcs2000.Srid}) AND NOT ST_IsEmpty({geometry})
            {table.Condition}ORDER BY {id}
            """;
        for (var i = 0; i < 4; i++)
        {
            _command.Parameters.Add(new NpgsqlParameter<double> { NpgsqlDbType = NpgsqlDbType.Double });
        }
    }

    /// <inheritdoc cref="SqlitePointReader.Read"/>
    public async Task<PointsRead> ReadAsync(
        TileWriter writer,
        string layerName,
        int atMost = int.MaxValue,
        CancellationToken cancellationToken = default
    )
    {
        var layer = writer.Layer(layerName);
        var keys = Array.ConvertAll(_attributes, a => layer.Key(a.Name));
        // A unit more than the buffer: positions are rounded before they are looked at.
        var bounds = writer.Tile.Bounds(writer.Buffer + 1);
        var sides = new[] { bounds.MinX, bounds.MinY, bounds.MaxX, bounds.MaxY };
        for (var i = 0; i < sides.Length; i++)
        {
            _command.Parameters[i].Value = sides[i];
        }
        await using var reader = await _command.ExecuteReaderAsync(cancellationToken);
        var written = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            if (!layer.TryBegin(reader.GetDouble(1), reader.GetDouble(2), reader.GetInt64(0)))
            {
                continue;
            }
            if (written == atMost)
            {
                return new PointsRead(written, IsOverfull: true);
            }
            for (var i = 0; i < keys.Length; i++)
            {
                AddAttribute(layer, keys[i], reader, i + 3);
            }
            layer.End();
            written++;
        }
        return new PointsRead(written, IsOverfull: false);
    }

    /// <summary>Lets the statement go.</summary>
    public ValueTask DisposeAsync() => _command.DisposeAsync();

    private static void AddAttribute(TileLayer layer, int key, NpgsqlDataReader reader, int column)
    {
        if (reader.IsDBNull(column))
        {
            return;
        }
        switch (Type.GetTypeCode(reader.GetFieldType(column)))
        {
            case TypeCode.Boolean:
                layer.Add(key, reader.GetBoolean(column));
                break;
            case TypeCode.Int16 or TypeCode.Int32 or TypeCode.Int64:
                layer.Add(key, reader.GetInt64(column));
                break;
            case TypeCode.Single or TypeCode.Double or TypeCode.Decimal:
                layer.Add(key, reader.GetDouble(column));
                break;
            default:
                layer.Add(key, reader.GetString(column));
                break;
        }
    }
}
