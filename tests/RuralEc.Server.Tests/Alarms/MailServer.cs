using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using MimeKit;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.ComponentModel;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace RuralEc.Server.Tests.Alarms;

/// <summary>A mail server at a port of this machine.</summary>
internal sealed class MailServer : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<MimeMessage> _letters = [];
    private readonly Task _serving;

    private MailServer(int port)
    {
        Port = port;
        var services = new ServiceProvider();
        services.Add((IMessageStore)new Store(this));
        services.Add((IUserAuthenticator)new Authenticator());
        var options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint =>
                endpoint.Endpoint(new(IPAddress.Loopback, port)).AllowUnsecureAuthentication().AuthenticationRequired()
            )
            .Build();
        _serving = new SmtpServer.SmtpServer(options, services).StartAsync(_stop.Token);
    }

    public int Port { get; }

    /// <summary>What it answers to a letter from now on.</summary>
    public SmtpResponse Answer { get; set; } = SmtpResponse.Ok;

    public IReadOnlyCollection<MimeMessage> Letters => _letters;

    public static MailServer On()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        return new(port);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private sealed class Store(MailServer server) : MessageStore
    {
        public override async Task<SmtpResponse> SaveAsync(
            ISessionContext context,
            IMessageTransaction transaction,
            ReadOnlySequence<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            if (server.Answer.ReplyCode == SmtpReplyCode.Ok)
            {
                using var stream = new MemoryStream(buffer.ToArray());
                server._letters.Enqueue(await MimeMessage.LoadAsync(stream, cancellationToken));
            }

            return server.Answer;
        }
    }

    private sealed class Authenticator : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(
            ISessionContext context,
            string user,
            string password,
            CancellationToken cancellationToken
        ) => Task.FromResult(user == "alarm" && password == "open sesame");
    }
}
