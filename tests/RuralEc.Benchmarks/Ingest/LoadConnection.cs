using System.Buffers.Binary;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace RuralEc.Benchmarks.Ingest;

/// <summary>
/// One logger that costs next to nothing: MQTT 3.1.1 by hand, its packets prepared, only their numbers changing. A client
/// library would cost every broker the same and hide what is compared.
/// </summary>
internal sealed class LoadConnection : IDisposable
{
    private const int AckOctets = 4;

    // Ten digits, so that every packet of a logger has the same length.
    private const long FirstSeq = 1_000_000_000;

    private readonly Socket _socket;
    private readonly byte[] _packets;
    private readonly byte[] _acks;
    private readonly int _packetLength;
    private readonly int _seqAt;
    private readonly int _readings;
    private long _seq;

    private LoadConnection(Socket socket, string device, int window, int readings, long seqFrom)
    {
        _socket = socket;
        _readings = readings;
        _seq = FirstSeq + seqFrom;
        var (packet, idAt) = Packet(device, readings);
        _packetLength = packet.Length;
        _seqAt = Encoding.ASCII.GetString(packet).IndexOf($"{FirstSeq}", StringComparison.Ordinal);
        _packets = [.. Enumerable.Repeat(packet, window).SelectMany(p => p)];
        _acks = new byte[AckOctets * window];
        for (var i = 0; i < window; i++)
        {
            BinaryPrimitives.WriteUInt16BigEndian(_packets.AsSpan((i * _packetLength) + idAt), (ushort)(i + 1));
        }
    }

    public static async Task<LoadConnection> OpenAsync(
        int port,
        string device,
        string secret,
        int window,
        int readings,
        long seqFrom
    )
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port);
        // Protocol name and level 4, clean session with user name and password, keep-alive 600 s.
        byte[] body = [.. Text("MQTT"), 4, 0b1100_0010, 2, 88, .. Text(device), .. Text(device), .. Text(secret)];
        await socket.SendAsync((byte[])[0x10, (byte)body.Length, .. body]);
        var answer = new byte[4];
        await ReceiveAsync(socket, answer);
        return answer is [0x20, 2, _, 0]
            ? new(socket, device, window, readings, seqFrom)
            : throw new InvalidOperationException($"CONNACK {Convert.ToHexString(answer)}");
    }

    /// <summary>Publishes a window at QoS 1 and waits until all of it is acknowledged.</summary>
    public async Task WindowAsync()
    {
        for (var at = 0; at < _packets.Length; at += _packetLength)
        {
            _seq.TryFormat(_packets.AsSpan(at + _seqAt), out _, default, CultureInfo.InvariantCulture);
            _seq += _readings;
        }

        for (var sent = 0; sent < _packets.Length; )
        {
            sent += await _socket.SendAsync(_packets.AsMemory(sent));
        }

        await ReceiveAsync(_socket, _acks);
        for (var i = 0; i < _acks.Length; i += AckOctets)
        {
            if (_acks[i] != 0x40 || BinaryPrimitives.ReadUInt16BigEndian(_acks.AsSpan(i + 2)) != (i / AckOctets) + 1)
            {
                throw new InvalidOperationException($"Not the next PUBACK: {Convert.ToHexString(_acks, i, AckOctets)}");
            }
        }
    }

    public void Dispose() => _socket.Dispose();

    /// <summary>A PUBLISH at QoS 1, and where its packet identifier stands.</summary>
    private static (byte[] Octets, int IdAt) Packet(string device, int readings)
    {
        var topic = Text(Topic(device));
        byte[] body = [.. topic, 0, 0, .. Payload(readings)];
        byte[] header =
            body.Length < 0x80
                ? [0x32, (byte)body.Length]
                : [0x32, (byte)((body.Length & 0x7F) | 0x80), (byte)(body.Length >> 7)];
        return ([.. header, .. body], header.Length + topic.Length);
    }

    private static string Topic(string device) => $"re/1/{IngestBenchmark.Party}/{device}/r";

    private static byte[] Payload(int readings) =>
        readings == 1
            ? Encoding.ASCII.GetBytes($$"""{"b":1,"s":{{FirstSeq}},"t":1782423000000,"v":4.12}""")
            : Encoding.ASCII.GetBytes(
                $$"""[{"n":"boot","v":1},{"n":"seq","v":{{FirstSeq}}},{"bt":1782423000,"bu":"Cel","bn":"t","v":4.12},{{string.Join(',', Enumerable.Range(1, readings - 1).Select(i => $$"""{"t":{{i * 10}},"v":4.{{10 + (i % 90)}}}"""))}}]"""
            );

    private static async Task ReceiveAsync(Socket socket, byte[] answer)
    {
        for (var got = 0; got < answer.Length; )
        {
            var read = await socket.ReceiveAsync(answer.AsMemory(got));
            got += read > 0 ? read : throw new InvalidOperationException("The connection was closed.");
        }
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];
}
