using System.Runtime.CompilerServices;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>Alarms as far as an account sees them, without those that late readings retracted.</summary>
public sealed class AlarmQuery(DbContext db, AlarmFacts facts)
{
    public async Task<IReadOnlyList<AlarmView>> ListAsync(ClaimsPrincipal by, AlarmFilter filter, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(filter);
        var reach = Reach.Of(by);
        var byUrgency = filter.Open == true;
        var alarms = Filtered(reach.Alarms(db), filter, reach.Side);
        if (filter.After is { } after)
        {
            if (await reach.Alarms(db).FirstOrDefaultAsync(a => a.Id == after, ct) is not { } last)
            {
                return [];
            }

            alarms = Behind(alarms, last, byUrgency);
        }

        return await ViewAsync(
            Ordered(alarms, byUrgency).Take(Math.Clamp(filter.Take, 1, AlarmFilter.Most)),
            reach.Side,
            ct
        );
    }

    /// <summary>All that began in a window, however many, the newest first.</summary>
    public async IAsyncEnumerable<AlarmView> AllAsync(
        ClaimsPrincipal by,
        TimeWindow onset,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        Guid? after = null;
        do
        {
            var page = await ListAsync(by, new(Onset: onset, After: after), ct);
            foreach (var alarm in page)
            {
                yield return alarm;
            }

            after = page.Count == AlarmFilter.Most ? page[^1].Id : null;
        } while (after is not null);
    }

