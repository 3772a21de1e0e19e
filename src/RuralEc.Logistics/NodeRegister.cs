using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>Officers put nodes into the register and govern their state.</summary>
public sealed class NodeRegister(DbContext db, TimeProvider clock, NodeChecks checks)
{
    /// <summary>The states that may follow one.</summary>
    public static IReadOnlyList<NodeState> MayFollow(NodeState state) =>
        [.. Enum.GetValues<NodeState>().Where(next => next != state && NodeRules.MayBecome(state, next))];

    /// <summary>Registers a node in a district of <paramref name="by"/>.</summary>
    public async Task<NodeOutcome> RegisterAsync(ClaimsPrincipal by, NodeCommand command, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(command);
        var reach = Reach.Of(by);
        if ((await checks.CheckAsync(command, reach, ct)) is { } refusal)
        {
            return new NodeOutcome.Refused(refusal);
        }

        var node = Create(command);
        if (await RepeatOfAsync(node, reach, ct) is { } repeat)
        {
            return repeat;
        }

        db.Add(node);
        db.Add(ChangeOf(node, from: null, reason: null, reach));
        try
        {
            await db.SaveChangesAsync(ct);
        }
        catch (DbUpdateException)
        {
            // The primary key speaks: was this node registered in the same moment?
            db.ChangeTracker.Clear();
            if (await RepeatOfAsync(node, reach, ct) is { } first)
            {
                return first;
            }

            throw;
        }

        return new NodeOutcome.Registered(NodeView.Of(node, reach));
    }

    /// <summary>Brings a node of a district of <paramref name="by"/> into another state.</summary>
    public async Task<NodeOutcome> ChangeStateAsync(
        ClaimsPrincipal by,
        Gln gln,
        NodeStateCommand command,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(command);
        var reach = Reach.Of(by);
        var node = await reach.Nodes(db).AsTracking().SingleOrDefaultAsync(n => n.Gln == gln, ct);
        if (node is null || !reach.Governs(node.DistrictCode))
        {
            return new NodeOutcome.NotFound();
        }

        if (node.State == command.State)
        {
            return new NodeOutcome.AlreadySo(NodeView.Of(node, reach));
        }

        if (node.Version != command.Version)
        {
            return new NodeOutcome.Conflicting(
                new("node-changed", "Node has changed", "该节点已被他人更改，请刷新后再试。", "/version")
            );
        }

        if (await CheckChangeAsync(node, command, ct) is { } refusal)
        {
            return new NodeOutcome.Refused(refusal);
        }

        var from = node.State;
        node.State = command.State;
        node.Version++;
        db.Add(ChangeOf(node, from, PlainTextAttribute.Clean(command.Reason), reach));
        await db.SaveChangesAsync(ct);
        return new NodeOutcome.Changed(NodeView.Of(node, reach));
    }

    private async Task<Refusal?> CheckChangeAsync(LogisticsNode node, NodeStateCommand command, CancellationToken ct)
    {
        if (!NodeRules.MayBecome(node.State, command.State))
        {
            return new("state-order", "No such change of state", "节点不能从现在的状态变为该状态。", "/state");
        }

        if (
            command.State is NodeState.Suspended or NodeState.Closed
            && PlainTextAttribute.Clean(command.Reason) is null
        )
        {
            return new("reason-needed", "A reason is needed", "暂停或关闭节点时请说明原因。", "/reason");
        }

        if (command.Reason is { } reason && !PlainTextAttribute.IsPlain(reason, LogisticsTables.TextLength))
        {
            return new("invalid-reason", "Invalid reason", "原因不能超过200个字符，也不能含有控制字符。", "/reason");
        }

        return
            command.State == NodeState.Closed
            && await db.Set<LogisticsNode>().AnyAsync(n => n.ParentGln == node.Gln && n.State != NodeState.Closed, ct)
            ? new("node-has-children", "Nodes depend on it", "还有下级节点未关闭。", "/state")
            : null;
    }

    private async Task<NodeOutcome?> RepeatOfAsync(LogisticsNode wanted, Reach reach, CancellationToken ct)
    {
        var known = await db.Set<LogisticsNode>().SingleOrDefaultAsync(n => n.Gln == wanted.Gln, ct);
        if (known is null)
        {
            return null;
        }

        return IsSame(known, wanted)
            ? new NodeOutcome.AlreadySo(NodeView.Of(known, reach))
            : new NodeOutcome.Conflicting(new("gln-taken", "GLN already used", "该GLN已登记为另一个节点。", "/gln"));
    }

    // The state is left out: it may have changed since.
    private static bool IsSame(LogisticsNode a, LogisticsNode b) =>
        (a.Kind, a.Name, a.NameEn, a.ParentGln, a.OperatorGln, a.DivisionCode, a.SourceCrs, a.Demonstration)
            == (b.Kind, b.Name, b.NameEn, b.ParentGln, b.OperatorGln, b.DivisionCode, b.SourceCrs, b.Demonstration)
        && a.Location.Coordinate.Equals2D(b.Location.Coordinate);

    private LogisticsNode Create(NodeCommand command) =>
        new()
        {
            Gln = command.Gln,
            Tier = NodeRules.TierOf(command.Kind),
            Kind = command.Kind,
            Name = command.Name.Trim(),
            NameEn = PlainTextAttribute.Clean(command.NameEn),
            ParentGln = command.ParentGln,
            OperatorGln = command.OperatorGln,
            DivisionCode = command.DivisionCode,
            DistrictCode = NodeChecks.DistrictOf(command),
            Location = NodeChecks.LocationOf(command),
            SourceCrs = NodeChecks.CrsOf(command),
            State = command.State,
            Demonstration = command.Demonstration,
            RegisteredAt = Now(),
            Version = 1,
        };

    private NodeStateChange ChangeOf(LogisticsNode node, NodeState? from, string? reason, Reach reach) =>
        new()
        {
            Id = Guid.CreateVersion7(clock.GetUtcNow()),
            Gln = node.Gln,
            From = from,
            To = node.State,
            Reason = reason,
            AccountId = reach.AccountId,
            ChangedAt = Now(),
        };

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
