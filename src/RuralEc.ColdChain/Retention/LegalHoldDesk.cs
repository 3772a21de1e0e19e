using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;

namespace RuralEc.ColdChain.Retention;

/// <summary>Officers order raw readings to be kept, and release them.</summary>
public sealed class LegalHoldDesk(DbContext db, RelatedGoods related, TimeProvider clock)
{
    private const int Most = 200;

    // As many parameters as a statement may well have.
    private const int ItemsAtOnce = 500;

    public Task<DeskAnswer> SetAsync(SetLegalHold command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => StartAsync(command, by, ct));

    public Task<DeskAnswer> ReleaseAsync(Guid id, ReleaseLegalHold command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => EndAsync(id, command, by, ct));

    /// <summary>The holds that the caller may see, the latest first, at most 200.</summary>
    /// <param name="past">Those that were released, too.</param>
    public async Task<IReadOnlyList<LegalHoldView>> ListAsync(bool past, ClaimsPrincipal by, CancellationToken ct) =>
        [
            .. (
                await Reach
                    .Of(by)
                    .LegalHolds(db)
                    .Where(h => past || h.ReleasedAt == null)
                    .OrderByDescending(h => h.SetAt)
                    .Take(Most)
                    .ToListAsync(ct)
            ).Select(LegalHoldView.Of),
        ];

    private async Task<DeskAnswer> StartAsync(SetLegalHold command, ClaimsPrincipal by, CancellationToken ct)
    {
        var hold = new LegalHold
        {
            Id = command.Id,
            ItemUri = command.ItemUri,
            AssetId = command.AssetId,
            From = command.From is { } from ? Moments.Kept(from) : null,
            To = command.To is { } to ? Moments.Kept(to) : null,
            DistrictCode = "",
            Reason = command.Reason.Trim(),
            SetBy = Reach.NameOf(by),
            SetAt = Moments.Kept(clock.GetUtcNow()),
        };
        if (Check(hold) is { } refused)
        {
            return refused;
        }

        if (await DistrictAsync(hold, Reach.Of(by), ct) is not { } district)
        {
            return hold.AssetId is null
                ? new DeskAnswer.NotFound("辖区内没有该批次或托盘的存放记录。", "/itemUri")
                : new DeskAnswer.NotFound("辖区内没有这个设施或车辆。", "/assetId");
        }

        if (await db.Set<LegalHold>().FirstOrDefaultAsync(h => h.Id == command.Id, ct) is { } known)
        {
            return Same(known, hold) ? new DeskAnswer.AlreadyRecorded(known.Id) : new DeskAnswer.IdTaken();
        }

        hold.DistrictCode = district;
        db.Add(hold);
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(hold.Id);
    }

    private async Task<DeskAnswer> EndAsync(Guid id, ReleaseLegalHold command, ClaimsPrincipal by, CancellationToken ct)
    {
        if (await Reach.Of(by).LegalHolds(db).AsTracking().FirstOrDefaultAsync(h => h.Id == id, ct) is not { } hold)
        {
            return new DeskAnswer.NotFound("没有这条留存令，或它不在您的辖区。", "/id");
        }

        var reason = command.Reason.Trim();
        if (hold.ReleasedAt is not null)
        {
            return hold.ReleaseReason == reason ? new DeskAnswer.AlreadyRecorded(id) : new DeskAnswer.IdTaken();
        }

        (hold.ReleaseReason, hold.ReleasedBy) = (reason, Reach.NameOf(by));
        hold.ReleasedAt = Moments.Kept(clock.GetUtcNow());
        hold.Version++;
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(id);
    }

    private static DeskAnswer.Forbidden? Check(LegalHold hold) =>
        (hold.ItemUri is null) == (hold.AssetId is null)
            ? new("item-or-asset", "Name goods or an asset", "请指定批次（托盘）或设施，二者选一。", "/itemUri")
        : hold.ItemUri is { } uri && ItemUri.Check(uri) is { } noGoods ? noGoods
        : hold.From >= hold.To ? new("ends-before-start", "Ends before it starts", "结束时间必须晚于开始时间。", "/to")
        : null;

    /// <summary>A district within reach that the asset is in, or in which any of the goods ever was; null where none is.</summary>
    private async Task<string?> DistrictAsync(LegalHold hold, Reach reach, CancellationToken ct)
    {
        if (hold.ItemUri is not { } itemUri)
        {
            return await reach
                .Assets(db)
                .Where(a => a.Id == hold.AssetId)
                .Select(a => a.DistrictCode)
                .FirstOrDefaultAsync(ct);
        }

        foreach (var items in (await related(itemUri, ct)).Chunk(ItemsAtOnce))
        {
            var district = await reach
                .Assets(db)
                .Where(a => db.Set<Placement>().Any(p => p.AssetId == a.Id && items.Contains(p.ItemUri)))
                .OrderBy(a => a.DistrictCode)
                .Select(a => a.DistrictCode)
                .FirstOrDefaultAsync(ct);
            if (district is not null)
            {
                return district;
            }
        }

        return null;
    }

    private static bool Same(LegalHold one, LegalHold other) =>
        one.ItemUri == other.ItemUri
        && one.AssetId == other.AssetId
        && one.From == other.From
        && one.To == other.To
        && one.Reason == other.Reason;
}
