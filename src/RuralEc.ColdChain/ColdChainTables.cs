using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Calibrations;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.ColdChain.Retention;

namespace RuralEc.ColdChain;

/// <summary>Loggers, assets, mountings, placements and holds: their tables on one screen. Readings are elsewhere.</summary>
internal static class ColdChainTables
{
    private const int NameLength = 100;
    private const int UriLength = 200;
    private const int CodeLength = 40;

    /// <summary>One open stay per thing: the database says no when two commands race.</summary>
    private const string Open = "\"To\" IS NULL";

    public static void Apply(ModelBuilder model)
    {
        model.Entity<DataLogger>(logger =>
        {
            logger.ToTable("data_loggers").HasKey(l => l.Device);
            logger.Property(l => l.Device).HasMaxLength(DeviceId.MaximumLength);
            logger.Property(l => l.SecretHash).HasMaxLength(64);
            logger.Property(l => l.Model).HasMaxLength(NameLength);
            logger.Property(l => l.Firmware).HasMaxLength(CodeLength);
            logger.Property(l => l.CalibrationCertificate).HasMaxLength(CalibrateLogger.CertificateLength);
            logger.Property(l => l.Version).IsConcurrencyToken();
            logger.HasIndex(l => l.Id).IsUnique();
            logger.HasIndex(l => l.PartyGln);
        });
        model.Entity<Asset>(asset =>
        {
            asset.ToTable("assets").HasKey(a => a.Id);
            asset.Property(a => a.Id).ValueGeneratedNever();
            asset.Property(a => a.Name).HasMaxLength(NameLength);
            asset.Property(a => a.DistrictCode).HasMaxLength(6);
            asset.HasIndex(a => a.PartyGln);
            asset.HasIndex(a => a.NodeGln);
            asset.HasIndex(a => a.DistrictCode);
        });
        model.Entity<Mounting>(mounting =>
        {
            mounting.ToTable("mountings").HasKey(m => m.Id);
            mounting.Property(m => m.Id).ValueGeneratedNever();
            mounting.Property(m => m.Device).HasMaxLength(DeviceId.MaximumLength);
            mounting.Property(m => m.Version).IsConcurrencyToken();
            mounting.HasIndex(m => m.Device).HasFilter(Open).IsUnique().HasDatabaseName("mountings_open");
            mounting.HasIndex(m => new { m.Device, m.From });
            mounting.HasIndex(m => new { m.AssetId, m.From });
        });
        model.Entity<LoggerSettings>(settings =>
        {
            settings.ToTable("logger_settings").HasKey(s => s.Id);
            settings.Property(s => s.Id).ValueGeneratedNever();
            settings.Property(s => s.Device).HasMaxLength(CodeLength);
            settings.Property(s => s.SetBy).HasMaxLength(NameLength);
            settings.Property(s => s.Refusal).HasMaxLength(SettingsReport.LongestReason);
            settings.HasIndex(s => new { s.Device, s.Revision }).IsUnique();
        });
        model.Entity<LoggerCalibration>(calibration =>
        {
            calibration.ToTable("logger_calibrations").HasKey(c => c.Id);
            calibration.Property(c => c.Id).ValueGeneratedNever();
            calibration.Property(c => c.Device).HasMaxLength(DeviceId.MaximumLength);
            calibration.Property(c => c.Certificate).HasMaxLength(CalibrateLogger.CertificateLength);
            calibration.Property(c => c.RecordedBy).HasMaxLength(NameLength);
            calibration.HasIndex(c => new { c.Device, c.CalibratedAt });
        });
        model.Entity<Placement>(placement =>
        {
            placement.ToTable("placements").HasKey(p => p.Id);
            placement.Property(p => p.Id).ValueGeneratedNever();
            placement.Property(p => p.ItemUri).HasMaxLength(UriLength);
            placement.Property(p => p.ProductClass).HasMaxLength(CodeLength);
            placement.Property(p => p.Version).IsConcurrencyToken();
            placement
                .HasIndex(p => new { p.ItemUri, p.AssetId })
                .HasFilter(Open)
                .IsUnique()
                .HasDatabaseName("placements_open");
            placement.HasIndex(p => new { p.ItemUri, p.From });
            placement.HasIndex(p => new { p.AssetId, p.From });
        });
        model.Entity<LegalHold>(hold =>
        {
            hold.ToTable("legal_holds").HasKey(h => h.Id);
            hold.Property(h => h.Id).ValueGeneratedNever();
            hold.Property(h => h.ItemUri).HasMaxLength(UriLength);
            hold.Property(h => h.DistrictCode).HasMaxLength(6);
            hold.Property(h => h.Reason).HasMaxLength(AlarmTables.CommentLength);
            hold.Property(h => h.SetBy).HasMaxLength(NameLength);
            hold.Property(h => h.ReleaseReason).HasMaxLength(AlarmTables.CommentLength);
            hold.Property(h => h.ReleasedBy).HasMaxLength(NameLength);
            hold.Property(h => h.Version).IsConcurrencyToken();
            hold.HasIndex(h => h.DistrictCode);
        });
        AlarmTables.Apply(model);
    }
}
