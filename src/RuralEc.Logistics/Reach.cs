using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>How far an account reaches: everything, the districts it watches, or the party it works for.</summary>
internal sealed record Reach(string AccountId, Gln? PartyGln, bool Everything, bool Administers, string[] Districts)
{
    public static Reach Of(ClaimsPrincipal by)
    {
        Gln? party = Gln.TryParse(by.FindFirstValue("party"), out var gln) ? gln : null;
        var administers = by.IsInRole(Roles.Administrator);
        return new(
            by.FindFirstValue(ClaimTypes.NameIdentifier) ?? "",
            party,
            administers || by.IsInRole(Roles.Auditor),
            administers,
            by.IsInRole(Roles.Officer) ? [.. by.FindAll("district").Select(c => c.Value)] : []
        );
    }

    /// <summary>
    /// An officer sees the nodes of his districts, in every state. Whoever works for a party sees its own nodes, and
    /// the active ones of all others as places to ship to.
    /// </summary>
    public IQueryable<LogisticsNode> Nodes(DbContext db)
    {
        var nodes = db.Set<LogisticsNode>();
        if (Everything)
        {
            return nodes;
        }

        if (Districts is { Length: > 0 } districts)
        {
            return nodes.Where(n => districts.Contains(n.DistrictCode));
        }

        return PartyGln is { } own
            ? nodes.Where(n => n.OperatorGln == own || n.State == NodeState.Active)
            : nodes.Where(n => false);
    }

    /// <summary>Whether more than the public facts of a node is this account's business.</summary>
    public bool Oversees(LogisticsNode node) =>
        Everything || Districts.Contains(node.DistrictCode) || PartyGln == node.OperatorGln;

    /// <summary>Whether this account registers nodes in a district and changes their state.</summary>
    public bool Governs(string districtCode) => Administers || Districts.Contains(districtCode);
}
