using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Handovers;

/// <summary>Sends goods off: stock leaves the sender's place, and is under way until the receiver decides.</summary>
public sealed class Shipping(DbContext db, StepRecorder recorder, IGoodsLeave leave)
{
    /// <summary>
    /// Dispatches loose lots and whole pallets as one shipping event. Held lots, and lots whose certificate was voided
    /// and not issued anew, stay.
    /// </summary>
    public Task<StepOutcome> DispatchAsync(ClaimsPrincipal by, DispatchShipment command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(DispatchShipment command, StepOpening opening, CancellationToken ct)
    {
        if (await CheckPartiesAsync(command, opening.PartyGln, ct) is { } unfit)
        {
            return unfit;
        }
        var cargo = new Cargo(db, opening.PartyGln, command.FromPlace);
        if (await cargo.LoadAsync(command.Goods ?? [], command.Pallets ?? [], ct) is { } refused)
        {
            return refused;
        }
        var number = PlainTextAttribute.Clean(command.DespatchNumber) ?? command.Id.ToString("N");
        var vehicle = PlainTextAttribute.Clean(command.Vehicle);
        var at = EventTimes.ToMilliseconds(command.At);
        db.Add(
            new Shipment
            {
                Id = command.Id,
                FromPartyGln = opening.PartyGln,
                FromPlaceGln = command.FromPlace,
                ToPartyGln = command.ToParty,
                ToPlaceGln = command.ToPlace,
                CarrierGln = command.Carrier,
                Vehicle = vehicle,
                DespatchNumber = number,
                DispatchedAt = at,
                State = ShipmentState.InTransit,
            }
        );
        db.AddRange(cargo.LinesOf(command.Id));
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await cargo.ShipCodesAsync(command.Id, at, ct) is { } raced)
        {
            return raced;
        }
        await leave.PlaceAsync(cargo.Gone, opening.PartyGln, command.FromPlace, at, ct);
        var draft = opening.Draft(
            command.Id,
            StepKind.Shipping,
            command.FromPlace,
            command.At,
            (StepFact.DespatchNumber, number),
            (StepFact.Vehicle, vehicle)
        ) with
        {
            OtherPartyGln = command.ToParty,
            OtherPlaceGln = command.ToPlace,
        };
        var outcome = await recorder.RecordAsync(
            draft,
            cargo.Parts,
            [
                new ObjectEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.OBSERVE,
                    BizStep = BizStep.Shipping,
                    Disposition = Disposition.InTransit,
                    ReadPoint = command.FromPlace.ToLocationUri(),
                    EpcList = cargo.Epcs,
                    QuantityList = cargo.Quantities,
                    BizTransactions = [new BizTransaction("desadv", DocumentUri.Of(opening.PartyGln, number))],
                    Sources = HandoverEvents.Ends(opening.PartyGln, command.FromPlace),
                    Destinations = HandoverEvents.Ends(command.ToParty, command.ToPlace),
                    Extensions = LotEvents.Extensions(
                        opening.PartyGln,
                        ("carrier", command.Carrier?.ToPartyUri()),
                        ("vehicle", vehicle)
                    ),
                },
            ],
            ct
        );
        outcome = await transaction.CommitIfRecordedAsync(outcome, ct);
        await leave.CommittedAsync(ct);
        return outcome;
    }

    private async Task<StepOutcome?> CheckPartiesAsync(DispatchShipment command, Gln own, CancellationToken ct)
    {
        if ((command.Goods ?? []).Count + (command.Pallets ?? []).Count == 0)
        {
            return StepEnding.Refused("nothing-to-ship", "Nothing to ship", "请填写要发的批次或托盘。", "/goods");
        }
        if (command.FromPlace == command.ToPlace)
        {
            return StepEnding.Refused("same-place", "Same place", "发货地点和收货地点不能相同。", "/toPlace");
        }
        if (!await db.Set<Party>().AnyAsync(p => p.Gln == command.ToParty, ct))
        {
            return new StepOutcome.NotFound($"没有登记收货主体{command.ToParty}。", "/toParty");
        }
        return command.Carrier is { } carrier && carrier != own && !await IsCarrierAsync(carrier, ct)
            ? new StepOutcome.NotFound($"没有登记承运主体{carrier}。", "/carrier")
            : null;
    }

    private Task<bool> IsCarrierAsync(Gln carrier, CancellationToken ct) =>
        db.Set<Party>().AnyAsync(p => p.Gln == carrier && p.Kind == PartyKind.Carrier, ct);
}
