using System.Globalization;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Traceability.Lots;

/// <summary>How long harvests waited for pre-cooling: what decides most about the life of the goods.</summary>
public sealed class PrecoolingTimes(DbContext db)
{
    private const int Most = 2_000;

    /// <summary>
    /// Harvests since a moment of the parties within reach, latest first, at most 2,000, each with the wait from its
    /// first fruit to the start of pre-cooling.
    /// </summary>
    public async Task<IReadOnlyList<PrecoolingWait>> SinceAsync(
        ClaimsPrincipal by,
        DateTimeOffset since,
        CancellationToken ct
    )
    {
        var parties = Reach.Of(by).Parties(db).Select(p => p.Gln);
        var harvests = await (
            from step in db.Set<Step>()
            join part in db.Set<StepLot>() on step.Id equals part.StepId
            join lot in db.Set<Lot>() on part.LotId equals lot.Id
            where step.Kind == StepKind.Harvest && step.EventTime >= since && parties.Contains(step.PartyGln)
            orderby step.EventTime descending
            select new
            {
                step.PartyGln,
                step.Facts,
                Lot = lot,
            }
        )
            .Take(Most)
            .ToListAsync(ct);
        var ids = harvests.Select(h => h.Lot.Id).ToList();
        var coolings = (
            await (
                from step in db.Set<Step>()
                join part in db.Set<StepLot>() on step.Id equals part.StepId
                where step.Kind == StepKind.Precooling && ids.Contains(part.LotId)
                select new { part.LotId, step.Facts }
            ).ToListAsync(ct)
        ).ToLookup(c => c.LotId, c => StartOf(c.Facts));
        return
        [
            .. harvests.Select(h => new PrecoolingWait(
                h.PartyGln,
                h.Lot.ProductClass,
                h.Lot.Lgtin,
                StartOf(h.Facts),
                coolings[h.Lot.Id].Order().Cast<DateTimeOffset?>().FirstOrDefault()
            )),
        ];
    }

    private static DateTimeOffset StartOf(string facts) =>
        DateTimeOffset.Parse(StepFacts.Read(facts)[StepFact.StartedAt], CultureInfo.InvariantCulture);
}

/// <param name="HarvestedFrom">When the first fruit was picked.</param>
/// <param name="CooledFrom">Null where no pre-cooling is on record.</param>
public sealed record PrecoolingWait(
    Gln PartyGln,
    string ProductClass,
    Lgtin Lot,
    DateTimeOffset HarvestedFrom,
    DateTimeOffset? CooledFrom
)
{
    public TimeSpan? Wait => CooledFrom - HarvestedFrom;
}
