using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability;

/// <summary>How far an account reaches: the party it works for, the districts it watches, or everything.</summary>
internal sealed record Reach(string AccountId, Gln? PartyGln, bool Everything, IReadOnlyList<string> Districts)
{
    private const string PartyClaim = "party";
    private const string DistrictClaim = "district";

    public static Reach Of(ClaimsPrincipal by)
    {
        Gln? party = Gln.TryParse(by.FindFirstValue(PartyClaim), null, out var gln) ? gln : null;
        var officer = by.IsInRole("officer");
        return new Reach(
            by.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            party,
            by.IsInRole("administrator") || by.IsInRole("auditor"),
            officer ? [.. by.FindAll(DistrictClaim).Select(c => c.Value)] : []
        );
    }

    /// <summary>The lots one may see: made by or in the hands of one's own party, or of a party of one's district.</summary>
    public IQueryable<Lot> Lots(DbContext db)
    {
        var lots = db.Set<Lot>();
        if (Everything)
        {
            return lots;
        }
        if (Districts.Count > 0)
        {
            var watched = db.Set<Party>().Where(p => Districts.Contains(p.DistrictCode)).Select(p => p.Gln);
            return lots.Where(l =>
                watched.Contains(l.OriginPartyGln)
                || db.Set<Stock>().Any(s => s.LotId == l.Id && watched.Contains(s.HolderGln))
            );
        }
        if (PartyGln is not { } own)
        {
            return lots.Where(l => false);
        }
        return lots.Where(l =>
            l.OriginPartyGln == own || db.Set<Stock>().Any(s => s.LotId == l.Id && s.HolderGln == own)
        );
    }
}
