using System.Buffers.Binary;
using NetTopologySuite;
using NetTopologySuite.Geometries;
using NetTopologySuite.Geometries.Implementation;
using NetTopologySuite.IO;

namespace RuralEc.Spatial.Sqlite;

/// <summary>
/// The geometry blob of GeoPackage 1.3, clause 2.1.3: a header with flags, reference system and envelope, then ISO WKB.
/// Coordinates are planar: a third ordinate is not stored.
/// </summary>
internal static class GeometryBlob
{
    private const int PointHeader = 8;
    private const int EnvelopeHeader = PointHeader + (4 * sizeof(double));
    private const int WkbPoint = 1 + 4 + (2 * sizeof(double));

    // Flag bits (table 6): 0 byte order, 1-3 envelope contents, 4 empty.
    private const byte LittleEndian = 0b0000_0001;
    private const byte EnvelopeXY = 0b0000_0010;
    private const byte Empty = 0b0001_0000;

    private static readonly NtsGeometryServices Services = new(
        CoordinateArraySequenceFactory.Instance,
        new PrecisionModel(),
        Cgcs2000.Srid
    );

    /// <exception cref="ArgumentException">The geometry does not carry <see cref="Cgcs2000.Srid"/>.</exception>
    public static byte[] Write(Geometry geometry)
    {
        // PostGIS refuses mixed reference systems when the query runs; here the same mistake has to be as loud.
        if (geometry.SRID != Cgcs2000.Srid)
        {
            throw new ArgumentException(
                $"The geometry carries SRID {geometry.SRID}; stored and searched geometry carries {Cgcs2000.Srid}.",
                nameof(geometry)
            );
        }
        return Write(geometry, Cgcs2000.Srid);
    }

