using System.Linq.Expressions;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Assets;

/// <summary>Registers trucks, cold rooms and boxes, and lists them.</summary>
public sealed class AssetRegister(DbContext db, TimeProvider clock, DistrictCheck? districts = null)
{
    private const int Most = 200;

    public Task<DeskAnswer> RegisterAsync(RegisterAsset command, ClaimsPrincipal by, CancellationToken ct) =>
        db.DecideAsync(() => AddAsync(command, by, ct));

    private async Task<DeskAnswer> AddAsync(RegisterAsset command, ClaimsPrincipal by, CancellationToken ct)
    {
        if (Reach.Of(by).PartyGln is not { } party)
        {
            return new DeskAnswer.Forbidden("no-party", "No party", "您的账号没有所属单位。", "");
        }

        if (command.MinCelsius >= command.MaxCelsius)
        {
            return new DeskAnswer.Forbidden(
                "limits-crossed",
                "Lower limit is not below the upper",
                "温度下限必须低于上限。",
                "/minCelsius"
            );
        }

        var asset = new Asset
        {
            Id = command.Id,
            Kind = command.Kind,
            Name = command.Name.Trim(),
            PartyGln = party,
            NodeGln = command.NodeGln,
            DistrictCode = command.DistrictCode,
            MinCelsius = command.MinCelsius,
            MaxCelsius = command.MaxCelsius,
            RegisteredAt = Moments.Kept(clock.GetUtcNow()),
        };
        if (await db.Set<Asset>().FirstOrDefaultAsync(a => a.Id == command.Id, ct) is { } known)
        {
            var same =
                known.PartyGln == asset.PartyGln
                && known.Kind == asset.Kind
                && known.Name == asset.Name
                && known.NodeGln == asset.NodeGln
                && known.DistrictCode == asset.DistrictCode
                && known.MinCelsius == asset.MinCelsius
                && known.MaxCelsius == asset.MaxCelsius;
            return same ? new DeskAnswer.AlreadyRecorded(known.Id) : new DeskAnswer.IdTaken();
        }

        if (districts is not null && !await districts(asset.DistrictCode, ct))
        {
            return new DeskAnswer.Forbidden(
                "unknown-division",
                "Unknown division",
                $"没有区划代码{asset.DistrictCode}。",
                "/districtCode"
            );
        }

        db.Add(asset);
        await db.SaveChangesAsync(ct);
        return new DeskAnswer.Recorded(asset.Id);
    }

    /// <param name="after">The last id of the page before.</param>
    public async Task<IReadOnlyList<AssetView>> ListAsync(ClaimsPrincipal by, Guid? after, CancellationToken ct) =>
        await Reach
            .Of(by)
            .Assets(db)
            .Where(a => after == null || a.Id.CompareTo(after.Value) > 0)
            .OrderBy(a => a.Id)
            .Take(Most)
            .Select(View)
            .ToListAsync(ct);

    /// <summary>One asset, or null when it is unknown or another party's.</summary>
    public Task<AssetView?> FindAsync(Guid id, ClaimsPrincipal by, CancellationToken ct) =>
        Reach.Of(by).Assets(db).Where(a => a.Id == id).Select(View).SingleOrDefaultAsync(ct);

    private Expression<Func<Asset, AssetView>> View =>
        a => new AssetView(
            a.Id,
            a.Kind,
            a.Name,
            a.PartyGln,
            a.NodeGln,
            a.DistrictCode,
            a.MinCelsius,
            a.MaxCelsius,
            db.Set<Mounting>().Where(m => m.AssetId == a.Id && m.To == null).Select(m => m.Device).ToList()
        );
}

/// <param name="Devices">The loggers mounted in it now.</param>
public sealed record AssetView(
    Guid Id,
    AssetKind Kind,
    string Name,
    Gln PartyGln,
    Gln? NodeGln,
    string DistrictCode,
    double? MinCelsius,
    double? MaxCelsius,
    IReadOnlyList<string> Devices
);
