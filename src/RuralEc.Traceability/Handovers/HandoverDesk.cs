using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Handovers;

/// <summary>Takes down what is measured when goods change hands; the receiver decides on it afterwards.</summary>
public sealed class HandoverDesk(DbContext db, TimeProvider clock)
{
    /// <summary>Records the measurements. Any party of the shipment may: sender, carrier or receiver.</summary>
    public async Task<Registration<HandoverView>> OpenAsync(
        ClaimsPrincipal by,
        OpenHandover command,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        if (reach.PartyGln is not { } own)
        {
            return new Registration<HandoverView>.Refused(Refusals.NoParty());
        }
        var now = clock.GetUtcNow();
        if ((CommandShape.Check(command) ?? EventTimes.Check(command.MeasuredAt, now, "/measuredAt")) is { } malformed)
        {
            return new Registration<HandoverView>.Refused(malformed);
        }
        var fingerprint = Fingerprint.Of(command);
        if (await FindAsync(command.Id, reach, fingerprint, ct) is { } earlier)
        {
            return earlier;
        }
        var shipment = await db.Set<Shipment>()
            .SingleOrDefaultAsync(
                s =>
                    s.Id == command.ShipmentId && (s.FromPartyGln == own || s.ToPartyGln == own || s.CarrierGln == own),
                ct
            );
        if (shipment is null)
        {
            return new Registration<HandoverView>.NotFound("没有这批货。", "/shipmentId");
        }
        var record = RecordOf(command, shipment, reach.AccountId, fingerprint, now);
        if ((CheckWay(record, shipment) ?? HandoverRules.Check(record.Temperatures)) is { } refused)
        {
            return new Registration<HandoverView>.Refused(refused);
        }
        db.Add(record);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // The primary key speaks: was the same handover recorded meanwhile?
            db.ChangeTracker.Clear();
            if (await FindAsync(command.Id, reach, fingerprint, ct) is { } first)
            {
                return first;
            }
            throw;
        }
        return new Registration<HandoverView>.Registered(HandoverView.Of(record));
    }

    private async Task<Registration<HandoverView>?> FindAsync(
        Guid id,
        Reach reach,
        string fingerprint,
        CancellationToken ct
    ) =>
        await db.Set<HandoverRecord>().SingleOrDefaultAsync(h => h.Id == id, ct) is { } earlier
            ? earlier.Fingerprint == fingerprint && earlier.AccountId == reach.AccountId
                ? new Registration<HandoverView>.AlreadyRegistered(HandoverView.Of(earlier))
                : new Registration<HandoverView>.Taken("该编号（id）已用于另一次交接。", "/id")
            : null;

    private static HandoverRecord RecordOf(
        OpenHandover command,
        Shipment shipment,
        string accountId,
        string fingerprint,
        DateTimeOffset now
    )
    {
        var (from, to) = PartiesOf(command.Kind, shipment);
        return new HandoverRecord
        {
            Id = command.Id,
            ShipmentId = shipment.Id,
            Kind = command.Kind,
            FromPartyGln = from,
            ToPartyGln = to,
            PlaceGln = command.Place,
            PlannedMinCelsius = command.PlannedMinCelsius,
            PlannedMaxCelsius = command.PlannedMaxCelsius,
            VehicleAirCelsius = command.VehicleAirCelsius,
            PrecoolCelsius = command.PrecoolCelsius,
            SurfaceCelsius = HandoverRecord.WriteSurfaces(command.SurfaceCelsius),
            FewSurfacesReason = PlainTextAttribute.Clean(command.FewSurfacesReason),
            CoreCelsius = command.CoreCelsius,
            Instrument = PlainTextAttribute.Clean(command.Instrument),
            InstrumentCalibrationDueOn = command.InstrumentCalibrationDueOn,
            MeasuredAt = EventTimes.ToMilliseconds(command.MeasuredAt),
            RecordedAt = EventTimes.ToMilliseconds(now),
            PackagingState = command.PackagingState.Trim(),
            SensorSeries = PlainTextAttribute.Clean(command.SensorSeries),
            HandedOverBy = command.HandedOverBy.Trim(),
            AccountId = accountId,
            Fingerprint = fingerprint,
        };
    }

    /// <summary>The carrier takes over at the sender's, and hands over at the receiver's; without one, the sender does.</summary>
    private static (Gln From, Gln To) PartiesOf(HandoverKind kind, Shipment shipment)
    {
        var sender = shipment.State is ShipmentState.Returning ? shipment.ToPartyGln : shipment.FromPartyGln;
        return kind is HandoverKind.Outbound or HandoverKind.Loading
            ? (sender, shipment.CarrierGln ?? shipment.ReceiverGln)
            : (shipment.CarrierGln ?? sender, shipment.ReceiverGln);
    }

    private static Refusal? CheckWay(HandoverRecord record, Shipment shipment)
    {
        if (shipment.State is not (ShipmentState.InTransit or ShipmentState.Returning))
        {
            return new Refusal("shipment-closed", "Shipment is closed", "这批货已经交接完毕。", "/shipmentId");
        }
        if (record.MeasuredAt < shipment.DispatchedAt - EventTimes.ClockTolerance && IsArrival(record.Kind))
        {
            return new Refusal(
                "measured-before-dispatch",
                "Measured before dispatch",
                "收货测量时间早于发货时间。",
                "/measuredAt"
            );
        }
        return IsArrival(record.Kind) && record.PlaceGln != shipment.DestinationGln
            ? new Refusal(
                "not-the-destination",
                "Not the destination",
                $"这批货应在{shipment.DestinationGln}收货。",
                "/place"
            )
            : null;
    }

    /// <summary>True for the kinds that end a shipment: the goods become the receiver's stock.</summary>
    internal static bool IsArrival(HandoverKind kind) => kind is HandoverKind.Inbound or HandoverKind.Delivery;
}
