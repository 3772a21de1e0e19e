using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.Server.Security;

/// <summary>The roles exist before the first person does.</summary>
internal static class RoleSeed
{
    public static async Task EnsureAsync(IServiceProvider services, CancellationToken ct)
    {
        var roles = services.GetRequiredService<RoleManager<IdentityRole<Guid>>>();
        var clock = services.GetRequiredService<TimeProvider>();
        var known = await roles.Roles.Select(r => r.Name).ToListAsync(ct);
        foreach (var role in Roles.All.Except(known))
        {
            await roles.CreateAsync(new IdentityRole<Guid>(role!) { Id = Guid.CreateVersion7(clock.GetUtcNow()) });
        }
    }
}
