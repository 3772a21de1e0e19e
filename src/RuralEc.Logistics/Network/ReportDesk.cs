using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>A report of a node about a day.</summary>
/// <param name="Gln">The node.</param>
/// <param name="Day">The day on the calendar of China.</param>
/// <param name="Figures">What happened.</param>
/// <param name="Note">What else is to be said.</param>
public sealed record DailyReportCommand(
    Gln Gln,
    DateOnly Day,
    ReportFigures Figures,
    [PlainText(200)] string? Note = null
);

/// <summary>A report as it stands.</summary>
/// <param name="Gln">The node.</param>
/// <param name="Day">The day on the calendar of China.</param>
/// <param name="Version">1 for the first report of the day, one more for each correction.</param>
/// <param name="Figures">What happened.</param>
/// <param name="Note">What else was said.</param>
/// <param name="Door">How it came in.</param>
/// <param name="ReportedAt">When it was recorded.</param>
public sealed record DailyReportView(
    Gln Gln,
    DateOnly Day,
    int Version,
    ReportFigures Figures,
    string? Note,
    ReportDoor Door,
    DateTimeOffset ReportedAt
)
{
    internal static DailyReportView Of(DailyReport r) =>
        new(r.Gln, r.Day, r.Version, ReportDesk.FiguresOf(r), r.Note, r.Door, r.ReportedAt);
}

/// <summary>What became of reports.</summary>
public abstract record ReportOutcome
{
    private ReportOutcome() { }

    /// <param name="Reports">As they stand now, those that said the same before among them.</param>
    /// <param name="Written">How many were new.</param>
    public sealed record Recorded(IReadOnlyList<DailyReportView> Reports, int Written) : ReportOutcome;

    /// <summary>Nothing was recorded. A row is counted from 1, as in the file; null where there are no rows.</summary>
    public sealed record Refused(IReadOnlyList<(int? Row, Refusal Why)> Faults) : ReportOutcome;
}

/// <summary>Takes daily reports of nodes: one by form, many by file, all or none.</summary>
public sealed class ReportDesk(DbContext db, TimeProvider clock)
{
    /// <summary>As many rows as a file may have.</summary>
    public const int MostRows = 20_000;

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>Records the reports of nodes that <paramref name="by"/> runs or governs, in one commit.</summary>
    /// <param name="rows">Each with its row in a file.</param>
    public async Task<ReportOutcome> RecordAsync(
        ClaimsPrincipal by,
        IReadOnlyList<(int? Row, DailyReportCommand Report)> rows,
        ReportDoor door,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(rows);
        var reach = Reach.Of(by);
        var nodes = await NodesAsync(reach, rows, ct);
        var faults = Faults(rows, nodes, reach);
        if (faults.Count > 0)
        {
            return new ReportOutcome.Refused(faults);
        }

        var standing = await StandingAsync(rows, ct);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        var written = 0;
        var reports = new List<DailyReportView>();
        foreach (var (_, command) in rows)
        {
            var before = standing.GetValueOrDefault((command.Gln, command.Day));
            var note = PlainTextAttribute.Clean(command.Note);
            if (before is not null && FiguresOf(before) == command.Figures && before.Note == note)
            {
                reports.Add(DailyReportView.Of(before));
                continue;
            }

            var report = Create(command, note, (before?.Version ?? 0) + 1, door, reach.AccountId, now);
            if (before is not null)
            {
                before.SupersededAt = now;
            }

            standing[(command.Gln, command.Day)] = report;
            db.Add(report);
            reports.Add(DailyReportView.Of(report));
            written++;
        }

        await db.SaveChangesAsync(ct);
        db.ChangeTracker.Clear();
        return new ReportOutcome.Recorded(reports, written);
    }

    /// <summary>The reports of a node that stand, from one day to another, the latest day first.</summary>
    public async Task<IReadOnlyList<DailyReportView>> OfNodeAsync(
        ClaimsPrincipal by,
        Gln gln,
        DateOnly from,
        DateOnly to,
        CancellationToken ct
    )
    {
        var reach = Reach.Of(by);
        if (await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == gln, ct) is not { } node || !reach.Oversees(node))
        {
            return [];
        }

