using System.Text;
using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// One layer of a vector tile, fed feature by feature: begin with a position or a shape, add attributes where that was
/// taken, end. A <see cref="TileWriter"/> makes it and keeps it.
/// </summary>
public sealed class TileLayer
{
    // Tags of the Layer and Feature messages: field number and wire type.
    private const byte LayerName = (1 << 3) | 2;
    private const byte LayerFeature = (2 << 3) | 2;
    private const byte LayerKey = (3 << 3) | 2;
    private const byte LayerValue = (4 << 3) | 2;
    private const byte LayerExtent = 5 << 3;
    private const byte LayerVersion = 15 << 3;
    private const byte FeatureId = 1 << 3;
    private const byte FeatureTags = (2 << 3) | 2;
    private const byte FeatureType = 3 << 3;
    private const byte FeatureGeometry = (4 << 3) | 2;

    private readonly byte[] _name;
    private readonly List<byte[]> _keys = [];
    private readonly Dictionary<string, int> _keyIndexes = [];
    private readonly ValueTable _values = new();
    private readonly WireBuffer _features = new(4096);
    private readonly WireBuffer _tags = new(64);
    private readonly GeometryCommands _geometry = new();
    private TileAddress _tile;
    private int _buffer;
    private long _id;
    private bool _open;

    internal TileLayer(string name)
    {
        Name = name;
        _name = Encoding.UTF8.GetBytes(name);
    }

    /// <summary>The layer's name, unique in its tile.</summary>
    public string Name { get; }

    /// <summary>Features so far.</summary>
    public int Count { get; private set; }

    internal int Length =>
        Count == 0
            ? 0
            : 2
                + WireBuffer.SizeOfField(_name.Length)
                + _features.Length
                + _keys.Sum(k => WireBuffer.SizeOfField(k.Length))
                + ValuesLength()
                + 1
                + WireBuffer.SizeOf(TileAddress.Extent);

    /// <summary>
    /// Begins a point feature. The position is rounded to whole tile units, as ST_AsMVTGeom does, and taken where that
    /// lies in the tile or within its buffer, edges included.
    /// </summary>
    /// <param name="longitude">Degrees.</param>
    /// <param name="latitude">Degrees.</param>
    /// <param name="id">Unique in the layer; a negative one is left out, since the format has none.</param>
    /// <returns>False where the point is not in the tile: the feature is then not begun.</returns>
    public bool TryBegin(double longitude, double latitude, long id)
    {
        var (x, y) = _tile.ToTileUnits(longitude, latitude);
        (x, y) = (Math.Round(x), Math.Round(y));
        var (least, most) = ((double)-_buffer, (double)(TileAddress.Extent + _buffer));
        // Written so that NaN is not taken either.
        if (!(x >= least && x <= most && y >= least && y <= most))
        {
            _open = false;
            return false;
        }
        BeginAt((int)x, (int)y, id);
        return true;
    }

    /// <summary>
    /// Begins a feature of any shape in degrees: cut to the tile and its buffer, simplified to tile units, polygons
    /// valid and wound as clause 4.3.4.4 has it. Of a collection the parts of highest dimension are taken.
    /// </summary>
    /// <returns>False where nothing of it is left in the tile: the feature is then not begun.</returns>
    public bool TryBegin(Geometry shape, long id)
    {
        Open(id);
        _open = TileShape.TryWrite(shape, _tile, _buffer, _geometry);
        return _open;
    }

    /// <summary>The index of a key, which is the same as long as the layer is being written.</summary>
    public int Key(string name)
    {
        if (!_keyIndexes.TryGetValue(name, out var index))
        {
            index = _keys.Count;
            _keys.Add(Encoding.UTF8.GetBytes(name));
            _keyIndexes.Add(name, index);
        }
        return index;
    }

    /// <summary>Gives the feature an attribute, by the index that <see cref="Key"/> gave.</summary>
    public void Add(int key, ReadOnlySpan<byte> utf8) => Tag(key, _values.Text(utf8));

    /// <inheritdoc cref="Add(int, ReadOnlySpan{byte})"/>
    public void Add(int key, string value) => Tag(key, _values.Text(value));

    /// <inheritdoc cref="Add(int, ReadOnlySpan{byte})"/>
    public void Add(int key, long value) => Tag(key, _values.Number(value));

    /// <inheritdoc cref="Add(int, ReadOnlySpan{byte})"/>
    public void Add(int key, double value) => Tag(key, _values.Number(value));

    /// <inheritdoc cref="Add(int, ReadOnlySpan{byte})"/>
    public void Add(int key, bool value) => Tag(key, _values.Truth(value));

    /// <summary>Ends the feature: now it is in the layer.</summary>
    /// <exception cref="InvalidOperationException">None was begun.</exception>
    public void End()
    {
        if (!_open)
        {
            throw new InvalidOperationException("No feature was begun.");
        }
        _open = false;
        var tags = _tags.Written;
        var geometry = _geometry.Written;
        var length =
            (_id >= 0 ? 1 + WireBuffer.SizeOf((ulong)_id) : 0)
            + (tags.IsEmpty ? 0 : WireBuffer.SizeOfField(tags.Length))
            + 2
            + WireBuffer.SizeOfField(geometry.Length);
        _features.Octet(LayerFeature);
        _features.Varint((ulong)length);
        if (_id >= 0)
        {
            _features.Octet(FeatureId);
            _features.Varint((ulong)_id);
        }
        if (!tags.IsEmpty)
        {
            _features.Field(FeatureTags, tags);
        }
        _features.Octet(FeatureType);
        _features.Octet((byte)_geometry.Type);
        _features.Field(FeatureGeometry, geometry);
        Count++;
    }

    internal void Begin(TileAddress tile, int buffer)
    {
        (_tile, _buffer) = (tile, buffer);
        (_open, Count) = (false, 0);
        _keys.Clear();
        _keyIndexes.Clear();
        _values.Clear();
        _features.Clear();
    }

    /// <summary>Begins a point feature at whole tile units, wherever they lie.</summary>
    internal void BeginAt(int x, int y, long id)
    {
        Open(id);
        _geometry.Begin(GeometryType.Point);
        _geometry.MoveTo(1);
        _geometry.Step(x, y);
        _open = true;
    }

    internal void WriteTo(WireBuffer tile)
    {
        tile.Octet(LayerVersion);
        tile.Octet(2);
        tile.Field(LayerName, _name);
        tile.Octets(_features.Written);
        foreach (var key in _keys)
        {
            tile.Field(LayerKey, key);
        }
        for (var i = 0; i < _values.Count; i++)
        {
            tile.Field(LayerValue, _values[i]);
        }
        tile.Octet(LayerExtent);
        tile.Varint(TileAddress.Extent);
    }

    private void Open(long id)
    {
        _id = id;
        _tags.Clear();
    }

    private void Tag(int key, int value)
    {
        _tags.Varint((ulong)key);
        _tags.Varint((ulong)value);
    }

    private int ValuesLength()
    {
        var length = 0;
        for (var i = 0; i < _values.Count; i++)
        {
            length += WireBuffer.SizeOfField(_values[i].Length);
        }
        return length;
    }
}
