using System.Data.Common;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using Npgsql;
using RuralEc.Spatial.Sqlite;

namespace RuralEc.Benchmarks.Spatial;

/// <summary>One database asked by prepared commands on one connection.</summary>
internal abstract class Contender : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = [];

    protected abstract DbConnection Connection { get; }

    /// <summary>The keys that a command answers; whatever else a row holds is read as well.</summary>
    public List<long> Ask(string sql, Probe probe)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            _commands[sql] = command = Prepare(sql, probe);
        }

        foreach (DbParameter parameter in command.Parameters)
        {
            parameter.Value = ValueOf(parameter.ParameterName, probe);
        }

        var keys = new List<long>();
        using var reader = command.ExecuteReader();
        var hasGeometry = reader.FieldCount > 1;
        while (reader.Read())
        {
            keys.Add(reader.GetInt64(0));
            if (hasGeometry && reader.GetFieldValue<byte[]>(1).Length == 0)
            {
                throw new InvalidOperationException("A geometry without octets.");
            }
        }

        return keys;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }

        Connection.Dispose();
    }

    protected abstract byte[] Blob(Geometry geometry);

    private DbCommand Prepare(string sql, Probe probe)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 0;
        foreach (var name in new[] { "@at", "@shape", "@x", "@y", "@meters" })
        {
            if (sql.Contains(name, StringComparison.Ordinal))
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = name;
                parameter.Value = ValueOf(name, probe);
                command.Parameters.Add(parameter);
            }
        }

        command.Prepare();
        return command;
    }

    private object ValueOf(string name, Probe probe) =>
        name switch
        {
            "@at" => Blob(probe.At),
            "@shape" => Blob(probe.Shape),
            "@x" => probe.At.X,
            "@y" => probe.At.Y,
            _ => probe.Meters,
        };
}

internal sealed class SqliteContender : Contender
{
    public SqliteContender(string address)
    {
        var connection = new SqliteConnection(address);
        connection.Open();
        SpatialFunctions.Register(connection);
        Connection = connection;
    }

    protected override DbConnection Connection { get; }

    protected override byte[] Blob(Geometry geometry) => GeometryBlob.Write(geometry);
}

internal sealed class PostgresContender : Contender
{
    private readonly WKBWriter _writer = new(ByteOrder.LittleEndian, handleSRID: true, emitZ: false);

    public PostgresContender(string address)
    {
        Connection = new NpgsqlConnection(address);
        Connection.Open();
    }

    protected override DbConnection Connection { get; }

    protected override byte[] Blob(Geometry geometry) => _writer.Write(geometry);
}
