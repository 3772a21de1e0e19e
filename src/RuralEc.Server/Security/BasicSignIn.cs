using System.Collections.Concurrent;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Security;

/// <summary>What came of a sign-in by Basic.</summary>
internal enum BasicOutcome
{
    SignedIn,
    Wrong,
    TooMany,
}

/// <summary>
/// Signs in by name and password with every request, as QGIS and GDAL do. The password is checked as at every other door,
/// and not again for five minutes: a map asks for a hundred answers at once. Kept is a keyed hash of the header, never
/// the password, and it is void with the account's next change.
/// </summary>
internal sealed class BasicSignIn(TimeProvider clock) : IAsyncDisposable
{
    /// <summary>What was checked stays so for this long.</summary>
    public static readonly TimeSpan Remembered = TimeSpan.FromMinutes(5);

    private const int LongestHeader = 1024;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly ConcurrentDictionary<string, SignedIn> _known = [];
    private readonly PartitionedRateLimiter<HttpContext> _attempts = PartitionedRateLimiter.Create<HttpContext, string>(
        context =>
            RateLimitPartition.GetFixedWindowLimiter(
                context.Connection.RemoteIpAddress?.ToString() ?? "",
                _ => SecuritySetup.SignInAttempts
            )
    );

    public async Task<(BasicOutcome Outcome, ClaimsPrincipal? By)> CheckAsync(HttpContext context, string credentials)
    {
        if (credentials.Length > LongestHeader)
        {
            return (BasicOutcome.Wrong, null);
        }

        var hash = Convert.ToHexString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(credentials)));
        var users = context.RequestServices.GetRequiredService<UserManager<Account>>();
        if (_known.TryGetValue(hash, out var known))
        {
            if (known.Until > clock.GetUtcNow() && await StampAsync(users, known.AccountId) == known.Stamp)
            {
                return (BasicOutcome.SignedIn, known.By);
            }

            _known.TryRemove(hash, out _);
        }

        using var lease = _attempts.AttemptAcquire(context);
        return lease.IsAcquired ? await SignInAsync(context, users, credentials, hash) : (BasicOutcome.TooMany, null);
    }

    private async Task<(BasicOutcome, ClaimsPrincipal?)> SignInAsync(
        HttpContext context,
        UserManager<Account> users,
        string credentials,
        string hash
    )
    {
        var signIn = context.RequestServices.GetRequiredService<SignInManager<Account>>();
        if (
            !TryRead(credentials, out var name, out var password)
            || await users.FindByNameAsync(name) is not { } account
            || !(await signIn.CheckPasswordSignInAsync(account, password, lockoutOnFailure: true)).Succeeded
        )
        {
            return (BasicOutcome.Wrong, null);
        }

        var now = clock.GetUtcNow();
        foreach (var (old, _) in _known.Where(k => k.Value.Until <= now))
        {
            _known.TryRemove(old, out _);
        }

        var by = await signIn.CreateUserPrincipalAsync(account);
        _known[hash] = new(account.Id, account.SecurityStamp, by, now + Remembered);
        return (BasicOutcome.SignedIn, by);
    }

    /// <summary>RFC 7617 §2, in UTF-8.</summary>
    private static bool TryRead(string credentials, out string name, out string password)
    {
        (name, password) = ("", "");
        var bytes = new byte[LongestHeader];
        if (!Convert.TryFromBase64String(credentials, bytes, out var length))
        {
            return false;
        }

        var parts = Encoding.UTF8.GetString(bytes, 0, length).Split(':', 2);
        if (parts is not [var first, { Length: > 0 and <= 256 } second] || !AccountName.IsPossible(first))
        {
            return false;
        }

        (name, password) = (first, second);
        return true;
    }

    private static Task<string?> StampAsync(UserManager<Account> users, Guid account) =>
        users.Users.Where(a => a.Id == account).Select(a => a.SecurityStamp).SingleOrDefaultAsync();

    public ValueTask DisposeAsync() => _attempts.DisposeAsync();

    private sealed record SignedIn(Guid AccountId, string? Stamp, ClaimsPrincipal By, DateTimeOffset Until);
}
