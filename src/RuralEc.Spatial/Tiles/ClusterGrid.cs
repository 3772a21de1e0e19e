namespace RuralEc.Spatial.Tiles;

/// <summary>Gathers the cells of a tile, or of a part of one, into clusters on a coarser or equal grid, row by row.</summary>
internal sealed class ClusterGrid(int measures)
{
    private readonly int[] _clusterOf = new int[CountPyramid.CellsToASide * CountPyramid.CellsToASide];
    private PyramidTile.Cell[] _clusters = new PyramidTile.Cell[64];
    private long[] _amounts = new long[64 * measures];
    private int _side;

    public int Count { get; private set; }

    public void Gather(PyramidTile tile, TilePart part, int side)
    {
        (Count, _side) = (0, side);
        Array.Clear(_clusterOf, 0, side * side);
        var shift = int.Log2(part.Side / side);
        var cells = tile.Cells;
        for (var i = 0; i < cells.Length; i++)
        {
            ref readonly var cell = ref cells[i];
            if (cell.Count == 0 || !part.Holds(cell.Place))
            {
                continue;
            }
            var place = ((((cell.Place >> 8) - part.Y) >> shift) * side) + (((cell.Place & 255) - part.X) >> shift);
            // Found first: finding may replace the array.
            var at = IndexAt(place);
            ref var cluster = ref _clusters[at];
            cluster.Count += cell.Count;
            cluster.SumX += cell.SumX;
            cluster.SumY += cell.SumY;
            if (measures > 0)
            {
                var amounts = tile.Amounts(i);
                var sums = _amounts.AsSpan(at * measures, measures);
                for (var m = 0; m < measures; m++)
                {
                    sums[m] += amounts[m];
                }
            }
        }
    }

    public void WriteTo(TileLayer layer, TileAddress tile, string[] names)
    {
        var count = layer.Key("count");
        var keys = Array.ConvertAll(names, layer.Key);
        for (var place = 0; place < _side * _side; place++)
        {
            var at = _clusterOf[place] - 1;
            if (at < 0)
            {
                continue;
            }
            ref readonly var cluster = ref _clusters[at];
            var row = ((long)tile.Y * _side) + (place / _side);
            var column = ((long)tile.X * _side) + (place % _side);
            layer.BeginAt(
                UnitOf(cluster.SumX / cluster.Count, tile.Z),
                UnitOf(cluster.SumY / cluster.Count, tile.Z),
                (row * ((long)_side << tile.Z)) + column
            );
            layer.Add(count, cluster.Count);
            for (var m = 0; m < measures; m++)
            {
                if (_amounts[(at * measures) + m] is not 0 and var amount)
                {
                    layer.Add(keys[m], amount);
                }
            }
            layer.End();
        }
    }

    // Rounded down, so that a mean stays in its cell and in its tile.
    private static int UnitOf(long steps, int z) => (int)(((steps << z) & uint.MaxValue) >> 20);

    private int IndexAt(int place)
    {
        if (_clusterOf[place] is not 0 and var there)
        {
            return there - 1;
        }
        if (Count == _clusters.Length)
        {
            Array.Resize(ref _clusters, Count * 2);
            Array.Resize(ref _amounts, Count * 2 * measures);
        }
        _clusters[Count] = default;
        _amounts.AsSpan(Count * measures, measures).Clear();
        _clusterOf[place] = ++Count;
        return Count - 1;
    }
}
