using Microsoft.EntityFrameworkCore;

namespace RuralEc.ColdChain.Devices.Settings;

/// <summary>At which sampling interval loggers worked when: a later change must not alter the coverage of the past.</summary>
internal sealed class IntervalHistory
{
    private readonly ILookup<string, LoggerSettings> _changes;

    private IntervalHistory(IEnumerable<LoggerSettings> changes) =>
        _changes = changes.OrderBy(s => s.AnsweredAt).ToLookup(s => s.Device);

    public static async Task<IntervalHistory> OfAsync(
        DbContext db,
        IReadOnlyCollection<string> devices,
        CancellationToken ct
    ) =>
        new(
            await db.Set<LoggerSettings>()
                .Where(s => devices.Contains(s.Device) && s.AppliedIntervalSeconds != null)
                .ToListAsync(ct)
        );

    /// <summary>The parts of a time with one interval each, in order.</summary>
    /// <param name="now">The interval at which the device works now, s.</param>
    public IEnumerable<(DateTimeOffset From, DateTimeOffset To, TimeSpan Interval)> Within(
        string device,
        DateTimeOffset from,
        DateTimeOffset to,
        int now
    )
    {
        var changes = _changes[device].ToList();
        var (at, interval) = (from, changes.Count > 0 ? changes[0].IntervalSecondsBefore!.Value : now);
        foreach (var change in changes)
        {
            var changed = change.AnsweredAt!.Value;
            if (changed > at && at < to)
            {
                yield return (at, Moments.Earlier(changed, to), TimeSpan.FromSeconds(interval));
                at = changed;
            }

            interval = change.AppliedIntervalSeconds!.Value;
        }

        if (at < to)
        {
            yield return (at, to, TimeSpan.FromSeconds(interval));
        }
    }
}
