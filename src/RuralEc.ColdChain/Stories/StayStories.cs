using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Stories;

/// <summary>A stay of goods that is over, and of which something became known: its end, or a late reading.</summary>
public readonly record struct EndedStay(Guid PlacementId);

/// <summary>Goods that were so warm, or so cold, that their profile wants them stopped.</summary>
/// <param name="OnsetAt">When the limit was passed.</param>
public readonly record struct SpoiledStay(
    Guid PlacementId,
    string ItemUri,
    string AssetName,
    DateTimeOffset OnsetAt,
    double LimitCelsius
);

/// <summary>A stay of goods that is over, and what loggers saw of it.</summary>
public sealed record StayStory(
    Guid PlacementId,
    string ItemUri,
    string AssetName,
    AssetKind AssetKind,
    Gln PartyGln,
    Gln? NodeGln,
    TemperatureStory Story
);

/// <summary>Tells single stays, as they are recorded now.</summary>
public sealed class StayStories(DbContext db, LotTemperature temperatures)
{
    /// <summary>Null for a stay that lasts, or is not on record.</summary>
    public async Task<StayStory?> OfAsync(Guid placementId, CancellationToken ct)
    {
        var stay = await (
            from placement in db.Set<Placement>()
            join asset in db.Set<Asset>() on placement.AssetId equals asset.Id
            where placement.Id == placementId && placement.To != null
            select new { placement, asset }
        ).SingleOrDefaultAsync(ct);
        if (stay is null)
        {
            return null;
        }

        var story = await temperatures.StoryAsync(
            [new(stay.placement.ItemUri)],
            db.Set<Asset>().Where(a => a.Id == stay.asset.Id),
            stay.placement.From,
            stay.placement.To!.Value,
            stay.placement.ProductClass ?? TemperatureProfile.Chilled.ProductClass,
            ct
        );
        return new(
            placementId,
            stay.placement.ItemUri,
            stay.asset.Name,
            stay.asset.Kind,
            stay.asset.PartyGln,
            stay.asset.NodeGln,
            story
        );
    }
}
