using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// The memory beside the file: the journal's readings by device and quantity, and which numbers are stored. It says what
/// the file says; where a commit fails it is thrown away and read anew, so that nothing unstored is ever taken for a
/// repetition.
/// </summary>
internal sealed class HotReadings
{
    // A number that comes again this much later was given anew, even where the value happens to be the same.
    private static readonly TimeSpan SameReading = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, HotDevice> _devices = new(StringComparer.Ordinal);

    public ICollection<HotDevice> Devices => _devices.Values;

    /// <summary>Readings added and not yet packed.</summary>
    public int Count { get; set; }

    /// <summary>The newest journal row that is in.</summary>
    public long JournalThrough { get; set; }

    /// <summary>Reads the rows of devices and replays the journal.</summary>
    public static HotReadings Of(SqliteConnection file)
    {
        var hot = new HotReadings();
        using (var select = file.Statement("SELECT id, name, packed_through FROM devices"))
        using (var row = select.ExecuteReader())
        {
            while (row.Read())
            {
                var device = hot.Device(row.GetString(1));
                device.Row = row.GetInt64(0);
                device.PackedThrough = row.GetInt64(2);
            }
        }

        using (var select = file.Statement("SELECT id, readings FROM journal ORDER BY id"))
        using (var row = select.ExecuteReader())
        {
            while (row.Read())
            {
                hot.Replay(file, row.GetInt64(0), ReadingJournal.FromBytes(row.GetFieldValue<byte[]>(1)));
            }
        }

        return hot;
    }

    public HotDevice Device(string name) => _devices.GetOrAdd(name, static n => new(n));

    public HotDevice? Find(string name) => _devices.GetValueOrDefault(name);

    /// <summary>The numbers that are stored, in memory or in the file.</summary>
    public static NumberRanges Numbers(SqliteConnection file, HotDevice device, HotSeries series, uint boot) =>
        series.Numbers(boot)
        ?? series.Learn(boot, device.Row is { } row ? PackedReadings.Numbers(file, row, boot, series.Quantity) : null);

    /// <summary>Puts a reading into its series in memory, or finds that it is stored already.</summary>
    public HotSeries? Take(SqliteConnection file, in Reading reading, List<DeadLetter> letters)
    {
        var device = Device(reading.Device);
        var series = device.Series(reading.Quantity);
        var value = StoredValue.Of(reading);
        if (reading.Boot is { } boot)
        {
            if (!Numbers(file, device, series, boot).Add(value.Seq))
            {
                var stored =
                    series.Find(boot, value.Seq)
                    ?? PackedReadings.Find(file, device.Row!.Value, series.Quantity, boot, value.Seq);
                if (
                    stored is { } first
                    && (
                        !first.Value.Equals(value.Value)
                        || Math.Abs(first.MeasuredAt - value.MeasuredAt) > SameReading.TotalMilliseconds
                    )
                )
                {
                    letters.Add(DeadLetter.OfReused(reading, first.Value));
                }

                return null;
            }
        }
        else if (series.HasUncounted(value.MeasuredAt, value.Value) || IsPacked(file, device, series, value))
        {
            return null;
        }

        series.Add(value);
        return series;
    }

    private void Replay(SqliteConnection file, long row, List<Reading> readings)
    {
        JournalThrough = row;
        foreach (var reading in readings)
        {
            var device = Device(reading.Device);
            // Packing stopped between two slices: this device's part is packed already.
            if (row <= device.PackedThrough)
            {
                continue;
            }

            var series = device.Series(reading.Quantity);
            if (reading.Boot is { } boot)
            {
                Numbers(file, device, series, boot).Add(reading.Seq!.Value);
            }

            series.Add(StoredValue.Of(reading));
            series.Commit();
            Count++;
        }
    }

    private static bool IsPacked(SqliteConnection file, HotDevice device, HotSeries series, in StoredValue value)
    {
        if (device.Row is not { } row)
        {
            return false;
        }

        series.PackedUntil ??= PackedReadings.Until(file, row, series.Quantity) ?? long.MinValue;
        return value.MeasuredAt <= series.PackedUntil
            && PackedReadings.HasUncounted(file, row, series.Quantity, value.MeasuredAt, value.Value);
    }
}
