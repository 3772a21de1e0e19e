using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Server.Security;

/// <summary>Adds people and changes what they may do.</summary>
internal sealed class AccountDesk(UserManager<Account> users, TimeProvider clock)
{
    /// <summary>True until the first person exists: then the setup page is open to whoever holds its code.</summary>
    public async Task<bool> IsEmptyAsync(CancellationToken ct) => !await users.Users.AnyAsync(ct);

    public async Task<IReadOnlyList<AccountView>> ListAsync(CancellationToken ct)
    {
        var views = new List<AccountView>();
        foreach (var account in await users.Users.OrderBy(a => a.UserName).Take(500).ToListAsync(ct))
        {
            var role = (await users.GetRolesAsync(account)).FirstOrDefault() ?? "";
            views.Add(new(account.UserName!, account.DisplayName, role, account.Party, account.Districts));
        }

        return views;
    }

    /// <summary>Adds the person; a person who exists gets the password, role and party given. Null, or why not.</summary>
    public async Task<AccountRefusal?> AddOrResetAsync(NewAccount request)
    {
        if (WhyNot(request) is { } reason)
        {
            return reason;
        }

        var account = await users.FindByNameAsync(request.UserName);
        if (account is null)
        {
            account = new Account
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                UserName = request.UserName,
                DisplayName = request.DisplayName,
                Party = request.Party,
                Districts = request.Districts,
            };
            return AccountRefusal.Of(await users.CreateAsync(account, request.Password))
                ?? AccountRefusal.Of(await users.AddToRoleAsync(account, request.Role));
        }

        if (request.Role != Roles.Administrator && await IsLastAdministratorAsync(account))
        {
            return AccountRefusal.Of(
                AccountRefusal.Role,
                "这是最后一位管理员，不能改为其他角色。",
                "This is the last administrator, who cannot get another role."
            );
        }

        account.DisplayName = request.DisplayName;
        account.Party = request.Party;
        account.Districts = request.Districts;
        var token = await users.GeneratePasswordResetTokenAsync(account);
        return AccountRefusal.Of(await users.ResetPasswordAsync(account, token, request.Password))
            ?? AccountRefusal.Of(await users.UpdateAsync(account))
            ?? AccountRefusal.Of(await users.RemoveFromRolesAsync(account, await users.GetRolesAsync(account)))
            ?? AccountRefusal.Of(await users.AddToRoleAsync(account, request.Role));
    }

    private async Task<bool> IsLastAdministratorAsync(Account account) =>
        await users.GetUsersInRoleAsync(Roles.Administrator) is [var last] && last.Id == account.Id;

    private static AccountRefusal? WhyNot(NewAccount request) =>
        request switch
        {
            { Role: var role } when !Roles.All.Contains(role) => AccountRefusal.Of(
                AccountRefusal.Role,
                $"没有角色 {role}。",
                $"There is no role {role}."
            ),
            { Role: Roles.Officer, Districts: "" } => AccountRefusal.Of(
                AccountRefusal.Districts,
                "监管员须指定所辖区（GB/T 2260 六位代码）。",
                "An officer needs districts (GB/T 2260 codes of six digits)."
            ),
            { Role: Roles.Clerk or Roles.Manager or Roles.Carrier or Roles.Operator, Party: null } => AccountRefusal.Of(
                AccountRefusal.Party,
                "该角色须指定所属主体的 GLN。",
                "This role needs the GLN of its party."
            ),
            { Districts: { Length: > 0 } codes }
                when !codes.Split(',').All(c => c.Length == 6 && c.All(char.IsAsciiDigit)) => AccountRefusal.Of(
                AccountRefusal.Districts,
                "辖区代码须为六位数字，多个以逗号分隔。",
                "District codes have six digits; commas stand between them."
            ),
            _ => null,
        };
}

/// <summary>A person to add.</summary>
internal sealed record NewAccount(
    string UserName,
    string DisplayName,
    string Password,
    string Role,
    Gln? Party,
    string Districts
);

/// <summary>A person as the administrator sees one.</summary>
internal sealed record AccountView(string UserName, string DisplayName, string Role, Gln? Party, string Districts);
