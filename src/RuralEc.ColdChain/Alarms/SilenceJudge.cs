using Microsoft.EntityFrameworkCore;
using RuralEc.ColdChain.Alarms.Rules;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>A mounted logger of which nothing arrives for too long is an alarm of its own; a whole node is one alarm.</summary>
internal sealed class SilenceJudge(DbContext db, IReadingStore store, AlarmBook book)
{
    private static readonly TimeSpan LoggerWorseAfter = TimeSpan.FromHours(1);
    private static readonly TimeSpan NodeWorseAfter = TimeSpan.FromHours(2);

    private static readonly string[] Signs =
    [
        Quantities.Temperature,
        Quantities.Humidity,
        Quantities.Door,
        Quantities.Battery,
    ];

    /// <param name="heard">When this process heard each device last; what it learns from the store is added.</param>
    /// <param name="listeningSince">Nobody can be overdue before the server listened.</param>
    public async Task JudgeAsync(
        IDictionary<string, DateTimeOffset> heard,
        DateTimeOffset listeningSince,
        CancellationToken ct
    )
    {
        var mounted = await MountedAsync(ct);
        var open = await db.Set<Alarm>()
            .AsTracking()
            .Where(a => (a.Kind == AlarmKind.Silence || a.Kind == AlarmKind.NodeDark) && a.OpenScope != null)
            .ToListAsync(ct);
        await EndUnmountedAsync(open, mounted, ct);
        await HearAsync(mounted, heard, listeningSince, ct);
        var darks = open.Where(a => a.Kind == AlarmKind.NodeDark).ToDictionary(a => a.Scope);
        var members = await MembersAsync(darks.Values, ct);
        var alarms = open.Where(a => a.Kind == AlarmKind.Silence && a.IsOpen).ToLookup(a => a.Device!);
        foreach (var group in mounted.GroupBy(m => m.Group))
        {
            var scope = group.First().NodeScope;
            var dark = scope is null ? null : darks.GetValueOrDefault(scope);
            WatchedLogger[] loggers =
            [
                .. group.Select(m => new WatchedLogger(
                    m.Device,
                    Moments.Kept(Moments.Later(m.From, heard.TryGetValue(m.Device, out var at) ? at : m.From)),
                    m.Limit,
                    alarms[m.Device].FirstOrDefault()?.OnsetAt
                )),
            ];
            var news = SilenceRules.Decide(
                loggers,
                dark is null ? null : new(dark.OnsetAt, [.. members[dark.Id]]),
                book.Now,
                listeningSince
            );
            Apply(news, group.ToDictionary(m => m.Device), alarms, dark);
        }

        // A dark node none of whose loggers is mounted any more has nobody left who could end it.
        foreach (var dark in darks.Values.Where(d => d.IsOpen && mounted.All(m => m.NodeScope != d.Scope)))
        {
            book.SetEnd(dark, book.Now);
        }

        Worsen(open.Where(a => a.IsOpen && a.GroupId is null));
        await db.SaveChangesAsync(ct);
    }

    private void Apply(
        IReadOnlyList<SilenceNews> news,
        Dictionary<string, Mounted> mounted,
        ILookup<string, Alarm> alarms,
        Alarm? dark
    )
    {
        foreach (var one in news.OrderBy(n => n is SilenceNews.NodeDark ? 0 : 1))
        {
            switch (one)
            {
                case SilenceNews.NodeDark begins:
                    dark = OpenNode(mounted.Values.First(), begins.OnsetAt);
                    break;
                case SilenceNews.Falls falls:
                    var opened = Open(mounted[falls.Device], falls.OnsetAt);
                    if (falls.Grouped)
                    {
                        book.SetGroup(opened, dark!.Id);
                    }

                    break;
                case SilenceNews.Joins joins:
                    book.SetGroup(alarms[joins.Device].First(), dark!.Id);
                    break;
                case SilenceNews.Speaks speaks:
                    book.SetEnd(alarms[speaks.Device].First(), speaks.At);
                    break;
                case SilenceNews.StandsAlone alone:
                    book.SetGroup(alarms[alone.Device].First(), null);
                    break;
                case SilenceNews.NodeBack back:
                    book.SetEnd(dark!, back.At);
                    break;
            }
        }
    }

    private Alarm Open(Mounted logger, DateTimeOffset onset)
    {
        var alarm = New(logger, AlarmKind.Silence, AlarmScope.OfSilence(logger.Device), Severity.Warning, onset);
        (alarm.AssetId, alarm.Device) = (logger.AssetId, logger.Device);
        book.Open(alarm, [new(book.Now, alarm.Severity, 0)]);
        return alarm;
    }

    private Alarm OpenNode(Mounted any, DateTimeOffset onset)
    {
        var alarm = New(any, AlarmKind.NodeDark, any.NodeScope!, Severity.Excursion, onset);
        book.Open(alarm, [new(book.Now, alarm.Severity, 0)]);
        return alarm;
    }

    private Alarm New(Mounted logger, AlarmKind kind, string scope, Severity severity, DateTimeOffset onset) =>
        new()
        {
            Id = book.NewId(),
            Kind = kind,
            Scope = scope,
            NodeGln = logger.NodeGln,
            PartyGln = logger.PartyGln,
            DistrictCode = logger.DistrictCode,
            Severity = severity,
            OnsetAt = onset,
            RaisedAt = book.Now,
            OpenedAt = book.Now,
        };

