using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// Streams the points of a table into tiles through the table's R*Tree. It keeps its statement, so it is made once for
/// an open connection and disposed before that is closed; like the connection it is for one thread at a time.
/// </summary>
public sealed class SqlitePointReader : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly PointColumn[] _attributes;
    private readonly int[] _keys;

    /// <param name="connection">Open, UTF-8 as GeoPackage demands.</param>
    /// <param name="table">What to read.</param>
    public SqlitePointReader(SqliteConnection connection, PointTable table)
    {
        _attributes = [.. table.Attributes];
        _keys = new int[_attributes.Length];
        var columns = new[] { table.Key, PointTable.Quote(table.Geometry) }.Concat(
            _attributes.Select(a => PointTable.Quote(a.Column))
        );
        var tree = PointTable.Quote(RTree.NameOf(table.Table, table.Geometry));
        _command = connection.CreateCommand();
        // The set of row ids is walked in order: neighbouring rows come from neighbouring pages, sorting is nearly free.
        _command.CommandText = $"""
            SELECT {string.Join(", ", columns)} FROM {PointTable.Quote(table.Table)} AS t
            WHERE t.rowid IN (
                SELECT id FROM {tree} WHERE maxx >= $west AND minx <= $east AND maxy >= $south AND miny <= $north)
            {table.Condition}ORDER BY {table.Key}
            """;
        foreach (var side in new[] { "$west", "$east", "$south", "$north" })
        {
            _command.Parameters.Add(side, SqliteType.Real);
        }
    }

    /// <summary>Writes the points of the tile and its buffer, in the order of their ids.</summary>
    /// <param name="writer">At the tile to write.</param>
    /// <param name="layerName">The layer to write to.</param>
    /// <param name="atMost">Features.</param>
    /// <exception cref="FormatException">A stored geometry is not a point.</exception>
    public PointsRead Read(TileWriter writer, string layerName, int atMost = int.MaxValue)
    {
        var layer = writer.Layer(layerName);
        for (var i = 0; i < _keys.Length; i++)
        {
            _keys[i] = layer.Key(_attributes[i].Name);
        }
        // A unit more than the buffer: positions are rounded before they are looked at.
        var bounds = writer.Tile.Bounds(writer.Buffer + 1);
        _command.Parameters[0].Value = bounds.MinX;
        _command.Parameters[1].Value = bounds.MaxX;
        _command.Parameters[2].Value = bounds.MinY;
        _command.Parameters[3].Value = bounds.MaxY;
        using var reader = _command.ExecuteReader();
        var statement = reader.Handle!.DangerousGetHandle();
        var written = 0;
        while (reader.Read())
        {
            var blob = SqliteColumn.Octets(statement, 1);
            if (!GeometryBlob.TryReadPoint(blob, out var longitude, out var latitude))
            {
                (longitude, latitude) = PointOf(blob);
            }
            if (!layer.TryBegin(longitude, latitude, SqliteColumn.Int64(statement, 0)))
            {
                continue;
            }
            if (written == atMost)
            {
                return new PointsRead(written, IsOverfull: true);
            }
            for (var i = 0; i < _keys.Length; i++)
            {
                AddAttribute(layer, statement, i);
            }
            layer.End();
            written++;
        }
        return new PointsRead(written, IsOverfull: false);
    }

    /// <summary>Lets the statement go.</summary>
    public void Dispose() => _command.Dispose();

    private void AddAttribute(TileLayer layer, nint statement, int attribute)
    {
        var column = attribute + 2;
        switch (SqliteColumn.TypeOf(statement, column))
        {
            case SqliteColumn.Integer when _attributes[attribute].IsTruth:
                layer.Add(_keys[attribute], SqliteColumn.Int64(statement, column) != 0);
                break;
            case SqliteColumn.Integer:
                layer.Add(_keys[attribute], SqliteColumn.Int64(statement, column));
                break;
            case SqliteColumn.Float:
                layer.Add(_keys[attribute], SqliteColumn.Double(statement, column));
                break;
            case SqliteColumn.Text:
                layer.Add(_keys[attribute], SqliteColumn.Octets(statement, column));
                break;
            default:
                break;
        }
    }

    private static (double Longitude, double Latitude) PointOf(ReadOnlySpan<byte> blob) =>
        GeometryBlob.Read(blob) is Point { IsEmpty: false } point
            ? (point.X, point.Y)
            : throw new FormatException("A stored geometry is not a point.");
}