        var rows = await db.Set<DailyReport>()
            .Where(r => r.Gln == gln && r.Day >= from && r.Day <= to && r.SupersededAt == null)
            .OrderByDescending(r => r.Day)
            .Take(1000)
            .ToListAsync(ct);
        return [.. rows.Select(DailyReportView.Of)];
    }

    /// <summary>Whether the account may report for the node.</summary>
    public static bool MayReport(ClaimsPrincipal by, NodeView node)
    {
        ArgumentNullException.ThrowIfNull(node);
        var reach = Reach.Of(by);
        return reach.Governs(node.DivisionCode[..6]) || reach.PartyGln is { } own && own == node.OperatorGln;
    }

    internal static ReportFigures FiguresOf(DailyReport r) =>
        new(
            r.ParcelsIn,
            r.ParcelsOut,
            r.FarmParcelsOut,
            r.FarmValueYuan,
            r.VillageParcelsAddressed,
            r.VillageParcelsDelivered,
            r.HandoversDue,
            r.HandoversOnTime,
            r.TonnesIn,
            r.TonnesOut,
            r.Runs,
            r.EmptyReturns,
            r.CapacityCubicMeters,
            r.CarriedCubicMeters,
            r.ColdOccupiedCubicMeters,
            r.CostYuan,
            r.SharedRevenueYuan
        );

    private async Task<Dictionary<Gln, LogisticsNode>> NodesAsync(
        Reach reach,
        IReadOnlyList<(int? Row, DailyReportCommand Report)> rows,
        CancellationToken ct
    )
    {
        var glns = rows.Select(r => r.Report.Gln).Distinct().ToList();
        return await reach.Nodes(db).Where(n => glns.Contains(n.Gln)).ToDictionaryAsync(n => n.Gln, ct);
    }

    private List<(int? Row, Refusal Why)> Faults(
        IReadOnlyList<(int? Row, DailyReportCommand Report)> rows,
        Dictionary<Gln, LogisticsNode> nodes,
        Reach reach
    )
    {
        var today = DateOnly.FromDateTime(clock.GetUtcNow().ToOffset(China).DateTime);
        var seen = new HashSet<(Gln, DateOnly)>();
        var faults = new List<(int? Row, Refusal Why)>();
        foreach (var (row, report) in rows)
        {
            if (
                !nodes.TryGetValue(report.Gln, out var node)
                || !(reach.Governs(node.DistrictCode) || reach.PartyGln == node.OperatorGln)
            )
            {
                faults.Add(
                    (
                        row,
                        new("unknown-node", "Unknown node", $"没有GLN为{report.Gln}的节点，或您不能为它填报。", "/gln")
                    )
                );
            }
            else if (ReportRules.Check(report.Day, report.Figures, today) is { } wrong)
            {
                faults.Add((row, wrong));
            }
            else if (report.Note is { } note && !PlainTextAttribute.IsPlain(note, LogisticsTables.TextLength))
            {
                faults.Add(
                    (row, new("invalid-note", "Invalid note", "备注不能超过200个字符，也不能含有控制字符。", "/note"))
                );
            }
            else if (!seen.Add((report.Gln, report.Day)))
            {
                faults.Add((row, new("repeated-row", "Reported twice", "同一节点同一天在文件中出现两次。", "/day")));
            }
        }

        return faults;
    }

    private async Task<Dictionary<(Gln, DateOnly), DailyReport>> StandingAsync(
        IReadOnlyList<(int? Row, DailyReportCommand Report)> rows,
        CancellationToken ct
    )
    {
        var glns = rows.Select(r => r.Report.Gln).Distinct().ToList();
        var days = rows.Select(r => r.Report.Day).Distinct().ToList();
        var (first, last) = days.Count == 0 ? (default, default) : (days.Min(), days.Max());
        return await db.Set<DailyReport>()
            .AsTracking()
            .Where(r => glns.Contains(r.Gln) && r.Day >= first && r.Day <= last && r.SupersededAt == null)
            .ToDictionaryAsync(r => (r.Gln, r.Day), ct);
    }

    private static DailyReport Create(
        DailyReportCommand command,
        string? note,
        int version,
        ReportDoor door,
        string account,
        DateTimeOffset now
    )
    {
        var f = command.Figures;
        return new()
        {
            Id = Guid.CreateVersion7(now),
            Gln = command.Gln,
            Day = command.Day,
            Version = version,
            ParcelsIn = f.ParcelsIn,
            ParcelsOut = f.ParcelsOut,
            FarmParcelsOut = f.FarmParcelsOut,
            FarmValueYuan = f.FarmValueYuan,
            VillageParcelsAddressed = f.VillageParcelsAddressed,
            VillageParcelsDelivered = f.VillageParcelsDelivered,
            HandoversDue = f.HandoversDue,
            HandoversOnTime = f.HandoversOnTime,
            TonnesIn = f.TonnesIn,
            TonnesOut = f.TonnesOut,
            Runs = f.Runs,
            EmptyReturns = f.EmptyReturns,
            CapacityCubicMeters = f.CapacityCubicMeters,
            CarriedCubicMeters = f.CarriedCubicMeters,
            ColdOccupiedCubicMeters = f.ColdOccupiedCubicMeters,
            CostYuan = f.CostYuan,
            SharedRevenueYuan = f.SharedRevenueYuan,
            Note = note,
            Door = door,
            AccountId = account,
            ReportedAt = now,
        };
    }
}
