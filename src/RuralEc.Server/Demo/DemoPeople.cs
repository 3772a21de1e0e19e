using System.Security.Claims;
using Microsoft.AspNetCore.Identity;
using RuralEc.Gs1;
using RuralEc.Server.Security;

namespace RuralEc.Server.Demo;

/// <summary>The people of the demonstration. Everybody has the same password, which is printed at the start.</summary>
internal sealed class DemoPeople(AccountDesk accounts, SignInManager<Account> signIn)
{
    public const string Password = "ruralec-demo";

    public static readonly NewAccount[] All =
    [
        Person("admin", "陈管理", Roles.Administrator),
        Person("clerk", "黄小荔", Roles.Clerk, DemoPlaces.Cooperative),
        Person("manager", "刘社长", Roles.Manager, DemoPlaces.Cooperative),
        Person("clerk2", "从化录入员", Roles.Clerk, DemoPlaces.OtherCooperative),
        Person("node", "区中心操作员", Roles.Operator, DemoPlaces.Network),
        Person("warehouse", "公共仓操作员", Roles.Operator, DemoPlaces.WarehouseOperator),
        Person("hub", "集散站操作员", Roles.Operator, DemoPlaces.HubOperator),
        Person("buyer", "批发行收货员", Roles.Operator, DemoPlaces.Buyer),
        Person("carrier", "司机老何", Roles.Carrier, DemoPlaces.Carrier),
        Person("officer", "增城监管员", Roles.Officer, districts: "440118"),
        Person(
            "city",
            "市级监管员",
            Roles.Officer,
            districts: "440103,440104,440105,440106,440111,440112,440113,440114,440115,440117,440118"
        ),
        Person("auditor", "审计员", Roles.Auditor),
    ];

    public async Task AddAllAsync(CancellationToken ct)
    {
        foreach (var person in All)
        {
            if (await accounts.AddOrResetAsync(person, ct) is { } refused)
            {
                throw new InvalidOperationException(refused.Text);
            }
        }
    }

    /// <summary>The person as signed in, for the use cases.</summary>
    public async Task<ClaimsPrincipal> AsAsync(string userName) =>
        await signIn.CreateUserPrincipalAsync((await signIn.UserManager.FindByNameAsync(userName))!);

    private static NewAccount Person(
        string name,
        string display,
        string role,
        Gln? party = null,
        string districts = ""
    ) => new(name, display, Password, role, party, districts);
}
