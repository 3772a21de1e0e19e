using System.Numerics;
using System.Runtime.CompilerServices;

namespace RuralEc.Spatial.Tiles;

/// <summary>Octets of protocol buffers being written. It keeps its memory when it is cleared.</summary>
internal sealed class WireBuffer(int capacity)
{
    private const int LongestVarint = 10;

    private byte[] _octets = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, Length);

    public void Clear() => Length = 0;

    /// <summary>Forgets what was written from <paramref name="length"/> on.</summary>
    public void CutTo(int length) => Length = length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Octet(byte value)
    {
        if (Length == _octets.Length)
        {
            Grow(1);
        }
        _octets[Length++] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Varint(ulong value)
    {
        if (_octets.Length - Length < LongestVarint)
        {
            Grow(LongestVarint);
        }
        var octets = _octets;
        var at = Length;
        while (value >= 0x80)
        {
            octets[at++] = unchecked((byte)(value | 0x80));
            value >>= 7;
        }
        octets[at++] = (byte)value;
        Length = at;
    }

    public void ZigZag(int value) => Varint(unchecked((uint)((value << 1) ^ (value >> 31))));

    public void Octets(ReadOnlySpan<byte> octets)
    {
        octets.CopyTo(Room(octets.Length));
    }

    /// <summary>A length-delimited field: its tag, its length and its octets.</summary>
    public void Field(byte tag, ReadOnlySpan<byte> octets)
    {
        Octet(tag);
        Varint((ulong)octets.Length);
        Octets(octets);
    }

    /// <summary>The next <paramref name="length"/> octets, to be written to at once.</summary>
    public Span<byte> Room(int length)
    {
        if (_octets.Length - Length < length)
        {
            Grow(length);
        }
        var room = _octets.AsSpan(Length, length);
        Length += length;
        return room;
    }

    /// <summary>How many octets a varint takes.</summary>
    public static int SizeOf(ulong value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>How many octets a length-delimited field with a tag of one octet takes.</summary>
    public static int SizeOfField(int length) => 1 + SizeOf((ulong)length) + length;

    private void Grow(int more) => Array.Resize(ref _octets, Math.Max(_octets.Length * 2, Length + more));
}
