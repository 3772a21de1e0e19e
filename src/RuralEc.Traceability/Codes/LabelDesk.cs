using System.Security.Claims;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Codes;

/// <summary>Issues trace codes for packed lots and activates them when the labelled boxes are packed.</summary>
public sealed class LabelDesk(DbContext db, StepRecorder recorder)
{
    /// <summary>The most codes of one run.</summary>
    public const int MaxCount = 5_000;

    // A second run of the same lot at the same moment takes the run number first; then the limit is checked again.
    // Each lost attempt is another run's success, so as many clerks may press the button at once.
    private const int Attempts = 10;

    /// <summary>
    /// Issues random serials for a packed lot, as one commissioning event. A lot never gets more codes than boxes were
    /// packed; void codes may be replaced.
    /// </summary>
    public async Task<StepOutcome> IssueAsync(ClaimsPrincipal by, IssueLabels command, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await recorder.RunAsync(
                    by,
                    command.Id,
                    command,
                    now => EventTimes.Check(command.At, now, "/at"),
                    opening => IssueOnceAsync(opening, command, ct),
                    ct
                );
            }
            catch (DbUpdateException) when (attempt < Attempts)
            {
                db.ChangeTracker.Clear();
            }
        }
    }

    private async Task<StepOutcome> IssueOnceAsync(StepOpening opening, IssueLabels command, CancellationToken ct)
    {
        var own = opening.PartyGln;
        var lot = await db.Set<Lot>()
            .Where(l => l.Gtin == command.Gtin && l.BatchNumber == command.Lot && l.OriginPartyGln == own)
            .SingleOrDefaultAsync(ct);
        if (lot is null)
        {
            return StockBook.NoSuchLot(command.Lot, "/lot");
        }
        if (lot.Held)
        {
            return StockBook.IsHeld(lot, "/lot");
        }
        if (!await db.Set<Product>().AnyAsync(p => p.Gtin == lot.Gtin && p.NetContentKg != null, ct))
        {
            return StepEnding.Refused(
                "lot-not-packed",
                "Lot is bulk",
                "散装批次没有包装箱，不能发放追溯码；请先包装。",
                "/gtin"
            );
        }
        // The runs before the codes: whoever commits between the two takes this run's number.
        var runs = await db.Set<LabelRun>().CountAsync(r => r.LotId == lot.Id, ct);
        var packed = await PackedAsync(lot.Id, ct);
        var issued = await db.Set<TraceCode>().CountAsync(c => c.LotId == lot.Id && c.State != TraceCodeState.Void, ct);
        if (issued + command.Count > packed)
        {
            return new StepOutcome.Refused(
                new Refusal(
                    "more-codes-than-boxes",
                    "More codes than boxes",
                    FormattableString.Invariant(
                        $"本批次共包装 {packed:0} 箱，已发放 {issued} 个有效追溯码，最多还能发放 {Math.Max(0, packed - issued):0} 个。"
                    ),
                    "/count"
                )
                {
                    Facts = new Dictionary<string, object?> { ["packed"] = packed, ["issued"] = issued },
                }
            );
        }
        var at = EventTimes.ToMilliseconds(command.At);
        var serials = NewSerials(command.Count);
        db.Add(
            new LabelRun
            {
                Id = command.Id,
                LotId = lot.Id,
                Gtin = lot.Gtin,
                BatchNumber = lot.BatchNumber,
                PartyGln = own,
                Number = runs + 1,
                Count = command.Count,
                IssuedAt = at,
            }
        );
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await RowInsert.InsertAsync(
            db,
            [.. serials.Select((serial, index) => CodeOf(lot, command.Id, serial, index + 1, at))],
            ct
        );
        var outcome = await recorder.RecordAsync(
            opening.Draft(command.Id, StepKind.CodeIssue, command.Place, command.At),
            [StepEnding.Seen(lot.Id, command.Count, Uom.H87)],
            [
                new ObjectEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.ADD,
                    BizStep = BizStep.Commissioning,
                    Disposition = Disposition.Active,
                    ReadPoint = command.Place.ToLocationUri(),
                    BizLocation = command.Place.ToLocationUri(),
                    EpcList = [.. serials.Select(serial => new Sgtin(lot.Gtin, serial).ToUri())],
                    Ilmd = new JsonObject { ["cbvmda:lotNumber"] = lot.BatchNumber.ToString() },
                },
            ],
            ct
        );
        return await transaction.CommitIfRecordedAsync(outcome, ct);
    }

    /// <summary>The packing scan of a whole run: its labels are on packed boxes now, and their codes active.</summary>
    public Task<StepOutcome> ActivateAsync(ClaimsPrincipal by, ActivateLabels command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideActivationAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideActivationAsync(
        ActivateLabels command,
        StepOpening opening,
        CancellationToken ct
    )
    {
        var own = opening.PartyGln;
        var run = await db.Set<LabelRun>().SingleOrDefaultAsync(r => r.Id == command.RunId && r.PartyGln == own, ct);
        if (run is null)
        {
            return new StepOutcome.NotFound("没有这一批标签。", "/runId");
        }
        var codes = db.Set<TraceCode>().Where(c => c.LotId == run.LotId && c.LabelRunId == command.RunId);
        var serials = await codes
            .Where(c => c.State == TraceCodeState.Printed)
            .OrderBy(c => c.LabelNumber)
            .Select(c => c.Serial)
            .ToListAsync(ct);
        if (serials.Count == 0)
        {
            return StepEnding.Refused(
                "nothing-to-activate",
                "No printed code left",
                "本次打印的追溯码都已启用或作废。",
                "/id"
            );
        }
        var at = EventTimes.ToMilliseconds(command.At);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await CodeStates.MoveAsync(codes, TraceCodeState.Activated, at, ct);
        await db.Set<LabelRun>()
            .Where(r => r.Id == command.RunId)
            .ExecuteUpdateAsync(set => set.SetProperty(r => r.ActivatedAt, at), ct);
        var outcome = await recorder.RecordAsync(
            opening.Draft(command.Id, StepKind.CodeActivation, command.Place, command.At),
            [StepEnding.Seen(run.LotId, serials.Count, Uom.H87)],
            [
                new ObjectEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.OBSERVE,
                    BizStep = BizStep.Packing,
                    Disposition = Disposition.InProgress,
                    ReadPoint = command.Place.ToLocationUri(),
                    EpcList = [.. serials.Select(serial => new Sgtin(run.Gtin, serial).ToUri())],
                },
            ],
            ct
        );
        return await transaction.CommitIfRecordedAsync(outcome, ct);
    }

    // Outputs of packing are counted in pieces; a lot has one or two of them, so they are added here.
    private async Task<decimal> PackedAsync(Guid lotId, CancellationToken ct) =>
        (
            await db.Set<StepLot>()
                .Where(part => part.LotId == lotId && part.Role == LotRole.Output && part.Uom == Uom.H87)
                .Select(part => part.Quantity)
                .ToListAsync(ct)
        ).Sum();

    private static SerialNumber[] NewSerials(int count)
    {
        var serials = new HashSet<string>(count, StringComparer.Ordinal);
        while (serials.Count < count)
        {
            serials.Add(TraceCodeText.NewSerial());
        }
        return [.. serials.Select(serial => SerialNumber.Parse(serial))];
    }

    private static TraceCode CodeOf(Lot lot, Guid runId, SerialNumber serial, int number, DateTimeOffset at) =>
        new()
        {
            Gtin = lot.Gtin,
            Serial = serial,
            LotId = lot.Id,
            BatchNumber = lot.BatchNumber,
            ShortCode = TraceCodeText.ShortOf(serial.ToString()),
            LabelRunId = runId,
            LabelNumber = number,
            State = TraceCodeState.Printed,
            IssuedAt = at,
            StateAt = at,
        };
}
