using System.Runtime.InteropServices;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// The few calls of the SQLite library that functions and R*Tree searches need. Microsoft.Data.Sqlite registers
/// functions through delegates and boxed arguments again at each open, at twelve times the price per row.
/// </summary>
internal static unsafe partial class SqliteNative
{
    private const string Library = "e_sqlite3";

    public const int Utf8 = 0x1;
    public const int Deterministic = 0x800;

    /// <summary>Safe to be called from triggers even where the schema is not trusted.</summary>
    public const int Innocuous = 0x20_0000;

    public const int Ok = 0;
    public const int BlobType = 4;
    public const int NullType = 5;

    /// <summary>SQLITE_TRANSIENT: SQLite copies the result before the call returns.</summary>
    public static readonly nint Transient = -1;

    [LibraryImport(Library, EntryPoint = "sqlite3_create_function_v2")]
    public static partial int CreateFunction(
        nint database,
        byte* name,
        int argumentCount,
        int flags,
        nint userData,
        delegate* unmanaged[Cdecl]<nint, int, nint*, void> invoke,
        nint step,
        nint final,
        nint destroy
    );

    [LibraryImport(Library, EntryPoint = "sqlite3_rtree_query_callback")]
    public static partial int CreateRTreeQuery(
        nint database,
        byte* name,
        delegate* unmanaged[Cdecl]<RTreeQueryInfo*, int> query,
        nint context,
        nint destroy
    );

    [LibraryImport(Library, EntryPoint = "sqlite3_user_data"), SuppressGCTransition]
    public static partial nint UserData(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_type"), SuppressGCTransition]
    public static partial int ValueType(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_blob"), SuppressGCTransition]
    public static partial byte* ValueBlob(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_bytes"), SuppressGCTransition]
    public static partial int ValueBytes(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_value_double"), SuppressGCTransition]
    public static partial double ValueDouble(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_null"), SuppressGCTransition]
    public static partial void ResultNull(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_int"), SuppressGCTransition]
    public static partial void ResultInt(nint context, int value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_double"), SuppressGCTransition]
    public static partial void ResultDouble(nint context, double value);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_blob")]
    public static partial void ResultBlob(nint context, byte* value, int length, nint destroy);

    [LibraryImport(Library, EntryPoint = "sqlite3_result_error")]
    public static partial void ResultError(nint context, byte* message, int length);
}

/// <summary>sqlite3_rtree_query_info of sqlite3.h: what an R*Tree search asks of a node or an entry.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct RTreeQueryInfo
{
    public nint Context;
    public int ParameterCount;
    public double* Parameters;
    public nint User;
    public nint DeleteUser;
    public double* Coordinates;
    public uint* QueueLengths;
    public int CoordinateCount;
    public int Level;
    public int RootLevel;
    public long RowId;
    public double ParentScore;
    public int ParentWithin;
    public int Within;
    public double Score;
    public nint* SqlParameters;
}
