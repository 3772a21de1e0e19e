namespace RuralEc.Server.Storage.Readings;

/// <summary>Writes octets, and numbers in as few octets as they need (LEB128).</summary>
internal sealed class PlainWriter(int capacity)
{
    private byte[] _octets = new byte[Math.Max(capacity, 64)];
    private int _length;

    public ReadOnlySpan<byte> Written => _octets.AsSpan(0, _length);

    public void Octet(byte octet)
    {
        if (_length == _octets.Length)
        {
            Array.Resize(ref _octets, 2 * _length);
        }

        _octets[_length++] = octet;
    }

    public void Number(long number)
    {
        for (var left = unchecked((ulong)number); ; left >>= 7)
        {
            if (left < 0x80)
            {
                Octet((byte)left);
                return;
            }

            Octet((byte)(left & 0x7F | 0x80));
        }
    }

    /// <summary>Small numbers of either sign are short.</summary>
    public void Signed(long number) => Number(ZigZag.Of(number));
}

/// <summary>Reads what <see cref="PlainWriter"/> wrote.</summary>
internal ref struct PlainReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _left = octets;

    /// <exception cref="InvalidDataException">There is no more.</exception>
    public byte Octet()
    {
        if (_left.IsEmpty)
        {
            throw new InvalidDataException("A chunk of readings ends too early.");
        }

        var octet = _left[0];
        _left = _left[1..];
        return octet;
    }

    /// <exception cref="InvalidDataException">There is no more, or it is no number.</exception>
    public long Number()
    {
        ulong number = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var octet = Octet();
            number |= (ulong)(octet & 0x7F) << shift;
            if (octet < 0x80)
            {
                return unchecked((long)number);
            }
        }

        throw new InvalidDataException("A number in a chunk of readings is too long.");
    }

    /// <exception cref="InvalidDataException">There is no more, or it is no number.</exception>
    public long Signed() => ZigZag.Back(Number());
}
