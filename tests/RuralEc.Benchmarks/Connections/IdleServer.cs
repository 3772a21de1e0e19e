using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;

namespace RuralEc.Benchmarks.Connections;

/// <summary>The server as a process of its own, on a folder that is prepared, with a certificate of its own making.</summary>
internal sealed class IdleServer : IDisposable
{
    private const int StartAttempts = 300;

    private readonly Process _process;
    private readonly string _thumbprint;

    private IdleServer(Process process, string thumbprint) => (_process, _thumbprint) = (process, thumbprint);

    public int HttpPort { get; private init; }

    public int MqttPort { get; private init; }

    public int TlsPort { get; private init; }

    /// <summary>Octets of memory that are the process's own or shared with it (VmRSS).</summary>
    public long Resident
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static async Task<IdleServer> StartAsync(DirectoryInfo folder)
    {
        var (http, mqtt, tls) = (FreePort(), FreePort(), FreePort());
        var thumbprint = WriteCertificate(folder);
        var process = Process.Start(
            new ProcessStartInfo("dotnet")
            {
                ArgumentList =
                {
                    Path.Combine(AppContext.BaseDirectory, "RuralEc.Server.dll"),
                    "--data",
                    folder.FullName,
                    "--urls",
                    $"http://127.0.0.1:{http}",
                    "--mqtt-port",
                    $"{mqtt}",
                },
                Environment =
                {
                    ["Mqtt__Tls__Certificate"] = Path.Combine(folder.FullName, "certificate.pem"),
                    ["Mqtt__Tls__Key"] = Path.Combine(folder.FullName, "key.pem"),
                    ["Mqtt__Tls__Port"] = $"{tls}",
                },
                RedirectStandardOutput = true,
            }
        )!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var server = new IdleServer(process, thumbprint)
        {
            HttpPort = http,
            MqttPort = mqtt,
            TlsPort = tls,
        };
        using var client = new HttpClient();
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                using var ready = await client.GetAsync($"http://127.0.0.1:{http}/health/ready");
                ready.EnsureSuccessStatusCode();
                return server;
            }
            catch (HttpRequestException) when (attempt < StartAttempts && !process.HasExited)
            {
                await Task.Delay(100);
            }
        }
    }

    public bool IsMine(MqttClientCertificateValidationEventArgs seen) =>
        seen.Certificate.GetCertHashString() == _thumbprint;

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    private static string WriteCertificate(DirectoryInfo folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        File.WriteAllText(Path.Combine(folder.FullName, "certificate.pem"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder.FullName, "key.pem"), key.ExportPkcs8PrivateKeyPem());
        return certificate.GetCertHashString();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
