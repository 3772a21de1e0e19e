using System.Buffers;

namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>
/// Packets on their way into a connection. What is added while one write runs goes out together in the next; an idle
/// connection holds no buffer. Not thread-safe: the connection guards it.
/// </summary>
internal sealed class Outbox : IBufferWriter<byte>
{
    private const int Smallest = 512;

    private byte[]? _buffer;
    private int _length;

    public bool IsEmpty => _length == 0;

    /// <summary>Hands over what is written; the taker gives the array back to the shared pool.</summary>
    public ArraySegment<byte> Take()
    {
        var taken = new ArraySegment<byte>(_buffer!, 0, _length);
        (_buffer, _length) = (null, 0);
        return taken;
    }

    public void Advance(int count) => _length += count;

    public Memory<byte> GetMemory(int sizeHint = 0) => Room(sizeHint).AsMemory(_length);

    public Span<byte> GetSpan(int sizeHint = 0) => Room(sizeHint).AsSpan(_length);

    private byte[] Room(int sizeHint)
    {
        var needed = _length + Math.Max(sizeHint, 1);
        if (_buffer is null || _buffer.Length < needed)
        {
            var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Smallest, Math.Max(needed, 2 * _length)));
            if (_buffer is not null)
            {
                _buffer.AsSpan(0, _length).CopyTo(larger);
                ArrayPool<byte>.Shared.Return(_buffer);
            }

            _buffer = larger;
        }

        return _buffer;
    }
}
