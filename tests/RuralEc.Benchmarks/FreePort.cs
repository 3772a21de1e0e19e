using System.Net;
using System.Net.Sockets;

namespace RuralEc.Benchmarks;

internal static class FreePort
{
    /// <summary>A port of this machine at which nothing listens now.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
