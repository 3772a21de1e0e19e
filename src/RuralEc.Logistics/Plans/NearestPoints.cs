using NetTopologySuite.Geometries;
using NetTopologySuite.Index.Strtree;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Plans;

/// <summary>Finds for one place after another the nearest of the same points.</summary>
internal sealed class NearestPoints<T>
{
    // The tree orders by degrees scaled at one latitude; a few of its nearest are measured on the ellipsoid.
    private const int Candidates = 6;

    private readonly STRtree<Entry> _tree = new();
    private readonly double _scale;

    public NearestPoints(IReadOnlyList<T> items, Func<T, Point> place)
    {
        _scale = items.Count == 0 ? 1 : Math.Cos(double.DegreesToRadians(items.Average(i => place(i).Y)));
        foreach (var item in items)
        {
            var entry = new Entry(item, place(item));
            _tree.Insert(BoxOf(entry.At), entry);
        }

        _tree.Build();
        Count = items.Count;
    }

    public int Count { get; }

    /// <summary>The nearest, with the straight metres; null where there is none at all.</summary>
    public (T Item, double Meters)? Find(Point at)
    {
        if (Count == 0)
        {
            return null;
        }

        var near = _tree.NearestNeighbour(
            BoxOf(at),
            new Entry(default!, at),
            new Planar(_scale),
            Math.Min(Candidates, Count)
        );
        var best = near.MinBy(e => SpatialMeters.Meters(at, e.At));
        return (best!.Item, SpatialMeters.Meters(at, best.At));
    }

    private Envelope BoxOf(Point at) => new(at.X * _scale, at.X * _scale, at.Y, at.Y);

    private sealed record Entry(T Item, Point At);

    private sealed class Planar(double scale) : IItemDistance<Envelope, Entry>
    {
        public double Distance(IBoundable<Envelope, Entry> item1, IBoundable<Envelope, Entry> item2)
        {
            var (a, b) = (item1.Item.At, item2.Item.At);
            var (dx, dy) = ((a.X - b.X) * scale, a.Y - b.Y);
            return Math.Sqrt((dx * dx) + (dy * dy));
        }
    }
}
