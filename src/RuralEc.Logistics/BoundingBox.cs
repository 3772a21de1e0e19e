using System.Globalization;

namespace RuralEc.Logistics;

/// <summary>A box of degrees as RFC 7946 §5 writes it: <c>west,south,east,north</c>.</summary>
internal readonly record struct BoundingBox(double West, double South, double East, double North)
{
    public static bool TryParse(string text, out BoundingBox box)
    {
        box = default;
        var parts = text.Split(',');
        if (parts.Length != 4)
        {
            return false;
        }

        Span<double> degrees = stackalloc double[4];
        for (var i = 0; i < 4; i++)
        {
            if (
                !double.TryParse(parts[i], NumberStyles.Float, CultureInfo.InvariantCulture, out degrees[i])
                || !(Math.Abs(degrees[i]) <= (i % 2 == 0 ? 180 : 90))
            )
            {
                return false;
            }
        }

        box = new(degrees[0], degrees[1], degrees[2], degrees[3]);
        return box.West <= box.East && box.South <= box.North;
    }
}
