using System.ComponentModel.DataAnnotations;
using RuralEc.Gs1;

namespace RuralEc.Server.Security;

// What callers send is public: the framework's validation passes internal types over.

/// <summary>Whose token is asked for.</summary>
public sealed record TokenRequest(
    [Required, StringLength(256)] string UserName,
    [Required, StringLength(256)] string Password
);

/// <summary>A refresh token from an earlier answer.</summary>
public sealed record RefreshTokenRequest([Required, StringLength(8192)] string RefreshToken);

/// <summary>A person to add; <paramref name="Districts"/> are GB/T 2260 codes of six digits.</summary>
public sealed record AccountRequest(
    [Required, StringLength(AccountName.Longest, MinimumLength = 2)] string UserName,
    [Required, StringLength(AccountName.LongestDisplayed)] string DisplayName,
    [Required, StringLength(128, MinimumLength = 10)] string Password,
    [Required, StringLength(20)] string Role,
    Gln? Party,
    [MaxLength(20)] string[]? Districts
);

/// <summary>The caller as every query sees one.</summary>
internal sealed record Caller(
    string UserName,
    string DisplayName,
    string Role,
    string? Party,
    IReadOnlyList<string> Districts
);
