using System.Buffers;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// Writes vector tiles by the Vector Tile Specification 2.1 (version 2, extent 4096). It is for one tile after the other
/// and keeps its memory between them; it is not for several threads at once.
/// </summary>
public sealed class TileWriter
{
    /// <summary>The media type that clause 2.2 gives to a tile.</summary>
    public const string MediaType = "application/vnd.mapbox-vector-tile";

    /// <summary>Tile units around a tile whose features it holds as well, so that symbols on its edge are drawn whole.</summary>
    public const int DefaultBuffer = 64;

    // Tile.layers: field 3, length-delimited.
    private const byte TileLayerTag = (3 << 3) | 2;

    private readonly List<TileLayer> _layers = [];
    private readonly Dictionary<string, TileLayer> _made = [];
    private readonly WireBuffer _octets = new(4096);

    /// <param name="tile">The first tile.</param>
    /// <param name="buffer">Tile units around the tile.</param>
    public TileWriter(TileAddress tile, int buffer = DefaultBuffer)
    {
        Begin(tile, buffer);
    }

    /// <summary>The tile being written.</summary>
    public TileAddress Tile { get; private set; }

    /// <summary>Tile units around it whose features it holds as well.</summary>
    public int Buffer { get; private set; }

    /// <summary>Begins another tile; what was written is gone.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A buffer less than none or wider than a tile.</exception>
    public void Begin(TileAddress tile, int buffer = DefaultBuffer)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(buffer);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(buffer, TileAddress.Extent);
        (Tile, Buffer) = (tile, buffer);
        _layers.Clear();
    }

    /// <summary>The layer of this name, made where it is asked for first.</summary>
    public TileLayer Layer(string name)
    {
        if (_layers.Find(l => l.Name == name) is { } there)
        {
            return there;
        }
        if (!_made.TryGetValue(name, out var layer))
        {
            layer = new TileLayer(name);
            _made.Add(name, layer);
        }
        layer.Begin(Tile, Buffer);
        _layers.Add(layer);
        return layer;
    }

    /// <summary>The tile. Layers without features are left out, so an empty tile has no octets.</summary>
    public byte[] ToArray() => Write().ToArray();

    /// <inheritdoc cref="ToArray"/>
    public void WriteTo(IBufferWriter<byte> output) => output.Write(Write());

    private ReadOnlySpan<byte> Write()
    {
        _octets.Clear();
        foreach (var layer in _layers)
        {
            if (layer.Count > 0)
            {
                _octets.Octet(TileLayerTag);
                _octets.Varint((ulong)layer.Length);
                layer.WriteTo(_octets);
            }
        }
        return _octets.Written;
    }
}
