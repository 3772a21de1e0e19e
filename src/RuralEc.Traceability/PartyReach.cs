using Microsoft.EntityFrameworkCore;
using RuralEc.Traceability.Parties;

namespace RuralEc.Traceability;

/// <summary>For which parties an account may see things that only they are part of.</summary>
internal static class PartyReach
{
    /// <summary>One's own party, the parties of one's district, or all.</summary>
    public static IQueryable<Party> Parties(this Reach reach, DbContext db)
    {
        var parties = db.Set<Party>();
        if (reach.Everything)
        {
            return parties;
        }
        if (reach.Districts.Count > 0)
        {
            return parties.Where(p => reach.Districts.Contains(p.DistrictCode));
        }
        return reach.PartyGln is { } own ? parties.Where(p => p.Gln == own) : parties.Where(p => false);
    }
}
