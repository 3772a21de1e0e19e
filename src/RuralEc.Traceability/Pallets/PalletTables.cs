using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Pallets;

/// <summary>Pallets and number series: their tables on one screen.</summary>
internal static class PalletTables
{
    public static void Apply(ModelBuilder model)
    {
        model.Entity<Pallet>(pallet =>
        {
            pallet.ToTable("pallets").HasKey(p => p.Sscc);
            pallet.HasIndex(p => p.StepId).IsUnique();
            pallet.HasIndex(p => new { p.PartyGln, p.PackedAt });
        });
        model.Entity<SsccSeries>(series =>
        {
            series.ToTable("sscc_series").HasKey(s => s.PartyGln);
            series.Property(s => s.CompanyPrefix).HasMaxLength(11);
            series.Property(s => s.Version).IsConcurrencyToken();
        });
    }
}
