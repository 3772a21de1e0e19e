using System.Security.Claims;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using RuralEc.Gs1;

namespace RuralEc.Server.Security;

/// <summary>A person who signs in.</summary>
internal sealed class Account : IdentityUser<Guid>
{
    /// <summary>The name that others read beside what this person recorded.</summary>
    public string DisplayName { get; set; } = "";

    /// <summary>The party the person works for; null for officers, auditors and administrators.</summary>
    public Gln? Party { get; set; }

    /// <summary>GB/T 2260 codes of an officer's districts, separated by commas.</summary>
    public string Districts { get; set; } = "";
}

/// <summary>Gives the sign-in the claims that the rooms read: <c>party</c>, <c>district</c> and the name.</summary>
internal sealed class AccountClaims(
    UserManager<Account> users,
    RoleManager<IdentityRole<Guid>> roles,
    IOptions<IdentityOptions> options
) : UserClaimsPrincipalFactory<Account, IdentityRole<Guid>>(users, roles, options)
{
    protected override async Task<ClaimsIdentity> GenerateClaimsAsync(Account user)
    {
        var identity = await base.GenerateClaimsAsync(user);
        if (user.Party is { } party)
        {
            identity.AddClaim(new Claim("party", party.ToString()));
        }

        foreach (var district in user.Districts.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            identity.AddClaim(new Claim("district", district));
        }

        identity.AddClaim(new Claim("display_name", user.DisplayName));
        return identity;
    }
}

internal static class SecurityTables
{
    public static void ApplySecurity(this ModelBuilder model)
    {
        model.Entity<Account>(account =>
        {
            account.ToTable("accounts");
            account.Property(a => a.DisplayName).HasMaxLength(80);
            account.Property(a => a.Districts).HasMaxLength(200);
        });
        model.Entity<IdentityRole<Guid>>().ToTable("roles");
        model.Entity<DataProtectionKey>().ToTable("data_protection_keys");
        model.Entity<IdentityUserRole<Guid>>().ToTable("account_roles");
        model.Entity<IdentityUserClaim<Guid>>().ToTable("account_claims");
        model.Entity<IdentityUserLogin<Guid>>().ToTable("account_logins");
        model.Entity<IdentityUserToken<Guid>>().ToTable("account_tokens");
        model.Entity<IdentityRoleClaim<Guid>>().ToTable("role_claims");
    }
}
