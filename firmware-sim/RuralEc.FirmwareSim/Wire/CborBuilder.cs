using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>The few kinds of CBOR items (RFC 8949) that loggers write, each in its shortest definite form.</summary>
internal sealed class CborBuilder
{
    // RFC 8949 §3.1: the major type is in the upper three bits.
    private const byte Unsigned = 0 << 5;
    private const byte Negative = 1 << 5;
    private const byte TextType = 3 << 5;
    private const byte ArrayType = 4 << 5;
    private const byte MapType = 5 << 5;
    private const byte NullItem = 0xF6;
    private const byte DoubleItem = 0xFB;

    private readonly ArrayBufferWriter<byte> _octets = new(256);

    public ReadOnlyMemory<byte> Octets => _octets.WrittenMemory;

    /// <summary>So many items follow.</summary>
    public void Array(int items) => Head(ArrayType, (ulong)items);

    /// <summary>So many pairs of items follow.</summary>
    public void Map(int pairs) => Head(MapType, (ulong)pairs);

    public void Text(string text)
    {
        Head(TextType, (ulong)Encoding.UTF8.GetByteCount(text));
        Encoding.UTF8.GetBytes(text, _octets);
    }

    public void Whole(long number) =>
        // RFC 8949 §3.1: a negative number n is written as -1 - n.
        Head(number < 0 ? Negative : Unsigned, (ulong)(number < 0 ? -1 - number : number));

    /// <summary>A whole number is written as one; no value is changed by it.</summary>
    public void Number(double number)
    {
        if (number == Math.Floor(number) && Math.Abs(number) < 1L << 53)
        {
            Whole((long)number);
            return;
        }

        Octet(DoubleItem);
        BinaryPrimitives.WriteDoubleBigEndian(_octets.GetSpan(8), number);
        _octets.Advance(8);
    }

    public void Null() => Octet(NullItem);

    private void Head(byte type, ulong argument)
    {
        var (information, octets) = argument switch
        {
            < 24 => ((byte)argument, 0),
            <= byte.MaxValue => ((byte)24, 1),
            <= ushort.MaxValue => ((byte)25, 2),
            <= uint.MaxValue => ((byte)26, 4),
            _ => ((byte)27, 8),
        };
        Octet((byte)(type | information));
        Span<byte> eight = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(eight, argument);
        _octets.Write(eight[(8 - octets)..]);
    }

    private void Octet(byte value)
    {
        _octets.GetSpan(1)[0] = value;
        _octets.Advance(1);
    }
}
