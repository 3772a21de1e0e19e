using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using RuralEc.Traceability.Plots;

namespace RuralEc.Traceability;

/// <summary>How far an account reaches: the party it works for, the districts it watches, or everything.</summary>
internal sealed record Reach(string AccountId, Gln? PartyGln, bool Everything, IReadOnlyList<string> Districts)
{
    private const string PartyClaim = "party";
    private const string DistrictClaim = "district";

    public static Reach Of(ClaimsPrincipal by)
    {
        Gln? party = Gln.TryParse(by.FindFirstValue(PartyClaim), null, out var gln) ? gln : null;
        var officer = by.IsInRole(Roles.Officer);
        return new Reach(
            by.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            party,
            by.IsInRole(Roles.Administrator) || by.IsInRole(Roles.Auditor),
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

    /// <summary>The plots one may see: one's own party's, or those in one's districts.</summary>
    public IQueryable<Plot> Plots(DbContext db)
    {
        var plots = db.Set<Plot>();
        if (Everything)
        {
            return plots;
        }
        if (Districts.Count > 0)
        {
            return plots.Where(p => Districts.Contains(p.DivisionCode.Substring(0, 6)));
        }
        return PartyGln is { } own ? plots.Where(p => p.PartyGln == own) : plots.Where(p => false);
    }

    /// <summary>The refused harvests one may see: one's own party's, or those on plots of one's districts.</summary>
    public IQueryable<HarvestRefusal> HarvestRefusals(DbContext db)
    {
        var refusals = db.Set<HarvestRefusal>();
        if (Everything)
        {
            return refusals;
        }
        if (Districts.Count > 0)
        {
            return refusals.Where(r => Districts.Contains(r.DistrictCode));
        }
        return PartyGln is { } own ? refusals.Where(r => r.PartyGln == own) : refusals.Where(r => false);
    }
}
