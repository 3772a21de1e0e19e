using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Pallets;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>The receiver accepts, accepts with reserve or rejects: one event, and the stock arrives or goes back.</summary>
public sealed class HandoverDeciding(DbContext db, StepRecorder recorder, IGoodsLeave leave)
{
    public Task<StepOutcome> DecideAsync(
        ClaimsPrincipal by,
        Guid handoverId,
        DecideHandover command,
        CancellationToken ct
    ) =>
        recorder.RunAsync(
            by,
            command.Id,
            new Addressed(handoverId, command),
            now => CommandShape.Check(command) ?? EventTimes.Check(command.At, now, "/at"),
            opening => RecordAsync(handoverId, command, opening, ct),
            ct
        );

    private async Task<StepOutcome> RecordAsync(
        Guid handoverId,
        DecideHandover command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var own = opening.PartyGln;
        var handover = await db.Set<HandoverRecord>()
            .AsTracking()
            .SingleOrDefaultAsync(h => h.Id == handoverId && h.ToPartyGln == own, ct);
        if (handover is null)
        {
            return new StepOutcome.NotFound("没有等待本主体决定的这次交接。", "/handoverId");
        }
        var shipment = await db.Set<Shipment>().AsTracking().SingleAsync(s => s.Id == handover.ShipmentId, ct);
        var loads = await LoadsAsync(shipment.Id, ct);
        if (Check(command, handover, shipment) is { } refused)
        {
            return new StepOutcome.Refused(refused);
        }
        handover.Decision = command.Decision;
        handover.DecisionId = command.Id;
        handover.Reason = PlainTextAttribute.Clean(command.Reason);
        handover.ReceivedBy = command.ReceivedBy.Trim();
        handover.DecidedAt = EventTimes.ToMilliseconds(command.At);
        handover.Version++;
        return HandoverDesk.IsArrival(handover.Kind)
            ? await ArriveAsync(opening, command, handover, shipment, loads, ct)
            : await recorder.RecordAsync(
                DraftOf(opening, StepKind.Custody, command, handover, shipment, []),
                PartsOf(loads, load => load.Line.Quantity),
                [EventOf(command, handover, shipment, loads, load => load.Line.Quantity, [])],
                ct
            );
    }

    private async Task<StepOutcome> ArriveAsync(
        StepOpening opening,
        DecideHandover command,
        HandoverRecord handover,
        Shipment shipment,
        IReadOnlyList<Load> loads,
        CancellationToken ct
    )
    {
        if (await CountAsync(command, handover, loads, ct) is { } refused)
        {
            return refused;
        }
        var rejected = command.Decision is HandoverDecision.Reject;
        var differences = rejected ? [] : loads.Where(load => load.Accepted != load.Line.Quantity).ToList();
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (!rejected)
        {
            var stock = new PlacedStock(db);
            foreach (var load in loads)
            {
                load.Line.Accepted = load.Accepted;
                if (load.Accepted > 0 && await PutAsync(stock, handover, load, ct) is { } wrongPlace)
                {
                    return new StepOutcome.Refused(wrongPlace);
                }
            }
            if (shipment.State is ShipmentState.InTransit && await EntersMarketAsync(command, shipment, ct))
            {
                await EnterMarketAsync(shipment.Id, loads, handover.DecidedAt!.Value, ct);
            }
            await new Unloading(db, leave).OfAsync(shipment, [.. loads.Select(l => (l.Line, l.Lot))], command.At, ct);
        }
        shipment.State = (command.Decision, shipment.State) switch
        {
            (HandoverDecision.Reject, _) => ShipmentState.Returning,
            (_, ShipmentState.Returning) => ShipmentState.Returned,
            (HandoverDecision.AcceptWithReserve, _) => ShipmentState.ReceivedWithReserve,
            _ => ShipmentState.Received,
        };
        shipment.Version++;
        Func<Load, decimal> moved = rejected ? load => load.Line.Quantity : load => load.Accepted;
        var outcome = await recorder.RecordAsync(
            DraftOf(
                opening,
                rejected ? StepKind.Rejection : StepKind.Receiving,
                command,
                handover,
                shipment,
                differences
            ),
            PartsOf(loads, moved),
            [EventOf(command, handover, shipment, loads, moved, differences)],
            ct
        );
        outcome = await transaction.CommitIfRecordedAsync(outcome, ct);
        await leave.CommittedAsync(ct);
        return outcome;
    }

    private static Task<Refusal?> PutAsync(
        PlacedStock stock,
        HandoverRecord handover,
        Load load,
        CancellationToken ct
    ) =>
        stock.PutAsync(
            load.Lot.Id,
            handover.PlaceGln,
            load.Line.Sscc,
            handover.ToPartyGln,
            load.Accepted,
            load.Line.Uom,
            ct
        );