    /// <summary>The longer nobody knows the temperature, the worse.</summary>
    private void Worsen(IEnumerable<Alarm> open)
    {
        foreach (var alarm in open)
        {
            if (alarm.Kind == AlarmKind.NodeDark && book.Now - alarm.OnsetAt >= NodeWorseAfter)
            {
                book.SetSeverity(alarm, Severity.Critical, alarm.OnsetAt + NodeWorseAfter);
            }
            else if (alarm.Kind == AlarmKind.Silence && book.Now - alarm.RaisedAt >= LoggerWorseAfter)
            {
                book.SetSeverity(alarm, Severity.Excursion, alarm.RaisedAt + LoggerWorseAfter);
            }
        }
    }

    private async Task<List<Mounted>> MountedAsync(CancellationToken ct) =>
        await db.Set<Mounting>()
            .Where(m => m.To == null)
            .Join(db.Set<DataLogger>(), m => m.Device, l => l.Device, (m, l) => new { m, l.IntervalSeconds })
            .Join(
                db.Set<Asset>(),
                x => x.m.AssetId,
                a => a.Id,
                (x, a) =>
                    new
                    {
                        x.m,
                        x.IntervalSeconds,
                        a,
                    }
            )
            .GroupJoin(db.Set<WatchRule>(), x => x.m.Device, r => r.Device, (x, rules) => new { x, rules })
            .SelectMany(
                y => y.rules.DefaultIfEmpty(),
                (y, rule) =>
                    new Mounted(
                        y.x.m.Device,
                        y.x.m.AssetId,
                        y.x.m.From,
                        y.x.a.NodeGln,
                        y.x.a.PartyGln,
                        y.x.a.DistrictCode,
                        y.x.IntervalSeconds,
                        rule!.SilentAfterSeconds
                    )
            )
            .ToListAsync(ct);

    /// <summary>Where the logger is mounted no more, nobody waits for it.</summary>
    private async Task EndUnmountedAsync(List<Alarm> open, List<Mounted> mounted, CancellationToken ct)
    {
        var here = mounted.Select(m => (m.Device, (Guid?)m.AssetId)).ToHashSet();
        foreach (
            var alarm in open.Where(a => a.Kind == AlarmKind.Silence && !here.Contains((a.Device!, a.AssetId))).ToList()
        )
        {
            var ended = await db.Set<Mounting>()
                .Where(m => m.Device == alarm.Device && m.AssetId == alarm.AssetId && m.To != null)
                .MaxAsync(m => m.To, ct);
            book.SetEnd(alarm, Moments.Later(ended ?? book.Now, alarm.OnsetAt));
        }
    }

    /// <summary>
    /// Asks the store about those whom this process has not heard for too long: after a start it knows nobody, and
    /// where several processes take readings each hears a part.
    /// </summary>
    private async Task HearAsync(
        List<Mounted> mounted,
        IDictionary<string, DateTimeOffset> heard,
        DateTimeOffset listeningSince,
        CancellationToken ct
    )
    {
        string[] unheard =
        [
            .. mounted
                .Where(m =>
                    !heard.TryGetValue(m.Device, out var at)
                    || book.Now - Moments.Later(at, listeningSince) > m.Limit / 2
                )
                .Select(m => m.Device),
        ];
        foreach (var quantity in unheard.Length > 0 ? Signs : [])
        {
            var last = await store.LastAsync(unheard, quantity, book.Now + Reading.ClockTolerance, ct);
            foreach (var (device, reading) in last)
            {
                heard[device] = heard.TryGetValue(device, out var at)
                    ? Moments.Later(at, reading.ReceivedAt)
                    : reading.ReceivedAt;
            }
        }
    }

    /// <summary>Everybody who has been a member of an open alarm of a node.</summary>
    private async Task<ILookup<Guid, DarkMember>> MembersAsync(IEnumerable<Alarm> darks, CancellationToken ct)
    {
        Guid[] ids = [.. darks.Select(d => d.Id)];
        return (
            await db.Set<Alarm>()
                .Where(a => a.GroupId != null && ids.Contains(a.GroupId.Value))
                .Select(a => new
                {
                    a.GroupId,
                    a.Device,
                    a.ClearedAt,
                })
                .ToListAsync(ct)
        ).ToLookup(m => m.GroupId!.Value, m => new DarkMember(m.Device!, m.ClearedAt));
    }

    private sealed record Mounted(
        string Device,
        Guid AssetId,
        DateTimeOffset From,
        Gln? NodeGln,
        Gln PartyGln,
        string DistrictCode,
        int IntervalSeconds,
        int? SilentAfterSeconds
    )
    {
        public TimeSpan Limit => WatchRule.SilentAfter(SilentAfterSeconds, IntervalSeconds);

        public string? NodeScope => NodeGln is { } node ? AlarmScope.OfNode(AlarmKind.NodeDark, node, PartyGln) : null;

        /// <summary>Loggers of one node are judged together, one that drives alone.</summary>
        public string Group => NodeScope ?? Device;
    }
}
