using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability.Lots;

/// <summary>
/// A harvest of one plot. <paramref name="Gtin"/> is a bulk product; pulp temperatures are in °C;
/// <paramref name="Place"/> is where the goods lie afterwards, the plot itself when absent.
/// </summary>
public sealed record HarvestCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Guid PlotId,
    [NotEmpty] Gtin Gtin,
    [NotEmpty] BatchNumber Lot,
    DateTimeOffset StartedAt,
    DateTimeOffset EndedAt,
    [Quantity] decimal QuantityKg,
    [Range(1, 100_000)] int? Crates = null,
    [Range(-10.0, 60.0)] decimal? PulpMinCelsius = null,
    [Range(-10.0, 60.0)] decimal? PulpMaxCelsius = null,
    [NotEmpty] Gln? Place = null
);

/// <summary>A refused attempt to harvest inside a safety interval.</summary>
public sealed record HarvestRefusalView(
    Guid Id,
    Gln PartyGln,
    string PartyName,
    Guid PlotId,
    string PlotName,
    DateTimeOffset HarvestStart,
    decimal QuantityKg,
    string ActiveIngredient,
    DateOnly LastApplied,
    int IntervalDays,
    DateOnly AllowedFrom,
    DateTimeOffset AttemptedAt
);

/// <summary>Registers harvests: the first step of every lot.</summary>
public sealed class HarvestRegister(DbContext db, StepRecorder recorder, TimeProvider clock)
{
    /// <summary>
    /// Registers a harvest lot, or refuses it inside a safety interval and keeps the attempt for the officers.
    /// </summary>
    public Task<StepOutcome> RegisterAsync(ClaimsPrincipal by, HarvestCommand command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => HarvestRules.Check(command, now),
            opening => DecideAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(HarvestCommand command, StepOpening opening, CancellationToken ct)
    {
        var party = opening.PartyGln;
        var plot = await db.Set<Plot>().SingleOrDefaultAsync(p => p.Id == command.PlotId && p.PartyGln == party, ct);
        if (plot is null)
        {
            return new StepOutcome.NotFound("没有这个地块。", "/plotId");
        }
        var gtin = command.Gtin;
        var product = await db.Set<Product>().SingleOrDefaultAsync(p => p.Gtin == gtin && p.OwnerGln == party, ct);
        if (product is null)
        {
            return new StepOutcome.NotFound($"没有GTIN为{gtin}的产品。", "/gtin");
        }
        if (HarvestRules.Check(plot, product) is { } unfit)
        {
            return new StepOutcome.Refused(unfit);
        }
        var day = EventTimes.DayOf(command.StartedAt);
        var log = await FarmLog.InForceAsync(db, plot.Id, ct);
        if (SafetyInterval.Forbidding(log, day) is { } forbidding)
        {
            await KeepRefusalAsync(command, plot, forbidding, opening.AccountId, ct);
            return new StepOutcome.Refused(HarvestRules.InsideInterval(forbidding));
        }
        var number = command.Lot;
        if (await db.Set<Lot>().AnyAsync(l => l.Gtin == gtin && l.BatchNumber == number, ct))
        {
            return new StepOutcome.LotTaken(gtin, number, "/lot");
        }
        return await RecordAsync(command, opening, plot, product, ct);
    }

    /// <summary>A free lot number for a harvest on a day; null when the plot is not one's own or its runs are used up.</summary>
    public async Task<BatchNumber?> SuggestLotAsync(ClaimsPrincipal by, Guid plotId, DateOnly day, CancellationToken ct)
    {
        var plot = await Reach.Of(by).Plots(db).SingleOrDefaultAsync(p => p.Id == plotId, ct);
        if (plot is null)
        {
            return null;
        }
        var used = await db.Set<Lot>()
            .Where(l => l.PlotId == plotId && l.HarvestedOn == day)
            .Select(l => l.BatchNumber)
            .ToListAsync(ct);
        return LotNumbers.Suggest(day, plot.Number, used);
    }

    /// <summary>The number of the lot that a command has made already; null where it has made none that the caller may see.</summary>
    public async Task<BatchNumber?> MadeAsync(ClaimsPrincipal by, Guid command, CancellationToken ct)
    {
        var made = await Reach
            .Of(by)
            .Lots(db)
            .Where(l => db.Set<StepLot>().Any(s => s.StepId == command && s.LotId == l.Id && s.Role == LotRole.Output))
            .ToListAsync(ct);
        return made.Count > 0 ? made[0].BatchNumber : null;
    }

    /// <summary>The latest 200 refused attempts within the reach of <paramref name="by"/>.</summary>
    public async Task<IReadOnlyList<HarvestRefusalView>> RefusalsAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var refusals = Reach.Of(by).HarvestRefusals(db);
        return await (
            from refusal in refusals
            join party in db.Set<Party>() on refusal.PartyGln equals party.Gln
            join plot in db.Set<Plot>() on refusal.PlotId equals plot.Id
            orderby refusal.AttemptedAt descending
            select new HarvestRefusalView(
                refusal.Id,
                refusal.PartyGln,
                party.Name,
                refusal.PlotId,
                plot.Name,
                refusal.HarvestStart,
                refusal.QuantityKg,
                refusal.ActiveIngredient,
                refusal.LastApplied,
                refusal.IntervalDays,
                refusal.AllowedFrom,
                refusal.AttemptedAt
            )
        )
            .Take(200)
            .ToListAsync(ct);
    }

