using System.Buffers;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using MQTTnet.Channel;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// The octets of one connection. MQTTnet makes room for a packet as soon as its length is announced, up to 256 MB from
/// anybody; this ends the connection before, at a length that no device needs. It also reads ahead, because MQTTnet
/// asks for two octets, then one, then the rest.
/// </summary>
internal sealed class DeviceChannel(IMqttChannel inner, MqttOptions options) : IMqttChannel
{
    private readonly byte[] _ahead = new byte[2048];
    private int _aheadFrom;
    private int _aheadTo;
    private int _limit = options.MaximumConnectPacket;

    // Where in a packet the reader is: its first octet, its length (MQTT 5 §2.1.4), or its body.
    private bool _atStart = true;
    private int _length;
    private int _shift;
    private int _bodyLeft;

    public X509Certificate2 ClientCertificate => inner.ClientCertificate;

    public EndPoint RemoteEndPoint => inner.RemoteEndPoint;

    public EndPoint LocalEndPoint => inner.LocalEndPoint;

    public bool IsSecureConnection => inner.IsSecureConnection;

    public Task ConnectAsync(CancellationToken cancellationToken) => inner.ConnectAsync(cancellationToken);

    public Task DisconnectAsync(CancellationToken cancellationToken) => inner.DisconnectAsync(cancellationToken);

    public async Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken)
    {
        if (_aheadFrom == _aheadTo)
        {
            _aheadFrom = 0;
            _aheadTo = await inner.ReadAsync(_ahead, 0, _ahead.Length, cancellationToken);
        }

        var read = Math.Min(count, _aheadTo - _aheadFrom);
        _ahead.AsSpan(_aheadFrom, read).CopyTo(buffer.AsSpan(offset));
        _aheadFrom += read;
        Follow(buffer.AsSpan(offset, read));
        return read;
    }

    public Task WriteAsync(ReadOnlySequence<byte> buffer, bool isEndOfPacket, CancellationToken cancellationToken) =>
        inner.WriteAsync(buffer, isEndOfPacket, cancellationToken);

    public void Dispose() => inner.Dispose();

    private void Follow(ReadOnlySpan<byte> octets)
    {
        while (octets.Length > 0)
        {
            if (_bodyLeft > 0)
            {
                var body = Math.Min(_bodyLeft, octets.Length);
                _bodyLeft -= body;
                octets = octets[body..];
            }
            else if (_atStart)
            {
                (_atStart, _length, _shift) = (false, 0, 0);
                octets = octets[1..];
            }
            else
            {
                FollowLength(octets[0]);
                octets = octets[1..];
            }
        }
    }

    private void FollowLength(byte octet)
    {
        _length |= (octet & 0x7F) << _shift;
        _shift += 7;
        if (_length > _limit || _shift > 28)
        {
            throw new IOException($"A packet of {_length} octets or more was announced; {_limit} are the most.");
        }

        if ((octet & 0x80) == 0)
        {
            (_atStart, _bodyLeft, _limit) = (true, _length, options.MaximumPacket);
        }
    }
}
