using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Epcis;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;

namespace RuralEc.Traceability.Lots;

/// <summary>
/// The one way into the record: a step, its EPCIS events and the state they change are one commit, and the same
/// command sent twice is one step.
/// </summary>
public sealed class StepRecorder(DbContext db, EventCapture capture, TimeProvider clock)
{
    /// <summary>The EPCIS id of the first event of a step.</summary>
    internal static string EventIdOf(Guid commandId) => $"urn:uuid:{commandId:D}";

    /// <summary>
    /// Takes a command from its door to its answer: shape and rule are checked, a repeat has its first answer, and only
    /// then it is decided. A refusal stands only if no twin of the command was recorded meanwhile.
    /// </summary>
    internal async Task<StepOutcome> RunAsync<TCommand>(
        ClaimsPrincipal by,
        Guid id,
        TCommand command,
        Func<DateTimeOffset, Refusal?> rule,
        Func<StepOpening, Task<StepOutcome>> decide,
        CancellationToken ct
    )
        where TCommand : notnull
    {
        if ((CommandShape.Check(command) ?? rule(clock.GetUtcNow())) is { } refusal)
        {
            return new StepOutcome.Refused(refusal);
        }
        var reach = Reach.Of(by);
        if (reach.PartyGln is not { } party)
        {
            return new StepOutcome.Refused(Refusals.NoParty());
        }
        var opening = new StepOpening(party, reach.AccountId, Fingerprint.Of(command));
        if (await FindAsync(id, party, opening.Fingerprint, ct) is { } repeat)
        {
            return repeat;
        }
        var outcome = await decide(opening);
        if (outcome is StepOutcome.Recorded or StepOutcome.AlreadyRecorded)
        {
            return outcome;
        }
        return await FindAsync(id, party, opening.Fingerprint, ct) ?? outcome;
    }

    /// <summary>Was this command recorded already? Null when the id is new.</summary>
    internal async Task<StepOutcome?> FindAsync(Guid id, Gln party, string fingerprint, CancellationToken ct)
    {
        var step = await db.Set<Step>().Where(s => s.Id == id).SingleOrDefaultAsync(ct);
        if (step is null)
        {
            return null;
        }
        return step.PartyGln == party && step.Fingerprint == fingerprint
            ? new StepOutcome.AlreadyRecorded(await ReceiptOfAsync(step, ct))
            : new StepOutcome.IdTaken();
    }

    /// <summary>
    /// Adds the step and captures its events, then saves them together with every change in the context. When another
    /// request with the same id was faster, its result is the answer and nothing of this one remains.
    /// </summary>
    /// <exception cref="DbUpdateConcurrencyException">The stock was changed in between by another step.</exception>
    internal async Task<StepOutcome> RecordAsync(
        StepDraft draft,
        IReadOnlyList<StepLot> lots,
        IReadOnlyList<EpcisEvent> events,
        CancellationToken ct
    )
    {
        if (await CheckBirthAsync(draft, lots, ct) is { } early)
        {
            return new StepOutcome.Refused(early);
        }
        var at = EventTimes.ToMilliseconds(draft.EventTime);
        var step = new Step
        {
            Id = draft.Id,
            Kind = draft.Kind,
            PartyGln = draft.PartyGln,
            PlaceGln = draft.PlaceGln,
            OtherPartyGln = draft.OtherPartyGln,
            OtherPlaceGln = draft.OtherPlaceGln,
            EventTime = at,
            OffsetMinutes = (int)at.Offset.TotalMinutes,
            RecordedAt = EventTimes.ToMilliseconds(clock.GetUtcNow()),
            AccountId = draft.AccountId,
            EventId = events[0].EventId,
            Fingerprint = draft.Fingerprint,
            Facts = StepFacts.Write(draft.Facts),
        };
        db.Add(step);
        foreach (var lot in lots)
        {
            lot.StepId = step.Id;
            db.Add(lot);
        }
        foreach (var happened in events)
        {
            capture.Add(happened);
        }
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // The keys speak: did the same command win the race, or another one that made the same lot?
            var made = db.ChangeTracker.Entries<Lot>().Where(l => l.State == EntityState.Added).ToList();
            db.ChangeTracker.Clear();
            var faster =
                await FindAsync(draft.Id, draft.PartyGln, draft.Fingerprint, ct)
                ?? await FindTakenAsync([.. made.Select(l => l.Entity)], ct);
            if (faster is not null)
            {
                return faster;
            }
            throw;
        }
        return new StepOutcome.Recorded(await ReceiptOfAsync(step, ct));
    }

    // Nothing happens to goods before they are there; only their labels may be printed ahead. Clocks of two devices may
    // differ a little.
    private async Task<Refusal?> CheckBirthAsync(StepDraft draft, IReadOnlyList<StepLot> lots, CancellationToken ct)
    {
        if (draft.Kind is StepKind.CodeIssue)
        {
            return null;
        }
        var ids = lots.Where(l => l.Role != LotRole.Output).Select(l => l.LotId).ToList();
        var births = await (
            from part in db.Set<StepLot>()
            join step in db.Set<Step>() on part.StepId equals step.Id
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            where ids.Contains(part.LotId) && part.Role == LotRole.Output
            select new { lot.BatchNumber, step.EventTime }
        ).ToListAsync(ct);
        var young = births
            .GroupBy(birth => birth.BatchNumber, birth => birth.EventTime)
            .Select(lot => (Number: lot.Key, From: lot.Min().ToOffset(EventTimes.China)))
            .FirstOrDefault(lot => draft.EventTime < lot.From - EventTimes.ClockTolerance);
        return young == default
            ? null
            : new Refusal(
                "before-lot",
                "Before the lot was there",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"时间早于批次{young.Number}的产生时间{young.From:yyyy-MM-dd HH:mm}。"
                ),
                draft.Kind is StepKind.Precooling ? "/endedAt" : "/at"
            );
    }

    private async Task<StepOutcome?> FindTakenAsync(IReadOnlyList<Lot> made, CancellationToken ct)
    {
        foreach (var lot in made)
        {
            var (gtin, number) = (lot.Gtin, lot.BatchNumber);
            if (await db.Set<Lot>().AnyAsync(l => l.Gtin == gtin && l.BatchNumber == number, ct))
            {
                return new StepOutcome.LotTaken(gtin, number, "/lot");
            }
        }
        return null;
    }

    private async Task<StepReceipt> ReceiptOfAsync(Step step, CancellationToken ct)
    {
        var lots = await (
            from part in db.Set<StepLot>()
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            where part.StepId == step.Id
            orderby lot.CreatedAt, lot.Gtin, lot.BatchNumber
            select new StepReceiptLot(lot.Gtin, lot.BatchNumber, lot.Grade, part.Role, part.Quantity, part.Uom)
        ).ToListAsync(ct);
        return new StepReceipt(step.Id, step.Kind, step.LocalTime, step.EventId, lots);
    }
}

/// <summary>What a use case states about its step. The party is the one which acts.</summary>
internal sealed record StepDraft(
    Guid Id,
    StepKind Kind,
    Gln PartyGln,
    Gln PlaceGln,
    DateTimeOffset EventTime,
    string AccountId,
    string Fingerprint
)
{
    public Gln? OtherPartyGln { get; init; }
    public Gln? OtherPlaceGln { get; init; }

    /// <summary>Texts under the keys of <see cref="StepFact"/>.</summary>
    public IReadOnlyDictionary<string, string> Facts { get; init; } = new Dictionary<string, string>();
}
