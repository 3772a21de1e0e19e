using System.Runtime.InteropServices;
using System.Text;

namespace RuralEc.Spatial.Sqlite;

/// <summary>A prepared statement on a native handle, for work inside a SQL function, where no connection is at hand.</summary>
internal sealed unsafe class SqliteStatement : IDisposable
{
    private readonly nint _database;
    private readonly nint _statement;

    /// <exception cref="InvalidOperationException">SQLite cannot prepare it.</exception>
    public SqliteStatement(nint database, string sql)
    {
        _database = database;
        var bytes = Encoding.UTF8.GetBytes(sql);
        fixed (byte* start = bytes)
        {
            Check(SqliteNative.Prepare(database, start, bytes.Length, out _statement, 0));
        }
    }

    public SqliteStatement Bind(int index, long value)
    {
        Check(SqliteNative.BindInteger(_statement, index, value));
        return this;
    }

    public SqliteStatement Bind(int index, ReadOnlySpan<byte> blob)
    {
        fixed (byte* start = blob)
        {
            Check(SqliteNative.BindBlob(_statement, index, start, blob.Length, SqliteNative.Transient));
        }
        return this;
    }

    /// <summary>Whether there is a further row.</summary>
    public bool Next()
    {
        var result = SqliteNative.Step(_statement);
        if (result is not (SqliteNative.Row or SqliteNative.Done))
        {
            Check(result);
        }
        return result == SqliteNative.Row;
    }

    /// <summary>Executes a statement that returns no rows, and makes it ready for the next execution.</summary>
    public void Execute()
    {
        Next();
        Check(SqliteNative.Reset(_statement));
    }

    public long Integer(int column) => SqliteNative.ColumnInteger(_statement, column);

    /// <summary>The octets of a column; they live until the next row.</summary>
    public ReadOnlySpan<byte> Blob(int column) =>
        new(SqliteNative.ColumnBlob(_statement, column), SqliteNative.ColumnBytes(_statement, column));

    public void Dispose() => _ = SqliteNative.FinalizeStatement(_statement);

    private void Check(int result)
    {
        if (result != SqliteNative.Ok)
        {
            throw new InvalidOperationException(Marshal.PtrToStringUTF8(SqliteNative.ErrorMessage(_database)));
        }
    }
}
