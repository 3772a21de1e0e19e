using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms.Windows;

/// <summary>Announces planned windows and withdraws them.</summary>
public sealed class WindowDesk(DbContext db, CommittedFeed feed, TimeProvider clock)
{
    private const int Most = 500;
    private static readonly TimeSpan EarliestBack = TimeSpan.FromDays(7);
    private static readonly TimeSpan LatestAhead = TimeSpan.FromDays(366);

    public async Task<DeskAnswer> RecordAsync(RecordWindow command, ClaimsPrincipal by, CancellationToken ct)
    {
        var now = Moments.Kept(clock.GetUtcNow());
        var window = new PlannedWindow
        {
            Id = command.Id,
            Kind = command.Kind,
            AssetId = command.AssetId,
            NodeGln = command.NodeGln,
            DistrictCode = "",
            From = Moments.Kept(command.From),
            LengthMinutes = command.LengthMinutes,
            Weekdays = (command.Weekdays ?? []).Distinct().Sum(d => 1 << (d - 1)),
            Note = command.Note?.Trim(),
            RecordedAt = now,
            RecordedBy = Reach.NameOf(by),
        };
        if (Check(window, now) is { } refused)
        {
            return refused;
        }

        var assets = await Reach
            .Of(by)
            .Assets(db)
            .Where(a => command.AssetId != null ? a.Id == command.AssetId : a.NodeGln == command.NodeGln)
            .Select(a => new { a.PartyGln, a.DistrictCode })
            .Take(1)
            .ToListAsync(ct);
        if (assets is not [var asset])
        {
            return command.AssetId is null
                ? new DeskAnswer.NotFound("您的单位在这个节点没有设施。", "/nodeGln")
                : new DeskAnswer.NotFound("没有这个设施或车辆，或它不属于您的单位。", "/assetId");
        }

        (window.PartyGln, window.DistrictCode) = (asset.PartyGln, asset.DistrictCode);
        if (await db.Set<PlannedWindow>().FirstOrDefaultAsync(w => w.Id == command.Id, ct) is { } known)
        {
            return Same(known, window) ? new DeskAnswer.AlreadyRecorded(known.Id) : new DeskAnswer.IdTaken();
        }

        db.Add(window);
        await db.SaveChangesAsync(ct);
        await RevisitAsync(window, ct);
        return new DeskAnswer.Recorded(window.Id);
    }

    /// <summary>Ends it now: what it holds is told at once, later occurrences do not come. What it held stays on record.</summary>
    public async Task<DeskAnswer> EndAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        var own = Reach.Of(by).PartyGln;
        if (
            await db.Set<PlannedWindow>().AsTracking().FirstOrDefaultAsync(w => w.Id == id && w.PartyGln == own, ct)
            is not { } window
        )
        {
            return new DeskAnswer.NotFound("没有这个计划时段，或它不属于您的单位。", "/id");
        }

        if (window.EndedAt is not null)
        {
            return new DeskAnswer.AlreadyRecorded(id);
        }

