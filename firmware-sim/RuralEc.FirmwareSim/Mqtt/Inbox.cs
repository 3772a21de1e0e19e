namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>Packets that arrive on a connection, taken one by one. One reader at a time.</summary>
internal sealed class Inbox(Stream stream)
{
    // PUBACK has 4 octets: a small buffer takes a full window of them, longer packets get a longer one for a while.
    private const int UsualOctets = 128;

    private byte[] _arrived = new byte[UsualOctets];
    private int _length;
    private int _taken;

    /// <summary>Takes the first whole packet; it is valid until more is read.</summary>
    /// <exception cref="ProtocolException">What arrived is no packet.</exception>
    public bool TryTake(out Packet packet)
    {
        if (PacketReader.TryRead(_arrived.AsSpan(_taken, _length - _taken), out packet, out var size))
        {
            _taken += size;
            return true;
        }

        _arrived.AsSpan(_taken, _length - _taken).CopyTo(_arrived);
        (_length, _taken) = (_length - _taken, 0);
        if (size > _arrived.Length)
        {
            Array.Resize(ref _arrived, size);
        }

        return false;
    }

    /// <summary>Waits until more has arrived.</summary>
    /// <exception cref="IOException">The broker closed the connection, or it broke.</exception>
    public async ValueTask FillAsync(CancellationToken ct)
    {
        if (_length == 0 && _arrived.Length > UsualOctets)
        {
            _arrived = new byte[UsualOctets];
        }

        var read = await stream.ReadAsync(_arrived.AsMemory(_length), ct);
        if (read == 0)
        {
            throw new IOException("The broker closed the connection.");
        }

        _length += read;
    }
}
