using System.Runtime.InteropServices;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// Columns of the row that a SQLite statement stands on, without the copies that Microsoft.Data.Sqlite makes: a tile
/// passes text on as the octets that it is stored as. A span is good until the statement moves on.
/// </summary>
internal static unsafe partial class SqliteColumn
{
    public const int Integer = 1;
    public const int Float = 2;
    public const int Text = 3;

    private const string Library = "e_sqlite3";

    [LibraryImport(Library, EntryPoint = "sqlite3_column_type"), SuppressGCTransition]
    public static partial int TypeOf(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_int64"), SuppressGCTransition]
    public static partial long Int64(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_double"), SuppressGCTransition]
    public static partial double Double(nint statement, int column);

    public static ReadOnlySpan<byte> Octets(nint statement, int column)
    {
        // In this order: asking for the address may convert the value.
        var octets = Blob(statement, column);
        return new ReadOnlySpan<byte>(octets, Bytes(statement, column));
    }

    [LibraryImport(Library, EntryPoint = "sqlite3_column_blob"), SuppressGCTransition]
    private static partial byte* Blob(nint statement, int column);

    [LibraryImport(Library, EntryPoint = "sqlite3_column_bytes"), SuppressGCTransition]
    private static partial int Bytes(nint statement, int column);
}
