using System.Buffers.Binary;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// Fills an empty R*Tree from below: entries are sorted into tiles (sort-tile-recursive, Leutenegger and others 1997), a
/// tile becomes a node, and so on upwards. The nodes are written as SQLite itself keeps them, in the shadow tables that
/// its documentation describes (sqlite.org/rtree.html, "Shadow Tables"), so that SQLite goes on with them.
/// </summary>
/// <remarks>
/// A node is a blob: two octets with the depth of the tree, in the root only, two with the number of cells, then the cells
/// of an identifier (a row's, or a lower node's) and min x, max x, min y, max y in 32 bits. Everything is big-endian.
/// </remarks>
internal static class RTreePacking
{
    /// <summary>rtree_pack(index, table, column): fills an index that is empty; answers the number of entries.</summary>
    public const string Function = "rtree_pack";

    private const int Root = 1;
    private const int NodeHeader = 4;
    private const int Cell = sizeof(long) + (4 * sizeof(float));

    /// <exception cref="InvalidOperationException">The index is not empty, or SQLite refused.</exception>
    public static int Pack(nint database, string index, string table, string column)
    {
        var entries = Read(database, table, column);
        var nodeSize = NodeSizeOf(database, index);
        using var nodes = Writer(database, index, "node", "nodeno, data");
        using var parents = Writer(database, index, "parent", "nodeno, parentnode");

        var capacity = (nodeSize - NodeHeader) / Cell;
        var level = entries;
        var depth = 0;
        var lastNode = Root;
        long[] rows = [];
        long[] leaves = [];
        while (level.Length > capacity)
        {
            var tiles = Tile(level, capacity);
            var upper = new Entry[tiles.Count];
            foreach (var (i, tile) in tiles.Index())
            {
                lastNode++;
                var cells = level.AsSpan(tile);
                WriteNode(nodes, lastNode, depth: 0, cells, nodeSize);
                WriteParents(depth > 0 ? parents : null, lastNode, cells);
                upper[i] = Entry.Around(lastNode, cells);
            }
            if (depth == 0)
            {
                (rows, leaves) = RowsByLeaf(level, tiles, firstLeaf: Root + 1);
            }
            level = upper;
            depth++;
        }
        WriteNode(nodes, Root, depth, level, nodeSize);
        WriteParents(depth > 0 ? parents : null, Root, level);
        if (depth == 0)
        {
            (rows, leaves) = RowsByLeaf(level, [Range.All], Root);
        }
        WriteRows(database, index, rows, leaves);
        return entries.Length;
    }

    private static Entry[] Read(nint database, string table, string column)
    {
        var entries = new List<Entry>();
        var sql = $"SELECT rowid, {RTree.Quote(column)} FROM {RTree.Quote(table)} WHERE {RTree.Quote(column)} NOT NULL";
        using var select = new SqliteStatement(database, sql);
        while (select.Next())
        {
            var blob = select.Blob(1);
            if (!GeometryBlob.IsEmpty(blob))
            {
                entries.Add(Entry.Of(select.Integer(0), GeometryBlob.EnvelopeOf(blob)));
            }
        }
        return [.. entries];
    }

    /// <summary>The size that SQLite has chosen for this file: it depends on the size of its pages.</summary>
    private static int NodeSizeOf(nint database, string index)
    {
        using var select = new SqliteStatement(
            database,
            $"SELECT length(data), (SELECT count(*) FROM {Shadow(index, "rowid")}) "
                + $"FROM {Shadow(index, "node")} WHERE nodeno = {Root}"
        );
        return select.Next() && select.Integer(1) == 0
            ? (int)select.Integer(0)
            : throw new InvalidOperationException($"{Function} fills an index that is empty; {index} is not.");
    }

    /// <summary>
    /// Sorts entries so that each range of the result is a node: upright slices by x, each of them cut by y. Entries are
    /// spread evenly over the nodes, which so are at least half full.
    /// </summary>
    private static List<Range> Tile(Entry[] entries, int capacity)
    {
        var keys = new float[entries.Length];
        Sort(entries, keys, e => e.MinX + e.MaxX);
        var slices = (int)Math.Ceiling(Math.Sqrt(DivideUp(entries.Length, capacity)));
        var tiles = new List<Range>();
        for (var slice = 0; slice < slices; slice++)
        {
            var (from, to) = Part(entries.Length, slice, slices);
            Sort(entries.AsSpan(from, to - from), keys, e => e.MinY + e.MaxY);
            var cuts = DivideUp(to - from, capacity);
            for (var cut = 0; cut < cuts; cut++)
            {
                var (first, end) = Part(to - from, cut, cuts);
                tiles.Add((from + first)..(from + end));
            }
        }
        return tiles;
    }

