using NetTopologySuite.Algorithm.Locate;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Prepared;
using NetTopologySuite.Operation.Distance;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// A geometry read from its blob, with the indexes that repeated questions need. The last few of each thread are kept,
/// found again by their bytes: a parameter, or a column of an outer loop, is parsed once for many rows.
/// </summary>
internal sealed class Shape
{
    private const int Kept = 8;
    private const int WorthAnIndex = 32;

    [ThreadStatic]
    private static Shape[]? s_recent;

    private readonly byte[] _blob;
    private int _uses;
    private IPreparedGeometry? _prepared;
    private IndexedPointInAreaLocator? _locator;
    private IndexedFacetDistance? _facets;

    private Shape(ReadOnlySpan<byte> blob)
    {
        _blob = blob.ToArray();
        Geometry = GeometryBlob.Read(blob);
        Envelope = Geometry.EnvelopeInternal;
    }

    public Geometry Geometry { get; }

    public Envelope Envelope { get; }

    public bool IsEmpty => Envelope.IsNull;

    public bool IsAreal => Geometry is IPolygonal;

    /// <summary>How often this shape was asked for.</summary>
    public int Uses => _uses;

    public IPreparedGeometry Prepared => _prepared ??= PreparedGeometryFactory.Prepare(Geometry);

    private bool IsIndexed => _uses > 1 && Geometry.NumPoints >= WorthAnIndex;

    /// <exception cref="FormatException">Not a GeoPackage geometry.</exception>
    public static Shape Of(ReadOnlySpan<byte> blob)
    {
        // Points are cheaper to read than to find, and would push out what is not.
        if (GeometryBlob.TryReadPoint(blob, out _, out _))
        {
            return new Shape(blob);
        }
        var recent = s_recent ??= new Shape[Kept];
        var found = 0;
        while (found < Kept && recent[found] is { } shape && !shape._blob.AsSpan().SequenceEqual(blob))
        {
            found++;
        }
        var known = found < Kept ? recent[found] : null;
        var result = known ?? new Shape(blob);
        // The most recently used stands first, the least recently used falls out.
        Array.Copy(recent, 0, recent, 1, Math.Min(found, Kept - 1));
        recent[0] = result;
        result._uses++;
        return result;
    }

    /// <summary>Where a point lies; only for <see cref="IsAreal"/>.</summary>
    public Location Locate(Coordinate point) =>
        IsIndexed
            ? (_locator ??= new IndexedPointInAreaLocator(Geometry)).Locate(point)
            : SimplePointInAreaLocator.Locate(point, Geometry);

    /// <summary>The planar distance to a shape, neither being empty.</summary>
    public double DistanceTo(Shape other)
    {
        var (many, one) = _uses >= other._uses ? (this, other) : (other, this);
        if (!many.IsIndexed || Geometry is GeometryCollection and not IPolygonal)
        {
            return Geometry.Distance(other.Geometry);
        }
        // Facets know nothing of interiors.
        if (many.Prepared.Intersects(one.Geometry))
        {
            return 0;
        }
        return (many._facets ??= new IndexedFacetDistance(many.Geometry)).Distance(one.Geometry);
    }
}