    private async Task<StepOutcome> RecordAsync(
        HarvestCommand command,
        StepOpening opening,
        Plot plot,
        Product product,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        var lot = new Lot
        {
            Id = Guid.CreateVersion7(now),
            Gtin = product.Gtin,
            BatchNumber = command.Lot,
            ProductClass = product.ProductClass,
            OriginPartyGln = opening.PartyGln,
            PlotId = plot.Id,
            HarvestedOn = EventTimes.DayOf(command.StartedAt),
            CreatedAt = EventTimes.ToMilliseconds(now),
        };
        var place = command.Place ?? plot.Gln;
        db.Add(lot);
        await StockBook.PutAsync(db, lot.Id, place, opening.PartyGln, command.QuantityKg, Uom.KGM, ct);
        var draft = opening.Draft(
            command.Id,
            StepKind.Harvest,
            plot.Gln,
            command.EndedAt,
            (StepFact.StartedAt, command.StartedAt),
            (StepFact.Crates, command.Crates),
            (StepFact.PulpMinCelsius, command.PulpMinCelsius),
            (StepFact.PulpMaxCelsius, command.PulpMaxCelsius)
        );
        var part = new StepLot
        {
            LotId = lot.Id,
            Role = LotRole.Output,
            Quantity = command.QuantityKg,
            Uom = Uom.KGM,
        };
        return await recorder.RecordAsync(draft, [part], [EventOf(command, draft, lot, place)], ct);
    }

    private static ObjectEvent EventOf(HarvestCommand command, StepDraft draft, Lot lot, Gln place)
    {
        var ilmd = LotEvents.Ilmd([lot]);
        ilmd["gs1:harvestDateStart"] = LotEvents.Iso(EventTimes.DayOf(command.StartedAt));
        ilmd["gs1:harvestDateEnd"] = LotEvents.Iso(EventTimes.DayOf(command.EndedAt));
        return new ObjectEvent
        {
            EventTime = draft.EventTime,
            EventId = StepRecorder.EventIdOf(command.Id),
            Action = EventAction.ADD,
            BizStep = BizStep.CreatingClassInstance,
            Disposition = Disposition.Active,
            ReadPoint = draft.PlaceGln.ToLocationUri(),
            BizLocation = place.ToLocationUri(),
            QuantityList = [LotEvents.AmountOf(lot, command.QuantityKg, Uom.KGM)],
            Ilmd = ilmd,
            SensorElements = PulpOf(command),
            Extensions = LotEvents.Extensions(
                draft.PartyGln,
                ("crates", command.Crates is { } crates ? JsonValue.Create(crates) : null)
            ),
        };
    }

    private static SensorElement[] PulpOf(HarvestCommand command)
    {
        if (command.PulpMinCelsius is null && command.PulpMaxCelsius is null)
        {
            return [];
        }
        var window = new SensorMetadata(StartTime: command.StartedAt, EndTime: command.EndedAt);
        var report = new SensorReport(
            "Temperature",
            MinValue: command.PulpMinCelsius,
            MaxValue: command.PulpMaxCelsius,
            Uom: "CEL"
        );
        return [new SensorElement(window, [report])];
    }

    private async Task KeepRefusalAsync(
        HarvestCommand command,
        Plot plot,
        FarmLogEntry forbidding,
        string accountId,
        CancellationToken ct
    )
    {
        var allowedFrom = SafetyInterval.AllowedFrom(forbidding);
        var refusals = db.Set<HarvestRefusal>();
        if (await refusals.AnyAsync(r => r.CommandId == command.Id && r.FarmLogEntryId == forbidding.Id, ct))
        {
            return;
        }
        var now = clock.GetUtcNow();
        db.Add(
            new HarvestRefusal
            {
                Id = Guid.CreateVersion7(now),
                CommandId = command.Id,
                PlotId = plot.Id,
                PartyGln = plot.PartyGln,
                DistrictCode = plot.DivisionCode[..6],
                HarvestStart = EventTimes.ToMilliseconds(command.StartedAt),
                QuantityKg = command.QuantityKg,
                FarmLogEntryId = forbidding.Id,
                ActiveIngredient = forbidding.ActiveIngredient ?? forbidding.InputName ?? "",
                LastApplied = forbidding.AppliedTo,
                IntervalDays = forbidding.IntervalDays,
                AllowedFrom = allowedFrom,
                AccountId = accountId,
                AttemptedAt = EventTimes.ToMilliseconds(now),
            }
        );
        await db.SaveChangesAsync(ct);
    }
}
