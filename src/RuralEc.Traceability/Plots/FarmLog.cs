using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Lots;

namespace RuralEc.Traceability.Plots;

/// <summary>
/// A line for the farm log. <paramref name="LabelIntervalDays"/> is the safety interval that the label prints;
/// <paramref name="Supersedes"/> names the entry which this one corrects.
/// </summary>
public sealed record FarmLogCommand(
    [NotEmpty] Guid Id,
    [NotEmpty] Guid PlotId,
    [EnumDataType(typeof(FarmWork))] FarmWork Kind,
    DateOnly AppliedFrom,
    DateOnly AppliedTo,
    [Required, PlainText(100)] string Operator,
    [PlainText(100)] string? InputName = null,
    [PlainText(100)] string? ActiveIngredient = null,
    [Quantity] decimal? Dose = null,
    [PlainText(20)] string? DoseUnit = null,
    [PlainText(100)] string? Target = null,
    [PlainText(200)] string? PurchaseSource = null,
    [Range(0, 365)] int? LabelIntervalDays = null,
    Guid? Supersedes = null,
    [PlainText(200)] string? CorrectionReason = null,
    [PlainText(200)] string? Note = null
);

/// <summary>
/// A line of the farm log. <paramref name="HarvestAllowedFrom"/> is the first day of harvest after it;
/// <paramref name="SupersededBy"/> is the later correction, where there is one.
/// </summary>
public sealed record FarmLogView(
    Guid Id,
    Guid PlotId,
    FarmWork Kind,
    string? InputName,
    string? ActiveIngredient,
    decimal? Dose,
    string? DoseUnit,
    string? Target,
    DateOnly AppliedFrom,
    DateOnly AppliedTo,
    string Operator,
    string? PurchaseSource,
    int IntervalDays,
    IntervalBasis IntervalBasis,
    DateOnly? HarvestAllowedFrom,
    Guid? Supersedes,
    string? CorrectionReason,
    Guid? SupersededBy,
    string? Note,
    DateTimeOffset RecordedAt
)
{
    /// <summary>Lots which were harvested inside the interval before this entry was known.</summary>
    public IReadOnlyList<Lgtin> LotsInside { get; init; } = [];
}

