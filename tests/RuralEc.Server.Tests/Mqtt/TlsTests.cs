using System.Diagnostics;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using MQTTnet;
using RuralEc.Server.Cli;
using RuralEc.Server.Mqtt;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>Devices that sign in by a certificate, and the files that a server shows them.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly Authority _authority = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_certificate_of_the_authority_is_enough_to_sign_in()
    {
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var known = await Device.RegisteredAsync(server, manager, "DL-7");
        using var byName = _authority.Issue("CN=DL-7,O=Example");
        using var byDns = _authority.Issue("CN=Cold room 7", dns: "DL-7");

        foreach (var certificate in new[] { byName, byDns })
        {
            await using var device = known.By(_authority.LinkTo(server, certificate));
            Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync(secret: "not asked for"));
            var seq = certificate == byName ? 1 : 2;
            var answer = await device.PublishAsync($$"""{"b":1,"s":{{seq}},"v":4}""");
            Assert.Equal(MqttClientPublishReasonCode.Success, answer.ReasonCode);
            var foreign = await device.PublishToAsync($"re/1/{Device.Party}/DL-8/r", """{"v":4}""");
            Assert.Equal(MqttClientPublishReasonCode.NotAuthorized, foreign.ReasonCode);
        }

        Assert.Equal(2, (await known.StoredAsync(manager)).Count);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_certificate_says_who_one_is_and_nobody_else()
    {
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var known = await Device.RegisteredAsync(server, manager, "DL-7");
        await using var other = await Device.RegisteredAsync(server, manager, "DL-8");
        using var certificate = _authority.Issue("CN=DL-7");
        using var unregistered = _authority.Issue("CN=DL-9");

        // Even with the right secret of the other.
        await using var asOther = other.By(_authority.LinkTo(server, certificate));
        Assert.Equal(MqttClientConnectResultCode.ClientIdentifierNotValid, await asOther.ConnectAsync());
        await using var nobody = known.By(_authority.LinkTo(server, unregistered));
        Assert.Equal(
            MqttClientConnectResultCode.BadUserNameOrPassword,
            await nobody.ConnectAsync(clientId: "DL-9", userName: "DL-9")
        );
        server.AssertCleanLog();
    }

    [Fact]
    public async Task What_the_authority_does_not_vouch_for_stays_out()
    {
        using var stranger = new Authority();
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var known = await Device.RegisteredAsync(server, manager, "DL-7");
        using var expired = _authority.Issue("CN=DL-7", until: -1);
        using var foreign = stranger.Issue("CN=DL-7");
        using var ofServer = _authority.Issue("CN=DL-7", use: Authority.ForServers);

        foreach (var certificate in new[] { expired, foreign, ofServer })
        {
            await using var device = known.By(_authority.LinkTo(server, certificate));
            await Assert.ThrowsAnyAsync<Exception>(() => device.ConnectAsync());
        }

        using var right = _authority.Issue("CN=DL-7");
        await using var accepted = known.By(_authority.LinkTo(server, right));
        Assert.Equal(MqttClientConnectResultCode.Success, await accepted.ConnectAsync());
        server.AssertCleanLog();
    }

    [Fact]
    public async Task A_revoked_logger_with_a_certificate_is_disconnected_and_stays_out()
    {
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var known = await Device.RegisteredAsync(server, manager, "DL-7");
        using var certificate = _authority.Issue("CN=DL-7");
        await using var device = known.By(_authority.LinkTo(server, certificate));
        Assert.Equal(MqttClientConnectResultCode.Success, await device.ConnectAsync());

        using var revoked = await manager.PostAsync("/api/loggers/DL-7/revocation", null, Ct);
        revoked.EnsureSuccessStatusCode();

        Assert.False(await Eventually.Async(() => Task.FromResult(device.Connected), on => !on));
        await using var restarted = device.Restarted();
        Assert.Equal(MqttClientConnectResultCode.BadUserNameOrPassword, await restarted.ConnectAsync());
    }

    [Theory]
    [InlineData("5")]
    [InlineData("311")]
    public async Task Mosquitto_publishes_by_TLS_with_a_certificate_or_a_secret(string version)
    {
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var known = await Device.RegisteredAsync(server, manager, "DL-7");
        using var stranger = new Authority();
        using (var certificate = _authority.Issue("CN=DL-7"))
        using (var expired = _authority.Issue("CN=DL-7", until: -1))
        using (var foreign = stranger.Issue("CN=DL-7"))
        {
            _authority.Write("device", certificate);
            _authority.Write("expired", expired);
            stranger.Write("device", foreign);
        }

        Assert.Equal(0, await PublishAsync(1, [.. Own(_authority, "device")]));
        Assert.Equal(0, await PublishAsync(2, "-u", "DL-7", "-P", known.Secret));
        Assert.NotEqual(0, await PublishAsync(3, [.. Own(_authority, "expired")]));
        Assert.NotEqual(0, await PublishAsync(4, [.. Own(stranger, "device")]));
        Assert.NotEqual(0, await PublishAsync(5, "-u", "DL-7", "-P", "wrong"));
        Assert.NotEqual(0, await PublishAsync(6));

        var stored = await known.StoredAsync(manager);
        Assert.Equal([1, 2], stored.Select(r => r!["seq"]!.GetValue<int>()));

        static string[] Own(Authority authority, string name) =>
            ["--cert", authority.FileOf(name), "--key", authority.FileOf(name + "-key")];

        Task<int> PublishAsync(int seq, params string[] credential) =>
            MosquittoClient.PublishAsync([
                "-h",
                "localhost",
                "-p",
                $"{server.TlsPort}",
                "--cafile",
                _authority.RootFile,
                "-V",
                version,
                "-i",
                "DL-7",
                .. credential,
                "-q",
                "1",
                "-t",
                $"re/1/{Device.Party}/DL-7/r",
                "-m",
                $$"""{"b":1,"s":{{seq}},"v":4}""",
            ]);
    }

    [Fact]
    public async Task A_changed_certificate_is_shown_to_the_next_and_the_connected_stay()
    {
        await using var server = await OnAsync();
        using var manager = await server.SignedInAsync(Roles.Manager);
        await using var device = await Device.RegisteredAsync(server, manager, "DL-7");
        await using var early = device.By(_authority.LinkTo(server));
        Assert.Equal(MqttClientConnectResultCode.Success, await early.ConnectAsync());
        Assert.Equal("CN=localhost", await SubjectAsync(server.TlsPort));

        // Half of a change: the certificate is another, the key is still the old one.
        using var next = _authority.Issue("CN=localhost,O=Next", use: Authority.ForServers);
        await File.WriteAllTextAsync(_authority.FileOf("server"), next.ExportCertificatePem(), Ct);
        // The server looks once a second.
        await Task.Delay(TimeSpan.FromSeconds(1.5), Ct);
        Assert.Equal("CN=localhost", await SubjectAsync(server.TlsPort));
        _authority.Write("server", next);

        var seen = await Eventually.Async(() => SubjectAsync(server.TlsPort), subject => subject != "CN=localhost");
        Assert.Equal("CN=localhost, O=Next", seen);
        Assert.Equal(MqttClientPublishReasonCode.Success, (await early.PublishAsync("""{"v":4}""")).ReasonCode);
        Assert.Single(await device.StoredAsync(manager));
    }

    [Fact]
    public async Task Who_says_nothing_or_speaks_plainly_on_the_port_of_TLS_is_ended()
    {
        await using var server = await Server.OnAsync(
            Database.Sqlite,
            services =>
                services.AddSingleton(
                    new MqttOptions
                    {
                        Port = 0,
                        Tls = _authority.ServerFiles(),
                        ConnectTimeout = TimeSpan.FromMilliseconds(500),
                    }
                )
        );
        using var silent = await RawDevice.OpenAsync(server.TlsPort);
        using var plain = await RawDevice.OpenAsync(server.TlsPort);

        await plain.SendAsync(
            RawDevice.Packet(0x10, [.. RawDevice.Text("MQTT"), 5, 2, 0, 60, 0, .. RawDevice.Text("a")])
        );

        // A TLS alert may come first; it begins with 21.
        Assert.All(await plain.RestAsync(), said => Assert.Equal(21, said[0]));
        Assert.Empty(await silent.RestAsync());
        server.AssertCleanLog();
    }

    [Fact]
    public void A_file_that_cannot_be_used_is_named_with_the_reason()
    {
        var right = _authority.ServerFiles();
        using var other = _authority.Issue("CN=localhost", use: Authority.ForServers);
        _authority.Write("other", other);
        File.WriteAllText(_authority.FileOf("nonsense"), "nonsense");
        File.WriteAllText(_authority.FileOf("empty"), "-----BEGIN NOTHING-----");
        var pfx = _authority.FileOf("locked");
        File.WriteAllBytes(
            pfx,
            other.Export(System.Security.Cryptography.X509Certificates.X509ContentType.Pfx, "secret")
        );
        var missing = _authority.FileOf("missing");

        foreach (
            var (setting, file, options) in new (string, string, MqttTlsOptions)[]
            {
                ("Certificate", missing, With(missing, right.Key)),
                ("Certificate", _authority.FileOf("nonsense"), With(_authority.FileOf("nonsense"), right.Key)),
                ("Certificate", _authority.FileOf("empty"), With(_authority.FileOf("empty"), right.Key)),
                ("Certificate", right.Certificate, With(right.Certificate, null)),
                ("Certificate", pfx, With(pfx, null)),
                ("Certificate", pfx, With(pfx, null, password: "wrong")),
                ("Key", missing, With(right.Certificate, missing)),
                ("Key", _authority.FileOf("other-key"), With(right.Certificate, _authority.FileOf("other-key"))),
                ("ClientAuthority", missing, With(right.Certificate, right.Key, authority: missing)),
            }
        )
        {
            var reason = Assert.Throws<CannotStartException>(() => Open(options)).Message;
            Assert.StartsWith($"Mqtt:Tls:{setting}: '{file}' cannot be used: ", reason, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', reason);
        }

        Assert.NotNull(Open(With(pfx, null, password: "secret")).Current.ServerCertificateContext);
        Assert.NotNull(Open(right).Current.ServerCertificateContext);

        static MqttTlsOptions With(
            string certificate,
            string? key,
            string? password = null,
            string? authority = null
        ) =>
            new()
            {
                Certificate = certificate,
                Key = key,
                Password = password,
                ClientAuthority = authority,
            };

        static DeviceCertificates Open(MqttTlsOptions options) =>
            new(options, TimeProvider.System, NullLogger.Instance);
    }

    public void Dispose() => _authority.Dispose();

    private static async Task<string> SubjectAsync(int port)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", port, Ct);
        var subject = "";
        await using var tls = new SslStream(
            socket.GetStream(),
            leaveInnerStreamOpen: false,
            (_, certificate, _, _) => (subject = certificate!.Subject) != ""
        );
        await tls.AuthenticateAsClientAsync("localhost");
        return subject;
    }

    private Task<Server> OnAsync() =>
        Server.OnAsync(
            Database.Sqlite,
            services => services.AddSingleton(new MqttOptions { Port = 0, Tls = _authority.ServerFiles() })
        );
}

/// <summary>Debian's mosquitto_pub: a client that shares no code with the server.</summary>
internal static class MosquittoClient
{
    private const string Program = "/usr/bin/mosquitto_pub";

    /// <returns>Its exit code; 0 is acknowledged.</returns>
    public static async Task<int> PublishAsync(IEnumerable<string> arguments)
    {
        Databases.Require(File.Exists(Program), "mosquitto_pub is not installed.");
        using var client = Process.Start(
            new ProcessStartInfo(Program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true }
        )!;
        var ended = client.WaitForExitAsync(TestContext.Current.CancellationToken);
        try
        {
            await ended.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!client.HasExited)
            {
                client.Kill();
            }
        }

        return client.ExitCode;
    }
}
