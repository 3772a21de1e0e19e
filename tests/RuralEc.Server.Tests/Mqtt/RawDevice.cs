using System.Net.Sockets;
using System.Text;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>A device that says whatever octets it is told to, where a client library would refuse.</summary>
internal sealed class RawDevice : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TcpClient _socket;
    private readonly NetworkStream _stream;

    private RawDevice(TcpClient socket)
    {
        _socket = socket;
        _stream = socket.GetStream();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<RawDevice> OpenAsync(int port)
    {
        var socket = new TcpClient { NoDelay = true };
        await socket.ConnectAsync("127.0.0.1", port, Ct);
        return new(socket);
    }

    /// <summary>Connected with the credential of <paramref name="device"/>.</summary>
    public static async Task<RawDevice> SignedInAsync(Device device, byte level = 5, byte keepAlive = 60)
    {
        var raw = await OpenAsync(device.Port);
        await raw.SendAsync(Connect(device, level, keepAlive));
        Assert.Equal([0x20, 0], (await raw.NextAsync())!.Where((_, i) => i is 0 or 3));
        return raw;
    }

    public async Task SendAsync(byte[] octets)
    {
        try
        {
            await _stream.WriteAsync(octets, Ct);
        }
        catch (IOException)
        {
            // It is closed already; what was answered before can still be read.
        }
    }

    /// <summary>Nothing more will come from here.</summary>
    public void Finish()
    {
        try
        {
            _socket.Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The server was faster.
        }
    }

    /// <returns>The next packet of the server, or null at the end of the connection.</returns>
    /// <exception cref="TimeoutException">Neither came.</exception>
    public async Task<byte[]?> NextAsync()
    {
        try
        {
            var packet = new List<byte> { await OctetAsync() };
            var (length, shift) = (0, 0);
            do
            {
                packet.Add(await OctetAsync());
                length |= (packet[^1] & 0x7F) << shift;
                shift += 7;
            } while ((packet[^1] & 0x80) != 0);
            var body = new byte[length];
            await _stream.ReadExactlyAsync(body, Ct).AsTask().WaitAsync(Patience, Ct);
            return [.. packet, .. body];
        }
        catch (IOException)
        {
            return null;
        }
    }

    /// <summary>All that the server says until it closes the connection.</summary>
    public async Task<List<byte[]>> RestAsync()
    {
        var packets = new List<byte[]>();
        while (await NextAsync() is { } packet)
        {
            packets.Add(packet);
        }

        return packets;
    }

    public void Dispose() => _socket.Dispose();

    public static byte[] Connect(Device device, byte level = 5, byte keepAlive = 60, params byte[] properties) =>
        Packet(
            0x10,
            [
                .. Text("MQTT"),
                level,
                0xC2,
                0,
                keepAlive,
                .. level == 5 ? new[] { (byte)properties.Length } : [],
                .. properties,
                .. Text(device.Name),
                .. Text(device.Name),
                .. Text(device.Secret),
            ]
        );

    /// <summary>The fixed header and the rest.</summary>
    public static byte[] Packet(byte first, params byte[] body)
    {
        var length = new List<byte>();
        var left = body.Length;
        do
        {
            length.Add((byte)((left & 0x7F) | (left > 0x7F ? 0x80 : 0)));
            left >>= 7;
        } while (left > 0);
        return [first, .. length, .. body];
    }

    public static byte[] Text(string text) => Text(Encoding.UTF8.GetBytes(text));

    public static byte[] Text(byte[] text) => [(byte)(text.Length >> 8), (byte)(text.Length & 0xFF), .. text];

    private async Task<byte> OctetAsync()
    {
        var octet = new byte[1];
        await _stream.ReadExactlyAsync(octet, Ct).AsTask().WaitAsync(Patience, Ct);
        return octet[0];
    }
}
