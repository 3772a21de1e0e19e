using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Codes;

/// <summary>Takes codes out of use for good: labels misprinted, torn or lost. All of them or none.</summary>
public sealed class CodeVoiding(DbContext db, StepRecorder recorder)
{
    public Task<StepOutcome> VoidAsync(ClaimsPrincipal by, VoidCodes command, CancellationToken ct) =>
        recorder.RunAsync(
            by,
            command.Id,
            command,
            now => EventTimes.Check(command.At, now, "/at"),
            opening => DecideAsync(command, opening, ct),
            ct
        );

    private async Task<StepOutcome> DecideAsync(VoidCodes command, StepOpening opening, CancellationToken ct)
    {
        var own = opening.PartyGln;
        var wanted = command.Serials.Distinct().ToList();
        var found = await db.Set<TraceCode>()
            .Where(c => c.Gtin == command.Gtin && wanted.Contains(c.Serial))
            .Where(c => db.Set<LabelRun>().Any(r => r.Id == c.LabelRunId && r.PartyGln == own))
            .Select(c => new
            {
                c.Serial,
                c.LotId,
                c.State,
            })
            .ToListAsync(ct);
        if (found.Count != wanted.Count)
        {
            var known = found.Select(c => c.Serial).ToHashSet();
            return new StepOutcome.NotFound($"没有这个追溯码：{wanted.First(s => !known.Contains(s))}。", "/serials");
        }
        if (found.FirstOrDefault(c => !TraceCodeLife.MayBecome(c.State, TraceCodeState.Void)) is { } ended)
        {
            return StepEnding.Refused(
                "code-not-voidable",
                "Code cannot be voided",
                $"追溯码 {ended.Serial} 已售出、召回或作废，不能再作废。",
                "/serials"
            );
        }
        var at = EventTimes.ToMilliseconds(command.At);
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        var voided = db.Set<TraceCode>().Where(c => c.Gtin == command.Gtin && wanted.Contains(c.Serial));
        await voided.ExecuteUpdateAsync(set => set.SetProperty(c => c.VoidReason, command.Reason.Trim()), ct);
        if (await CodeStates.MoveAsync(voided, TraceCodeState.Void, at, ct) != wanted.Count)
        {
            return StepEnding.Refused(
                "code-not-voidable",
                "Code cannot be voided",
                "追溯码状态刚刚改变，请刷新。",
                "/serials"
            );
        }
        var outcome = await recorder.RecordAsync(
            opening.Draft(
                command.Id,
                StepKind.CodeVoid,
                command.Place,
                command.At,
                (StepFact.Reason, command.Reason.Trim())
            ),
            [.. found.GroupBy(c => c.LotId).Select(codes => StepEnding.Seen(codes.Key, codes.Count(), Uom.H87))],
            [
                new ObjectEvent
                {
                    EventId = StepRecorder.EventIdOf(command.Id),
                    EventTime = at,
                    Action = EventAction.DELETE,
                    BizStep = BizStep.Decommissioning,
                    Disposition = Disposition.Inactive,
                    ReadPoint = command.Place.ToLocationUri(),
                    EpcList = [.. wanted.Select(serial => new Sgtin(command.Gtin, serial).ToUri())],
                    Extensions = LotEvents.Extensions(own, ("reason", command.Reason.Trim())),
                },
            ],
            ct
        );
        return await transaction.CommitIfRecordedAsync(outcome, ct);
    }
}
