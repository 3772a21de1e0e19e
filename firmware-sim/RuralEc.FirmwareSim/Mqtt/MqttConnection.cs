using System.Buffers;
using System.Net.Sockets;

namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>How a connection ends without a farewell.</summary>
internal enum Break
{
    /// <summary>TCP is closed in order, MQTT is not: the broker learns of it at once.</summary>
    Close,

    /// <summary>TCP is reset: what was under way in both directions is gone.</summary>
    Reset,

    /// <summary>Nothing is said at all: the broker learns of it by the keep-alive or by the next connection.</summary>
    Hang,
}

/// <summary>Takes a payload that is valid until it returns.</summary>
internal delegate void Hear(ReadOnlySpan<byte> payload);

/// <summary>
/// One MQTT 5 connection, made so that ten thousand fit into a process: no thread, no timer and no task of its own but
/// the read that waits for the broker, and buffers only while something is under way.
/// </summary>
internal sealed class MqttConnection : IDisposable
{
    private readonly Socket _socket;
    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private readonly Inbox _inbox;
    private readonly Outbox _outbox = new();
    private readonly Dictionary<ushort, Pending> _pending = [];
    private readonly Hear _heard;
    private readonly Action _ended;
    private readonly TaskCompletionSource _left = new();
    private ushort _lastId;
    private bool _writing;
    private bool _leaving;
    private bool _over;
    private long _lastSent;
    private long _lastHeard;

    private MqttConnection(Socket socket, Stream stream, TimeProvider time, Hear heard, Action ended)
    {
        (_socket, _stream, _time, _heard, _ended) = (socket, stream, time, heard, ended);
        _inbox = new(stream);
        _lastSent = _lastHeard = time.GetTimestamp();
    }

    /// <summary>What the broker answered to CONNECT.</summary>
    public ConnectAnswer Answer { get; private set; } = null!;

    public bool IsOpen => !Volatile.Read(ref _over);

    /// <summary>Connects and waits for CONNACK.</summary>
    /// <param name="heard">Called with the payload of what the logger subscribed.</param>
    /// <param name="ended">Called once, when the connection ends for whatever reason.</param>
    /// <exception cref="ConnectionRefusedException">The broker does not let the logger in.</exception>
    public static async Task<MqttConnection> OpenAsync(
        BrokerAddress broker,
        ConnectRequest request,
        TimeProvider time,
        Hear heard,
        Action ended,
        CancellationToken ct
    )
    {
        var (socket, stream) = await broker.OpenAsync(ct);
        var connection = new MqttConnection(socket, stream, time, heard, ended);
        try
        {
            connection.Post(outbox => PacketWriter.Connect(outbox, request));
            while (!connection.TryTakeAnswer())
            {
                await connection._inbox.FillAsync(ct);
            }

            if (connection.Answer.Reason != ReasonCode.Success)
            {
                throw new ConnectionRefusedException(connection.Answer);
            }
        }
        catch
        {
            connection._over = true;
            stream.Dispose();
            throw;
        }

        _ = connection.ReceiveAsync();
        return connection;
    }

    /// <summary>Publishes with QoS 1. Completes with the broker's reason, or null when the connection ended before it came.</summary>
    public Task<ReasonCode?> PublishAsync(string topic, ReadOnlyMemory<byte> payload, string? contentType)
    {
        if (PacketWriter.SizeOfPublish(topic, payload.Length, contentType) > Answer.MaximumPacket)
        {
            // MQTT 5 §3.2.2.3.6: a client must not send it; the answer is what the broker would have said.
            return Task.FromResult<ReasonCode?>(ReasonCode.PacketTooLarge);
        }

        return AskAsync((outbox, id) => PacketWriter.Publish(outbox, topic, id, payload.Span, contentType));
    }

    /// <summary>Subscribes with QoS 1. Completes with the broker's reason, or null when the connection ended before it came.</summary>
    public Task<ReasonCode?> SubscribeAsync(string topic) =>
        AskAsync((outbox, id) => PacketWriter.Subscribe(outbox, id, topic));

    /// <summary>Keeps the connection alive, or gives it up when the broker is silent; called about once a second.</summary>
    /// <param name="keepAlive">Longest time without a packet to the broker.</param>
    /// <param name="patience">Longest time without an answer that is due.</param>
    public void Tend(TimeSpan keepAlive, TimeSpan patience)
    {
        var now = _time.GetTimestamp();
        if (_time.GetElapsedTime(Volatile.Read(ref _lastHeard), now) > keepAlive + patience || Owes(now, patience))
        {
            Drop(Break.Reset);
        }
        else if (_time.GetElapsedTime(Volatile.Read(ref _lastSent), now) >= keepAlive)
        {
            Post(PacketWriter.Ping);
        }
    }

    /// <summary>Breaks off without a farewell, as a lost network does: the broker publishes the will.</summary>
    public void Drop(Break how)
    {
        if (how == Break.Reset)
        {
            // An abortive close: TCP sends RST and throws away what was under way.
            _socket.Close(0);
        }

        End(leaveOpen: how == Break.Hang);
    }

