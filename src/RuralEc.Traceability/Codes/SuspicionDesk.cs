using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability.Codes;

/// <summary>Takes consumers' reports about a package and shows them to the officers of the co-operative's district.</summary>
public sealed class SuspicionDesk(DbContext db, TimeProvider clock)
{
    /// <summary>Reports of one code that are taken within <see cref="Window"/>; more say nothing new.</summary>
    public const int MostPerWindow = 5;

    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Stores the report. Anonymous: anybody who holds the package may.</summary>
    public async Task<ReportOutcome> ReportAsync(
        Gtin gtin,
        SerialNumber serial,
        ReportSuspicion command,
        CancellationToken ct
    )
    {
        var stored = TraceCodeText.NormalSerial(serial.ToString()) is { } normal ? SerialNumber.Parse(normal) : serial;
        var text = string.IsNullOrWhiteSpace(command.Text) ? null : command.Text.Trim();
        if (await FindAsync(command.Id, gtin, stored, command.Kind, text, ct) is { } earlier)
        {
            return earlier;
        }
        var owner = await (
            from code in db.Set<TraceCode>()
            join run in db.Set<LabelRun>() on code.LabelRunId equals run.Id
            where code.Gtin == gtin && code.Serial == stored
            select (Gln?)run.PartyGln
        ).SingleOrDefaultAsync(ct);
        if (owner is not { } ownerGln)
        {
            return ReportOutcome.UnknownCode;
        }
        var now = EventTimes.ToMilliseconds(clock.GetUtcNow());
        var since = now - Window;
        var recent = await db.Set<SuspicionReport>()
            .CountAsync(r => r.Gtin == gtin && r.Serial == stored && r.ReportedAt > since, ct);
        if (recent >= MostPerWindow)
        {
            return ReportOutcome.TooMany;
        }
        db.Add(
            new SuspicionReport
            {
                Id = command.Id,
                Gtin = gtin,
                Serial = stored,
                OwnerGln = ownerGln,
                Kind = command.Kind,
                Text = text,
                ReportedAt = now,
            }
        );
        try
        {
            await db.SaveChangesAsync(ct);
            return ReportOutcome.Taken;
        }
        catch (DbUpdateException)
        {
            // The primary key speaks: was this report sent twice at once?
            db.ChangeTracker.Clear();
            if (await FindAsync(command.Id, gtin, stored, command.Kind, text, ct) is { } first)
            {
                return first;
            }
            throw;
        }
    }

    /// <summary>
    /// The latest 200 reports: officers see those about co-operatives of their districts, a co-operative its own,
    /// auditors and administrators all.
    /// </summary>
    public async Task<IReadOnlyList<SuspicionView>> ListAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var owners = Reach.Of(by).Parties(db).Select(p => p.Gln);
        return await (
            from report in db.Set<SuspicionReport>()
            join owner in db.Set<Party>() on report.OwnerGln equals owner.Gln
            join code in db.Set<TraceCode>() on new { report.Gtin, report.Serial } equals new { code.Gtin, code.Serial }
            where owners.Contains(report.OwnerGln)
            orderby report.ReportedAt descending
            select new SuspicionView(
                report.Id,
                report.Gtin,
                code.BatchNumber,
                report.Serial,
                owner.Gln,
                owner.Name,
                report.Kind,
                report.Text,
                report.ReportedAt
            )
        )
            .Take(200)
            .ToListAsync(ct);
    }

    private async Task<ReportOutcome?> FindAsync(
        Guid id,
        Gtin gtin,
        SerialNumber serial,
        SuspicionKind kind,
        string? text,
        CancellationToken ct
    ) =>
        await db.Set<SuspicionReport>().SingleOrDefaultAsync(r => r.Id == id, ct) is { } earlier
            ? earlier.Gtin == gtin && earlier.Serial == serial && earlier.Kind == kind && earlier.Text == text
                ? ReportOutcome.AlreadyTaken
                : ReportOutcome.IdTaken
            : null;
}

/// <summary>A consumer's report; <paramref name="Text"/> is up to 500 characters and may be left out.</summary>
public sealed record ReportSuspicion(
    [NotEmpty] Guid Id,
    SuspicionKind Kind,
    [PlainText(SuspicionReport.MaxTextLength)] string? Text = null
);

/// <summary>What became of a report.</summary>
public enum ReportOutcome
{
    Taken,
    AlreadyTaken,
    IdTaken,
    UnknownCode,

    /// <summary>The code was reported often enough today; the officers know.</summary>
    TooMany,
}

/// <summary>A report as officers see it.</summary>
public sealed record SuspicionView(
    Guid Id,
    Gtin Gtin,
    BatchNumber Lot,
    SerialNumber Serial,
    Gln OwnerGln,
    string OwnerName,
    SuspicionKind Kind,
    string? Text,
    DateTimeOffset ReportedAt
);
