using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Assets;

/// <summary>Mounts loggers in assets and takes them out. A logger is in one asset at a time.</summary>
public sealed class MountingDesk(DbContext db, CommittedFeed feed, TimeProvider clock)
{
    private const int Most = 200;
    private const string NoMounting = "没有这条安装记录，或它不属于您的单位。";

    public Task<DeskAnswer> MountAsync(MountLogger command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => StartAsync(command, by, ct));

    public Task<DeskAnswer> EndAsync(Guid id, EndStay command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => StopAsync(id, command, by, ct));

    private async Task<DeskAnswer> StartAsync(MountLogger command, ClaimsPrincipal by, CancellationToken ct)
    {
        var from = Moments.Kept(command.From);
        if (Moments.Check(from, clock.GetUtcNow(), "/from") is { } wrongTime)
        {
            return wrongTime;
        }

        var reach = Reach.Of(by);
        if (await db.Set<Mounting>().FirstOrDefaultAsync(m => m.Id == command.Id, ct) is { } known)
        {
            var same = known.Device == command.Device && known.AssetId == command.AssetId && known.From == from;
            return same && await reach.Assets(db).AnyAsync(a => a.Id == known.AssetId, ct)
                ? new DeskAnswer.AlreadyRecorded(known.Id)
                : new DeskAnswer.IdTaken();
        }

        if (!await reach.Assets(db).AnyAsync(a => a.Id == command.AssetId, ct))
        {
            return new DeskAnswer.NotFound("没有这个设施或车辆，或它不属于您的单位。", "/assetId");
        }

        if (!await reach.Loggers(db).AnyAsync(l => l.Device == command.Device && l.RevokedAt == null, ct))
        {
            return new DeskAnswer.NotFound("没有这个记录仪，或它不属于您的单位。", "/device");
        }

        if (await db.Set<Mounting>().AnyAsync(m => m.Device == command.Device && (m.To == null || m.To > from), ct))
        {
            return new DeskAnswer.Forbidden(
                "already-mounted",
                "The logger is mounted at that time already",
                "该记录仪在这一时间已安装在别处，请先结束那次安装。",
                "/device"
            );
        }

        db.Add(
            new Mounting
            {
                Id = command.Id,
                Device = command.Device,
                AssetId = command.AssetId,
                From = from,
                RecordedAt = Moments.Kept(clock.GetUtcNow()),
            }
        );
        await db.SaveChangesAsync(ct);
        feed.Revisit(command.Device, from);
        return new DeskAnswer.Recorded(command.Id);
    }

    private async Task<DeskAnswer> StopAsync(Guid id, EndStay command, ClaimsPrincipal by, CancellationToken ct)
    {
        var to = Moments.Kept(command.To);
        var assets = Reach.Of(by).Assets(db).Select(a => a.Id);
        if (
            await db.Set<Mounting>().AsTracking().FirstOrDefaultAsync(m => m.Id == id && assets.Contains(m.AssetId), ct)
            is not { } mounting
        )
        {
            return new DeskAnswer.NotFound(NoMounting, "/id");
        }

        if (mounting.To is { } ended)
        {
            return ended == to ? new DeskAnswer.AlreadyRecorded(id) : new DeskAnswer.IdTaken();
        }

        if (Moments.CheckEnd(mounting.From, to, clock.GetUtcNow(), "/to") is { } wrongTime)
        {
            return wrongTime;
        }

        mounting.End(to);
        await db.SaveChangesAsync(ct);
        feed.Revisit(mounting.Device, to);
        return new DeskAnswer.Recorded(id);
    }

    /// <summary>Where a logger was, or what was in an asset; newest first.</summary>
    public async Task<IReadOnlyList<MountingView>> ListAsync(
        string? device,
        Guid? assetId,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var assets = Reach.Of(by).Assets(db).Select(a => a.Id);
        return await db.Set<Mounting>()
            .Where(m => assets.Contains(m.AssetId))
            .Where(m => device == null || m.Device == device)
            .Where(m => assetId == null || m.AssetId == assetId)
            .OrderByDescending(m => m.From)
            .Take(Most)
            .Select(m => new MountingView(m.Id, m.Device, m.AssetId, m.From, m.To))
            .ToListAsync(ct);
    }
}

public sealed record MountingView(Guid Id, string Device, Guid AssetId, DateTimeOffset From, DateTimeOffset? To);