    private async Task<IReadOnlyList<Load>> LoadsAsync(Guid shipmentId, CancellationToken ct)
    {
        var lines = await db.Set<ShipmentLine>().AsTracking().Where(l => l.ShipmentId == shipmentId).ToListAsync(ct);
        var ids = lines.Select(l => l.LotId).Distinct().ToList();
        var lots = await db.Set<Lot>().Where(l => ids.Contains(l.Id)).ToDictionaryAsync(l => l.Id, ct);
        return [.. lines.Select(line => new Load(line, lots[line.LotId]))];
    }

    private static Refusal? Check(DecideHandover command, HandoverRecord handover, Shipment shipment)
    {
        if (handover.Decision is not null)
        {
            return new Refusal("handover-decided", "Handover is decided", "这次交接已有决定。", "/decision");
        }
        if (shipment.State is not (ShipmentState.InTransit or ShipmentState.Returning))
        {
            return new Refusal("shipment-closed", "Shipment is closed", "这批货已经交接完毕。", "/decision");
        }
        if (handover.ToPartyGln != shipment.ReceiverGln && HandoverDesk.IsArrival(handover.Kind))
        {
            return new Refusal(
                "handover-outdated",
                "Handover is outdated",
                "这批货已拒收退回，请重新交接。",
                "/decision"
            );
        }
        if (command.At < handover.MeasuredAt - EventTimes.ClockTolerance)
        {
            return new Refusal("decided-before-measured", "Decided before measured", "决定时间早于测量时间。", "/at");
        }
        if (command.Decision is HandoverDecision.Reject && shipment.State is ShipmentState.Returning)
        {
            return new Refusal(
                "return-not-rejectable",
                "A return cannot be rejected",
                "退回的货物不能再拒收，请保留接收并说明原因。",
                "/decision"
            );
        }
        return HandoverRules.Check(
            command.Decision,
            command.Reason,
            handover.Temperatures,
            EventTimes.DayOf(handover.MeasuredAt),
            handover.HandedOverBy,
            command.ReceivedBy
        );
    }

    /// <summary>Sets how much of each line came: as stated, else all of it, or nothing when rejected.</summary>
    private async Task<StepOutcome?> CountAsync(
        DecideHandover command,
        HandoverRecord handover,
        IReadOnlyList<Load> loads,
        CancellationToken ct
    )
    {
        foreach (var load in loads)
        {
            load.Accepted = command.Decision is HandoverDecision.Reject ? 0 : load.Line.Quantity;
        }
        var stated = command.Lines ?? [];
        for (var i = 0; i < stated.Count; i++)
        {
            var (line, field) = (stated[i], $"/lines/{i}/quantity");
            var sscc = line.Sscc?.ToString() ?? Stock.Loose;
            var load = loads.FirstOrDefault(l =>
                l.Lot.Gtin == line.Gtin && l.Lot.BatchNumber == line.Lot && l.Line.Sscc == sscc
            );
            if (load is null)
            {
                return new StepOutcome.NotFound($"这批货里没有批次{line.Lot}。", $"/lines/{i}");
            }
            if (load.Line.Uom is Uom.H87 && line.Quantity != decimal.Truncate(line.Quantity))
            {
                return StepEnding.Refused("whole-boxes", "Boxes are whole", "箱数应为整数。", field);
            }
            if (HandoverRules.Check(command.Decision, load.Line.Quantity, line.Quantity, field) is { } refused)
            {
                return new StepOutcome.Refused(refused);
            }
            load.Accepted = line.Quantity;
        }
        // A held lot may be rejected, and may come home, but enters nobody else's stock.
        var home = await db.Set<Shipment>()
            .AnyAsync(s => s.Id == handover.ShipmentId && s.State == ShipmentState.Returning, ct);
        return !home && loads.FirstOrDefault(load => load.Accepted > 0 && load.Lot.Held) is { } held
            ? StockBook.IsHeld(held.Lot, "/decision")
            : null;
    }

    private async Task<bool> EntersMarketAsync(DecideHandover command, Shipment shipment, CancellationToken ct) =>
        command.EntersMarket
        || await db.Set<Party>().AnyAsync(p => p.Gln == shipment.ToPartyGln && p.Kind == PartyKind.Buyer, ct);

    private Task<int> EnterMarketAsync(
        Guid shipmentId,
        IReadOnlyList<Load> loads,
        DateTimeOffset at,
        CancellationToken ct
    )
    {
        var arrived = loads.Where(load => load.Accepted > 0).Select(load => load.Lot.Id).Distinct().ToList();
        return CodeStates.MoveAsync(
            db.Set<TraceCode>().Where(c => arrived.Contains(c.LotId) && c.ShipmentId == shipmentId),
            TraceCodeState.InMarket,
            at,
            ct
        );
    }