    /// <summary>Takes leave: DISCONNECT, then the end of TCP.</summary>
    public Task LeaveAsync()
    {
        Post(PacketWriter.Disconnect, last: true);
        return _left.Task;
    }

    public void Dispose()
    {
        End(leaveOpen: false);
        _stream.Dispose();
    }

    private Task<ReasonCode?> AskAsync(Action<IBufferWriter<byte>, ushort> packet)
    {
        // The continuation runs where the answer was read: it must not block.
        var pending = new Pending(new(), _time.GetTimestamp());
        lock (_gate)
        {
            if (_over)
            {
                return Task.FromResult<ReasonCode?>(null);
            }

            var id = NextId();
            _pending.Add(id, pending);
            packet(_outbox, id);
            if (_writing)
            {
                return pending.Answer.Task;
            }

            _writing = true;
        }

        _ = WriteAsync();
        return pending.Answer.Task;
    }

    private void Post(Action<IBufferWriter<byte>> packet, bool last = false)
    {
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            packet(_outbox);
            _leaving |= last;
            if (_writing)
            {
                return;
            }

            _writing = true;
        }

        _ = WriteAsync();
    }

    private async Task WriteAsync()
    {
        while (true)
        {
            ArraySegment<byte> packets;
            lock (_gate)
            {
                if (_over || _outbox.IsEmpty)
                {
                    _writing = false;
                    if (!_leaving || _over)
                    {
                        return;
                    }

                    packets = default;
                }
                else
                {
                    packets = _outbox.Take();
                }
            }

            if (packets.Array is null)
            {
                End(leaveOpen: false);
                return;
            }

            try
            {
                await _stream.WriteAsync(packets);
                Volatile.Write(ref _lastSent, _time.GetTimestamp());
            }
            catch (Exception failure) when (IsNetwork(failure))
            {
                End(leaveOpen: false);
                return;
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(packets.Array);
            }
        }
    }

    private async Task ReceiveAsync()
    {
        try
        {
            while (true)
            {
                while (_inbox.TryTake(out var packet))
                {
                    Handle(packet);
                }

                await _inbox.FillAsync(CancellationToken.None);
                Volatile.Write(ref _lastHeard, _time.GetTimestamp());
            }
        }
        catch (Exception failure) when (IsNetwork(failure))
        {
            End(leaveOpen: false);
            // A hung connection ends when the broker closes it.
            _stream.Dispose();
        }
    }

    private void Handle(Packet packet)
    {
        switch (packet.Type)
        {
            case PacketType.Publish:
                if (PacketReader.Publish(packet, out var payload) is { } asked)
                {
                    Post(outbox => PacketWriter.PublishAnswer(outbox, asked));
                }

                _heard(payload);
                break;
            case PacketType.PublishAnswer:
                Answered(PacketReader.PublishAnswer(packet.Body));
                break;
            case PacketType.SubscribeAnswer:
                Answered(PacketReader.SubscribeAnswer(packet.Body));
                break;
            case PacketType.PingAnswer:
                break;
            case PacketType.Disconnect:
                throw new ProtocolException(
                    $"The broker ended the connection: {PacketReader.Disconnect(packet.Body)}."
                );
            default:
                throw new ProtocolException($"A packet of type {(int)packet.Type} was not asked for.");
        }
    }

    private void Answered((ushort Id, ReasonCode Reason) answer)
    {
        Pending? pending;
        lock (_gate)
        {
            _pending.Remove(answer.Id, out pending);
        }

        pending?.Answer.TrySetResult(answer.Reason);
    }

    private bool TryTakeAnswer()
    {
        if (!_inbox.TryTake(out var packet))
        {
            return false;
        }

        Answer =
            packet.Type == PacketType.ConnectAnswer
                ? PacketReader.ConnectAnswer(packet.Body)
                : throw new ProtocolException("The first packet of the broker is not CONNACK.");
        return true;
    }

    /// <summary>Whether an answer of the broker is overdue.</summary>
    private bool Owes(long now, TimeSpan patience)
    {
        lock (_gate)
        {
            foreach (var pending in _pending.Values)
            {
                if (_time.GetElapsedTime(pending.Since, now) > patience)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private void End(bool leaveOpen)
    {
        Pending[] unanswered;
        lock (_gate)
        {
            if (_over)
            {
                return;
            }

            _over = true;
            unanswered = [.. _pending.Values];
            _pending.Clear();
        }

        if (!leaveOpen)
        {
            _stream.Dispose();
        }

        foreach (var pending in unanswered)
        {
            pending.Answer.TrySetResult(null);
        }

        _left.TrySetResult();
        _ended();
    }

    private ushort NextId()
    {
        do
        {
            _lastId = _lastId == ushort.MaxValue ? (ushort)1 : (ushort)(_lastId + 1);
        } while (_pending.ContainsKey(_lastId));

        return _lastId;
    }

    // A broken connection surfaces as one of these.
    private static bool IsNetwork(Exception failure) =>
        failure
            is IOException
                or SocketException
                or ObjectDisposedException
                or ProtocolException
                or InvalidOperationException;

    private sealed record Pending(TaskCompletionSource<ReasonCode?> Answer, long Since);
}
