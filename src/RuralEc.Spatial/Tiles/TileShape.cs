using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Tiles;

/// <summary>Turns a shape in degrees into the commands of one feature in a tile.</summary>
internal static class TileShape
{
    /// <returns>False where nothing of the shape is left in the tile.</returns>
    public static bool TryWrite(Geometry shape, TileAddress tile, int buffer, GeometryCommands commands)
    {
        var bounds = tile.Bounds(buffer + 1);
        if (!bounds.Intersects(shape.EnvelopeInternal))
        {
            return false;
        }
        var box = new Envelope(-buffer, TileAddress.Extent + buffer, -buffer, TileAddress.Extent + buffer);
        var parts = PartsOf(shape, shape.Dimension).Where(p => bounds.Intersects(p.EnvelopeInternal)).ToList();
        return shape.Dimension switch
        {
            Dimension.Point => TryWritePoints([.. parts.Cast<Point>()], tile, box, commands),
            Dimension.Curve => TryWriteLines([.. parts.Cast<LineString>()], tile, box, commands),
            Dimension.Surface => TryWritePolygons([.. parts.Cast<Polygon>()], tile, box, commands),
            _ => false,
        };
    }

    private static IEnumerable<Geometry> PartsOf(Geometry shape, Dimension dimension) =>
        shape is GeometryCollection collection
            ? collection.Geometries.SelectMany(g => PartsOf(g, dimension))
            : (shape.Dimension == dimension && !shape.IsEmpty ? [shape] : []);

    private static bool TryWritePoints(List<Point> points, TileAddress tile, Envelope box, GeometryCommands commands)
    {
        var inside = points
            .Select(p => tile.ToTileUnits(p.X, p.Y))
            .Select(p => new Coordinate(Math.Round(p.X), Math.Round(p.Y)))
            .Where(box.Contains)
            .ToList();
        if (inside.Count == 0)
        {
            return false;
        }
        commands.Begin(GeometryType.Point);
        commands.MoveTo(inside.Count);
        inside.ForEach(c => commands.Step((int)c.X, (int)c.Y));
        return true;
    }

    private static bool TryWriteLines(List<LineString> lines, TileAddress tile, Envelope box, GeometryCommands commands)
    {
        commands.Begin(GeometryType.LineString);
        foreach (var line in lines)
        {
            foreach (var piece in LineClip.Cut(TileProjection.Of(line.CoordinateSequence, tile), box))
            {
                var points = TileProjection.SimplifiedToUnits(piece);
                if (points.Count < 2)
                {
                    continue;
                }
                commands.MoveTo(1);
                commands.Step((int)points[0].X, (int)points[0].Y);
                commands.LineTo(points.Count - 1);
                for (var i = 1; i < points.Count; i++)
                {
                    commands.Step((int)points[i].X, (int)points[i].Y);
                }
            }
        }
        return !commands.Written.IsEmpty;
    }

    private static bool TryWritePolygons(
        List<Polygon> polygons,
        TileAddress tile,
        Envelope box,
        GeometryCommands commands
    )
    {
        var area = PolygonClip.Cut(TileProjection.Of(polygons, tile), box);
        commands.Begin(GeometryType.Polygon);
        foreach (var polygon in PartsOf(area, Dimension.Surface).Cast<Polygon>())
        {
            // y grows to the south, so what the surveyor's formula calls positive is clockwise on the screen.
            WriteRing(polygon.ExteriorRing.CoordinateSequence, positive: true, commands);
            foreach (var hole in polygon.InteriorRings)
            {
                WriteRing(hole.CoordinateSequence, positive: false, commands);
            }
        }
        return !commands.Written.IsEmpty;
    }

    private static void WriteRing(CoordinateSequence ring, bool positive, GeometryCommands commands)
    {
        // The last point repeats the first; closing is a command.
        var count = ring.Count - 1;
        var forward = NetTopologySuite.Algorithm.Orientation.IsCCW(ring) == positive;
        commands.MoveTo(1);
        for (var i = 0; i < count; i++)
        {
            if (i == 1)
            {
                commands.LineTo(count - 1);
            }
            var at = forward ? i : count - 1 - i;
            commands.Step((int)ring.GetX(at), (int)ring.GetY(at));
        }
        commands.ClosePath();
    }
}
