using System.Buffers;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Adapter;
using MQTTnet.Exceptions;
using MQTTnet.Formatter;
using MQTTnet.Packets;
using MQTTnet.Protocol;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// One connection of a device, between its octets and MQTTnet. It reads ahead, ends the connection before a packet larger
/// than any device needs is taken in, and leads readings past MQTTnet into the <see cref="ReadingLane"/> once the device
/// is known; every other packet is MQTTnet's.
/// </summary>
/// <param name="certifiedNames">What the device's certificate calls it; null without a certificate.</param>
internal sealed class DeviceConnection(
    Stream stream,
    EndPoint? remote,
    EndPoint? local,
    IReadOnlyList<string>? certifiedNames,
    MqttOptions options
) : IMqttChannelAdapter
{
    private const int BufferOctets = 16 * 1024;

    // MQTTnet closes a connection of which it hears nothing; this is how it hears of readings. No packet has the number 0.
    private static readonly MqttPubAckPacket SignOfLife = new() { PacketIdentifier = 0 };
    private static readonly TimeSpan SignOfLifeEvery = TimeSpan.FromMilliseconds(500);

    // CONNACK of MQTT 3: "unacceptable protocol version". One of a later version reads it as a refusal, too.
    private static readonly byte[] UnknownVersion = [0x20, 0x02, 0x00, 0x01];

    private readonly SemaphoreSlim _sending = new(1, 1);
    private byte[] _buffer = [];
    private int _from;
    private int _to;
    private int _limit = options.MaximumConnectPacket;
    private long _lastSign;
    private ReadingLane? _lane;
    private PacketCheck? _check;
    private bool _accepted;
    private bool _over;

    public long BytesReceived { get; private set; }

    public long BytesSent { get; private set; }

    public IReadOnlyList<string>? CertifiedNames => certifiedNames;

    // Its names are all that is asked for; ten thousand certificates are not kept for that.
    public X509Certificate2? ClientCertificate => null;

    public EndPoint? RemoteEndPoint => remote;

    public EndPoint? LocalEndPoint => local;

    public bool IsSecureConnection => stream is SslStream;

    public MqttPacketFormatterAdapter PacketFormatterAdapter { get; } = new(new MqttBufferWriter(256, 64 * 1024));

    /// <summary>Where the will of the device goes, which MQTTnet does not show a login; null without one.</summary>
    public string? WillTopic { get; private set; }

    /// <summary>The device has proved who it is: from here on its readings take the lane.</summary>
    public void Open(ReadingLane lane)
    {
        _lane = lane;
        lane.Attach(SendAsync, Abort);
    }

    public Task ConnectAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task DisconnectAsync(CancellationToken cancellationToken)
    {
        Abort();
        return Task.CompletedTask;
    }

    /// <returns>The next packet that is MQTTnet's, or null at the end of the connection.</returns>
    public async Task<MqttPacket?> ReceivePacketAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                while (NextFrame() is { } frame)
                {
                    if (_lane?.Take(frame) is true)
                    {
                        _from += frame.Length;
                        continue;
                    }

                    return await HandOverAsync(frame, cancellationToken);
                }

                if (_lane is { } lane)
                {
                    lane.Submit();
                    if (lane.TookReadings && TimeProvider.System.GetElapsedTime(_lastSign) > SignOfLifeEvery)
                    {
                        (lane.TookReadings, _lastSign) = (false, TimeProvider.System.GetTimestamp());
                        return SignOfLife;
                    }

                    await lane.RoomAsync(cancellationToken);
                }

                if (!await ReadAsync(cancellationToken))
                {
                    return null;
                }
            }
        }
        catch (PacketFaultException wrong)
        {
            await SayWhyAsync(wrong.Fault, cancellationToken);
            throw;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
        catch (IOException broken)
        {
            throw new MqttCommunicationException(broken);
        }
    }

    public async Task SendPacketAsync(MqttPacket packet, CancellationToken cancellationToken)
    {
        if (packet is MqttConnAckPacket { ReasonCode: MqttConnectReasonCode.Success } accepted)
        {
            // What the lane takes in flight, the packet it takes at all (MQTT 5 §3.2.2.3.3, .6 and .8).
            accepted.ReceiveMaximum = ReadingLane.MaximumInFlight;
            accepted.MaximumPacketSize = (uint)options.MaximumPacket;
            accepted.TopicAliasMaximum = PacketProperties.TopicAliasMaximum;
            _accepted = true;
        }

        await _sending.WaitAsync(cancellationToken);
        try
        {
            await WriteAsync(PacketFormatterAdapter.Encode(packet).Join(), cancellationToken);

            // Before anybody else may send: an acknowledgement may be waiting for its turn.
            _over |=
                packet is MqttDisconnectPacket or MqttConnAckPacket { ReasonCode: not MqttConnectReasonCode.Success };
        }
        catch (IOException broken)
        {
            throw new MqttCommunicationException(broken);
        }
        finally
        {
            PacketFormatterAdapter.Cleanup();
            _sending.Release();
        }
    }

    public void ResetStatistics() => (BytesReceived, BytesSent) = (0, 0);

    public void Dispose()
    {
        _lane?.Close();
        stream.Dispose();
        ReturnBuffer();
    }

    /// <summary>Sends octets of whole packets between those of MQTTnet.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> packets)
    {
        await _sending.WaitAsync();
        try
        {
            await WriteAsync(packets, CancellationToken.None);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> packets, CancellationToken ct)
    {
        if (_over)
        {
            // MQTT-3.14.4-1: nothing follows a DISCONNECT.
            return;
        }

        await stream.WriteAsync(packets, ct);
        BytesSent += packets.Length;
    }

    /// <summary>Ends the connection from another thread: reading from it ends.</summary>
    private void Abort() => stream.Close();

    private async Task<MqttPacket> HandOverAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
    {
        if (_lane is { } lane)
        {
            // MQTT 5 §4.6: acknowledgements go out in the order of the messages.
            lane.Submit();
            await lane.DrainedAsync(ct);
        }

        // A copy, because MQTTnet keeps parts of it.
        var octets = frame.ToArray();
        _from += octets.Length;
        var body = new ArraySegment<byte>(octets, HeaderLength(octets), octets.Length - HeaderLength(octets));
        var received = new ReceivedMqttPacket(octets[0], body, octets.Length);
        if ((_check is null ? FaultOfFirst(received) : _check.FaultOf(octets[0], body)) is { } fault)
        {
            throw new PacketFaultException(fault);
        }

        _limit = options.MaximumPacket;
        _lastSign = TimeProvider.System.GetTimestamp();
        var packet =
            PacketFormatterAdapter.Decode(received)
            ?? throw new MqttProtocolViolationException("A packet could not be read.");
        WillTopic = packet is MqttConnectPacket { WillFlag: true } connect ? connect.WillTopic : WillTopic;
        return packet;
    }

    private PacketFault? FaultOfFirst(ReceivedMqttPacket connect)
    {
        _check = PacketCheck.Connect(connect.FixedHeader, connect.Body, out var fault);
        PacketFormatterAdapter.DetectProtocolVersion(connect);
        return fault;
    }

    /// <summary>
    /// The last packet of the connection: DISCONNECT, or CONNACK where it was none yet. MQTT 3 has words for a version it
    /// does not know only.
    /// </summary>
    private async Task SayWhyAsync(PacketFault fault, CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(options.ConnectTimeout);
        try
        {
            if (_lane is { } lane)
            {
                // MQTT 5 §4.6: what came before is answered before.
                lane.Submit();
                await lane.DrainedAsync(patience.Token);
            }

            if (fault.Code == (MqttDisconnectReasonCode)MqttConnectReasonCode.UnsupportedProtocolVersion)
            {
                await WriteAsync(UnknownVersion, patience.Token);
            }
            else if (PacketFormatterAdapter.ProtocolVersion == MqttProtocolVersion.V500)
            {
                MqttPacket last = _accepted
                    ? new MqttDisconnectPacket { ReasonCode = fault.Code, ReasonString = fault.Reason }
                    : new MqttConnAckPacket
                    {
                        ReasonCode = (MqttConnectReasonCode)fault.Code,
                        ReasonString = fault.Reason,
                    };
                await SendPacketAsync(last, patience.Token);
            }
        }
        catch (Exception gone)
            when (gone
                    is OperationCanceledException
                        or ObjectDisposedException
                        or IOException
                        or MqttCommunicationException
            )
        {
            // Nobody is left to be told.
        }
    }

    /// <summary>The next whole packet in the buffer.</summary>
    /// <exception cref="PacketFaultException">Its length is none, or larger than is taken.</exception>
    private ReadOnlyMemory<byte>? NextFrame()
    {
        var octets = _buffer.AsSpan(_from, _to - _from);
        var length = 0;
        for (var i = 1; i < octets.Length; i++)
        {
            if (i > 4)
            {
                throw new PacketFaultException(PacketFault.Malformed("A length has more than four octets."));
            }

            if (i > 1 && octets[i] == 0 && _check is { WithProperties: true })
            {
                // MQTT-1.5.5-1; MQTT 3 does not say so.
                throw new PacketFaultException(PacketFault.Malformed("A length is longer than it needs to be."));
            }

            length |= (octets[i] & 0x7F) << (7 * (i - 1));
            if (length > _limit)
            {
                throw new PacketFaultException(
                    new(MqttDisconnectReasonCode.PacketTooLarge, $"A packet may have {_limit} octets.")
                );
            }

            if ((octets[i] & 0x80) == 0)
            {
                var whole = 1 + i + length;
                if (whole <= octets.Length)
                {
                    return _buffer.AsMemory(_from, whole);
                }

                // Not by "?:": a null there would become empty memory.
                return null;
            }
        }

        return null;
    }

    /// <summary>The fixed header: type and flags, then the length (MQTT 5 §2.1).</summary>
    private static int HeaderLength(ReadOnlySpan<byte> frame)
    {
        var i = 1;
        while ((frame[i] & 0x80) != 0)
        {
            i++;
        }

        return i + 1;
    }

    /// <returns>False at the end of the connection.</returns>
    private async Task<bool> ReadAsync(CancellationToken ct)
    {
        if (_from == _to)
        {
            // Ten thousand quiet connections need no buffers: an empty read waits for octets without one.
            ReturnBuffer();
            _ = await stream.ReadAsync(Memory<byte>.Empty, ct);
        }

        MakeRoom();
        var read = await stream.ReadAsync(_buffer.AsMemory(_to), ct);
        _to += read;
        BytesReceived += read;
        return read > 0;
    }

    private void MakeRoom()
    {
        if (_buffer.Length == 0)
        {
            _buffer = ArrayPool<byte>.Shared.Rent(BufferOctets);
        }
        else if (_to == _buffer.Length)
        {
            // A part of a packet is left: it moves to the front, of a larger buffer where it fills this one.
            var larger = _from > 0 ? _buffer : ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
            Buffer.BlockCopy(_buffer, _from, larger, 0, _to - _from);
            (_from, _to) = (0, _to - _from);
            if (larger != _buffer)
            {
                ArrayPool<byte>.Shared.Return(_buffer);
                _buffer = larger;
            }
        }
    }

    private void ReturnBuffer()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _from, _to) = ([], 0, 0);
        }
    }
}
