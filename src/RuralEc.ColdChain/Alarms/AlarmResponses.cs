using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms;

/// <summary>An alarm, and when somebody first did something about it.</summary>
/// <param name="OpenedAt">When the server learned of it.</param>
/// <param name="FirstActionAt">Null while nobody did anything.</param>
public sealed record AlarmResponse(
    Guid Id,
    AlarmKind Kind,
    Severity Severity,
    Gln? NodeGln,
    string DistrictCode,
    DateTimeOffset OnsetAt,
    DateTimeOffset OpenedAt,
    DateTimeOffset? FirstActionAt,
    AlarmEntryKind? FirstAction
)
{
    /// <summary>From when it was known to the first action; a device's late report is nobody's delay.</summary>
    public double? Minutes => (FirstActionAt - OpenedAt)?.TotalMinutes;
}

/// <summary>How fast people answered alarms, as far as an account sees them.</summary>
public sealed class AlarmResponses(DbContext db)
{
    /// <summary>As many alarms as one question looks at.</summary>
    public const int Most = 5000;

    private static readonly AlarmEntryKind[] Actions =
    [
        AlarmEntryKind.Acknowledged,
        AlarmEntryKind.Commented,
        AlarmEntryKind.Assigned,
        AlarmEntryKind.Snoozed,
    ];

    /// <summary>Alarms that began in a time, the newest first, without members of a node's alarm and retracted ones.</summary>
    /// <param name="district">Only those of districts whose code begins so.</param>
    /// <param name="places">Only those at these nodes; null for all, also those at no node.</param>
    /// <param name="asOf">What was recorded later does not count.</param>
    public async Task<IReadOnlyList<AlarmResponse>> OfAsync(
        ClaimsPrincipal by,
        string district,
        IReadOnlyCollection<Gln>? places,
        TimeWindow onset,
        DateTimeOffset asOf,
        CancellationToken ct
    )
    {
        var (from, to) = (onset.From, onset.To);
        var alarms = Reach
            .Of(by)
            .Alarms(db)
            .Where(a => a.GroupId == null && (a.RetractedAt == null || a.RetractedAt > asOf))
            .Where(a => a.OnsetAt >= from && a.OnsetAt < to && a.OpenedAt <= asOf)
            .Where(a => a.DistrictCode.StartsWith(district));
        if (places is not null)
        {
            var nodes = places.ToList();
            alarms = alarms.Where(a => a.NodeGln != null && nodes.Contains(a.NodeGln.Value));
        }

        var found = alarms.OrderByDescending(a => a.OnsetAt).ThenBy(a => a.Id).Take(Most);
        var actions = (
            await (
                from alarm in found
                join entry in db.Set<AlarmEntry>() on alarm.Id equals entry.AlarmId
                where Actions.Contains(entry.Kind) && entry.At <= asOf
                select new
                {
                    entry.AlarmId,
                    entry.Kind,
                    entry.At,
                }
            ).ToListAsync(ct)
        ).ToLookup(e => e.AlarmId);
        return
        [
            .. (await found.ToListAsync(ct)).Select(a =>
            {
                var first = actions[a.Id].MinBy(e => e.At);
                return new AlarmResponse(
                    a.Id,
                    a.Kind,
                    a.Severity,
                    a.NodeGln,
                    a.DistrictCode,
                    a.OnsetAt,
                    a.OpenedAt,
                    first?.At,
                    first?.Kind
                );
            }),
        ];
    }
}
