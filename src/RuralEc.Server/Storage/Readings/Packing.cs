using Microsoft.Data.Sqlite;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// One run of moving the journal into chunks: what stood in it when the run began, device by device. A device is packed
/// in one transaction; the journal goes when all are.
/// </summary>
internal sealed class Packing
{
    private readonly List<(HotDevice Device, List<(HotSeries Series, int Count)> Parts)> _work;
    private readonly long _through;

    /// <summary>Between two commits: memory and journal hold the same at this moment.</summary>
    public Packing(HotReadings hot)
    {
        Hot = hot;
        _through = hot.JournalThrough;
        _work =
        [
            .. hot
                .Devices.Select(d =>
                    (d, Parts: d.AllSeries().Select(s => (s, Count: s.Committed)).Where(p => p.Count > 0).ToList())
                )
                .Where(w => w.Parts.Count > 0),
        ];
    }

    public HotReadings Hot { get; }

    /// <summary>Chunks of all the work, some devices at a time, so that commits need not wait long for a slice.</summary>
    /// <param name="file">A connection of its own: nobody else changes chunks.</param>
    public IEnumerable<IReadOnlyList<SeriesChunks>> Slices(SqliteConnection file)
    {
        const int valuesOfSlice = 5_000;
        var slice = new List<SeriesChunks>();
        foreach (var (device, parts) in _work)
        {
            slice.AddRange(parts.Select(part => SeriesChunks.Of(file, device, part.Series, part.Count)));
            if (slice.Sum(s => s.Count) >= valuesOfSlice)
            {
                yield return slice;
                slice = [];
            }
        }

        if (slice.Count > 0)
        {
            yield return slice;
        }
    }

    /// <summary>Writes a slice, reads it back, and lets go of the memory when it is on disk.</summary>
    /// <exception cref="InvalidDataException">What was read back is not what was written; nothing has changed.</exception>
    public void Write(SqliteConnection writer, IReadOnlyList<SeriesChunks> slice, ReaderWriterLockSlim view)
    {
        view.EnterWriteLock();
        try
        {
            var rows = writer.InTransaction(file =>
            {
                var devices = slice.Select(s => s.Device).Distinct().ToDictionary(d => d, d => RowOf(file, d));
                foreach (var series in slice)
                {
                    series.Write(file, devices[series.Device]);
                }

                return devices;
            });
            foreach (var (device, row) in rows)
            {
                (device.Row, device.PackedThrough) = (row, _through);
            }

            foreach (var series in slice)
            {
                series.Series.RemoveFirst(series.Count, series.Until);
                Hot.Count -= series.Count;
            }
        }
        finally
        {
            view.ExitWriteLock();
        }
    }

    /// <summary>All is packed: the journal's rows are not needed any more.</summary>
    public void Finish(SqliteConnection writer) =>
        writer.Execute("DELETE FROM journal WHERE id <= $through", ("$through", _through));

    private long RowOf(SqliteConnection file, HotDevice device) =>
        (long)
            file.Scalar(
                """
                INSERT INTO devices (name, packed_through) VALUES ($name, $through)
                ON CONFLICT (name) DO UPDATE SET packed_through = $through RETURNING id
                """,
                ("$name", device.Name),
                ("$through", _through)
            )!;
}
