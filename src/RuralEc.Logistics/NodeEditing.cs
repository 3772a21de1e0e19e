using System.Security.Claims;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.Logistics;

/// <summary>One member of a node that changed.</summary>
/// <param name="Member">Its JSON name, such as <c>floorAreaSquareMeters</c>.</param>
/// <param name="From">What it was; null where nothing was stated.</param>
/// <param name="To">What it became.</param>
public sealed record ChangedMember(string Member, JsonElement? From, JsonElement? To);

/// <summary>Something that happened to a node: a state, or particulars.</summary>
/// <param name="At">When it was recorded.</param>
/// <param name="State">The state that it came into; null where particulars changed.</param>
/// <param name="Members">What else changed.</param>
/// <param name="Reason">Why, as the person wrote.</param>
public sealed record NodeEvent(
    DateTimeOffset At,
    NodeState? State,
    IReadOnlyList<ChangedMember> Members,
    string? Reason
);

/// <summary>Officers correct the particulars of a node; what was there before stays in its history.</summary>
public sealed class NodeEditing(DbContext db, TimeProvider clock, NodeChecks checks)
{
    private static readonly JsonSerializerOptions Stored = new(JsonSerializerDefaults.Web)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Makes the node of a district of <paramref name="by"/> as the command has it.</summary>
    public async Task<NodeOutcome> ChangeAsync(
        ClaimsPrincipal by,
        Gln gln,
        NodeChangeCommand command,
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

        var wanted = new NodeCommand(
            gln,
            node.Kind,
            command.Name,
            command.OperatorGln,
            command.DivisionCode,
            command.Longitude,
            command.Latitude,
            command.Crs,
            command.ParentGln,
            command.NameEn
        );
        if (
            (
                CheckMove(node, command)
                ?? FactRules.Check(command.Facts)
                ?? await checks.CheckAsync(wanted, reach, ct)
                ?? await CheckServedAsync(command.Facts, ct)
            ) is
            { } refusal
        )
        {
            return new NodeOutcome.Refused(refusal);
        }

        var before = MembersOf(node);
        Write(node, wanted, command.Facts.Ordered());
        var changed = Differences(before, MembersOf(node));
        if (changed.Count == 0)
        {
            db.ChangeTracker.Clear();
            return new NodeOutcome.AlreadySo(NodeView.Of(node, reach));
        }

        if (node.Version != command.Version)
        {
            return new NodeOutcome.Conflicting(
                new("node-changed", "Node has changed", "该节点已被他人更改，请刷新后再试。", "/version")
            );
        }

        node.Version++;
        db.Add(
            new NodeChange
            {
                Id = Guid.CreateVersion7(clock.GetUtcNow()),
                Gln = gln,
                Version = node.Version,
                Members = JsonSerializer.Serialize(changed, Stored),
                Reason = command.Reason.Trim(),
                AccountId = reach.AccountId,
                ChangedAt = Now(),
            }
        );
        await db.SaveChangesAsync(ct);
        return new NodeOutcome.Changed(NodeView.Of(node, reach));
    }

    /// <summary>What happened to a node that the account oversees, the latest first; empty for others.</summary>
    public async Task<IReadOnlyList<NodeEvent>> HistoryAsync(ClaimsPrincipal by, Gln gln, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        if (await reach.Nodes(db).SingleOrDefaultAsync(n => n.Gln == gln, ct) is not { } node || !reach.Oversees(node))
        {
            return [];
        }

        var states = await db.Set<NodeStateChange>().Where(c => c.Gln == gln).ToListAsync(ct);
        var changes = await db.Set<NodeChange>().Where(c => c.Gln == gln).ToListAsync(ct);
        return
        [
            .. states
                .Select(s => new NodeEvent(s.ChangedAt, s.To, [], s.Reason))
                .Concat(
                    changes.Select(c => new NodeEvent(
                        c.ChangedAt,
                        null,
                        JsonSerializer.Deserialize<ChangedMember[]>(c.Members, Stored) ?? [],
                        c.Reason
                    ))
                )
                .OrderByDescending(e => e.At),
        ];
    }

    private static Refusal? CheckMove(LogisticsNode node, NodeChangeCommand command)
    {
        if (PlainTextAttribute.Clean(command.Reason) is not { } reason || !PlainTextAttribute.IsPlain(reason, 200))
        {
            return new("reason-needed", "A reason is needed", "请说明更改的原因（不超过200个字符）。", "/reason");
        }

        return command.DivisionCode?.StartsWith(node.DistrictCode, StringComparison.Ordinal) == true
            ? null
            : new("other-district", "Another district", "节点不能改到另一个区；请关闭后重新登记。", "/divisionCode");
    }

    private async Task<Refusal?> CheckServedAsync(NodeFacts facts, CancellationToken ct)
    {
        if (facts.ServedDivisions is not { Count: > 0 } served)
        {
            return null;
        }

        var known = await db.Set<Division>().Where(d => served.Contains(d.Code)).Select(d => d.Code).ToListAsync(ct);
        return served.Except(known).FirstOrDefault() is { } unknown
            ? new("unknown-division", "Unknown division", $"没有这个区划代码：{unknown}。", "/facts/servedDivisions")
            : null;
    }

    private static void Write(LogisticsNode node, NodeCommand wanted, NodeFacts facts)
    {
        node.Name = wanted.Name.Trim();
        node.NameEn = PlainTextAttribute.Clean(wanted.NameEn);
        node.OperatorGln = wanted.OperatorGln;
        node.ParentGln = wanted.ParentGln;
        node.DivisionCode = wanted.DivisionCode;
        var at = NodeChecks.LocationOf(wanted);
        if (!at.EqualsExact(node.Location))
        {
            (node.Location, node.SourceCrs) = (at, NodeChecks.CrsOf(wanted));
        }

        // The same facts are left alone, so that nothing is written for them.
        node.Facts = facts.ToJson() == node.Facts.ToJson() ? node.Facts : facts;
    }

    private static Dictionary<string, JsonElement> MembersOf(LogisticsNode node)
    {
        var members = new Dictionary<string, JsonElement>(node.Facts.Members())
        {
            ["name"] = Json(node.Name),
            ["operatorGln"] = Json(node.OperatorGln.ToString()),
            ["divisionCode"] = Json(node.DivisionCode),
            ["position"] = Json(new[] { node.Location.X, node.Location.Y }),
        };
        if (node.NameEn is { } english)
        {
            members["nameEn"] = Json(english);
        }

        if (node.ParentGln is { } parent)
        {
            members["parentGln"] = Json(parent.ToString());
        }

        return members;
    }

    private static List<ChangedMember> Differences(
        Dictionary<string, JsonElement> before,
        Dictionary<string, JsonElement> after
    ) =>
        [
            .. before
                .Keys.Union(after.Keys)
                .Order(StringComparer.Ordinal)
                .Select(name => new ChangedMember(name, Find(before, name), Find(after, name)))
                .Where(m => m.From?.GetRawText() != m.To?.GetRawText()),
        ];

    private static JsonElement? Find(Dictionary<string, JsonElement> members, string name) =>
        members.TryGetValue(name, out var value) ? value : null;

    private static JsonElement Json<T>(T value) => JsonSerializer.SerializeToElement(value, Stored);

    private DateTimeOffset Now() => DateTimeOffset.FromUnixTimeMilliseconds(clock.GetUtcNow().ToUnixTimeMilliseconds());
}
