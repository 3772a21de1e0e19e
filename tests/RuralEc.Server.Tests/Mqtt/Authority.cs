using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MQTTnet;
using RuralEc.Server.Mqtt;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>Issues certificates to the server and to devices, as files.</summary>
internal sealed class Authority : IDisposable
{
    public const string ForServers = "1.3.6.1.5.5.7.3.1";
    public const string ForClients = "1.3.6.1.5.5.7.3.2";

    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-authority-");
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private byte _serial;

    public Authority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        _root = request.CreateSelfSigned(Now.AddDays(-30), Now.AddDays(3650));
        File.WriteAllText(RootFile, _root.ExportCertificatePem());
    }

    public string RootFile => FileOf("root");

    public string FileOf(string name) => Path.Combine(_folder.FullName, $"{name}.pem");

    /// <summary>A certificate of the server in <c>server.pem</c> and <c>server-key.pem</c>; devices of this authority may have theirs.</summary>
    public MqttTlsOptions ServerFiles(string subject = "CN=localhost")
    {
        using var certificate = Issue(subject, ForServers);
        Write("server", certificate);
        return new()
        {
            Port = 0,
            Certificate = FileOf("server"),
            Key = FileOf("server-key"),
            ClientAuthority = RootFile,
        };
    }

    /// <param name="until">Days from now.</param>
    /// <param name="dns">A name beside the subject's.</param>
    public X509Certificate2 Issue(string subject, string use = ForClients, int until = 365, string? dns = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(use)], false));
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        if ((dns ?? (use == ForServers ? "localhost" : null)) is { } name)
        {
            names.AddDnsName(name);
        }

        request.CertificateExtensions.Add(names.Build());
        using var bare = request.Create(_root, Now.AddDays(-20), Now.AddDays(until), [++_serial]);
        return bare.CopyWithPrivateKey(key);
    }

    public void Write(string name, X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey()!;
        File.WriteAllText(FileOf(name + "-key"), key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(FileOf(name), certificate.ExportCertificatePem());
    }

    /// <summary>A client that trusts this authority, with a certificate of its own or without.</summary>
    public Action<MqttClientOptionsBuilder> LinkTo(Server server, X509Certificate2? own = null) =>
        options =>
            options
                .WithTcpServer("127.0.0.1", server.TlsPort)
                .WithTlsOptions(tls =>
                {
                    tls.UseTls()
                        .WithTargetHost("localhost")
                        .WithTrustChain([_root])
                        .WithIgnoreCertificateRevocationErrors();
                    if (own is not null)
                    {
                        tls.WithClientCertificates([own]);
                    }
                });

    public void Dispose()
    {
        _root.Dispose();
        _key.Dispose();
        _folder.Delete(recursive: true);
    }
}
