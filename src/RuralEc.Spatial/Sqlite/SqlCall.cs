using System.Runtime.InteropServices;
using System.Text;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>One call of a SQL function: its arguments and the place of its result.</summary>
internal readonly unsafe ref struct SqlCall(nint context, int count, nint* values)
{
    public bool AnyNull
    {
        get
        {
            for (var i = 0; i < count; i++)
            {
                if (SqliteNative.ValueType(values[i]) == SqliteNative.NullType)
                {
                    return true;
                }
            }
            return false;
        }
    }

    /// <summary>The bytes of a blob argument; they live as long as the call.</summary>
    /// <exception cref="FormatException">The argument is not a blob.</exception>
    public ReadOnlySpan<byte> Blob(int index) =>
        SqliteNative.ValueType(values[index]) == SqliteNative.BlobType
            ? new ReadOnlySpan<byte>(SqliteNative.ValueBlob(values[index]), SqliteNative.ValueBytes(values[index]))
            : throw new FormatException($"Argument {index + 1} is not a geometry.");

    public double Number(int index) => SqliteNative.ValueDouble(values[index]);

    /// <summary>The native connection that calls.</summary>
    public nint Database => SqliteNative.DatabaseOf(context);

    public string Text(int index) => Marshal.PtrToStringUTF8(SqliteNative.ValueText(values[index]))!;

    public void ReturnNull() => SqliteNative.ResultNull(context);

    public void Return(bool value) => SqliteNative.ResultInt(context, value ? 1 : 0);

    public void Return(int value) => SqliteNative.ResultInt(context, value);

    /// <summary>NaN becomes NULL, as SQLite has no NaN.</summary>
    public void Return(double value) => SqliteNative.ResultDouble(context, value);

    public void Return(Geometry value) => Return(GeometryBlob.Write(value));

    public void Return(ReadOnlySpan<byte> blob)
    {
        fixed (byte* start = blob)
        {
            SqliteNative.ResultBlob(context, start, blob.Length, SqliteNative.Transient);
        }
    }

    public void Fail(string message)
    {
        var bytes = Encoding.UTF8.GetBytes(message);
        fixed (byte* start = bytes)
        {
            SqliteNative.ResultError(context, start, bytes.Length);
        }
    }
}
