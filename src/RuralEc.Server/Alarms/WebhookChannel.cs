using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms.Notices;

namespace RuralEc.Server.Alarms;

/// <summary>
/// Posts notices to programs. It connects to public addresses only, unless an administrator allowed the host: the
/// address is checked when it is connected to, so that a name cannot point elsewhere in between.
/// </summary>
internal sealed class WebhookChannel : IAlarmChannel, IDisposable
{
    private static readonly HttpRequestOptionsKey<bool> Allowed = new("allowed");

    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _clock;
    private readonly HttpClient _http;

    public WebhookChannel(IServiceScopeFactory scopes, TimeProvider clock)
    {
        _scopes = scopes;
        _clock = clock;
        _http = new(
            new SocketsHttpHandler
            {
                // A redirect, a proxy or a cookie would lead around the check.
                AllowAutoRedirect = false,
                UseProxy = false,
                UseCookies = false,
                ConnectTimeout = TimeSpan.FromSeconds(10),
                PooledConnectionLifetime = TimeSpan.FromMinutes(2),
                MaxResponseHeadersLength = 16,
                ConnectCallback = ConnectAsync,
            }
        )
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    public ContactChannel Kind => ContactChannel.Webhook;

    public void Dispose() => _http.Dispose();

    public async Task<DeskAnswer.Forbidden?> CheckAsync(ContactTarget target, CancellationToken ct)
    {
        if (
            !Uri.TryCreate(target.Address, UriKind.Absolute, out var address)
            || address.Scheme is not ("https" or "http")
            || address.UserInfo.Length > 0
            || address.Fragment.Length > 0
        )
        {
            return new(
                "bad-webhook",
                "Not an https address",
                "应为 https:// 开头的网址，不能含用户名或 #。",
                "/target"
            );
        }

        if (await IsAllowedAsync(address, ct))
        {
            return null;
        }

        return
            address.Scheme != "https"
            || (IPAddress.TryParse(address.Host.Trim('[', ']'), out var literal) && !PublicAddress.Is(literal))
            ? new(
                "host-not-allowed",
                "Only https addresses on the public internet, or hosts that an administrator allowed",
                "只能填公网的 https 网址；内网地址须先由管理员放行。",
                "/target"
            )
            : null;
    }

    public async Task<NoticeResult> SendAsync(ContactTarget target, OutgoingNotice notice, CancellationToken ct)
    {
        if (await CheckAsync(target, ct) is { } refused)
        {
            return new NoticeResult.Failed(refused.Title);
        }

        var address = new Uri(target.Address);
        var at = _clock.GetUtcNow();
        using var request = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(notice.Body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")),
        };
        request.Options.Set(Allowed, await IsAllowedAsync(address, ct));
        request.Headers.UserAgent.Add(new("RuralEc", "1"));
        request.Headers.Add("webhook-id", notice.Id.ToString());
        request.Headers.Add("webhook-timestamp", at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        request.Headers.Add(
            "webhook-signature",
            WebhookSignature.Of(target.Secret!, notice.Id.ToString(), at, notice.Body)
        );
        try
        {
            using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
            return answer.StatusCode switch
            {
                >= HttpStatusCode.OK and < HttpStatusCode.MultipleChoices => new NoticeResult.Sent(),
                HttpStatusCode.Gone => new NoticeResult.Refused("HTTP 410: the address is gone"),
                var status => new NoticeResult.Failed(
                    string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)status}")
                ),
            };
        }
        catch (HttpRequestException failure)
        {
            return new NoticeResult.Failed(failure.InnerException?.Message ?? failure.Message);
        }
    }

    private async Task<bool> IsAllowedAsync(Uri address, CancellationToken ct)
    {
        await using var scope = _scopes.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<HostDesk>().IsAllowedAsync(address, ct);
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken ct)
    {
        context.InitialRequestMessage.Options.TryGetValue(Allowed, out var allowed);
        IPAddress[] addresses =
        [
            .. (await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, ct)).Where(a =>
                allowed || PublicAddress.Is(a)
            ),
        ];
        if (addresses.Length == 0)
        {
            throw new HttpRequestException($"{context.DnsEndPoint.Host} is at no public address");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, ct);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