    private static StepDraft DraftOf(
        StepOpening opening,
        StepKind kind,
        DecideHandover command,
        HandoverRecord handover,
        Shipment shipment,
        IReadOnlyList<Load> differences
    )
    {
        var surfaces = handover.Temperatures.SurfaceCelsius;
        return opening.Draft(
            command.Id,
            kind,
            handover.PlaceGln,
            command.At,
            (StepFact.HandoverKind, handover.Kind),
            (StepFact.Decision, command.Decision),
            (StepFact.Reason, handover.Reason),
            (StepFact.SurfaceMinCelsius, surfaces.Count > 0 ? surfaces.Min() : null),
            (StepFact.SurfaceMaxCelsius, surfaces.Count > 0 ? surfaces.Max() : null),
            (StepFact.CoreCelsius, handover.CoreCelsius),
            (StepFact.VehicleAirCelsius, handover.VehicleAirCelsius),
            (StepFact.DespatchNumber, shipment.DespatchNumber),
            (StepFact.Vehicle, shipment.Vehicle),
            (
                StepFact.Difference,
                differences.Count == 0 ? null : differences.Sum(load => load.Line.Quantity - load.Accepted)
            )
        ) with
        {
            OtherPartyGln = handover.FromPartyGln,
            OtherPlaceGln = shipment.FromPlaceGln,
        };
    }

    private static IReadOnlyList<StepLot> PartsOf(IReadOnlyList<Load> loads, Func<Load, decimal> quantity) =>
        [
            .. loads
                .GroupBy(load => load.Lot.Id)
                .Select(lot => StepEnding.Seen(lot.Key, lot.Sum(quantity), lot.First().Line.Uom)),
        ];

    private static ObjectEvent EventOf(
        DecideHandover command,
        HandoverRecord handover,
        Shipment shipment,
        IReadOnlyList<Load> loads,
        Func<Load, decimal> quantity,
        IReadOnlyList<Load> differences
    )
    {
        var arrival = HandoverDesk.IsArrival(handover.Kind);
        var rejected = command.Decision is HandoverDecision.Reject;
        var pallets = loads.Where(load => load.Line.Sscc != Stock.Loose && quantity(load) > 0);
        var loose = loads.Where(load => load.Line.Sscc == Stock.Loose && quantity(load) > 0);
        var epcs = pallets.Select(load => Sscc.Parse(load.Line.Sscc).ToUri()).Distinct().ToList();
        var quantities = loose.Select(load => LotEvents.AmountOf(load.Lot, quantity(load), load.Line.Uom)).ToList();
        if (epcs.Count + quantities.Count == 0)
        {
            // All was missing: the event is about what was expected and did not come.
            quantities = [.. loads.Select(load => LotEvents.AmountOf(load.Lot, 0, load.Line.Uom))];
        }
        var at = EventTimes.ToMilliseconds(command.At);
        return new ObjectEvent
        {
            EventId = StepRecorder.EventIdOf(command.Id),
            EventTime = at,
            Action = EventAction.OBSERVE,
            BizStep = arrival ? BizStep.Receiving : BizStep.Accepting,
            Disposition = (arrival, rejected) switch
            {
                (_, true) => Disposition.Returned,
                (true, _) => Disposition.InProgress,
                _ => Disposition.InTransit,
            },
            ReadPoint = handover.PlaceGln.ToLocationUri(),
            BizLocation = arrival && !rejected ? handover.PlaceGln.ToLocationUri() : null,
            EpcList = epcs,
            QuantityList = quantities,
            BizTransactions =
            [
                new BizTransaction("desadv", DocumentUri.Of(shipment.FromPartyGln, shipment.DespatchNumber)),
                new BizTransaction("recadv", DocumentUri.Of(handover.ToPartyGln, handover.Id.ToString("N"))),
            ],
            Sources = HandoverEvents.Ends(handover.FromPartyGln, shipment.FromPlaceGln),
            Destinations = HandoverEvents.Ends(handover.ToPartyGln, handover.PlaceGln),
            SensorElements = HandoverEvents.Sensors(handover),
            Extensions = LotEvents.Extensions(
                handover.ToPartyGln,
                (
                    "handover",
                    HandoverEvents.Findings(
                        handover,
                        differences.Select(load => new JsonObject
                        {
                            ["ruralec:epcClass"] = load.Lot.Lgtin.ToUri(),
                            ["ruralec:shipped"] = load.Line.Quantity,
                            ["ruralec:accepted"] = load.Accepted,
                        })
                    )
                )
            ),
        };
    }

    /// <summary>A line with its lot, and what came of it.</summary>
    private sealed record Load(ShipmentLine Line, Lot Lot)
    {
        public decimal Accepted { get; set; }
    }

    /// <summary>The same decision on another handover is another command.</summary>
    private sealed record Addressed(Guid HandoverId, DecideHandover Decision);
}
