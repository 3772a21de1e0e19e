using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// Gives a SQLite connection the spatial functions and R*Tree searches. They stay with the native handle, which outlives
/// the connection in the pool, so each handle gets them once.
/// </summary>
internal static unsafe class SpatialFunctions
{
    /// <summary>Octets of the file that are read by mapping.</summary>
    private const int Mapped = 256 * 1024 * 1024;

    private static readonly ConditionalWeakTable<sqlite3, object> Registered = [];

    /// <summary>Registers everything on the handle of an open connection, unless it has it already.</summary>
    /// <exception cref="InvalidOperationException">SQLite refused.</exception>
    public static void Register(SqliteConnection connection)
    {
        var handle = connection.Handle!;
        if (!Registered.TryAdd(handle, Registered))
        {
            return;
        }
        // A search looks rows up all over the file. Mapped, its pages are read without a call each, and all connections
        // of the pool share them; pages beyond are read as ever.
        raw.sqlite3_exec(handle, $"PRAGMA mmap_size = {Mapped}");
        var database = handle.DangerousGetHandle();
        for (var i = 0; i < FunctionTable.All.Length; i++)
        {
            var function = FunctionTable.All[i];
            fixed (byte* name = NativeName(function.Name))
            {
                var flags = function.Writes
                    ? SqliteNative.Utf8 | SqliteNative.DirectOnly
                    : SqliteNative.Utf8 | SqliteNative.Deterministic | SqliteNative.Innocuous;
                Check(
                    SqliteNative.CreateFunction(database, name, function.Arguments, flags, i, &Invoke, 0, 0, 0),
                    function.Name
                );
            }
        }
        RegisterSearch(database, RTreeSearch.Nearest, &RTreeSearch.OnNearest);
        RegisterSearch(database, RTreeSearch.NearestMeters, &RTreeSearch.OnNearestMeters);
        RegisterSearch(database, RTreeSearch.Within, &RTreeSearch.OnWithin);
        RegisterSearch(database, RTreeSearch.WithinMeters, &RTreeSearch.OnWithinMeters);
    }

    private static void RegisterSearch(
        nint database,
        string name,
        delegate* unmanaged[Cdecl]<RTreeQueryInfo*, int> search
    )
    {
        fixed (byte* bytes = NativeName(name))
        {
            Check(SqliteNative.CreateRTreeQuery(database, bytes, search, 0, 0), name);
        }
    }

    private static byte[] NativeName(string name) => [.. System.Text.Encoding.ASCII.GetBytes(name), 0];

    private static void Check(int result, string name)
    {
        if (result != SqliteNative.Ok)
        {
            throw new InvalidOperationException($"SQLite did not take the function {name}: error {result}.");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Invoke(nint context, int count, nint* values)
    {
        var call = new SqlCall(context, count, values);
        try
        {
            // As in PostGIS, nothing is known of what is not there.
            if (call.AnyNull)
            {
                call.ReturnNull();
            }
            else
            {
                FunctionTable.All[(int)SqliteNative.UserData(context)].Body(call);
            }
        }
        catch (Exception e)
        {
            // An exception must not cross into SQLite; it comes back as SqliteException.
            call.Fail(e.Message);
        }
    }
}
