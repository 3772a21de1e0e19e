using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Lots;

/// <summary>How goods are cooled before storage.</summary>
public enum PrecoolingMethod
{
    IceWater,
    ForcedAir,
    Vacuum,
    Room,
}

/// <summary>
/// The pre-cooling of all loose goods of a bulk lot. Pulp temperatures are in °C, <paramref name="ShrinkKg"/> is the
/// mass lost; more than 2 % needs a reason. Goods that lay elsewhere have arrived at <paramref name="Place"/> with it.
/// </summary>
public sealed record PrecoolingCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    [NotEmpty] Gln Place,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    [EnumDataType(typeof(PrecoolingMethod))] PrecoolingMethod Method,
    [Range(-10.0, 60.0)] decimal PulpBeforeCelsius,
    [Range(-10.0, 60.0)] decimal PulpAfterCelsius,
    [Quantity(AllowZero = true)] decimal ShrinkKg = 0,
    [PlainText(200)] string? LossReason = null
);

/// <summary>Records pre-cooling: what decides most about the life of the goods.</summary>
public sealed class PrecoolingRecord(DbContext db, StepRecorder recorder)
{
    public Task<StepOutcome> RecordAsync(ClaimsPrincipal by, PrecoolingCommand command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => PrecoolingRules.Check(command, now),
            opening => DecideAsync(by, command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(
        ClaimsPrincipal by,
        PrecoolingCommand command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        if (await StockBook.FindLotAsync(db, by, command.Gtin, command.Lot, ct) is not { Lot: var lot })
        {
            return StockBook.NoSuchLot(command.Lot, "/lot");
        }
        if (lot.Held)
        {
            return StockBook.IsHeld(lot, "/lot");
        }
        var holder = opening.PartyGln;
        var rows = await db.Set<Stock>()
            .AsTracking()
            .Where(s => s.LotId == lot.Id && s.HolderGln == holder && s.Sscc == Stock.Loose && s.Quantity > 0)
            .ToListAsync(ct);
        var stock = rows.SingleOrDefault(s => s.PlaceGln == command.Place) ?? (rows.Count == 1 ? rows[0] : null);
        if ((PrecoolingRules.Check(command, lot, stock)) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var remaining = stock!.Quantity - command.ShrinkKg;
        if (stock.PlaceGln == command.Place)
        {
            StockBook.Take(stock, command.ShrinkKg);
        }
        else
        {
            StockBook.Take(stock, stock.Quantity);
            await StockBook.PutAsync(db, lot.Id, command.Place, holder, remaining, Uom.KGM, ct);
        }
        var draft = opening.Draft(
            command.Id,
            StepKind.Precooling,
            command.Place,
            command.EndedAt,
            (StepFact.StartedAt, command.StartedAt),
            (StepFact.Method, command.Method),
            (StepFact.PulpBeforeCelsius, command.PulpBeforeCelsius),
            (StepFact.PulpAfterCelsius, command.PulpAfterCelsius),
            (StepFact.ShrinkKg, command.ShrinkKg),
            (StepFact.LossReason, PlainTextAttribute.Clean(command.LossReason))
        );
        var part = new StepLot
        {
            LotId = lot.Id,
            Role = LotRole.Seen,
            Quantity = remaining,
            Uom = Uom.KGM,
        };
        return await recorder.RecordAsync(draft, [part], [EventOf(command, draft, lot, remaining)], ct);
    }

    private static ObjectEvent EventOf(PrecoolingCommand command, StepDraft draft, Lot lot, decimal remaining) =>
        new()
        {
            EventTime = draft.EventTime,
            EventId = StepRecorder.EventIdOf(command.Id),
            Action = EventAction.OBSERVE,
            BizStep = BizStep.Other,
            Disposition = Disposition.InProgress,
            ReadPoint = command.Place.ToLocationUri(),
            BizLocation = command.Place.ToLocationUri(),
            QuantityList = [LotEvents.AmountOf(lot, remaining, Uom.KGM)],
            SensorElements =
            [
                LotEvents.TemperatureAt(command.StartedAt, command.PulpBeforeCelsius),
                LotEvents.TemperatureAt(command.EndedAt, command.PulpAfterCelsius),
            ],
            Extensions = LotEvents.Extensions(
                draft.PartyGln,
                ("coolingMethod", JsonValue.Create(command.Method.ToString())),
                ("lossKg", JsonValue.Create(command.ShrinkKg))
            ),
        };
}
