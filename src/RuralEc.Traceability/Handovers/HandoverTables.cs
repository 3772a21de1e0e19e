using Microsoft.EntityFrameworkCore;

namespace RuralEc.Traceability.Handovers;

/// <summary>Shipments and handovers: their tables on one screen.</summary>
internal static class HandoverTables
{
    private const int TextLength = 200;

    public static void Apply(ModelBuilder model)
    {
        model.Entity<Shipment>(shipment =>
        {
            shipment.ToTable("shipments").HasKey(s => s.Id);
            shipment.Property(s => s.Id).ValueGeneratedNever();
            shipment.Property(s => s.Vehicle).HasMaxLength(40);
            shipment.Property(s => s.DespatchNumber).HasMaxLength(40);
            shipment.Property(s => s.Version).IsConcurrencyToken();
            shipment.Ignore(s => s.ReceiverGln).Ignore(s => s.DestinationGln);
            shipment.HasIndex(s => new { s.FromPartyGln, s.DispatchedAt });
            shipment.HasIndex(s => new { s.ToPartyGln, s.DispatchedAt });
            shipment.HasIndex(s => new { s.CarrierGln, s.DispatchedAt });
            shipment.HasIndex(s => new { s.ToPlaceGln, s.State });
        });
        model.Entity<ShipmentLine>(line =>
        {
            line.ToTable("shipment_lines")
                .HasKey(l => new
                {
                    l.ShipmentId,
                    l.LotId,
                    l.Sscc,
                });
            line.Property(l => l.Sscc).HasMaxLength(18);
            line.Property(l => l.Quantity).HasPrecision(18, 3);
            line.Property(l => l.Accepted).HasPrecision(18, 3);
            line.HasIndex(l => l.LotId);
        });
        model.Entity<HandoverRecord>(handover =>
        {
            handover.ToTable("handovers").HasKey(h => h.Id);
            handover.Property(h => h.Id).ValueGeneratedNever();
            handover.Property(h => h.PlannedMinCelsius).HasPrecision(18, 3);
            handover.Property(h => h.PlannedMaxCelsius).HasPrecision(18, 3);
            handover.Property(h => h.VehicleAirCelsius).HasPrecision(18, 3);
            handover.Property(h => h.PrecoolCelsius).HasPrecision(18, 3);
            handover.Property(h => h.CoreCelsius).HasPrecision(18, 3);
            handover.Property(h => h.SurfaceCelsius).HasMaxLength(1_000);
            handover.Property(h => h.FewSurfacesReason).HasMaxLength(TextLength);
            handover.Property(h => h.Instrument).HasMaxLength(60);
            handover.Property(h => h.PackagingState).HasMaxLength(TextLength);
            handover.Property(h => h.SensorSeries).HasMaxLength(TextLength);
            handover.Property(h => h.HandedOverBy).HasMaxLength(60);
            handover.Property(h => h.ReceivedBy).HasMaxLength(60);
            handover.Property(h => h.Reason).HasMaxLength(TextLength);
            handover.Property(h => h.AccountId).HasMaxLength(TextLength);
            handover.Property(h => h.Fingerprint).HasMaxLength(64);
            handover.Property(h => h.Version).IsConcurrencyToken();
            handover.Ignore(h => h.Temperatures);
            handover.HasIndex(h => h.ShipmentId);
            handover.HasIndex(h => new { h.PlaceGln, h.MeasuredAt });
            handover.HasIndex(h => new { h.FromPartyGln, h.MeasuredAt });
            handover.HasIndex(h => new { h.ToPartyGln, h.MeasuredAt });
        });
    }
}
