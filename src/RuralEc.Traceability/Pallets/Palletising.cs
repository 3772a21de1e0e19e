using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Codes;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Pallets;

/// <summary>Puts loose stock onto pallets and takes pallets apart. The packing scan activates the codes.</summary>
public sealed class Palletising(DbContext db, StepRecorder recorder)
{
    /// <summary>Packs a new pallet as one AggregationEvent; pallet numbers are never used twice.</summary>
    public Task<StepOutcome> PackAsync(ClaimsPrincipal by, PackPallet command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecidePackingAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecidePackingAsync(PackPallet command, StepOpening opening, CancellationToken ct)
    {
        var (sscc, refused) = await NumberAsync(opening.PartyGln, command.Sscc, ct);
        if (refused is not null)
        {
            return refused;
        }
        var loading = new PalletLoading(db, opening.PartyGln, command.Place, sscc);
        for (var i = 0; i < command.Contents.Count; i++)
        {
            if (await loading.AddAsync(command.Contents[i], $"/contents/{i}", ct) is { } wrong)
            {
                return wrong;
            }
        }
        var at = EventTimes.ToMilliseconds(command.At);
        db.Add(
            new Pallet
            {
                Sscc = sscc,
                StepId = command.Id,
                PartyGln = opening.PartyGln,
                PackedAt = at,
            }
        );
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        if (await loading.LabelAsync(at, ct) is { } raced)
        {
            return raced;
        }
        var outcome = await recorder.RecordAsync(
            opening.Draft(
                command.Id,
                StepKind.Palletising,
                command.Place,
                command.At,
                (StepFact.Sscc, sscc.ToString())
            ),
            loading.Parts,
            [
                new AggregationEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.ADD,
                    BizStep = BizStep.Packing,
                    Disposition = Disposition.InProgress,
                    ReadPoint = command.Place.ToLocationUri(),
                    BizLocation = command.Place.ToLocationUri(),
                    ParentId = sscc.ToUri(),
                    ChildEpcs = loading.ChildEpcs,
                    ChildQuantityList = loading.ChildQuantities,
                },
            ],
            ct
        );
        return await transaction.CommitIfRecordedAsync(outcome, ct);
    }

    /// <summary>Takes a pallet apart as one AggregationEvent DELETE of all children.</summary>
    public Task<StepOutcome> UnpackAsync(ClaimsPrincipal by, UnpackPallet command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideUnpackingAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideUnpackingAsync(
        UnpackPallet command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var (sscc, own, place) = (command.Sscc, opening.PartyGln, command.Place);
        var number = sscc.ToString();
        var onPallet = await db.Set<Stock>()
            .AsTracking()
            .Where(s => s.Sscc == number && s.PlaceGln == place && s.HolderGln == own && s.Quantity > 0)
            .ToListAsync(ct);
        if (onPallet.Count == 0)
        {
            return new StepOutcome.NotFound("本主体在这里没有这个托盘的库存。", "/sscc");
        }
        var packed = await db.Set<Pallet>().Where(p => p.Sscc == sscc).Select(p => p.PackedAt).SingleAsync(ct);
        if (command.At < packed - EventTimes.ClockTolerance)
        {
            return StepEnding.Refused("before-packing", "Before it was packed", "拆托时间早于装托时间。", "/at");
        }
        var stock = new PlacedStock(db);
        var parts = new List<StepLot>();
        foreach (var load in onPallet)
        {
            parts.Add(StepEnding.Seen(load.LotId, load.Quantity, load.Uom));
            if (await stock.PutAsync(load.LotId, place, Stock.Loose, own, load.Quantity, load.Uom, ct) is { } wrong)
            {
                return new StepOutcome.Refused(wrong);
            }
            StockBook.Take(load, load.Quantity);
        }
        var at = EventTimes.ToMilliseconds(command.At);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<TraceCode>()
            .Where(c => c.Sscc == sscc)
            .ExecuteUpdateAsync(set => set.SetProperty(c => c.Sscc, (Sscc?)null), ct);
        await db.Set<Pallet>()
            .Where(p => p.Sscc == sscc)
            .ExecuteUpdateAsync(set => set.SetProperty(p => p.UnpackedAt, at), ct);
        var outcome = await recorder.RecordAsync(
            opening.Draft(command.Id, StepKind.Unpacking, place, command.At, (StepFact.Sscc, number)),
            parts,
            [
                new AggregationEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.DELETE,
                    BizStep = BizStep.Unpacking,
                    Disposition = Disposition.InProgress,
                    ReadPoint = place.ToLocationUri(),
                    BizLocation = place.ToLocationUri(),
                    ParentId = sscc.ToUri(),
                },
            ],
            ct
        );
        return await transaction.CommitIfRecordedAsync(outcome, ct);
    }

    private async Task<(Sscc Sscc, StepOutcome? Refused)> NumberAsync(Gln own, Sscc? given, CancellationToken ct)
    {
        if (given is { } stated)
        {
            return await db.Set<Pallet>().AnyAsync(p => p.Sscc == stated, ct)
                ? (default, StepEnding.Refused("sscc-used", "SSCC used before", "这个SSCC已用过，不能再用。", "/sscc"))
                : (stated, null);
        }
        var series = await db.Set<SsccSeries>().AsTracking().SingleOrDefaultAsync(s => s.PartyGln == own, ct);
        if (series is null)
        {
            return (
                default,
                StepEnding.Refused(
                    "company-prefix-unknown",
                    "No GS1 company prefix",
                    "本主体还没有登记GS1厂商识别代码，请登记后再自动编号，或者填写SSCC。",
                    "/sscc"
                )
            );
        }
        var next = Sscc.FromPrefix(series.CompanyPrefix, series.Next);
        while (await db.Set<Pallet>().AnyAsync(p => p.Sscc == next, ct))
        {
            series.Next++;
            next = Sscc.FromPrefix(series.CompanyPrefix, series.Next);
        }
        series.Next++;
        series.Version++;
        return (next, null);
    }
}
