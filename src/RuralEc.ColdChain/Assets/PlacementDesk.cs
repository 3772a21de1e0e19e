using System.Security.Claims;
using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Assets;

/// <summary>Places goods in assets and takes them out. A lot may be in several assets at once, in parts.</summary>
public sealed class PlacementDesk(DbContext db, CommittedFeed feed, TimeProvider clock, CustodyCheck custody)
{
    private const int Most = 200;

    public Task<DeskAnswer> PlaceAsync(PlaceItem command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => StartAsync(command, by, ct));

    public Task<DeskAnswer> EndAsync(Guid id, EndStay command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => StopAsync(id, command, by, ct));

    private async Task<DeskAnswer> StartAsync(PlaceItem command, ClaimsPrincipal by, CancellationToken ct)
    {
        var from = Moments.Kept(command.From);
        if (Moments.Check(from, clock.GetUtcNow(), "/from") is { } wrongTime)
        {
            return wrongTime;
        }

        if (ItemUri.Check(command.ItemUri) is { } noGoods)
        {
            return noGoods;
        }

        var reach = Reach.Of(by);
        var assets = reach.Assets(db).Select(a => a.Id);
        if (await db.Set<Placement>().FirstOrDefaultAsync(p => p.Id == command.Id, ct) is { } known)
        {
            var same =
                known.ItemUri == command.ItemUri
                && known.AssetId == command.AssetId
                && known.From == from
                && known.ProductClass == command.ProductClass;
            return same && await assets.ContainsAsync(known.AssetId, ct)
                ? new DeskAnswer.AlreadyRecorded(known.Id)
                : new DeskAnswer.IdTaken();
        }

        if (!await assets.ContainsAsync(command.AssetId, ct))
        {
            return new DeskAnswer.NotFound("没有这个设施或车辆，或它不属于您的单位。", "/assetId");
        }

        if (reach.PartyGln is not { } party || !await custody(command.ItemUri, party, ct))
        {
            return new DeskAnswer.NotFound("没有这个批次或托盘，或它没有经过您的单位。", "/itemUri");
        }

        if (
            await db.Set<Placement>()
                .AnyAsync(
                    p => p.ItemUri == command.ItemUri && p.AssetId == command.AssetId && (p.To == null || p.To > from),
                    ct
                )
        )
        {
            return new DeskAnswer.Forbidden(
                "already-placed",
                "The goods are there at that time already",
                "该批次或托盘在这一时间已在此处。",
                "/itemUri"
            );
        }

        db.Add(
            new Placement
            {
                Id = command.Id,
                ItemUri = command.ItemUri,
                ProductClass = command.ProductClass,
                AssetId = command.AssetId,
                From = from,
                RecordedAt = Moments.Kept(clock.GetUtcNow()),
            }
        );
        await db.SaveChangesAsync(ct);
        await RevisitAsync(command.AssetId, from, ct);
        return new DeskAnswer.Recorded(command.Id);
    }

    private async Task<DeskAnswer> StopAsync(Guid id, EndStay command, ClaimsPrincipal by, CancellationToken ct)
    {
        var to = Moments.Kept(command.To);
        var assets = Reach.Of(by).Assets(db).Select(a => a.Id);
        if (
            await db.Set<Placement>()
                .AsTracking()
                .FirstOrDefaultAsync(p => p.Id == id && assets.Contains(p.AssetId), ct)
            is not { } placement
        )
        {
            return new DeskAnswer.NotFound("没有这条存放记录，或它不属于您的单位。", "/id");
        }

        if (placement.To is { } ended)
        {
            return ended == to ? new DeskAnswer.AlreadyRecorded(id) : new DeskAnswer.IdTaken();
        }

        if (Moments.CheckEnd(placement.From, to, clock.GetUtcNow(), "/to") is { } wrongTime)
        {
            return wrongTime;
        }

        placement.To = to;
        placement.Version++;
        await db.SaveChangesAsync(ct);
        await RevisitAsync(placement.AssetId, placement.From, ct);
        return new DeskAnswer.Recorded(id);
    }

    /// <summary>Where goods were, or what was in an asset; newest first.</summary>
    public async Task<IReadOnlyList<PlacementView>> ListAsync(
        string? itemUri,
        Guid? assetId,
        ClaimsPrincipal by,
        CancellationToken ct
    )
    {
        var assets = Reach.Of(by).Assets(db).Select(a => a.Id);
        return await db.Set<Placement>()
            .Where(p => assets.Contains(p.AssetId))
            .Where(p => itemUri == null || p.ItemUri == itemUri)
            .Where(p => assetId == null || p.AssetId == assetId)
            .OrderByDescending(p => p.From)
            .Take(Most)
            .Select(p => new PlacementView(p.Id, p.ItemUri, p.ProductClass, p.AssetId, p.From, p.To))
            .ToListAsync(ct);
    }

    /// <summary>Other goods have other limits: the past is judged again.</summary>
    private async Task RevisitAsync(Guid assetId, DateTimeOffset from, CancellationToken ct)
    {
        foreach (
            var device in await db.Set<Mounting>()
                .Where(m => m.AssetId == assetId && (m.To == null || m.To > from))
                .Select(m => m.Device)
                .Distinct()
                .ToListAsync(ct)
        )
        {
            feed.Revisit(device, from);
        }
    }
}

public sealed record PlacementView(
    Guid Id,
    string ItemUri,
    string? ProductClass,
    Guid AssetId,
    DateTimeOffset From,
    DateTimeOffset? To
);
