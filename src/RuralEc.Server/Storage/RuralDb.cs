using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.Identity.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain;
using RuralEc.Epcis;
using RuralEc.Logistics;
using RuralEc.Server.Security;
using RuralEc.Traceability;

namespace RuralEc.Server.Storage;

/// <summary>The one context: every room's tables, so that an event and the state it changes are one commit.</summary>
internal abstract class RuralDb(DbContextOptions options)
    : IdentityDbContext<Account, IdentityRole<Guid>, Guid>(options),
        IDataProtectionKeyContext
{
    /// <summary>With which cookies, tokens and the keys of webhooks are encrypted.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    protected override void OnModelCreating(ModelBuilder builder)
    {
        base.OnModelCreating(builder);
        builder.ApplySecurity();
        builder.ApplyEpcis();
        builder.ApplyTraceability();
        builder.ApplyColdChain();
        builder.ApplyLogistics();
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder) =>
        configurationBuilder.UseRuralConversions();
}
