using System.Text.Json;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>Puts into words what contacts have to be told, once for each change, into the queue of deliveries.</summary>
internal sealed class NoticePlanner(
    DbContext db,
    AlarmQuery alarms,
    AlarmFacts facts,
    AlarmLink link,
    IOptions<JsonOptions> json,
    TimeProvider clock
)
{
    private const int MostItems = 50;

    // Longer than any quiet hours, so that nobody is left without the end of an alarm.
    private static readonly TimeSpan EndIsNews = TimeSpan.FromDays(2);

    /// <param name="changed">Only these alarms; null for all that last or ended lately.</param>
    /// <returns>How many notices are new.</returns>
    public async Task<int> PlanAsync(IReadOnlyCollection<Guid>? changed, CancellationToken ct)
    {
        var now = Moments.Kept(clock.GetUtcNow());
        var lately = now - EndIsNews;
        var live = changed is null
            ? db.Set<Alarm>().Where(a => a.OpenScope != null || a.ClosedAt >= lately)
            : db.Set<Alarm>().Where(a => changed.Contains(a.Id));
        var contacts = await db.Set<AlarmContact>().Where(c => c.RemovedAt == null).ToListAsync(ct);
        if (contacts.Count == 0)
        {
            return 0;
        }

        var candidates = (await live.ToListAsync(ct))
            .Select(a => (Alarm: a, Contacts: contacts.Where(c => c.Wants(a)).ToList()))
            .Where(x => x.Contacts.Count > 0)
            .ToList();
        Guid[] ids = [.. candidates.Select(x => x.Alarm.Id)];
        var handlings = await db.Set<AlarmHandling>()
            .Where(h => ids.Contains(h.AlarmId))
            .ToDictionaryAsync(h => (h.AlarmId, h.Side), ct);
        var told = (
            await db.Set<AlarmDelivery>()
                .Where(d => ids.Contains(d.AlarmId))
                .Select(d => new
                {
                    d.AlarmId,
                    d.ContactId,
                    d.Number,
                    d.Change,
                    d.Severity,
                    d.CreatedAt,
                    d.State,
                })
                .ToListAsync(ct)
        ).GroupBy(d => (d.AlarmId, d.ContactId)).ToDictionary(g => g.Key, g => g.MaxBy(d => d.Number)!);
        var planned = 0;
        foreach (var (alarm, wanting) in candidates)
        {
            AlarmNotice? words = null;
            foreach (var contact in wanting)
            {
                var last = told.GetValueOrDefault((alarm.Id, contact.Id));
                var change = NoticeRules.Due(
                    alarm,
                    handlings.GetValueOrDefault((alarm.Id, contact.Side)),
                    contact,
                    last is null
                        ? null
                        : new(last.Change, last.Severity, last.CreatedAt, last.State == DeliveryState.Pending),
                    now
                );
                if (change is { } news)
                {
                    words ??= await FactsAsync(alarm, now, ct);
                    db.Add(Write(alarm, contact, words, news, (last?.Number ?? 0) + 1));
                    planned++;
                }
            }
        }

        await db.SaveChangesAsync(ct);
        return planned;
    }

    private async Task<AlarmNotice> FactsAsync(Alarm alarm, DateTimeOffset now, CancellationToken ct) =>
        new(
            alarm.Id,
            NoticeChange.Opened,
            now,
            await alarms.NoticedAsync(alarm.Id, ct),
            [.. (await facts.ItemsAsync([alarm], ct))[alarm.Id].Order(StringComparer.Ordinal).Take(MostItems)],
            link(alarm.Id)
        );

    private AlarmDelivery Write(Alarm alarm, AlarmContact contact, AlarmNotice facts, NoticeChange change, int number)
    {
        var id = Guid.CreateVersion7(clock.GetUtcNow());
        return new()
        {
            Id = id,
            AlarmId = alarm.Id,
            ContactId = contact.Id,
            Number = number,
            Change = change,
            Severity = alarm.Severity,
            Body = JsonSerializer.Serialize(facts with { Id = id, Change = change }, json.Value.SerializerOptions),
            CreatedAt = facts.At,
            NextAttemptAt = facts.At,
        };
    }
}

/// <summary>The address of an alarm's page. The host knows under which name people reach it.</summary>
public delegate string AlarmLink(Guid alarm);
