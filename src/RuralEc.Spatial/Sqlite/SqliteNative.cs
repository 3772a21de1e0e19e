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

    /// <summary>Not to be called from views, triggers and the like.</summary>
    public const int DirectOnly = 0x8_0000;

    public const int Ok = 0;
    public const int Row = 100;
    public const int Done = 101;
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

    [LibraryImport(Library, EntryPoint = "sqlite3_value_text")]
    public static partial nint ValueText(nint value);

    [LibraryImport(Library, EntryPoint = "sqlite3_context_db_handle"), SuppressGCTransition]
    public static partial nint DatabaseOf(nint context);

    [LibraryImport(Library, EntryPoint = "sqlite3_errmsg")]
    public static partial nint ErrorMessage(nint database);

    [LibraryImport(Library, EntryPoint = "sqlite3_prepare_v2")]
    public static partial int Prepare(nint database, byte* sql, int length, out nint statement, nint tail);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_int64")]
    public static partial int BindInteger(nint statement, int index, long value);

    [LibraryImport(Library, EntryPoint = "sqlite3_bind_blob")]
    public static partial int BindBlob(nint statement, int index, byte* value, int length, nint destroy);

    [LibraryImport(Library, EntryPoint = "sqlite3_step")]
    public static partial int Step(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_reset")]
    public static partial int Reset(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_finalize")]
    public static partial int FinalizeStatement(nint statement);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64")]
    public static partial long ColumnInteger(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob")]
    public static partial byte* ColumnBlob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes")]
    public static partial int ColumnBytes(nint statement, int column);
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
