using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Lots;

/// <summary>Stops a lot, or lets it go again, for a reason that people read.</summary>
public sealed record HoldCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    DateTimeOffset At,
    [Required, PlainText(200)] string Reason
);

/// <summary>Holds and releases lots: a held lot is refused by every step that would change it or move it on.</summary>
public sealed class LotHold(DbContext db, StepRecorder recorder, TimeProvider clock)
{
    public Task<StepOutcome> HoldAsync(ClaimsPrincipal by, HoldCommand command, CancellationToken ct) =>
        ChangeAsync(by, command, StepKind.Hold, ct);

    public Task<StepOutcome> ReleaseAsync(ClaimsPrincipal by, HoldCommand command, CancellationToken ct) =>
        ChangeAsync(by, command, StepKind.Release, ct);

    private async Task<StepOutcome> ChangeAsync(
        ClaimsPrincipal by,
        HoldCommand command,
        StepKind kind,
        CancellationToken ct
    )
    {
        var fault = CommandShape.Check(command) ?? EventTimes.Check(command.At, clock.GetUtcNow(), "/at");
        if (fault is not null)
        {
            return new StepOutcome.Refused(fault);
        }
        if (await StockBook.FindLotAsync(db, by, command.Gtin, command.Lot, ct) is not { Lot: var lot })
        {
            return StockBook.NoSuchLot(command.Lot, "/lot");
        }

        // Officers act for no party: their step stands under the maker of the lot, and under their own account.
        var reach = Reach.Of(by);
        var party = reach.PartyGln ?? lot.OriginPartyGln;
        var fingerprint = Fingerprint.Of(new { kind, command });
        if (await recorder.FindAsync(command.Id, party, fingerprint, ct) is { } repeat)
        {
            return repeat;
        }
        var hold = kind == StepKind.Hold;
        if (lot.Held == hold)
        {
            return new StepOutcome.Refused(
                hold
                    ? new Refusal("already-held", "Already held", "该批次已被暂停流转。", "/lot")
                    : new Refusal("not-held", "Not held", "该批次没有被暂停流转。", "/lot")
            );
        }
        db.Attach(lot);
        lot.Held = hold;
        lot.HoldReason = hold ? command.Reason.Trim() : null;
        var stock = await db.Set<Stock>().Where(s => s.LotId == lot.Id && s.Quantity > 0).ToListAsync(ct);
        var uom = stock.Count > 0 ? stock[0].Uom : Uom.KGM;
        var amount = stock.Sum(s => s.Quantity);
        var place = stock.Count > 0 ? stock[0].PlaceGln : lot.OriginPartyGln;
        var draft = new StepDraft(command.Id, kind, party, place, command.At, reach.AccountId, fingerprint)
        {
            Facts = StepFacts.Of((StepFact.Reason, command.Reason.Trim())),
        };
        var part = new StepLot
        {
            LotId = lot.Id,
            Role = LotRole.Seen,
            Quantity = amount,
            Uom = uom,
        };
        return await recorder.RecordAsync(draft, [part], [EventOf(draft, lot, amount, uom, hold)], ct);
    }

    private static ObjectEvent EventOf(StepDraft draft, Lot lot, decimal amount, Uom uom, bool hold) =>
        new()
        {
            EventTime = draft.EventTime,
            EventId = StepRecorder.EventIdOf(draft.Id),
            Action = EventAction.OBSERVE,
            BizStep = hold ? BizStep.Holding : BizStep.Inspecting,
            Disposition = hold ? Disposition.NonSellableOther : Disposition.SellableNotAccessible,
            PersistentDisposition = hold
                ? new PersistentDisposition([Disposition.NonSellableOther], [])
                : new PersistentDisposition([], [Disposition.NonSellableOther]),
            QuantityList = [LotEvents.AmountOf(lot, amount, uom)],
            Extensions = LotEvents.Extensions(draft.PartyGln),
        };
}
