using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Makes the alarms of nodes say which of their assets went warm together.</summary>
internal sealed class StormJudge(DbContext db, AlarmBook book)
{
    /// <param name="changed">Alarms that changed; only the nodes of those are looked at.</param>
    public async Task JudgeAsync(IReadOnlyCollection<Guid> changed, CancellationToken ct)
    {
        var nodes = await db.Set<Alarm>()
            .Where(a => changed.Contains(a.Id) && a.Kind == AlarmKind.Temperature && a.Side == LimitSide.Above)
            .Where(a => a.NodeGln != null)
            .GroupBy(a => new { a.NodeGln, a.PartyGln })
            .Select(g => new
            {
                Node = g.Key.NodeGln!.Value,
                Party = g.Key.PartyGln,
                From = g.Min(a => a.OnsetAt),
            })
            .ToListAsync(ct);
        foreach (var node in nodes)
        {
            await JudgeAsync(node.Node, node.Party, node.From - StormRules.Together, ct);
        }

        await db.SaveChangesAsync(ct);
    }

    private async Task JudgeAsync(Gln node, Gln party, DateTimeOffset from, CancellationToken ct)
    {
        var scope = AlarmScope.OfNode(AlarmKind.NodeWarm, node, party);
        var known = await KnownAsync(scope, from, ct);
        from = Reconciliation.Begin(from, known);
        known.RemoveAll(k => k.OnsetAt < from);
        var warm = await WarmAsync(node, party, from, known, ct);
        var told = warm.Where(a => !a.EndedInWindow)
            .Select(a => new WarmAlarm(a.Id, a.AssetId!.Value, a.HeldUntil ?? a.OnsetAt, a.ClearedAt, a.Severity));
        var members = new Dictionary<Guid, Guid>();
        foreach (var (alarm, storm) in Reconciliation.Of(known, StormRules.Of(told)))
        {
            if (storm is null)
            {
                book.Retract(alarm!, null);
                continue;
            }

            var group = alarm ?? Open(warm.First(a => a.Id == storm.Members[0]), scope, storm);
            if (alarm is not null)
            {
                Follow(alarm, storm);
            }

            foreach (var member in storm.Members)
            {
                members[member] = group.Id;
            }
        }

        foreach (var alarm in warm)
        {
            book.SetGroup(alarm, members.TryGetValue(alarm.Id, out var group) ? group : null);
        }
    }

    /// <summary>The node's alarms that lasted then, and all that overlap those.</summary>
    private async Task<List<Alarm>> KnownAsync(string scope, DateTimeOffset from, CancellationToken ct)
    {
        var all = db.Set<Alarm>().AsTracking().Where(a => a.Scope == scope && a.RetractedAt == null);
        while (true)
        {
            var known = await all.Where(a => a.ClearedAt == null || a.ClearedAt >= from).ToListAsync(ct);
            var begin = Reconciliation.Begin(from, known);
            if (begin == from)
            {
                return known;
            }

            from = begin;
        }
    }

    /// <summary>
    /// The alarms of warm assets that may be in a storm of the stretch: those just before it, too, but not members of
    /// one that was over by then.
    /// </summary>
    private Task<List<Alarm>> WarmAsync(
        Gln node,
        Gln party,
        DateTimeOffset from,
        List<Alarm> known,
        CancellationToken ct
    )
    {
        Guid?[] groups = [.. known.Select(k => (Guid?)k.Id)];
        var before = from - StormRules.Together;
        return db.Set<Alarm>()
            .AsTracking()
            .Where(a => a.NodeGln == node && a.PartyGln == party && a.RetractedAt == null)
            .Where(a => a.Kind == AlarmKind.Temperature && a.Side == LimitSide.Above)
            .Where(a => a.OnsetAt >= before && (a.GroupId == null || groups.Contains(a.GroupId)))
            .ToListAsync(ct);
    }

    private Alarm Open(Alarm first, string scope, Storm storm)
    {
        var alarm = new Alarm
        {
            Id = book.NewId(),
            Kind = AlarmKind.NodeWarm,
            Scope = scope,
            NodeGln = first.NodeGln,
            PartyGln = first.PartyGln,
            DistrictCode = first.DistrictCode,
            Side = LimitSide.Above,
            Severity = storm.Severity,
            OnsetAt = storm.OnsetAt,
            RaisedAt = book.Now,
            OpenedAt = book.Now,
            ClearedAt = storm.ClearedAt,
        };
        book.Open(alarm, [new(storm.OnsetAt, storm.Severity, 0)]);
        return alarm;
    }

    private void Follow(Alarm alarm, Storm storm)
    {
        book.SetSeverity(alarm, storm.Severity, book.Now);
        book.SetEnd(alarm, storm.ClearedAt);
        book.SetOnset(alarm, storm.OnsetAt);
    }
}
