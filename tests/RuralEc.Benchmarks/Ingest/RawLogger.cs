using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>
/// A logger that costs next to nothing: MQTT 3.1.1 by hand, one reading in flight. A full client library would cost both
/// brokers the same and hide what is compared.
/// </summary>
internal sealed class RawLogger : IDisposable
{
    private const byte PubAck = 0x40;

    private readonly NetworkStream _stream;
    private readonly byte[] _topic;
    private readonly byte[] _answer = new byte[4];
    private readonly byte[] _packet = new byte[256];
    private uint _seq;

    private RawLogger(NetworkStream stream, string topic)
    {
        _stream = stream;
        _topic = Encoding.UTF8.GetBytes(topic);
    }

    public static async Task<RawLogger> ConnectAsync(int port, string device, string secret, string topic)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        var stream = new NetworkStream(socket, ownsSocket: true);
        // Protocol name and level 4, clean session with user name and password, keep-alive 60 s.
        byte[] body = [.. Text("MQTT"), 4, 0b1100_0010, 0, 60, .. Text(device), .. Text(device), .. Text(secret)];
        await stream.WriteAsync((byte[])[0x10, (byte)body.Length, .. body]);
        var logger = new RawLogger(stream, topic);
        await stream.ReadExactlyAsync(logger._answer);
        return logger._answer is [0x20, 2, _, 0]
            ? logger
            : throw new InvalidOperationException($"CONNACK {Convert.ToHexString(logger._answer)}");
    }

    /// <summary>Publishes one reading at QoS 1 and waits for its PUBACK.</summary>
    public async Task ReportAsync(CancellationToken ct)
    {
        _seq++;
        var payload = Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"b":1,"s":{{_seq}},"t":{{1_782_423_000_000 + (_seq * 300_000L)}},"v":{{4 + (_seq % 50 / 10.0)}},"rh":91.5,"door":0,"bat":87}"""
            )
        );
        var length = 2 + _topic.Length + 2 + payload.Length;
        var at = 0;
        _packet[at++] = 0x32;
        _packet[at++] = (byte)((length & 0x7F) | (length > 0x7F ? 0x80 : 0));
        if (length > 0x7F)
        {
            _packet[at++] = (byte)(length >> 7);
        }

        _packet[at++] = 0;
        _packet[at++] = (byte)_topic.Length;
        _topic.CopyTo(_packet, at);
        at += _topic.Length;
        _packet[at++] = 0;
        _packet[at++] = 1;
        payload.CopyTo(_packet, at);
        await _stream.WriteAsync(_packet.AsMemory(0, at + payload.Length), ct);
        await _stream.ReadExactlyAsync(_answer, ct);
        if (_answer[0] != PubAck)
        {
            throw new InvalidOperationException($"Not a PUBACK: {Convert.ToHexString(_answer)}");
        }
    }

    public void Dispose() => _stream.Dispose();

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
