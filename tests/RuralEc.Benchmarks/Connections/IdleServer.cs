using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MQTTnet;
using RuralEc.Server;

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

    /// <summary>Does something with a server on the folder before the one that is measured starts there.</summary>
    public static async Task<T> PrepareAsync<T>(DirectoryInfo folder, Func<WebApplication, Task<T>> work)
    {
        await using var app = RuralServer.Build(
            new()
            {
                DataFolder = folder.FullName,
                Urls = "http://127.0.0.1:0",
                MqttPort = 0,
            },
            services => services.AddLogging(logging => logging.ClearProviders())
        );
        await app.StartAsync();
        var made = await work(app);
        await app.StopAsync();
        return made;
    }

    public static async Task<IdleServer> StartAsync(DirectoryInfo folder)
    {
        var (http, mqtt, tls) = (FreePort.Next(), FreePort.Next(), FreePort.Next());
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
}
