namespace RuralEc.Spatial.Tiles;

/// <summary>When a tile shows counts instead of points.</summary>
/// <param name="ClustersThroughZoom">Down to this zoom always. At zoom 10 and 512 pixels a tile, dots of villages cover one another.</param>
/// <param name="ClusterCells">Cells to a side of a tile, a power of two up to 256: 64 are 8 pixels each, as large as a symbol.</param>
/// <param name="MostPoints">Below that zoom a tile with more points shows counts too; 10,000 are some 300 KB.</param>
public sealed record PointTileRules(int ClustersThroughZoom = 10, int ClusterCells = 64, int MostPoints = 10_000);

/// <summary>
/// What a tile of many points shows: all of them, or how many where. Never some of them in silence: a map whose dots are
/// a sample looks like a map of all. Clusters carry <c>count</c>, points do not, so a style tells them apart.
/// </summary>
public static class PointTiles
{
    // Deeper down the pyramid's cells are so large beside the tile that their counts would say nothing.
    private const int DeepestWithClusters = CountPyramid.MaxZoom + 6;

    /// <summary>Writes the tile's clusters where the rules ask for them.</summary>
    /// <returns>False where the tile's points are to be read instead.</returns>
    public static bool TryWriteClusters(TileWriter writer, string layerName, CountPyramid pyramid, PointTileRules rules)
    {
        var tile = writer.Tile;
        if (
            tile.Z > rules.ClustersThroughZoom
            && (tile.Z > DeepestWithClusters || pyramid.CountIn(tile) <= rules.MostPoints)
        )
        {
            return false;
        }
        pyramid.WriteTo(writer.Layer(layerName), tile, rules.ClusterCells);
        return true;
    }

    /// <summary>
    /// Says in a tile whose reading ended at the limit that it does not show everything: a point in its middle, in a layer
    /// <c>…_overfull</c>, with the attribute <c>shown</c>, the number of points that it does show.
    /// </summary>
    public static void MarkOverfull(TileWriter writer, string layerName, PointsRead read)
    {
        if (read.IsOverfull)
        {
            var layer = writer.Layer($"{layerName}_overfull");
            layer.BeginAt(TileAddress.Extent / 2, TileAddress.Extent / 2, -1);
            layer.Add(layer.Key("shown"), read.Written);
            layer.End();
        }
    }
}
