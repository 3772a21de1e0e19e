using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>Keeps the hosts that administrators allow webhooks to besides the public internet.</summary>
public sealed class HostDesk(DbContext db, TimeProvider clock)
{
    private const int Most = 500;

    public async Task<DeskAnswer> AllowAsync(string host, ClaimsPrincipal by, CancellationToken ct)
    {
        if (Normal(host) is not { } name)
        {
            return new DeskAnswer.Forbidden(
                "bad-host",
                "Not a host with a port",
                "应为主机名或地址加端口，例如 wms.lan:8443。",
                "/host"
            );
        }

        if (!await db.Set<AllowedHost>().AnyAsync(h => h.Host == name, ct))
        {
            db.Add(
                new AllowedHost
                {
                    Host = name,
                    AllowedAt = Moments.Kept(clock.GetUtcNow()),
                    AllowedBy = Reach.NameOf(by),
                }
            );
            await db.SaveChangesAsync(ct);
        }

        return new DeskAnswer.Recorded(Guid.Empty);
    }

    /// <summary>Allowing no more what was not allowed changes nothing.</summary>
    public Task ForbidAsync(string host, CancellationToken ct)
    {
        var name = Normal(host);
        return db.Set<AllowedHost>().Where(h => h.Host == name).ExecuteDeleteAsync(ct);
    }

    public async Task<IReadOnlyList<HostView>> ListAsync(CancellationToken ct) =>
        await db.Set<AllowedHost>()
            .OrderBy(h => h.Host)
            .Take(Most)
            .Select(h => new HostView(h.Host, h.AllowedBy, h.AllowedAt))
            .ToListAsync(ct);

    public Task<bool> IsAllowedAsync(Uri address, CancellationToken ct)
    {
        var name = NameOf(address);
        return db.Set<AllowedHost>().AnyAsync(h => h.Host == name, ct);
    }

    private static string? Normal(string host) =>
        Uri.TryCreate("http://" + host.Trim(), UriKind.Absolute, out var uri)
        && uri is { UserInfo: "", Query: "", Fragment: "", AbsolutePath: "/" }
        && uri.IdnHost.Length is > 0 and <= 200
        && host.Trim().EndsWith($":{uri.Port}", StringComparison.Ordinal)
            ? NameOf(uri)
            : null;

    private static string NameOf(Uri uri) => $"{uri.IdnHost.ToLowerInvariant()}:{uri.Port}";
}

/// <param name="Host">Name or address with the port.</param>
public sealed record HostView(string Host, string AllowedBy, DateTimeOffset AllowedAt);
