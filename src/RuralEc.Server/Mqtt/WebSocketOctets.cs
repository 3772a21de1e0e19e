using System.Net.WebSockets;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// The octets inside the binary frames of a WebSocket, as a stream (MQTT 5 §6). Any other frame ends it, and so does the
/// other side's end.
/// </summary>
internal sealed class WebSocketOctets(WebSocket socket) : Stream
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private WebSocketCloseStatus _status = WebSocketCloseStatus.NormalClosure;
    private Task? _closed;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>
    /// Cancelled, it ends the connection, as any cancelled read of a WebSocket does; but what was sent before still arrives.
    /// </summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await using var stop = cancellationToken.UnsafeRegister(octets => ((WebSocketOctets)octets!).Dispose(), this);
        await _reading.WaitAsync(CancellationToken.None);
        try
        {
            while (true)
            {
                var frame = await socket.ReceiveAsync(buffer, CancellationToken.None);
                if (frame.MessageType == WebSocketMessageType.Text)
                {
                    // MQTT-6.0.0-1.
                    _status = WebSocketCloseStatus.InvalidMessageType;
                }

                if (frame.MessageType != WebSocketMessageType.Binary)
                {
                    return 0;
                }

                // An empty frame is not the end; an empty buffer asked whether there are octets.
                if (frame.Count > 0 || buffer.IsEmpty)
                {
                    return frame.Count;
                }
            }
        }
        catch (WebSocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
        finally
        {
            _reading.Release();
        }
    }

    public override async ValueTask WriteAsync(
        ReadOnlyMemory<byte> buffer,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            await socket.SendAsync(buffer, WebSocketMessageType.Binary, endOfMessage: true, cancellationToken);
        }
        catch (WebSocketException broken)
        {
            throw new IOException(broken.Message, broken);
        }
    }

    /// <summary>Completes when the other side has heard that this is the end, or has had its time.</summary>
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _closed!;
    }

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            lock (_lock)
            {
                _closed ??= CloseAsync();
            }
        }

        base.Dispose(disposing);
    }

    /// <summary>The closing handshake of RFC 6455 §7.</summary>
    private async Task CloseAsync()
    {
        try
        {
            using var patience = new CancellationTokenSource(Patience);
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(_status, null, patience.Token);
            }

            await _reading.WaitAsync(patience.Token);
            var rest = new byte[256];
            while (socket.State == WebSocketState.CloseSent)
            {
                await socket.ReceiveAsync(rest.AsMemory(), patience.Token);
            }

            socket.Dispose();
        }
        catch (Exception gone)
            when (gone is WebSocketException or OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The other side is gone, or does not answer: who still reads hears of it now.
            socket.Abort();
        }
    }
}
