using NetTopologySuite.Geometries;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// A tile of WebMercatorQuad (OGC 17-083r4, annex D): zoom, column from the west and row from the north. Positions in a
/// tile count in tile units, 4096 to a side, x to the east and y to the south.
/// </summary>
public readonly record struct TileAddress
{
    /// <summary>Tile units to a side of a tile.</summary>
    public const int Extent = 4096;

    /// <summary>The deepest zoom: its tiles are 2.4 m wide at the equator.</summary>
    public const int MaxZoom = 24;

    /// <param name="z">Zoom, from 0 to <see cref="MaxZoom"/>.</param>
    /// <param name="x">Column, from 0 to 2^z - 1.</param>
    /// <param name="y">Row, from 0 to 2^z - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such tile.</exception>
    public TileAddress(int z, int x, int y)
    {
        if (!Exists(z, x, y))
        {
            throw new ArgumentOutOfRangeException(nameof(z), $"There is no tile {z}/{x}/{y}.");
        }
        (Z, X, Y) = (z, x, y);
    }

    /// <summary>Zoom: the world is 2^z tiles wide and high.</summary>
    public int Z { get; }

    /// <summary>Column, from the west.</summary>
    public int X { get; }

    /// <summary>Row, from the north.</summary>
    public int Y { get; }

    private double TilesToASide => 1L << Z;

    /// <summary>The tile under these numbers, or false where there is none.</summary>
    public static bool TryCreate(int z, int x, int y, out TileAddress tile)
    {
        var exists = Exists(z, x, y);
        tile = exists ? new TileAddress(z, x, y) : default;
        return exists;
    }

    /// <summary>The tile of zoom <paramref name="z"/> that holds a position in degrees; false beyond 85.0511° north or south.</summary>
    public static bool TryFind(double longitude, double latitude, int z, out TileAddress tile)
    {
        var (x, y) = WebMercator.Of(longitude, latitude);
        tile = default;
        if (z is < 0 or > MaxZoom || !(x is >= 0 and <= 1) || !(y is >= 0 and <= 1))
        {
            return false;
        }
        // The edges of the world belong to its last tiles.
        var last = (1 << z) - 1;
        return TryCreate(z, Math.Min(last, (int)(x * (1 << z))), Math.Min(last, (int)(y * (1 << z))), out tile);
    }

    /// <summary>
    /// The box of the tile in degrees, larger on each side by <paramref name="buffer"/> tile units. It is not cut at
    /// the antimeridian: at 0/0/0 a buffer reaches beyond ±180.
    /// </summary>
    public Envelope Bounds(double buffer = 0)
    {
        var (west, north) = ToLongitudeLatitude(-buffer, -buffer);
        var (east, south) = ToLongitudeLatitude(Extent + buffer, Extent + buffer);
        return new Envelope(west, east, south, north);
    }

    /// <summary>A position in degrees as tile units, which lie beyond 0 to 4096 where the position lies beyond the tile.</summary>
    /// <returns>NaN for what is no position on Earth; infinite at the poles.</returns>
    public (double X, double Y) ToTileUnits(double longitude, double latitude)
    {
        var (x, y) = WebMercator.Of(longitude, latitude);
        return (((x * TilesToASide) - X) * Extent, ((y * TilesToASide) - Y) * Extent);
    }

    /// <summary>Tile units as degrees.</summary>
    public (double Longitude, double Latitude) ToLongitudeLatitude(double x, double y) =>
        WebMercator.ToDegrees((X + (x / Extent)) / TilesToASide, (Y + (y / Extent)) / TilesToASide);

    /// <summary>zoom/column/row, as in the address of a tile.</summary>
    public override string ToString() => $"{Z}/{X}/{Y}";

    private static bool Exists(int z, int x, int y) =>
        z is >= 0 and <= MaxZoom && x >= 0 && y >= 0 && x < 1 << z && y < 1 << z;
}
