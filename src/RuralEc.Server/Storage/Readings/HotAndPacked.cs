using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Reads what is in memory and what is packed as one: whatever moves between the two is seen in exactly one of them.
/// </summary>
/// <param name="view">Who moves holds it for writing.</param>
internal sealed class HotAndPacked(ReadingFile readings, ReaderWriterLockSlim view)
{
    /// <summary>See <see cref="IReadingStore.RangeAsync"/>; times are Unix milliseconds.</summary>
    public IReadOnlyList<Reading> Range(HotDevice device, string? quantity, long from, long to, int take)
    {
        var range = Seen(file =>
        {
            var found = new List<Reading>();
            foreach (var one in quantity is null ? AllQuantities(file, device) : [quantity])
            {
                found.AddRange(Values(file, device, one, from, to, take).Select(v => v.In(device.Name, one)));
            }

            return found;
        });
        return InOrder(range)
            ? range[..Math.Min(take, range.Count)]
            : [.. range.OrderBy(r => r.MeasuredAt).ThenBy(r => r.Seq).Take(take)];
    }

    /// <summary>See <see cref="IReadingStore.LastAsync"/>; <paramref name="until"/> in Unix milliseconds.</summary>
    public Dictionary<string, Reading> Last(IEnumerable<HotDevice> devices, string quantity, long until)
    {
        var last = new Dictionary<string, Reading>();
        using var file = readings.Open();
        foreach (var device in devices)
        {
            if (Still(() => Last(file, device, device.Series(quantity), until)) is { } value)
            {
                last[device.Name] = value.In(device.Name, quantity);
            }
        }

        return last;
    }

    /// <summary>See <see cref="IReadingStore.RollupsAsync"/>; times are Unix milliseconds, of whole hours.</summary>
    public IReadOnlyList<HourRollup> Rollups(HotDevice device, string quantity, long from, long to)
    {
        var (raw, removed) = Seen(file =>
            (
                Values(file, device, quantity, from, to, int.MaxValue),
                device.Row is { } row ? RemovedHours.Between(file, row, quantity, from, to) : []
            )
        );
        return HourRollup.Together(HourRollup.Of(quantity, [.. raw.Select(v => (v.MeasuredAt, v.Value))]), removed);
    }

    private T Seen<T>(Func<SqliteConnection, T> read)
    {
        using var file = readings.Open();
        return Still(() => read(file));
    }

    private T Still<T>(Func<T> read)
    {
        view.EnterReadLock();
        try
        {
            return read();
        }
        finally
        {
            view.ExitReadLock();
        }
    }

    private static List<StoredValue> Values(
        SqliteConnection file,
        HotDevice device,
        string quantity,
        long from,
        long to,
        int take
    ) =>
        [
            .. device.Row is { } row ? PackedReadings.Between(file, row, quantity, from, to, take) : [],
            .. device.Find(quantity)?.Between(from, to) ?? [],
        ];

    private static StoredValue? Last(SqliteConnection file, HotDevice device, HotSeries series, long until)
    {
        var newest =
            series.Newest
            ?? series.Learn(
                device.Row is { } row ? PackedReadings.Last(file, row, series.Quantity, long.MaxValue) : null
            );
        if (newest is null || newest.Value.MeasuredAt <= until)
        {
            return newest;
        }

        var packed = device.Row is { } id ? PackedReadings.Last(file, id, series.Quantity, until) : null;
        return series.Between(0, until + 1).Select(v => (StoredValue?)v).Append(packed).MaxBy(v => v?.MeasuredAt);
    }

    private static HashSet<string> AllQuantities(SqliteConnection file, HotDevice device) =>
        [
            .. device.AllSeries().Select(s => s.Quantity),
            .. device.Row is { } row ? PackedReadings.Quantities(file, row) : [],
        ];

    private static bool InOrder(List<Reading> range)
    {
        for (var i = 1; i < range.Count; i++)
        {
            if (range[i - 1].MeasuredAt >= range[i].MeasuredAt)
            {
                return false;
            }
        }

        return true;
    }
}
