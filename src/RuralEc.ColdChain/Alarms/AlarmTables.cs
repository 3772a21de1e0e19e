using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Notices;
using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.ColdChain.Devices;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Alarms, their histories and handlings, planned windows, watch rules and notices.</summary>
internal static class AlarmTables
{
    public const int NameLength = 100;
    public const int CommentLength = 500;

    public static void Apply(ModelBuilder model)
    {
        model.Entity<Alarm>(alarm =>
        {
            alarm.ToTable("alarms").HasKey(a => a.Id);
            alarm.Property(a => a.Id).ValueGeneratedNever();
            alarm.Property(a => a.Scope).HasMaxLength(80);
            alarm.Property(a => a.Device).HasMaxLength(DeviceId.MaximumLength);
            alarm.Property(a => a.DistrictCode).HasMaxLength(6);
            alarm.Property(a => a.Version).IsConcurrencyToken();
            alarm.Property(a => a.OpenScope).HasMaxLength(80).UsePropertyAccessMode(PropertyAccessMode.Property);
            alarm.HasIndex(a => a.OpenScope).IsUnique().HasDatabaseName("alarms_open");
            alarm.HasIndex(a => new { a.Scope, a.OnsetAt });
            alarm.HasIndex(a => new { a.AssetId, a.OnsetAt });
            alarm.HasIndex(a => new { a.NodeGln, a.OnsetAt });
            alarm.HasIndex(a => new { a.PartyGln, a.OnsetAt });
            alarm.HasIndex(a => new { a.DistrictCode, a.OnsetAt });
            alarm.HasIndex(a => a.GroupId);
            alarm.HasIndex(a => a.ClearedAt);
        });
        model.Entity<AlarmEntry>(entry =>
        {
            entry.ToTable("alarm_entries").HasKey(e => e.Id);
            entry.Property(e => e.Id).ValueGeneratedNever();
            entry.Property(e => e.By).HasMaxLength(NameLength);
            entry.Property(e => e.Text).HasMaxLength(CommentLength);
            entry.HasIndex(e => new { e.AlarmId, e.At });
        });
        model.Entity<AlarmHandling>(handling =>
        {
            handling.ToTable("alarm_handlings").HasKey(h => new { h.AlarmId, h.Side });
            handling.Property(h => h.AcknowledgedBy).HasMaxLength(NameLength);
            handling.Property(h => h.AssignedTo).HasMaxLength(256);
            handling.Property(h => h.AssignedName).HasMaxLength(NameLength);
            handling.Property(h => h.Version).IsConcurrencyToken();
            handling.HasIndex(h => h.AssignedTo);
        });
        model.Entity<PlannedWindow>(window =>
        {
            window.ToTable("planned_windows").HasKey(w => w.Id);
            window.Property(w => w.Id).ValueGeneratedNever();
            window.Property(w => w.DistrictCode).HasMaxLength(6);
            window.Property(w => w.Note).HasMaxLength(NameLength);
            window.Property(w => w.RecordedBy).HasMaxLength(NameLength);
            window.Property(w => w.Version).IsConcurrencyToken();
            window.HasIndex(w => w.AssetId);
            window.HasIndex(w => new { w.PartyGln, w.NodeGln });
            window.HasIndex(w => w.DistrictCode);
        });
        model.Entity<WatchRule>(rule =>
        {
            rule.ToTable("watch_rules").HasKey(r => r.Device);
            rule.Property(r => r.Device).HasMaxLength(DeviceId.MaximumLength);
        });
        ApplyNotices(model);
    }

    private static void ApplyNotices(ModelBuilder model)
    {
        model.Entity<AlarmContact>(contact =>
        {
            contact.ToTable("alarm_contacts").HasKey(c => c.Id);
            contact.Property(c => c.Id).ValueGeneratedNever();
            contact.Property(c => c.DistrictCode).HasMaxLength(6);
            contact.Property(c => c.Name).HasMaxLength(NameLength);
            contact.Property(c => c.Target).HasMaxLength(SaveContact.TargetLength);
            contact.Property(c => c.AddedBy).HasMaxLength(NameLength);
            contact.Property(c => c.Version).IsConcurrencyToken();
            contact.HasIndex(c => c.PartyGln);
            contact.HasIndex(c => c.DistrictCode);
        });
        model.Entity<AlarmDelivery>(delivery =>
        {
            delivery.ToTable("alarm_deliveries").HasKey(d => d.Id);
            delivery.Property(d => d.Id).ValueGeneratedNever();
            delivery.Property(d => d.Error).HasMaxLength(CommentLength);
            delivery
                .HasIndex(d => new
                {
                    d.AlarmId,
                    d.ContactId,
                    d.Number,
                })
                .IsUnique();
            delivery.HasIndex(d => new { d.State, d.NextAttemptAt });
            delivery.HasIndex(d => new { d.ContactId, d.State });
        });
        model.Entity<AllowedHost>(host =>
        {
            host.ToTable("allowed_hosts").HasKey(h => h.Host);
            host.Property(h => h.Host).HasMaxLength(210);
            host.Property(h => h.AllowedBy).HasMaxLength(NameLength);
        });
    }
}
