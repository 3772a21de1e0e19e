using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace RuralEc.FirmwareSim.Mqtt;

/// <summary>Where the broker is. Its name is looked up once for the whole fleet.</summary>
internal sealed class BrokerAddress
{
    private readonly IPEndPoint _endpoint;
    private readonly string _host;
    private readonly bool _secure;

    private BrokerAddress(IPEndPoint endpoint, string host, bool secure) =>
        (_endpoint, _host, _secure) = (endpoint, host, secure);

    /// <param name="broker"><c>mqtt://host:port</c> or <c>mqtts://host:port</c>.</param>
    /// <exception cref="SocketException">Nobody knows the host.</exception>
    public static async Task<BrokerAddress> FindAsync(Uri broker, CancellationToken ct)
    {
        var secure = broker.Scheme == "mqtts";
        var port = broker.Port > 0 ? broker.Port : (secure ? 8883 : 1883);
        var found = await Dns.GetHostAddressesAsync(broker.Host, ct);
        return found.Length > 0
            ? new(new(found[0], port), broker.Host, secure)
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    /// <summary>Opens the way to the broker: TCP, and TLS where the address says so.</summary>
    public async Task<(Socket Socket, Stream Stream)> OpenAsync(CancellationToken ct)
    {
        var socket = new Socket(_endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        Stream? stream = null;
        try
        {
            await socket.ConnectAsync(_endpoint, ct);
            stream = new NetworkStream(socket, ownsSocket: true);
            if (_secure)
            {
                var tls = new SslStream(stream);
                stream = tls;
                await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = _host }, ct);
            }

            return (socket, stream);
        }
        catch
        {
            stream?.Dispose();
            socket.Dispose();
            throw;
        }
    }
}
