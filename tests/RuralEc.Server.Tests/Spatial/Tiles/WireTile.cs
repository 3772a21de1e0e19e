using Google.Protobuf;
using NetTopologySuite.Geometries;

namespace RuralEc.Server.Tests.Spatial.Tiles;

/// <summary>What is on the wire, read with Google's protocol buffers by the field numbers of vector_tile.proto 2.1.</summary>
internal sealed record WireLayer(
    int Version,
    string Name,
    int Extent,
    List<WireFeature> Features,
    List<string> Keys,
    int Values
);

/// <summary>The type and the integers of a feature's geometry field.</summary>
internal sealed record WireFeature(int Type, uint[] Geometry, uint[] Tags)
{
    /// <summary>The rings of a polygon in tile units, closed, with their area by the surveyor's formula.</summary>
    public List<(Coordinate[] Points, double Area)> Rings()
    {
        var rings = new List<(Coordinate[], double)>();
        var points = new List<Coordinate>();
        var (x, y, at) = (0, 0, 0);
        while (at < Geometry.Length)
        {
            var (command, count) = (Geometry[at] & 7, Geometry[at] >> 3);
            at++;
            if (command == 7)
            {
                points.Add(points[0].Copy());
                rings.Add(([.. points], SurveyorsArea(points)));
                points.Clear();
                continue;
            }
            for (var i = 0; i < count; i++)
            {
                x += Step(Geometry[at++]);
                y += Step(Geometry[at++]);
                points.Add(new Coordinate(x, y));
            }
        }
        return rings;
    }

    private static int Step(uint parameter) => (int)(parameter >> 1) ^ -(int)(parameter & 1);

    private static double SurveyorsArea(List<Coordinate> ring) =>
        ring.Zip(ring.Skip(1)).Sum(p => (p.First.X * p.Second.Y) - (p.Second.X * p.First.Y)) / 2;
}

internal static class WireTile
{
    public static List<WireLayer> Decode(byte[] octets)
    {
        var layers = new List<WireLayer>();
        Read(octets, (field, input) => layers.Add(field == 3 ? Layer(input.ReadBytes()) : throw Unknown(field)));
        return layers;
    }

    private static WireLayer Layer(ByteString octets)
    {
        var (version, extent, name, values) = (0, 0, "", 0);
        var (features, keys) = (new List<WireFeature>(), new List<string>());
        Read(
            octets.ToByteArray(),
            (field, input) =>
            {
                switch (field)
                {
                    case 15:
                        version = (int)input.ReadUInt32();
                        break;
                    case 1:
                        name = input.ReadString();
                        break;
                    case 2:
                        features.Add(Feature(input.ReadBytes()));
                        break;
                    case 3:
                        keys.Add(input.ReadString());
                        break;
                    case 4:
                        input.ReadBytes();
                        values++;
                        break;
                    case 5:
                        extent = (int)input.ReadUInt32();
                        break;
                    default:
                        throw Unknown(field);
                }
            }
        );
        return new WireLayer(version, name, extent, features, keys, values);
    }

    private static WireFeature Feature(ByteString octets)
    {
        var type = 0;
        uint[] geometry = [];
        uint[] tags = [];
        Read(
            octets.ToByteArray(),
            (field, input) =>
            {
                switch (field)
                {
                    case 1:
                        input.ReadUInt64();
                        break;
                    case 2:
                        tags = Packed(input.ReadBytes());
                        break;
                    case 3:
                        type = input.ReadEnum();
                        break;
                    case 4:
                        geometry = Packed(input.ReadBytes());
                        break;
                    default:
                        throw Unknown(field);
                }
            }
        );
        return new WireFeature(type, geometry, tags);
    }

    private static uint[] Packed(ByteString octets)
    {
        var numbers = new List<uint>();
        using var input = new CodedInputStream(octets.ToByteArray());
        while (!input.IsAtEnd)
        {
            numbers.Add(input.ReadUInt32());
        }
        return [.. numbers];
    }

    private static void Read(byte[] octets, Action<int, CodedInputStream> field)
    {
        using var input = new CodedInputStream(octets);
        while (input.ReadTag() is not 0 and var tag)
        {
            field((int)(tag >> 3), input);
        }
    }

    private static InvalidDataException Unknown(int field) => new($"No field {field} here.");
}