    /// <summary>How many alarms last that nobody at the caller's desk has acknowledged, by how bad they are.</summary>
    public async Task<IReadOnlyDictionary<Severity, int>> CountOpenAsync(ClaimsPrincipal by, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        return await Filtered(reach.Alarms(db), new(Open: true, Unacknowledged: true), reach.Side)
            .GroupBy(a => a.Severity)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);
    }

    /// <summary>Alarms at nodes. The caller decides whose nodes these may be.</summary>
    public async Task<IReadOnlyList<AlarmView>> OfNodesAsync(
        IReadOnlyCollection<Gln> nodes,
        bool? open,
        CancellationToken ct
    ) =>
        await ViewAsync(
            Filtered(
                    db.Set<Alarm>().Where(a => a.NodeGln != null && nodes.Contains(a.NodeGln.Value)),
                    new(open),
                    HandlingSide.District
                )
                .OrderByDescending(a => a.OnsetAt)
                .ThenByDescending(a => a.Id)
                .Take(AlarmFilter.Most),
            HandlingSide.District,
            ct
        );

    /// <summary>How many alarms last at each of the nodes. The caller decides whose nodes these may be.</summary>
    public async Task<IReadOnlyDictionary<Gln, int>> CountOfNodesAsync(
        IReadOnlyCollection<Gln> nodes,
        CancellationToken ct
    ) =>
        await Filtered(
                db.Set<Alarm>().Where(a => a.NodeGln != null && nodes.Contains(a.NodeGln.Value)),
                new(Open: true),
                HandlingSide.District
            )
            .GroupBy(a => a.NodeGln!.Value)
            .Select(g => new { g.Key, Count = g.Count() })
            .ToDictionaryAsync(g => g.Key, g => g.Count, ct);

    /// <summary>One alarm with its history, also a retracted one; null where it is not the caller's.</summary>
    public async Task<AlarmDetails?> FindAsync(Guid id, ClaimsPrincipal by, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        if (await reach.Alarms(db).FirstOrDefaultAsync(a => a.Id == id, ct) is not { } found)
        {
            return null;
        }

        var members = await ViewAsync(
            reach
                .Alarms(db)
                .Where(a => a.GroupId == id && a.RetractedAt == null)
                .OrderBy(a => a.ClearedAt != null)
                .ThenBy(a => a.OnsetAt)
                .Take(AlarmFilter.Most),
            reach.Side,
            ct
        );
        var entries = await db.Set<AlarmEntry>().Where(e => e.AlarmId == id).ToListAsync(ct);
        return new(
            (await ViewAsync(reach.Alarms(db).Where(a => a.Id == id), reach.Side, ct))[0],
            members,
            [.. (await facts.ItemsAsync([found], ct))[id].Order(StringComparer.Ordinal)],
            [
                .. (await db.Set<AlarmHandling>().Where(h => h.AlarmId == id).ToListAsync(ct))
                    .Select(h => HandlingView.Of(h, found.Severity)!)
                    .OrderBy(h => h.Side),
            ],
            [
                .. entries
                    // What was recorded in one moment stands in the order of an alarm's life.
                    .OrderBy(e => e.At)
                    .ThenBy(e => e.Kind)
                    .ThenBy(e => e.EventAt)
                    .Select(e => new AlarmEntryView(
                        e.Id,
                        e.Kind,
                        e.At,
                        e.EventAt,
                        e.By,
                        e.Side,
                        e.Text,
                        e.Severity,
                        e.Until,
                        e.OtherAlarmId
                    )),
            ]
        );
    }

    /// <summary>The alarm as a notice tells it: without what one desk did about it.</summary>
    internal async Task<AlarmView> NoticedAsync(Guid id, CancellationToken ct) =>
        (await ViewAsync(db.Set<Alarm>().Where(a => a.Id == id), HandlingSide.Party, ct))[0] with
        {
            Handling = null,
        };

    private IQueryable<Alarm> Filtered(IQueryable<Alarm> alarms, AlarmFilter filter, HandlingSide side)
    {
        alarms = alarms.Where(a => a.RetractedAt == null && a.GroupId == null);
        alarms = filter.Open switch
        {
            true => alarms.Where(a => a.ClearedAt == null),
            false => alarms.Where(a => a.ClearedAt != null),
            null => alarms,
        };
        alarms = filter.Severity is { } severity ? alarms.Where(a => a.Severity == severity) : alarms;
        alarms = filter.Kind is { } kind ? alarms.Where(a => a.Kind == kind) : alarms;
        alarms = filter.NodeGln is { } node ? alarms.Where(a => a.NodeGln == node) : alarms;
        alarms = filter.AssetId is { } asset ? alarms.Where(a => a.AssetId == asset) : alarms;
        alarms = filter.Onset is { From: var from, To: var to }
            ? alarms.Where(a => a.OnsetAt >= from && a.OnsetAt < to)
            : alarms;
        var handlings = db.Set<AlarmHandling>().Where(h => h.Side == side);
        alarms = filter.AssignedTo is { } name
            ? alarms.Where(a => handlings.Any(h => h.AlarmId == a.Id && h.AssignedTo == name))
            : alarms;
        return filter.Unacknowledged
            ? alarms.Where(a =>
                !handlings.Any(h =>
                    h.AlarmId == a.Id
                    && (
                        h.AcknowledgedSeverity == a.Severity
                        || h.AcknowledgedSeverity == Severity.Critical
                        || (h.AcknowledgedSeverity == Severity.Excursion && a.Severity == Severity.Warning)
                    )
                )
            )
            : alarms;
    }

    /// <summary>What comes after the last alarm of the page before: less bad, or as bad and older.</summary>
    private static IQueryable<Alarm> Behind(IQueryable<Alarm> alarms, Alarm last, bool byUrgency)
    {
        Severity[] lessBad = [.. Enum.GetValues<Severity>().Where(s => byUrgency && s < last.Severity)];
        return alarms.Where(a =>
            lessBad.Contains(a.Severity)
            || (
                (!byUrgency || a.Severity == last.Severity)
                && (a.OnsetAt < last.OnsetAt || (a.OnsetAt == last.OnsetAt && a.Id.CompareTo(last.Id) < 0))
            )
        );
    }

    // Severities are stored by name, so their order has to be spelled out.
    private static IOrderedQueryable<Alarm> Ordered(IQueryable<Alarm> alarms, bool byUrgency) =>
        alarms
            .OrderByDescending(a =>
                !byUrgency ? 0
                : a.Severity == Severity.Critical ? 2
                : a.Severity == Severity.Excursion ? 1
                : 0
            )
            .ThenByDescending(a => a.OnsetAt)
            .ThenByDescending(a => a.Id);

    private async Task<IReadOnlyList<AlarmView>> ViewAsync(
        IQueryable<Alarm> alarms,
        HandlingSide side,
        CancellationToken ct
    )
    {
        var rows = await alarms
            .Select(a => new
            {
                Alarm = a,
                AssetName = db.Set<Asset>().Where(s => s.Id == a.AssetId).Select(s => s.Name).FirstOrDefault(),
                Members = db.Set<Alarm>().Count(m => m.GroupId == a.Id && m.RetractedAt == null),
                OpenMembers = db.Set<Alarm>().Count(m => m.GroupId == a.Id && m.OpenScope != null),
                Handling = db.Set<AlarmHandling>().FirstOrDefault(h => h.AlarmId == a.Id && h.Side == side),
            })
            .ToListAsync(ct);
        Alarm[] found = [.. rows.Select(r => r.Alarm)];
        var items = await facts.ItemsAsync(found, ct);
        var now = await facts.NowAsync(found, ct);
        return
        [
            .. rows.Select(r => new AlarmView(
                r.Alarm.Id,
                r.Alarm.Kind,
                r.Alarm.Severity,
                r.Alarm.AssetId,
                r.AssetName,
                r.Alarm.NodeGln,
                r.Alarm.PartyGln,
                r.Alarm.DistrictCode,
                r.Alarm.Device,
                r.Alarm.OnsetAt,
                r.Alarm.RaisedAt,
                r.Alarm.OpenedAt,
                r.Alarm.ClearedAt,
                r.Alarm.RetractedAt,
                r.Alarm.Side,
                r.Alarm.LimitCelsius,
                r.Alarm.PeakCelsius,
                r.Alarm.BatteryPercent,
                r.Alarm.WindowKind,
                r.Alarm.HeldUntil,
                r.Alarm.GroupId,
                r.Members,
                r.OpenMembers,
                items[r.Alarm.Id].Count(),
                HandlingView.Of(r.Handling, r.Alarm.Severity),
                now.GetValueOrDefault(r.Alarm.Id)
            )),
        ];
    }
}
