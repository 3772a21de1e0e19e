using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// The server's certificate, and the authority of devices' certificates, as their files say. Files that change are read
/// again for the next connections; while they cannot be used, what was read before stays.
/// </summary>
internal sealed class DeviceCertificates
{
    private const string CommonName = "2.5.4.3";
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly MqttTlsOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _lock = new();
    private SslServerAuthenticationOptions _current;
    private byte[] _read;
    private long _lookedAt;

    /// <exception cref="CannotStartException">A file cannot be used; the message says which and why.</exception>
    public DeviceCertificates(MqttTlsOptions options, TimeProvider clock, ILogger log)
    {
        (_options, _clock, _log) = (options, clock, log);
        _lookedAt = clock.GetTimestamp();
        _read = Fingerprint();
        _current = Read();
    }

    /// <summary>How to greet the next connection.</summary>
    public SslServerAuthenticationOptions Current
    {
        get
        {
            lock (_lock)
            {
                if (_clock.GetElapsedTime(_lookedAt) >= LookEvery)
                {
                    _lookedAt = _clock.GetTimestamp();
                    Renew();
                }

                return _current;
            }
        }
    }

    /// <summary>What a certificate calls its holder: the common name, and the DNS names beside it.</summary>
    public static IReadOnlyList<string> NamesOf(X509Certificate2 certificate) =>
        [
            .. certificate
                .SubjectName.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == CommonName)
                .Select(part => part.GetSingleElementValue() ?? ""),
            .. certificate
                .Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames()),
        ];

    private void Renew()
    {
        try
        {
            var now = Fingerprint();
            if (!now.AsSpan().SequenceEqual(_read))
            {
                // Whatever comes of it, the same files are not tried twice.
                _read = now;
                _current = Read();
            }
        }
        catch (CannotStartException unusable)
        {
            _log.CertificateUnusable(unusable.Message);
        }
    }

    /// <summary>Of the contents: a link may point elsewhere without a change of its own.</summary>
    private byte[] Fingerprint()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Octets(nameof(_options.Certificate), _options.Certificate));
        hash.AppendData(_options.Key is { } key ? Octets(nameof(_options.Key), key) : []);
        hash.AppendData(_options.ClientAuthority is { } file ? Octets(nameof(_options.ClientAuthority), file) : []);
        return hash.GetHashAndReset();
    }

    private SslServerAuthenticationOptions Read()
    {
        var (own, chain) = ReadOwn();
        var until = own.NotAfter.ToUniversalTime();
        if (_clock.GetUtcNow().UtcDateTime > until)
        {
            _log.CertificateExpired(own.Subject, until);
        }
        else
        {
            _log.CertificateRead(own.Subject, until);
        }

        var options = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = SslStreamCertificateContext.Create(own, chain, offline: true),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (_options.ClientAuthority is { } file)
        {
            var policy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                // A device is locked out by revoking it here, not by a list of its authority.
                RevocationMode = X509RevocationMode.NoCheck,
                DisableCertificateDownloads = true,
            };
            policy.CustomTrustStore.AddRange(ReadAll(nameof(_options.ClientAuthority), file));
            options.CertificateChainPolicy = policy;
            options.ClientCertificateRequired = true;
            // Without a certificate a device signs in by its secret.
            options.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                certificate is null || errors == SslPolicyErrors.None;
        }

        return options;
    }

    /// <summary>The certificate with its key, and those that lead to its root.</summary>
    private (X509Certificate2 Own, X509Certificate2Collection Chain) ReadOwn()
    {
        var all = ReadAll(nameof(_options.Certificate), _options.Certificate);
        if (all.FirstOrDefault(c => c.HasPrivateKey) is { } withKey)
        {
            all.Remove(withKey);
            return (withKey, all);
        }

        var (setting, file) = _options.Key is { } key
            ? (nameof(_options.Key), key)
            : (nameof(_options.Certificate), _options.Certificate);
        var text = Encoding.UTF8.GetString(Octets(setting, file));
        using var pem = Use(
            setting,
            file,
            () =>
                _options.Password is { } password
                    ? X509Certificate2.CreateFromEncryptedPem(all[0].ExportCertificatePem(), text, password)
                    : X509Certificate2.CreateFromPem(all[0].ExportCertificatePem(), text)
        );
        all.RemoveAt(0);
        // Windows takes no key that lives in memory alone.
        return (X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pfx), null), all);
    }

    private X509Certificate2Collection ReadAll(string setting, string file)
    {
        var octets = Octets(setting, file);
        return Use(
            setting,
            file,
            () =>
            {
                var all = new X509Certificate2Collection();
                if (octets.AsSpan().IndexOf("-----BEGIN"u8) >= 0)
                {
                    all.ImportFromPem(Encoding.UTF8.GetString(octets));
                }
                else
                {
                    all.AddRange(X509CertificateLoader.LoadPkcs12Collection(octets, _options.Password));
                }

                return all.Count > 0 ? all : throw new CryptographicException("It holds no certificate.");
            }
        );
    }

    private static byte[] Octets(string setting, string file) => Use(setting, file, () => File.ReadAllBytes(file));

    private static T Use<T>(string setting, string file, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception wrong)
            when (wrong is IOException or UnauthorizedAccessException or CryptographicException or ArgumentException)
        {
            throw new CannotStartException($"Mqtt:Tls:{setting}: '{file}' cannot be used: {wrong.Message}", wrong);
        }
    }
}

internal static partial class CertificateLog
{
    [LoggerMessage(
        EventId = 5120,
        Level = LogLevel.Information,
        Message = "Devices see the certificate {Subject}, valid until {Until:u}"
    )]
    public static partial void CertificateRead(this ILogger log, string subject, DateTime until);

    [LoggerMessage(
        EventId = 5121,
        Level = LogLevel.Warning,
        Message = "The certificate that devices see, {Subject}, has expired at {Until:u}"
    )]
    public static partial void CertificateExpired(this ILogger log, string subject, DateTime until);

    [LoggerMessage(
        EventId = 5122,
        Level = LogLevel.Warning,
        Message = "A changed certificate file is not used, what was read before stays: {Reason}"
    )]
    public static partial void CertificateUnusable(this ILogger log, string reason);
}
