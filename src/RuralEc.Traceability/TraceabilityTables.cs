using Microsoft.EntityFrameworkCore;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability;

/// <summary>Parties, products, plots, lots and steps: their tables on one screen.</summary>
internal static class TraceabilityTables
{
    private const int NameLength = 100;
    private const int TextLength = 200;
    private const int CodeLength = 40;

    /// <summary>Length of a SHA-256 in hexadecimal.</summary>
    private const int FingerprintLength = 64;

    public static void Apply(ModelBuilder model)
    {
        model.Entity<Party>(party =>
        {
            party.ToTable("parties").HasKey(p => p.Gln);
            party.Property(p => p.Name).HasMaxLength(NameLength);
            party.Property(p => p.NameEn).HasMaxLength(NameLength);
            party.Property(p => p.Uscc).HasMaxLength(18);
            party.Property(p => p.DistrictCode).HasMaxLength(6);
            party.Property(p => p.TownCode).HasMaxLength(9);
            party.Property(p => p.Phone).HasMaxLength(30);
            party.Property(p => p.Address).HasMaxLength(TextLength);
            party.HasIndex(p => p.DistrictCode);
            party.HasIndex(p => p.Uscc).IsUnique();
        });
        model.Entity<Product>(product =>
        {
            product.ToTable("products").HasKey(p => p.Gtin);
            product.Property(p => p.Name).HasMaxLength(NameLength);
            product.Property(p => p.NameEn).HasMaxLength(NameLength);
            product.Property(p => p.Variety).HasMaxLength(NameLength);
            product.Property(p => p.VarietyEn).HasMaxLength(NameLength);
            product.Property(p => p.ProductClass).HasMaxLength(CodeLength);
            product.Property(p => p.Grade).HasMaxLength(CodeLength);
            product.Property(p => p.NetContentKg).HasPrecision(18, 3);
            product.HasIndex(p => p.OwnerGln);
        });
        ApplyLand(model);
        ApplyLots(model);
    }

    private static void ApplyLand(ModelBuilder model)
    {
        model.Entity<Plot>(plot =>
        {
            plot.ToTable("plots").HasKey(p => p.Id);
            plot.Property(p => p.Id).ValueGeneratedNever();
            plot.Property(p => p.Name).HasMaxLength(NameLength);
            plot.Property(p => p.NameEn).HasMaxLength(NameLength);
            plot.Property(p => p.ProductClass).HasMaxLength(CodeLength);
            plot.Property(p => p.Variety).HasMaxLength(NameLength);
            plot.Property(p => p.DivisionCode).HasMaxLength(12);
            plot.Property(p => p.AreaMu).HasPrecision(18, 3);
            plot.Property(p => p.SourceCrs).HasMaxLength(10);
            plot.Property(p => p.Fingerprint).HasMaxLength(FingerprintLength);
            plot.HasIndex(p => p.Gln).IsUnique();
            plot.HasIndex(p => new { p.PartyGln, p.Number }).IsUnique();
        });
        model.Entity<FarmLogEntry>(entry =>
        {
            entry.ToTable("farm_log_entries").HasKey(e => e.Id);
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.Property(e => e.InputName).HasMaxLength(NameLength);
            entry.Property(e => e.ActiveIngredient).HasMaxLength(NameLength);
            entry.Property(e => e.Dose).HasPrecision(18, 3);
            entry.Property(e => e.DoseUnit).HasMaxLength(20);
            entry.Property(e => e.Target).HasMaxLength(NameLength);
            entry.Property(e => e.Operator).HasMaxLength(NameLength);
            entry.Property(e => e.PurchaseSource).HasMaxLength(TextLength);
            entry.Property(e => e.CorrectionReason).HasMaxLength(TextLength);
            entry.Property(e => e.Note).HasMaxLength(TextLength);
            entry.Property(e => e.AccountId).HasMaxLength(TextLength);
            entry.Property(e => e.Fingerprint).HasMaxLength(FingerprintLength);
            entry.HasIndex(e => new { e.PlotId, e.AppliedTo });

            // An entry is corrected once; a further correction corrects the correction.
            entry.HasIndex(e => e.Supersedes).IsUnique();
        });
        model.Entity<HarvestRefusal>(refusal =>
        {
            refusal.ToTable("harvest_refusals").HasKey(r => r.Id);
            refusal.Property(r => r.Id).ValueGeneratedNever();
            refusal.Property(r => r.DistrictCode).HasMaxLength(6);
            refusal.Property(r => r.QuantityKg).HasPrecision(18, 3);
            refusal.Property(r => r.ActiveIngredient).HasMaxLength(NameLength);
            refusal.Property(r => r.AccountId).HasMaxLength(TextLength);
            refusal.HasIndex(r => new { r.DistrictCode, r.AttemptedAt });
            refusal.HasIndex(r => r.CommandId);
        });
    }

    private static void ApplyLots(ModelBuilder model)
    {
        model.Entity<Lot>(lot =>
        {
            lot.ToTable("lots").HasKey(l => l.Id);
            lot.Property(l => l.Id).ValueGeneratedNever();
            lot.Property(l => l.ProductClass).HasMaxLength(CodeLength);
            lot.Property(l => l.Grade).HasMaxLength(CodeLength);
            lot.Property(l => l.HoldReason).HasMaxLength(TextLength);
            lot.Ignore(l => l.Lgtin);
            lot.HasIndex(l => new { l.Gtin, l.BatchNumber }).IsUnique();
            lot.HasIndex(l => new { l.OriginPartyGln, l.CreatedAt });
            lot.HasIndex(l => new { l.PlotId, l.HarvestedOn });
        });
        model.Entity<Stock>(stock =>
        {
            stock
                .ToTable("stock")
                .HasKey(s => new
                {
                    s.LotId,
                    s.PlaceGln,
                    s.Sscc,
                });
            stock.Property(s => s.Sscc).HasMaxLength(18);
            stock.Property(s => s.Quantity).HasPrecision(18, 3);
            stock.Property(s => s.Version).IsConcurrencyToken();
            stock.HasIndex(s => s.HolderGln);
            stock.HasIndex(s => s.PlaceGln);
            stock.HasIndex(s => s.Sscc);
        });
        model.Entity<Step>(step =>
        {
            step.ToTable("steps").HasKey(s => s.Id);
            step.Property(s => s.Id).ValueGeneratedNever();
            step.Property(s => s.AccountId).HasMaxLength(TextLength);
            step.Property(s => s.EventId).HasMaxLength(TextLength);
            step.Property(s => s.Fingerprint).HasMaxLength(FingerprintLength);
            step.Ignore(s => s.LocalTime);
            step.HasIndex(s => new { s.PartyGln, s.EventTime });
        });
        model.Entity<StepLot>(part =>
        {
            part.ToTable("step_lots")
                .HasKey(p => new
                {
                    p.StepId,
                    p.LotId,
                    p.Role,
                });
            part.Property(p => p.Quantity).HasPrecision(18, 3);
            part.HasIndex(p => p.LotId);
        });
    }
}
