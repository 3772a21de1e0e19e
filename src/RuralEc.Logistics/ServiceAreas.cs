using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>What became of a service area.</summary>
/// <param name="Repaired">What was wrong with the drawing, and where, before it was repaired.</param>
/// <param name="Why">Why nothing was recorded; null when it was.</param>
public sealed record AreaOutcome(string? Repaired, Refusal? Why);

/// <summary>The drawn areas that nodes serve.</summary>
public sealed class ServiceAreas(DbContext db, TimeProvider clock)
{
    /// <summary>Draws the area of a node of a district of <paramref name="by"/>, or takes it away.</summary>
    /// <param name="area">Polygon or MultiPolygon in WGS 84 degrees; null for none.</param>
    public async Task<AreaOutcome> DrawAsync(ClaimsPrincipal by, Gln gln, Geometry? area, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        var node = await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == gln, ct);
        if (node is null || !reach.Governs(node.DistrictCode))
        {
            return new(null, new("not-found", "Not found", "没有这个节点，或不在您的辖区内。", "/gln"));
        }

        var known = await db.Set<NodeServiceArea>().AsTracking().SingleOrDefaultAsync(a => a.Gln == gln, ct);
        if (area is null)
        {
            if (known is not null)
            {
                db.Remove(known);
                await db.SaveChangesAsync(ct);
            }

            return new(null, null);
        }

        var reading = Outlines.Read(area);
        if (reading.Area is not { } drawn)
        {
            return new(null, new("invalid-area", "Invalid area", reading.Why!, "/geometry"));
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
        if (known is null)
        {
            db.Add(
                new NodeServiceArea
                {
                    Gln = gln,
                    Area = drawn,
                    AccountId = reach.AccountId,
                    ChangedAt = now,
                }
            );
        }
        else
        {
            (known.Area, known.AccountId, known.ChangedAt) = (drawn, reach.AccountId, now);
        }

        await db.SaveChangesAsync(ct);
        return new(reading.Repaired, null);
    }

    /// <summary>The area of a node within reach; null where none was drawn.</summary>
    public async Task<MultiPolygon?> OfAsync(ClaimsPrincipal by, Gln gln, CancellationToken ct) =>
        await Reach.Of(by).Nodes(db).AnyAsync(n => n.Gln == gln, ct)
            ? await db.Set<NodeServiceArea>().Where(a => a.Gln == gln).Select(a => a.Area).SingleOrDefaultAsync(ct)
            : null;
}
