using Microsoft.EntityFrameworkCore;

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
    }
}
