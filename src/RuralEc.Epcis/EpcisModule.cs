using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace RuralEc.Epcis;

/// <summary>The door of the event store.</summary>
public static class EpcisModule
{
    /// <summary>Adds capture and queries; they work in the scope's <see cref="DbContext"/>.</summary>
    public static IServiceCollection AddEpcis(this IServiceCollection services) =>
        services.AddScoped<EventCapture>().AddScoped<EventQuery>().AddScoped<TraceQuery>();

    /// <summary>Maps the tables of captured events, their index and the genealogy.</summary>
    public static void ApplyEpcis(this ModelBuilder model)
    {
        model.Entity<CapturedEvent>(table =>
        {
            table.ToTable("captured_events");
            table.HasKey(e => e.Id);
            table.HasIndex(e => new { e.EventId, e.IsErrorDeclaration }).IsUnique();
            table.HasIndex(e => e.EventTime);
            table.HasIndex(e => new { e.BizStep, e.EventTime });
            table.HasIndex(e => new { e.BizLocation, e.EventTime });
            table.Property(e => e.EventId).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.Type).HasMaxLength(20);
            table.Property(e => e.Action).HasMaxLength(10);
            table.Property(e => e.BizStep).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.Disposition).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.ReadPoint).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.BizLocation).HasMaxLength(CapturedEvent.MaxText);
            table.HasMany(e => e.IndexEntries).WithOne().HasForeignKey(i => i.EventKey);
            table.HasMany(e => e.SensorEntries).WithOne().HasForeignKey(s => s.EventKey);
            table.HasMany(e => e.Edges).WithOne(edge => edge.Event).HasForeignKey(edge => edge.EventKey);
        });
        model.Entity<IndexEntry>(table =>
        {
            table.ToTable("event_index");
            table.HasKey(i => new { i.EventKey, i.Position });
            table.HasIndex(i => new
            {
                i.Value,
                i.Role,
                i.EventKey,
            });
            table.Property(i => i.Value).HasMaxLength(CapturedEvent.MaxText);
            table.Property(i => i.Role).HasMaxLength(20);
            table.Property(i => i.Quantity).HasPrecision(18, 3);
            table.Property(i => i.Uom).HasMaxLength(3);
        });
        model.Entity<SensorEntry>(table =>
        {
            table.ToTable("event_sensors");
            table.HasKey(s => new { s.EventKey, s.Position });
            table.HasIndex(s => new { s.Type, s.Max });
            table.HasIndex(s => new { s.Type, s.Min });
            table.Property(s => s.Type).HasMaxLength(CapturedEvent.MaxText);
            table.Property(s => s.Uom).HasMaxLength(20);
        });
        model.Entity<GenealogyEdge>(table =>
        {
            table.ToTable("genealogy_edges");
            table.HasKey(e => e.Id);
            table.HasIndex(e => new { e.Source, e.Kind });
            table.HasIndex(e => new { e.Target, e.Kind });
            table.Property(e => e.Kind).HasMaxLength(20);
            table.Property(e => e.Source).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.Target).HasMaxLength(CapturedEvent.MaxText);
            table.Property(e => e.SourceQuantity).HasPrecision(18, 3);
            table.Property(e => e.TargetQuantity).HasPrecision(18, 3);
            table.Property(e => e.SourceUom).HasMaxLength(3);
            table.Property(e => e.TargetUom).HasMaxLength(3);
            table.HasOne(e => e.ClosedBy).WithMany().HasForeignKey(e => e.ClosedByKey);
        });
    }
}
