using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// Cuts lines to a box. An overlay would do it too, but it also splits a line wherever it crosses itself, and forgets
/// which way it ran.
/// </summary>
internal static class LineClip
{
    /// <summary>The pieces of a line inside the box, in order.</summary>
    public static IEnumerable<List<Coordinate>> Cut(List<Coordinate> line, Envelope box)
    {
        List<Coordinate>? piece = null;
        for (var i = 1; i < line.Count; i++)
        {
            var (from, to) = (line[i - 1], line[i]);
            if (!TryCut(from, to, box, out var enter, out var leave))
            {
                continue;
            }
            if (piece is null || enter > 0)
            {
                if (piece is not null)
                {
                    yield return piece;
                }
                piece = [Along(from, to, enter)];
            }
            piece.Add(Along(from, to, leave));
            if (leave < 1)
            {
                yield return piece;
                piece = null;
            }
        }
        if (piece is not null)
        {
            yield return piece;
        }
    }

    private static Coordinate Along(Coordinate from, Coordinate to, double share) =>
        share switch
        {
            0 => from,
            1 => to,
            _ => new Coordinate(from.X + (share * (to.X - from.X)), from.Y + (share * (to.Y - from.Y))),
        };

    /// <summary>The part of a segment inside the box as shares of its length (Liang and Barsky, 1984).</summary>
    private static bool TryCut(Coordinate from, Coordinate to, Envelope box, out double enter, out double leave)
    {
        (enter, leave) = (0, 1);
        var (dx, dy) = (to.X - from.X, to.Y - from.Y);
        return Narrow(-dx, from.X - box.MinX, ref enter, ref leave)
            && Narrow(dx, box.MaxX - from.X, ref enter, ref leave)
            && Narrow(-dy, from.Y - box.MinY, ref enter, ref leave)
            && Narrow(dy, box.MaxY - from.Y, ref enter, ref leave);
    }

    private static bool Narrow(double slope, double room, ref double enter, ref double leave)
    {
        if (slope == 0)
        {
            return room >= 0;
        }
        var at = room / slope;
        if (slope < 0)
        {
            enter = Math.Max(enter, at);
        }
        else
        {
            leave = Math.Min(leave, at);
        }
        return enter <= leave;
    }
}