    /// <summary>The same for a file of another reference system: the coordinates are written as they are.</summary>
    public static byte[] Write(Geometry geometry, int srid)
    {
        if (geometry is Point { IsEmpty: false } point)
        {
            var blob = new byte[PointHeader + WkbPoint];
            WriteHeader(blob, LittleEndian, srid);
            blob[PointHeader] = 1;
            BinaryPrimitives.WriteInt32LittleEndian(blob.AsSpan(PointHeader + 1), 1);
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(PointHeader + 5), point.X);
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(PointHeader + 13), point.Y);
            return blob;
        }
        var wkb = new WKBWriter(ByteOrder.LittleEndian, handleSRID: false, emitZ: false).Write(geometry);
        if (geometry.IsEmpty)
        {
            var blob = new byte[PointHeader + wkb.Length];
            WriteHeader(blob, LittleEndian | Empty, srid);
            wkb.CopyTo(blob, PointHeader);
            return blob;
        }
        else
        {
            var blob = new byte[EnvelopeHeader + wkb.Length];
            WriteHeader(blob, LittleEndian | EnvelopeXY, srid);
            var envelope = geometry.EnvelopeInternal;
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(8), envelope.MinX);
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(16), envelope.MaxX);
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(24), envelope.MinY);
            BinaryPrimitives.WriteDoubleLittleEndian(blob.AsSpan(32), envelope.MaxY);
            wkb.CopyTo(blob, EnvelopeHeader);
            return blob;
        }
    }

    /// <exception cref="FormatException">Not a GeoPackage geometry blob.</exception>
    public static Geometry Read(ReadOnlySpan<byte> blob)
    {
        if (TryReadPoint(blob, out var x, out var y))
        {
            return Cgcs2000.Factory.CreatePoint(new Coordinate(x, y));
        }
        var wkb = blob[HeaderLength(blob)..];
        try
        {
            var geometry = new WKBReader(Services) { HandleOrdinates = Ordinates.XY }.Read(wkb.ToArray());
            geometry.SRID = SridOf(blob);
            return geometry;
        }
        catch (Exception e) when (e is ParseException or EndOfStreamException or ArgumentException)
        {
            throw new FormatException("The well-known binary of a GeoPackage geometry cannot be read.", e);
        }
    }

    /// <summary>Reads a non-empty little-endian XY point of our reference system, the usual case, without allocation.</summary>
    public static bool TryReadPoint(ReadOnlySpan<byte> blob, out double x, out double y)
    {
        if (TryReadAnyPoint(blob, out x, out y) && SridOf(blob) == Cgcs2000.Srid)
        {
            return true;
        }
        (x, y) = (double.NaN, double.NaN);
        return false;
    }

    /// <summary>The same of any reference system.</summary>
    private static bool TryReadAnyPoint(ReadOnlySpan<byte> blob, out double x, out double y)
    {
        if (
            blob.Length == PointHeader + WkbPoint
            && blob[0] == 'G'
            && blob[1] == 'P'
            && blob[3] == LittleEndian
            && blob[PointHeader] == 1
            && BinaryPrimitives.ReadInt32LittleEndian(blob[(PointHeader + 1)..]) == 1
        )
        {
            x = BinaryPrimitives.ReadDoubleLittleEndian(blob[(PointHeader + 5)..]);
            y = BinaryPrimitives.ReadDoubleLittleEndian(blob[(PointHeader + 13)..]);
            return true;
        }
        (x, y) = (double.NaN, double.NaN);
        return false;
    }

    /// <exception cref="FormatException">Not a GeoPackage geometry blob.</exception>
    public static bool IsEmpty(ReadOnlySpan<byte> blob)
    {
        HeaderLength(blob);
        return (blob[3] & Empty) != 0;
    }

    /// <summary>The smallest box around a geometry that is not empty, from the header where it has one.</summary>
    /// <exception cref="FormatException">Not a GeoPackage geometry blob.</exception>
    public static Envelope EnvelopeOf(ReadOnlySpan<byte> blob)
    {
        if (TryReadAnyPoint(blob, out var x, out var y))
        {
            return new Envelope(x, x, y, y);
        }
        if (HeaderLength(blob) >= EnvelopeHeader && (blob[3] & LittleEndian) != 0)
        {
            return new Envelope(
                BinaryPrimitives.ReadDoubleLittleEndian(blob[8..]),
                BinaryPrimitives.ReadDoubleLittleEndian(blob[16..]),
                BinaryPrimitives.ReadDoubleLittleEndian(blob[24..]),
                BinaryPrimitives.ReadDoubleLittleEndian(blob[32..])
            );
        }
        return Read(blob).EnvelopeInternal;
    }

    private static int SridOf(ReadOnlySpan<byte> blob) =>
        (blob[3] & LittleEndian) != 0
            ? BinaryPrimitives.ReadInt32LittleEndian(blob[4..])
            : BinaryPrimitives.ReadInt32BigEndian(blob[4..]);

    private static int HeaderLength(ReadOnlySpan<byte> blob)
    {
        if (blob.Length < PointHeader || blob[0] != 'G' || blob[1] != 'P' || blob[2] != 0)
        {
            throw new FormatException("Not a GeoPackage geometry: the blob does not begin with GP and version 0.");
        }
        var length = ((blob[3] >> 1) & 0b111) switch
        {
            0 => PointHeader,
            1 => EnvelopeHeader,
            2 or 3 => PointHeader + (6 * sizeof(double)),
            4 => PointHeader + (8 * sizeof(double)),
            _ => throw new FormatException("Not a GeoPackage geometry: unknown envelope contents."),
        };
        return blob.Length > length
            ? length
            : throw new FormatException("Not a GeoPackage geometry: the blob ends within its header.");
    }

    private static void WriteHeader(Span<byte> blob, byte flags, int srid)
    {
        blob[0] = (byte)'G';
        blob[1] = (byte)'P';
        blob[2] = 0;
        blob[3] = flags;
        BinaryPrimitives.WriteInt32LittleEndian(blob[4..], srid);
    }
}
