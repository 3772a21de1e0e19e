using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Devices;

/// <summary>Who a device is, by its id and secret. Kept in memory for a minute: a fleet signs in all at once.</summary>
public sealed class DeviceKeys(IServiceScopeFactory scopes, TimeProvider clock)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<string, Key> _keys = new(StringComparer.Ordinal);
    private int _withdrawals;

    /// <summary>A device's secret changed or was withdrawn: what it has open must be closed.</summary>
    public event EventHandler<string>? Withdrawn;

    /// <summary>The device when the secret is right and not revoked. The time taken does not tell which was wrong.</summary>
    public async Task<DeviceIdentity?> FindAsync(string device, ReadOnlyMemory<byte> secret, CancellationToken ct)
    {
        var given = Encoding.ASCII.GetBytes(DeviceSecret.HashOf(secret.Span));
        var key = DeviceId.IsValid(device) ? await KeyOfAsync(device, ct) : null;
        var right = CryptographicOperations.FixedTimeEquals(given, key?.Hash ?? new byte[given.Length]);
        return right ? key?.Identity : null;
    }

    /// <summary>A registered device that is not revoked, where somebody else has proved who it is: a broker outside.</summary>
    public async Task<DeviceIdentity?> KnownAsync(string device, CancellationToken ct) =>
        DeviceId.IsValid(device) ? (await KeyOfAsync(device, ct))?.Identity : null;

    internal void Withdraw(string device)
    {
        // First this: a look at the database that began before must not be kept afterwards.
        Interlocked.Increment(ref _withdrawals);
        _keys.TryRemove(device, out _);
        Withdrawn?.Invoke(this, device);
    }

    private async Task<Key?> KeyOfAsync(string device, CancellationToken ct)
    {
        if (_keys.TryGetValue(device, out var known) && known.Until > clock.GetUtcNow())
        {
            return known;
        }

        var withdrawals = Volatile.Read(ref _withdrawals);
        await using var scope = scopes.CreateAsyncScope();
        var row = await scope
            .ServiceProvider.GetRequiredService<DbContext>()
            .Set<DataLogger>()
            .Where(l => l.Device == device && l.RevokedAt == null)
            .Select(l => new
            {
                l.PartyGln,
                l.SecretHash,
                l.IntervalSeconds,
            })
            .FirstOrDefaultAsync(ct);
        if (row is null)
        {
            _keys.TryRemove(device, out _);
            return null;
        }

        var key = new Key(
            new(device, row.PartyGln, TimeSpan.FromSeconds(row.IntervalSeconds)),
            Encoding.ASCII.GetBytes(row.SecretHash),
            clock.GetUtcNow() + Kept
        );
        _keys[device] = key;
        if (Volatile.Read(ref _withdrawals) != withdrawals)
        {
            _keys.TryRemove(device, out _);
        }

        return key;
    }

    private sealed record Key(DeviceIdentity Identity, byte[] Hash, DateTimeOffset Until);
}

/// <summary>A device that has proved who it is.</summary>
/// <param name="Interval">The sampling interval it is registered with.</param>
public sealed record DeviceIdentity(string Device, Gln PartyGln, TimeSpan Interval);

/// <summary>What a device may be called.</summary>
public static class DeviceId
{
    public const int MaximumLength = 40;

    /// <summary>1 to 40 letters, digits or hyphens of ASCII.</summary>
    public static bool IsValid(string? device) =>
        device is { Length: > 0 and <= MaximumLength } && device.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