    private static void Sort(Span<Entry> entries, float[] keys, Func<Entry, float> by)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            keys[i] = by(entries[i]);
        }
        keys.AsSpan(0, entries.Length).Sort(entries);
    }

    private static int DivideUp(int a, int b) => (a + b - 1) / b;

    private static (int From, int To) Part(int whole, int part, int parts) =>
        ((int)((long)whole * part / parts), (int)((long)whole * (part + 1) / parts));

    private static void WriteNode(SqliteStatement nodes, int node, int depth, ReadOnlySpan<Entry> cells, int size)
    {
        var data = new byte[size];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)depth);
        BinaryPrimitives.WriteUInt16BigEndian(data.AsSpan(2), (ushort)cells.Length);
        var at = data.AsSpan(NodeHeader);
        foreach (var cell in cells)
        {
            BinaryPrimitives.WriteInt64BigEndian(at, cell.Id);
            BinaryPrimitives.WriteSingleBigEndian(at[8..], cell.MinX);
            BinaryPrimitives.WriteSingleBigEndian(at[12..], cell.MaxX);
            BinaryPrimitives.WriteSingleBigEndian(at[16..], cell.MinY);
            BinaryPrimitives.WriteSingleBigEndian(at[20..], cell.MaxY);
            at = at[Cell..];
        }
        nodes.Bind(1, node).Bind(2, data).Execute();
    }

    private static void WriteParents(SqliteStatement? parents, int parent, ReadOnlySpan<Entry> children)
    {
        if (parents is null)
        {
            return;
        }
        foreach (var child in children)
        {
            parents.Bind(1, child.Id).Bind(2, parent).Execute();
        }
    }

    /// <summary>Which leaf has which row, by row: SQLite appends to a table what comes in the order of its key.</summary>
    private static (long[] Rows, long[] Leaves) RowsByLeaf(Entry[] entries, List<Range> tiles, int firstLeaf)
    {
        var (rows, leaves) = (new long[entries.Length], new long[entries.Length]);
        foreach (var (i, tile) in tiles.Index())
        {
            var (from, length) = tile.GetOffsetAndLength(entries.Length);
            leaves.AsSpan(from, length).Fill(firstLeaf + i);
        }
        for (var i = 0; i < entries.Length; i++)
        {
            rows[i] = entries[i].Id;
        }
        Array.Sort(rows, leaves);
        return (rows, leaves);
    }

    private static void WriteRows(nint database, string index, long[] rows, long[] leaves)
    {
        using var writer = Writer(database, index, "rowid", "rowid, nodeno");
        for (var i = 0; i < rows.Length; i++)
        {
            writer.Bind(1, rows[i]).Bind(2, leaves[i]).Execute();
        }
    }

    private static SqliteStatement Writer(nint database, string index, string shadow, string columns) =>
        new(database, $"INSERT OR REPLACE INTO {Shadow(index, shadow)} ({columns}) VALUES (?, ?)");

    private static string Shadow(string index, string name) => RTree.Quote($"{index}_{name}");

    /// <summary>A box as an R*Tree has it: in 32 bits, rounded outwards, so that it holds what it is drawn around.</summary>
    private readonly record struct Entry(long Id, float MinX, float MaxX, float MinY, float MaxY)
    {
        public static Entry Of(long id, Envelope box) =>
            new(id, Down(box.MinX), Up(box.MaxX), Down(box.MinY), Up(box.MaxY));

        public static Entry Around(long id, ReadOnlySpan<Entry> entries)
        {
            var around = entries[0] with { Id = id };
            foreach (var e in entries[1..])
            {
                around = new Entry(
                    id,
                    Math.Min(around.MinX, e.MinX),
                    Math.Max(around.MaxX, e.MaxX),
                    Math.Min(around.MinY, e.MinY),
                    Math.Max(around.MaxY, e.MaxY)
                );
            }
            return around;
        }

        private static float Down(double value)
        {
            var nearest = (float)value;
            return nearest > value ? MathF.BitDecrement(nearest) : nearest;
        }

        private static float Up(double value)
        {
            var nearest = (float)value;
            return nearest < value ? MathF.BitIncrement(nearest) : nearest;
        }
    }
}
