using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Codes;

/// <summary>Trace codes, their runs, scans and suspicion reports: their tables on one screen.</summary>
internal static class CodesTables
{
    public static void Apply(ModelBuilder model)
    {
        model.Entity<TraceCode>(code =>
        {
            code.ToTable("trace_codes").HasKey(c => new { c.Gtin, c.Serial });
            code.Property(c => c.ShortCode).HasMaxLength(TraceCodeText.ShortLength);
            code.Property(c => c.VoidReason).HasMaxLength(200);
            code.HasIndex(c => c.ShortCode).IsUnique();
            code.HasIndex(c => c.LotId);
            code.HasIndex(c => c.Sscc);
        });
        model.Entity<LabelRun>(run =>
        {
            run.ToTable("label_runs").HasKey(r => r.Id);
            run.Property(r => r.Id).ValueGeneratedNever();
            run.HasIndex(r => new { r.LotId, r.Number }).IsUnique();
            run.HasIndex(r => new { r.PartyGln, r.IssuedAt });
        });
        model.Entity<CodeScans>(scans =>
            scans
                .ToTable("code_scans")
                .HasKey(s => new
                {
                    s.Gtin,
                    s.Serial,
                    s.Day,
                    s.Minute,
                })
        );
        model.Entity<SuspicionReport>(report =>
        {
            report.ToTable("suspicion_reports").HasKey(r => r.Id);
            report.Property(r => r.Id).ValueGeneratedNever();
            report.Property(r => r.Text).HasMaxLength(SuspicionReport.MaxTextLength);
            report.HasIndex(r => new
            {
                r.Gtin,
                r.Serial,
                r.ReportedAt,
            });
            report.HasIndex(r => new { r.OwnerGln, r.ReportedAt });
        });
    }
}
