using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Security;

/// <summary>Adds people and changes what they may do.</summary>
internal sealed class AccountDesk(UserManager<Account> users, RuralDb db, DivisionQuery divisions, TimeProvider clock)
{
    private const int MostDistricts = 20;

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
    public async Task<AccountRefusal?> AddOrResetAsync(NewAccount request, CancellationToken ct)
    {
        if ((WhyNot(request) ?? await UnknownDistrictAsync(request.Districts, ct)) is { } reason)
        {
            return reason;
        }

        // A person without a role, or with the old one and the new password, must never be.
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        try
        {
            var account = await users.FindByNameAsync(request.UserName);
            var refused = account is null ? await AddAsync(request) : await ResetAsync(account, request);
            if (refused is null)
            {
                await transaction.CommitAsync(ct);
            }

            return refused;
        }
        catch (DbUpdateException)
        {
            return AccountRefusal.Of(
                AccountRefusal.UserName,
                $"用户名 {request.UserName} 刚刚被他人添加或修改，请重试。",
                $"Somebody else added or changed {request.UserName} just now. Try again."
            );
        }
    }

    private async Task<AccountRefusal?> AddAsync(NewAccount request)
    {
        var account = new Account
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

    private async Task<AccountRefusal?> ResetAsync(Account account, NewAccount request)
    {
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

    private async Task<AccountRefusal?> UnknownDistrictAsync(string districts, CancellationToken ct)
    {
        foreach (var code in districts.Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            if (!await divisions.IsPossibleAsync(code, ct))
            {
                return AccountRefusal.Of(
                    AccountRefusal.Districts,
                    $"没有区划代码 {code}。",
                    $"There is no division {code}."
                );
            }
        }

        return null;
    }

    private async Task<bool> IsLastAdministratorAsync(Account account) =>
        await users.GetUsersInRoleAsync(Roles.Administrator) is [var last] && last.Id == account.Id;

    private static AccountRefusal? WhyNot(NewAccount request) =>
        request switch
        {
            { UserName: var name } when !AccountName.IsPossible(name) => AccountRefusal.Of(
                AccountRefusal.UserName,
                $"用户名只能用字母、数字和 - . _ @ +，不超过 {AccountName.Longest} 位。",
                $"A user name has letters, digits and - . _ @ +, {AccountName.Longest} at most."
            ),
            { DisplayName: var name } when !AccountName.IsDisplayable(name) => AccountRefusal.Of(
                AccountRefusal.DisplayName,
                $"姓名不能为空，不超过 {AccountName.LongestDisplayed} 字，也不能含有控制字符。",
                $"A name is needed, without control characters, {AccountName.LongestDisplayed} characters at most."
            ),
            { Districts.Length: > MostDistricts * 7 } => AccountRefusal.Of(
                AccountRefusal.Districts,
                $"辖区不能超过 {MostDistricts} 个。",
                $"{MostDistricts} districts at most."
            ),
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
