using Microsoft.EntityFrameworkCore;
using RuralEc.Logistics.Plans;

namespace RuralEc.Logistics.Network;

/// <summary>Daily reports and plans: their tables on one screen.</summary>
internal static class NetworkTables
{
    public static void Apply(ModelBuilder model)
    {
        model.Entity<DailyReport>(report =>
        {
            report.ToTable("daily_reports").HasKey(r => r.Id);
            report.Property(r => r.Id).ValueGeneratedNever();
            report.Property(r => r.Note).HasMaxLength(LogisticsTables.TextLength);
            report.Property(r => r.AccountId).HasMaxLength(LogisticsTables.TextLength);
            report
                .HasIndex(r => new
                {
                    r.Gln,
                    r.Day,
                    r.Version,
                })
                .IsUnique();
            report.HasIndex(r => r.Day);
        });
        model.Entity<Plan>(plan =>
        {
            plan.ToTable("plans").HasKey(p => p.Id);
            plan.Property(p => p.Id).ValueGeneratedNever();
            plan.Property(p => p.Name).HasMaxLength(LogisticsTables.NameLength);
            plan.Property(p => p.AccountId).HasMaxLength(LogisticsTables.TextLength);
            plan.Property(p => p.Prefix).HasMaxLength(12);
            plan.HasIndex(p => new { p.Kind, p.CreatedAt });
        });
    }
}
