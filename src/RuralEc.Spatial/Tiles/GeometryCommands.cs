namespace RuralEc.Spatial.Tiles;

/// <summary>GeomType of the Vector Tile Specification 2.1.</summary>
internal enum GeometryType : byte
{
    Point = 1,
    LineString = 2,
    Polygon = 3,
}

/// <summary>The geometry of one feature as commands and steps from point to point (clause 4.3).</summary>
internal sealed class GeometryCommands
{
    private const uint MoveToId = 1;
    private const uint LineToId = 2;
    private const uint ClosePathOnce = (1 << 3) | 7;

    private readonly WireBuffer _octets = new(256);
    private int _x;
    private int _y;

    public GeometryType Type { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.Written;

    public void Begin(GeometryType type)
    {
        Type = type;
        (_x, _y) = (0, 0);
        _octets.Clear();
    }

    public void MoveTo(int count) => _octets.Varint(((uint)count << 3) | MoveToId);

    public void LineTo(int count) => _octets.Varint(((uint)count << 3) | LineToId);

    public void ClosePath() => _octets.Varint(ClosePathOnce);

    /// <summary>A point in tile units, of the command before it.</summary>
    public void Step(int x, int y)
    {
        _octets.ZigZag(x - _x);
        _octets.ZigZag(y - _y);
        (_x, _y) = (x, y);
    }
}