/// <summary>The production record of the plots: append-only, corrected by superseding entries.</summary>
public sealed class FarmLog(DbContext db, TimeProvider clock)
{
    /// <summary>Appends an entry to the log of a plot of the party of <paramref name="by"/>.</summary>
    public async Task<Registration<FarmLogView>> AppendAsync(
        ClaimsPrincipal by,
        FarmLogCommand command,
        CancellationToken ct
    )
    {
        var now = clock.GetUtcNow();
        if ((CommandShape.Check(command) ?? FarmLogRules.Check(command, EventTimes.DayOf(now))) is { } refusal)
        {
            return new Registration<FarmLogView>.Refused(refusal);
        }
        var reach = Reach.Of(by);
        if (reach.PartyGln is not { } party)
        {
            return new Registration<FarmLogView>.Refused(Refusals.NoParty());
        }
        if (await RepeatOfAsync(command, party, ct) is { } repeat)
        {
            return repeat;
        }
        var plot = await db.Set<Plot>().SingleOrDefaultAsync(p => p.Id == command.PlotId && p.PartyGln == party, ct);
        if (plot is null)
        {
            return new Registration<FarmLogView>.NotFound("没有这个地块。", "/plotId");
        }
        if (await CheckSupersededAsync(command, party, ct) is { } unsound)
        {
            return unsound;
        }
        var ingredient = PlainTextAttribute.Clean(command.ActiveIngredient);
        if (SafetyInterval.Of(command.Kind, ingredient, plot.ProductClass, command.LabelIntervalDays) is not { } rest)
        {
            return new Registration<FarmLogView>.Refused(FarmLogRules.IntervalUnknown(command));
        }
        var entry = Create(command, party, rest, reach.AccountId, now);
        db.Add(entry);
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            db.ChangeTracker.Clear();
            var first = await RepeatOfAsync(command, party, ct) ?? await CheckSupersededAsync(command, party, ct);
            if (first is not null)
            {
                return first;
            }
            throw;
        }
        return new Registration<FarmLogView>.Registered(
            ViewOf(entry, null) with
            {
                LotsInside = await LotsInsideAsync(entry, ct),
            }
        );
    }

    /// <summary>The latest 200 entries of a plot within reach, superseded ones included; null when there is no such plot.</summary>
    public async Task<IReadOnlyList<FarmLogView>?> ListAsync(ClaimsPrincipal by, Guid plotId, CancellationToken ct)
    {
        if (!await Reach.Of(by).Plots(db).AnyAsync(p => p.Id == plotId, ct))
        {
            return null;
        }
        var entries = await db.Set<FarmLogEntry>()
            .Where(e => e.PlotId == plotId)
            .OrderByDescending(e => e.AppliedTo)
            .ThenByDescending(e => e.RecordedAt)
            .Take(200)
            .ToListAsync(ct);
        var correctedBy = entries.Where(e => e.Supersedes != null).ToDictionary(e => e.Supersedes!.Value, e => e.Id);
        return [.. entries.Select(e => ViewOf(e, correctedBy.TryGetValue(e.Id, out var later) ? later : null))];
    }

    /// <summary>The entries of a plot which no later one supersedes and which have an interval.</summary>
    internal static async Task<IReadOnlyList<FarmLogEntry>> InForceAsync(
        DbContext db,
        Guid plotId,
        CancellationToken ct
    ) =>
        await db.Set<FarmLogEntry>()
            .Where(e =>
                e.PlotId == plotId && e.IntervalDays > 0 && !db.Set<FarmLogEntry>().Any(c => c.Supersedes == e.Id)
            )
            .ToListAsync(ct);

    private async Task<Registration<FarmLogView>?> RepeatOfAsync(
        FarmLogCommand command,
        Gln party,
        CancellationToken ct
    )
    {
        var known = await db.Set<FarmLogEntry>().SingleOrDefaultAsync(e => e.Id == command.Id, ct);
        if (known is null)
        {
            return null;
        }
        if (known.PartyGln != party || known.Fingerprint != Fingerprint.Of(command))
        {
            return new Registration<FarmLogView>.Taken("该编号（id）已用于另一条农事记录。", "/id");
        }
        return new Registration<FarmLogView>.AlreadyRegistered(
            ViewOf(known, null) with
            {
                LotsInside = await LotsInsideAsync(known, ct),
            }
        );
    }

    private async Task<Registration<FarmLogView>?> CheckSupersededAsync(
        FarmLogCommand command,
        Gln party,
        CancellationToken ct
    )
    {
        if (command.Supersedes is not { } earlier)
        {
            return null;
        }
        var entries = db.Set<FarmLogEntry>();
        if (!await entries.AnyAsync(e => e.Id == earlier && e.PlotId == command.PlotId && e.PartyGln == party, ct))
        {
            return new Registration<FarmLogView>.NotFound("该地块没有要更正的那条记录。", "/supersedes");
        }
        return await entries.AnyAsync(e => e.Supersedes == earlier && e.Id != command.Id, ct)
            ? new Registration<FarmLogView>.Taken("那条记录已被更正，请更正最新的一条。", "/supersedes")
            : null;
    }

    private async Task<IReadOnlyList<Lgtin>> LotsInsideAsync(FarmLogEntry entry, CancellationToken ct)
    {
        if (entry.IntervalDays == 0)
        {
            return [];
        }
        var allowed = SafetyInterval.AllowedFrom(entry);
        var lots = await db.Set<Lot>()
            .Where(l => l.PlotId == entry.PlotId && l.HarvestedOn >= entry.AppliedFrom && l.HarvestedOn < allowed)
            .OrderBy(l => l.CreatedAt)
            .Take(200)
            .ToListAsync(ct);
        return [.. lots.Select(l => l.Lgtin)];
    }

    private static FarmLogEntry Create(
        FarmLogCommand command,
        Gln party,
        (int Days, IntervalBasis Basis) rest,
        string accountId,
        DateTimeOffset now
    ) =>
        new()
        {
            Id = command.Id,
            PlotId = command.PlotId,
            PartyGln = party,
            Kind = command.Kind,
            InputName = PlainTextAttribute.Clean(command.InputName),
            ActiveIngredient = PlainTextAttribute.Clean(command.ActiveIngredient),
            Dose = command.Dose,
            DoseUnit = PlainTextAttribute.Clean(command.DoseUnit),
            Target = PlainTextAttribute.Clean(command.Target),
            AppliedFrom = command.AppliedFrom,
            AppliedTo = command.AppliedTo,
            Operator = command.Operator.Trim(),
            PurchaseSource = PlainTextAttribute.Clean(command.PurchaseSource),
            IntervalDays = rest.Days,
            IntervalBasis = rest.Basis,
            Supersedes = command.Supersedes,
            CorrectionReason = PlainTextAttribute.Clean(command.CorrectionReason),
            Note = PlainTextAttribute.Clean(command.Note),
            AccountId = accountId,
            RecordedAt = EventTimes.ToMilliseconds(now),
            Fingerprint = Fingerprint.Of(command),
        };

    private static FarmLogView ViewOf(FarmLogEntry e, Guid? supersededBy) =>
        new(
            e.Id,
            e.PlotId,
            e.Kind,
            e.InputName,
            e.ActiveIngredient,
            e.Dose,
            e.DoseUnit,
            e.Target,
            e.AppliedFrom,
            e.AppliedTo,
            e.Operator,
            e.PurchaseSource,
            e.IntervalDays,
            e.IntervalBasis,
            e.IntervalDays > 0 ? SafetyInterval.AllowedFrom(e) : null,
            e.Supersedes,
            e.CorrectionReason,
            supersededBy,
            e.Note,
            e.RecordedAt
        );
}
