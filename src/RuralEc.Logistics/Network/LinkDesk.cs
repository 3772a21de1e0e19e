using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>A link to be registered. Its id is the key: the same request twice is one link.</summary>
/// <param name="Id">Made by the client.</param>
/// <param name="FromGln">The node that feeds.</param>
/// <param name="ToGln">The node that is fed.</param>
/// <param name="Days">Days of the week on which it runs.</param>
/// <param name="Vehicle">What runs.</param>
/// <param name="From">The first day.</param>
/// <param name="DepartsAt">On the clock of China.</param>
/// <param name="CapacityCubicMeters">What the vehicle takes, m³.</param>
public sealed record NodeLinkCommand(
    Guid Id,
    Gln FromGln,
    Gln ToGln,
    [MinLength(1), MaxLength(7)] IReadOnlyList<DayOfWeek> Days,
    LinkVehicle Vehicle,
    DateOnly From,
    TimeOnly? DepartsAt = null,
    [Range(0.0, 1000.0)] double? CapacityCubicMeters = null
);

/// <summary>A link between nodes.</summary>
public sealed record NodeLinkView(
    Guid Id,
    Gln FromGln,
    Gln ToGln,
    IReadOnlyList<DayOfWeek> Days,
    LinkVehicle Vehicle,
    TimeOnly? DepartsAt,
    double? CapacityCubicMeters,
    DateOnly From,
    DateOnly? To
)
{
    internal static NodeLinkView Of(NodeLink link) =>
        new(
            link.Id,
            link.FromGln,
            link.ToGln,
            [.. Enum.GetValues<DayOfWeek>().Where(day => (link.Days & (1 << (int)day)) != 0)],
            link.Vehicle,
            link.DepartsAt,
            link.CapacityCubicMeters,
            link.From,
            link.To
        );
}

/// <summary>What became of a link.</summary>
public abstract record LinkOutcome
{
    private LinkOutcome() { }

    public sealed record Registered(NodeLinkView Link) : LinkOutcome;

    /// <summary>The same was asked before; nothing changed.</summary>
    public sealed record AlreadySo(NodeLinkView Link) : LinkOutcome;

    public sealed record NotFound : LinkOutcome;

    public sealed record Refused(Refusal Why) : LinkOutcome;
}

/// <summary>Officers write down which node feeds which, on which days, with what.</summary>
public sealed class LinkDesk(DbContext db, TimeProvider clock)
{
    private const double MostCubicMeters = 1000;

    public async Task<LinkOutcome> RegisterAsync(ClaimsPrincipal by, NodeLinkCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reach = Reach.Of(by);
        var ends = await reach.Nodes(db).Where(n => n.Gln == command.FromGln || n.Gln == command.ToGln).ToListAsync(ct);
        if (Check(command, ends, reach) is { } refusal)
        {
            return new LinkOutcome.Refused(refusal);
        }

        var link = new NodeLink
        {
            Id = command.Id,
            FromGln = command.FromGln,
            ToGln = command.ToGln,
            Days = command.Days.Aggregate(0, (days, day) => days | (1 << (int)day)),
            Vehicle = command.Vehicle,
            DepartsAt = command.DepartsAt,
            CapacityCubicMeters = command.CapacityCubicMeters,
            From = command.From,
            AccountId = reach.AccountId,
            RegisteredAt = DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds()),
        };
        if (await db.Set<NodeLink>().SingleOrDefaultAsync(l => l.Id == link.Id, ct) is { } known)
        {
            // Lists are compared as the days they stand for.
            return
                NodeLinkView.Of(known) with { To = null, Days = [] } == NodeLinkView.Of(link) with { Days = [] }
                && known.Days == link.Days
                ? new LinkOutcome.AlreadySo(NodeLinkView.Of(known))
                : new LinkOutcome.Refused(new("id-taken", "Id already used", "该编号已用于另一条线路。", "/id"));
        }

        db.Add(link);
        await db.SaveChangesAsync(ct);
        return new LinkOutcome.Registered(NodeLinkView.Of(link));
    }

    /// <summary>The link runs for the last time on <paramref name="last"/>.</summary>
    public async Task<LinkOutcome> EndAsync(ClaimsPrincipal by, Guid id, DateOnly last, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        var link = await db.Set<NodeLink>().AsTracking().SingleOrDefaultAsync(l => l.Id == id, ct);
        if (
            link is null
            || await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == link.FromGln, ct) is not { } from
            || !reach.Governs(from.DistrictCode)
        )
        {
            return new LinkOutcome.NotFound();
        }

        if (link.To == last)
        {
            return new LinkOutcome.AlreadySo(NodeLinkView.Of(link));
        }

        if (link.To is not null || last < link.From)
        {
            return new LinkOutcome.Refused(
                new("bad-end", "Cannot end so", "线路已经停开，或停开日早于开行日。", "/to")
            );
        }

        link.To = last;
        await db.SaveChangesAsync(ct);
        return new LinkOutcome.Registered(NodeLinkView.Of(link));
    }

    /// <summary>Links that run on a day from or to nodes within reach; all of them with <paramref name="on"/> null.</summary>
    public async Task<IReadOnlyList<NodeLinkView>> AllAsync(ClaimsPrincipal by, DateOnly? on, CancellationToken ct)
    {
        var seen = Reach.Of(by).Nodes(db).Select(n => n.Gln);
        var links = db.Set<NodeLink>().Where(l => seen.Contains(l.FromGln) || seen.Contains(l.ToGln));
        if (on is { } day)
        {
            links = links.Where(l => l.From <= day && (l.To == null || l.To >= day));
        }

        var found = await links.OrderBy(l => l.FromGln).ThenBy(l => l.ToGln).Take(10_000).ToListAsync(ct);
        return [.. found.Select(NodeLinkView.Of)];
    }

    private static Refusal? Check(NodeLinkCommand command, List<LogisticsNode> ends, Reach reach)
    {
        static Refusal Wrong(string detail, string member) => new("invalid-link", "Invalid link", detail, member);
        if (command.Id == Guid.Empty)
        {
            return Wrong("请填写编号。", "/id");
        }

        if (command.FromGln == command.ToGln)
        {
            return Wrong("线路的两端不能是同一个节点。", "/toGln");
        }

        if (ends.Find(n => n.Gln == command.FromGln) is not { } from || !reach.Governs(from.DistrictCode))
        {
            return Wrong("没有这个发出节点，或不在您的辖区内。", "/fromGln");
        }

        if (ends.Find(n => n.Gln == command.ToGln) is not { } to)
        {
            return Wrong("没有这个接收节点，或不在您的辖区内。", "/toGln");
        }

        if (from.State == NodeState.Closed || to.State == NodeState.Closed)
        {
            return Wrong("已关闭的节点不能开行线路。", from.State == NodeState.Closed ? "/fromGln" : "/toGln");
        }

        if (command.Days is null or [])
        {
            return Wrong("请选择开行的星期。", "/days");
        }

        return command.CapacityCubicMeters is { } capacity && capacity is not (>= 0 and <= MostCubicMeters)
            ? Wrong("可载体积应在0到1000立方米之间。", "/capacityCubicMeters")
            : null;
    }
}
