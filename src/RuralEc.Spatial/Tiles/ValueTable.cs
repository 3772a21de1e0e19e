using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace RuralEc.Spatial.Tiles;

/// <summary>
/// The distinct values of a layer (clause 4.1), each written once as the Value message that it is on the wire. A value is
/// known by those octets, so values of different types never fall together.
/// </summary>
internal sealed class ValueTable
{
    // Tags of the Value message: field number and wire type.
    private const byte StringValue = (1 << 3) | 2;
    private const byte DoubleValue = (3 << 3) | 1;
    private const byte UnsignedValue = 5 << 3;
    private const byte SignedValue = 6 << 3;
    private const byte BooleanValue = 7 << 3;

    // Names come from outside: without a seed one could choose names that all fall into one slot.
    private static readonly ulong Seed = (ulong)Random.Shared.NextInt64() | 1;

    private readonly WireBuffer _octets = new(4096);
    private Entry[] _entries = new Entry[64];
    private int[] _slots = new int[128];

    // Where small whole numbers are, plus one: counts and classes are most of what tiles hold, and need no search.
    private readonly int[] _small = new int[256];

    public int Count { get; private set; }

    public ReadOnlySpan<byte> this[int index] => _octets.Written.Slice(_entries[index].Start, _entries[index].Length);

    public void Clear()
    {
        Count = 0;
        _octets.Clear();
        Array.Clear(_slots);
        Array.Clear(_small);
    }

    public int Text(ReadOnlySpan<byte> utf8)
    {
        var start = _octets.Length;
        _octets.Field(StringValue, utf8);
        return IndexFrom(start);
    }

    public int Text(string value)
    {
        var start = _octets.Length;
        var length = Encoding.UTF8.GetByteCount(value);
        _octets.Octet(StringValue);
        _octets.Varint((ulong)length);
        Encoding.UTF8.GetBytes(value, _octets.Room(length));
        return IndexFrom(start);
    }

    public int Number(long value)
    {
        if (value is < 0 or > byte.MaxValue)
        {
            return AnyNumber(value);
        }
        ref var known = ref _small[value];
        if (known == 0)
        {
            known = AnyNumber(value) + 1;
        }
        return known - 1;
    }

    public int Number(double value)
    {
        var start = _octets.Length;
        _octets.Octet(DoubleValue);
        BinaryPrimitives.WriteDoubleLittleEndian(_octets.Room(sizeof(double)), value);
        return IndexFrom(start);
    }

    public int Truth(bool value)
    {
        var start = _octets.Length;
        _octets.Octet(BooleanValue);
        _octets.Octet(value ? (byte)1 : (byte)0);
        return IndexFrom(start);
    }

    private int AnyNumber(long value)
    {
        var start = _octets.Length;
        // As ST_AsMVT does: a negative number is short only when it is zigzag encoded.
        _octets.Octet(value >= 0 ? UnsignedValue : SignedValue);
        _octets.Varint(unchecked((ulong)(value >= 0 ? value : (value << 1) ^ (value >> 63))));
        return IndexFrom(start);
    }

    // The value stands at the end of the octets already; it is cut off again where it is known.
    private int IndexFrom(int start)
    {
        var written = _octets.Written;
        var value = written[start..];
        var hash = Hash(value);
        var mask = _slots.Length - 1;
        for (var slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            var at = _slots[slot] - 1;
            if (at < 0)
            {
                _slots[slot] = Count + 1;
                return Keep(start, value.Length, hash);
            }
            ref var entry = ref _entries[at];
            if (
                entry.Hash == hash
                && entry.Length == value.Length
                && written.Slice(entry.Start, entry.Length).SequenceEqual(value)
            )
            {
                _octets.CutTo(start);
                return at;
            }
        }
    }

    private int Keep(int start, int length, uint hash)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }
        _entries[Count] = new Entry(start, length, hash);
        Count++;
        if (Count * 2 > _slots.Length)
        {
            _slots = new int[_slots.Length * 2];
            var mask = _slots.Length - 1;
            for (var i = 0; i < Count; i++)
            {
                var slot = (int)_entries[i].Hash & mask;
                while (_slots[slot] != 0)
                {
                    slot = (slot + 1) & mask;
                }
                _slots[slot] = i + 1;
            }
        }
        return Count - 1;
    }

    // Folded multiplication of eight octets at a time; the top bit is dropped so that it is an index as it is.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(ReadOnlySpan<byte> octets)
    {
        unchecked
        {
            const ulong Odd = 0x9E37_79B9_7F4A_7C15;
            var hash = Seed ^ (ulong)octets.Length;
            while (octets.Length >= sizeof(ulong))
            {
                hash = Fold(hash ^ MemoryMarshal.Read<ulong>(octets), Odd);
                octets = octets[sizeof(ulong)..];
            }
            ulong rest = 0;
            foreach (var octet in octets)
            {
                rest = (rest << 8) | octet;
            }
            hash = Fold(hash ^ rest, Odd ^ Seed);
            return (uint)(hash ^ (hash >> 32)) & int.MaxValue;
        }
    }

    private static ulong Fold(ulong a, ulong b)
    {
        var high = Math.BigMul(a, b, out var low);
        return high ^ low ^ BitOperations.RotateLeft(a, 29);
    }

    private readonly record struct Entry(int Start, int Length, uint Hash);
}
