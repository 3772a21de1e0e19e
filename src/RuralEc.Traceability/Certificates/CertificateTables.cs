using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Certificates;

/// <summary>The register's table.</summary>
internal static class CertificateTables
{
    public static void Apply(ModelBuilder model) =>
        model.Entity<Certificate>(certificate =>
        {
            certificate.ToTable("certificates").HasKey(c => c.Id);
            certificate.Property(c => c.Id).ValueGeneratedNever();
            certificate.Property(c => c.Number).HasMaxLength(40);
            certificate.Property(c => c.IssuerName).HasMaxLength(100);
            certificate.Property(c => c.Contact).HasMaxLength(100);
            certificate.Property(c => c.ProductName).HasMaxLength(200);
            certificate.Property(c => c.Origin).HasMaxLength(200);
            certificate.Property(c => c.Quantity).HasPrecision(18, 3);
            certificate.Property(c => c.TemplateVersion).HasMaxLength(10);
            certificate.Property(c => c.Bases).HasMaxLength(200);
            certificate.Property(c => c.VoidReason).HasMaxLength(200);
            certificate.Property(c => c.Version).IsConcurrencyToken();
            certificate.HasIndex(c => c.Number).IsUnique();
            certificate.HasIndex(c => c.LotId);
            certificate.HasIndex(c => new { c.IssuerGln, c.IssuedOn });
        });
}