        window.EndedAt = Moments.Kept(clock.GetUtcNow());
        window.Version++;
        await db.SaveChangesAsync(ct);
        await RevisitAsync(window, ct);
        return new DeskAnswer.Recorded(id);
    }

    /// <summary>Windows that run or come, the next first; with <paramref name="past"/> also those that are over.</summary>
    public async Task<IReadOnlyList<WindowView>> ListAsync(ClaimsPrincipal by, bool past, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        var windows = await Reach.Of(by).Windows(db).OrderByDescending(w => w.RecordedAt).Take(Most).ToListAsync(ct);
        Guid[] assets = [.. windows.Select(w => w.AssetId).OfType<Guid>()];
        var names = await db.Set<Asset>()
            .Where(a => assets.Contains(a.Id))
            .ToDictionaryAsync(a => a.Id, a => a.Name, ct);
        return
        [
            .. windows
                .Select(w => WindowView.Of(w, w.AssetId is { } asset ? names.GetValueOrDefault(asset) : null, now))
                .Where(w => past || w.NextFrom is not null)
                .OrderBy(w => w.NextFrom ?? DateTimeOffset.MaxValue)
                .ThenByDescending(w => w.From),
        ];
    }

    private static DeskAnswer.Forbidden? Check(PlannedWindow window, DateTimeOffset now)
    {
        var longest = LongestMinutes(window.Kind);
        return (window.AssetId is null) == (window.NodeGln is null)
                ? new("asset-or-node", "Name an asset or a node", "请指定一个设施或一个节点，二者选一。", "/assetId")
            : window.LengthMinutes > longest
                ? new(
                    "window-too-long",
                    $"A window of this kind lasts at most {longest} minutes",
                    $"这类时段最长{longest}分钟。",
                    "/lengthMinutes"
                )
            : window.From < now - EarliestBack || window.From > now + LatestAhead
                ? new(
                    "bad-window-start",
                    "A window begins between a week ago and a year ahead",
                    "开始时间须在一周前至一年内。",
                    "/from"
                )
            : null;
    }

    /// <summary>So long may an alarm wait at most, in minutes.</summary>
    public static int LongestMinutes(WindowKind kind) =>
        kind switch
        {
            WindowKind.Defrost => 120,
            WindowKind.Loading => 240,
            _ => 1440,
        };

    private static bool Same(PlannedWindow one, PlannedWindow other) =>
        one.Kind == other.Kind
        && one.AssetId == other.AssetId
        && one.NodeGln == other.NodeGln
        && one.PartyGln == other.PartyGln
        && one.From == other.From
        && one.LengthMinutes == other.LengthMinutes
        && one.Weekdays == other.Weekdays;

    /// <summary>Alarms in it may have to wait, or to wait no longer.</summary>
    private async Task RevisitAsync(PlannedWindow window, CancellationToken ct)
    {
        var from = clock.GetUtcNow() - TimeSpan.FromDays(1);
        var devices = await db.Set<Asset>()
            .Where(a => window.AssetId != null ? a.Id == window.AssetId : a.NodeGln == window.NodeGln)
            .Where(a => a.PartyGln == window.PartyGln)
            .Join(db.Set<Mounting>().Where(m => m.To == null), a => a.Id, m => m.AssetId, (a, m) => m.Device)
            .Distinct()
            .ToListAsync(ct);
        foreach (var device in devices)
        {
            feed.Revisit(device, from);
        }
    }
}

/// <param name="Id">Made by the client (UUIDv7): the same id twice is one window.</param>
/// <param name="From">The start of the first, or only, occurrence.</param>
/// <param name="LengthMinutes">At most 120 for defrosting, 240 for loading, 1440 for maintenance.</param>
/// <param name="AssetId">One truck, cold room or box; either this or <paramref name="NodeGln"/>.</param>
/// <param name="NodeGln">All of one's assets at a node.</param>
/// <param name="Weekdays">ISO numbers, 1 is Monday, by the clock of China; absent: once.</param>
public sealed record RecordWindow(
    Guid Id,
    WindowKind Kind,
    DateTimeOffset From,
    [Range(1, 1440)] int LengthMinutes,
    Guid? AssetId = null,
    Gln? NodeGln = null,
    [Weekdays] IReadOnlyList<int>? Weekdays = null,
    [PlainText(AlarmTables.NameLength)] string? Note = null
);

/// <summary>ISO numbers of weekdays, 1 to 7.</summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property)]
internal sealed class WeekdaysAttribute : ValidationAttribute
{
    public override bool IsValid(object? value) =>
        value is null or IReadOnlyList<int> { Count: <= 7 }
        && (value as IReadOnlyList<int> ?? []).All(d => d is >= 1 and <= 7);

    public override string FormatErrorMessage(string name) => "星期为1（周一）至7（周日）。";
}

/// <param name="NextFrom">The start of the occurrence that runs or comes next; absent when none does.</param>
/// <param name="Running">It holds alarms now.</param>
/// <param name="EndedAt">When it was withdrawn.</param>
public sealed record WindowView(
    Guid Id,
    WindowKind Kind,
    Guid? AssetId,
    string? AssetName,
    Gln? NodeGln,
    Gln PartyGln,
    DateTimeOffset From,
    int LengthMinutes,
    IReadOnlyList<int> Weekdays,
    string? Note,
    string RecordedBy,
    DateTimeOffset RecordedAt,
    DateTimeOffset? NextFrom,
    bool Running,
    DateTimeOffset? EndedAt
)
{
    internal static WindowView Of(PlannedWindow window, string? assetName, DateTimeOffset now) =>
        new(
            window.Id,
            window.Kind,
            window.AssetId,
            assetName,
            window.NodeGln,
            window.PartyGln,
            window.From,
            window.LengthMinutes,
            [.. Enumerable.Range(1, 7).Where(d => (window.Weekdays & (1 << (d - 1))) != 0)],
            window.Note,
            window.RecordedBy,
            window.RecordedAt,
            window.Next(now),
            window.At(now) is not null,
            window.EndedAt
        );
}
