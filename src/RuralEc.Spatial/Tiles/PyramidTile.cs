namespace RuralEc.Spatial.Tiles;

/// <summary>
/// A place in 2^32 steps across the world, a centimetre at the equator: sums of whole steps come back to what they were
/// when a point is taken away again.
/// </summary>
internal readonly record struct WorldPoint(long X, long Y)
{
    private const long Steps = 1L << 32;

    public static bool TryOf(double longitude, double latitude, out WorldPoint point)
    {
        var (x, y) = WebMercator.Of(longitude, latitude);
        var there = x is >= 0 and <= 1 && y is >= 0 and <= 1;
        // The edges of the world belong to its last cells.
        point = there ? new(Math.Min(Steps - 1, (long)(x * Steps)), Math.Min(Steps - 1, (long)(y * Steps))) : default;
        return there;
    }
}

/// <summary>A square part of a tile of the pyramid, in cells.</summary>
internal readonly record struct TilePart(int X, int Y, int Side)
{
    public bool Holds(int cell) =>
        (cell & 255) >= X && (cell & 255) < X + Side && (cell >> 8) >= Y && (cell >> 8) < Y + Side;
}

/// <summary>The cells of one tile that hold points, and their sums.</summary>
internal sealed class PyramidTile(int measures)
{
    private Cell[] _cells = new Cell[4];
    private long[] _amounts = new long[4 * measures];
    private int[] _slots = new int[8];
    private int _used;

    /// <summary>The points in it.</summary>
    public long Count { get; private set; }

    /// <summary>The cells; one that has become empty stays until its tile is.</summary>
    public ReadOnlySpan<Cell> Cells => _cells.AsSpan(0, _used);

    public ReadOnlySpan<long> Amounts(int cell) => _amounts.AsSpan(cell * measures, measures);

    public void Change(WorldPoint point, int z, ReadOnlySpan<int> amounts, int sign)
    {
        var at = IndexOf(CellOf(point, z), make: true);
        ref var cell = ref _cells[at];
        cell.Count += sign;
        cell.SumX += sign * point.X;
        cell.SumY += sign * point.Y;
        for (var i = 0; i < amounts.Length; i++)
        {
            _amounts[(at * measures) + i] += sign * amounts[i];
        }
        Count += sign;
    }

    public bool Holds(WorldPoint point, int z) =>
        IndexOf(CellOf(point, z), make: false) is >= 0 and var at && _cells[at].Count > 0;

    public long CountIn(TilePart part)
    {
        if (part.Side == CountPyramid.CellsToASide)
        {
            return Count;
        }
        long count = 0;
        foreach (ref readonly var cell in Cells)
        {
            count += part.Holds(cell.Place) ? cell.Count : 0;
        }
        return count;
    }

    // Row and column in the tile, a byte each.
    private static int CellOf(WorldPoint point, int z) =>
        ((int)(point.Y >> (24 - z)) & 255) << 8 | ((int)(point.X >> (24 - z)) & 255);

    // An odd multiplier spreads neighbouring cells over the slots.
    private static int SlotOf(int place, int mask) => (int)(((uint)place * 40_503) >> 3) & mask;

    private int IndexOf(int place, bool make)
    {
        var mask = _slots.Length - 1;
        for (var slot = SlotOf(place, mask); ; slot = (slot + 1) & mask)
        {
            var at = _slots[slot] - 1;
            if (at >= 0 && _cells[at].Place == place)
            {
                return at;
            }
            if (at < 0)
            {
                return make ? Make(place, slot) : -1;
            }
        }
    }

    private int Make(int place, int slot)
    {
        if (_used == _cells.Length)
        {
            Array.Resize(ref _cells, _used * 2);
            Array.Resize(ref _amounts, _used * 2 * measures);
        }
        _cells[_used].Place = place;
        _slots[slot] = ++_used;
        if (_used * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            var mask = _slots.Length - 1;
            for (var i = 0; i < _used; i++)
            {
                var free = SlotOf(_cells[i].Place, mask);
                while (_slots[free] != 0)
                {
                    free = (free + 1) & mask;
                }
                _slots[free] = i + 1;
            }
        }
        return _used - 1;
    }

    internal struct Cell
    {
        public long SumX;
        public long SumY;
        public int Count;

        /// <summary>Row and column in the tile, a byte each.</summary>
        public int Place;
    }
}
