namespace RuralEc.Spatial.Tiles;

/// <summary>
/// How many points lie where, for the zooms at which there are too many to draw: zooms 0 to 10, 256 cells to a side of a
/// tile, each with its points' mean position, number, and sums of what the points carry. It is kept in step by adding and
/// removing points, and is then the same as one made anew. Calls may come from several threads.
/// </summary>
/// <remarks>A tile without points takes no memory, and each cell belongs to one tile alone: clusters have no buffer.</remarks>
public sealed class CountPyramid
{
    /// <summary>The deepest zoom of its own. Deeper tiles are parts of these, of ever fewer cells.</summary>
    public const int MaxZoom = 10;

    /// <summary>The deepest zoom whose tiles are not smaller than a cell.</summary>
    public const int MaxCountedZoom = MaxZoom + 8;

    /// <summary>Cells to a side of a tile.</summary>
    public const int CellsToASide = 256;

    private readonly Lock _lock = new();
    private readonly string[] _measures;
    private readonly Dictionary<int, PyramidTile>[] _zooms =
    [
        .. Enumerable.Range(0, MaxZoom + 1).Select(_ => new Dictionary<int, PyramidTile>()),
    ];
    private readonly ClusterGrid _grid;
    private long _count;

    /// <param name="measures">
    /// What each point carries, by the names that clusters show their sums under: <c>tier_1</c>, <c>tier_2</c> with 1
    /// for the tier that a point has, or <c>households</c>.
    /// </param>
    public CountPyramid(params string[] measures)
    {
        _measures = [.. measures];
        _grid = new ClusterGrid(_measures.Length);
    }

    /// <summary>The points in it.</summary>
    public long Count
    {
        get
        {
            lock (_lock)
            {
                return _count;
            }
        }
    }

    /// <summary>Adds a point.</summary>
    /// <param name="longitude">Degrees.</param>
    /// <param name="latitude">Degrees.</param>
    /// <param name="amounts">One for each measure, in their order.</param>
    /// <returns>False for a point that no tile shows, beyond 85.0511° north or south: it is not counted.</returns>
    /// <exception cref="ArgumentException">Not one amount for each measure.</exception>
    public bool Add(double longitude, double latitude, params ReadOnlySpan<int> amounts) =>
        Change(longitude, latitude, amounts, 1);

    /// <summary>Takes a point away that was added with the same position and amounts.</summary>
    /// <returns>False where there is none in that place.</returns>
    /// <exception cref="ArgumentException">Not one amount for each measure.</exception>
    public bool Remove(double longitude, double latitude, params ReadOnlySpan<int> amounts) =>
        Change(longitude, latitude, amounts, -1);

    /// <summary>How many points a tile holds, its buffer not included.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Deeper than <see cref="MaxCountedZoom"/>.</exception>
    public long CountIn(TileAddress tile)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tile.Z, MaxCountedZoom, nameof(tile));
        lock (_lock)
        {
            return Find(tile, out var part) is { } cells ? cells.CountIn(part) : 0;
        }
    }

    /// <summary>
    /// Writes the clusters of a tile as points with the attribute <c>count</c> and one for each measure whose sum is not
    /// 0. An id is the cell's place in the grid of its size, so it stays as long as the cell is not empty.
    /// </summary>
    /// <param name="layer">A layer of the same tile.</param>
    /// <param name="tile">Down to <see cref="MaxCountedZoom"/>.</param>
    /// <param name="cellsToASide">
    /// A power of two up to 256; at zooms deeper than <see cref="MaxZoom"/> there may be fewer.
    /// </param>
    /// <returns>How many clusters.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Too deep, or cells that are not a power of two up to 256.</exception>
    public int WriteTo(TileLayer layer, TileAddress tile, int cellsToASide = CellsToASide)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tile.Z, MaxCountedZoom, nameof(tile));
        if (cellsToASide is < 1 or > CellsToASide || !int.IsPow2(cellsToASide))
        {
            throw new ArgumentOutOfRangeException(nameof(cellsToASide), cellsToASide, "A power of two from 1 to 256.");
        }
        lock (_lock)
        {
            if (Find(tile, out var part) is not { } cells)
            {
                return 0;
            }
            _grid.Gather(cells, part, Math.Min(cellsToASide, part.Side));
            _grid.WriteTo(layer, tile, _measures);
            return _grid.Count;
        }
    }

    private bool Change(double longitude, double latitude, ReadOnlySpan<int> amounts, int sign)
    {
        if (amounts.Length != _measures.Length)
        {
            throw new ArgumentException($"{_measures.Length} amounts, not {amounts.Length}.", nameof(amounts));
        }
        if (!WorldPoint.TryOf(longitude, latitude, out var point))
        {
            return false;
        }
        lock (_lock)
        {
            var deepest = _zooms[MaxZoom].GetValueOrDefault(TileKey(point, MaxZoom));
            if (sign < 0 && deepest?.Holds(point, MaxZoom) != true)
            {
                return false;
            }
            for (var z = 0; z <= MaxZoom; z++)
            {
                var key = TileKey(point, z);
                if (!_zooms[z].TryGetValue(key, out var tile))
                {
                    tile = new PyramidTile(_measures.Length);
                    _zooms[z].Add(key, tile);
                }
                tile.Change(point, z, amounts, sign);
                if (tile.Count == 0)
                {
                    _zooms[z].Remove(key);
                }
            }
            _count += sign;
        }
        return true;
    }

    private PyramidTile? Find(TileAddress tile, out TilePart part)
    {
        var up = Math.Max(0, tile.Z - MaxZoom);
        var side = CellsToASide >> up;
        part = new TilePart((tile.X * side) & (CellsToASide - 1), (tile.Y * side) & (CellsToASide - 1), side);
        return _zooms[tile.Z - up].GetValueOrDefault(((tile.Y >> up) << MaxZoom) | (tile.X >> up));
    }

    private static int TileKey(WorldPoint point, int z) =>
        ((int)(point.Y >> (32 - z)) << MaxZoom) | (int)(point.X >> (32 - z));
}
