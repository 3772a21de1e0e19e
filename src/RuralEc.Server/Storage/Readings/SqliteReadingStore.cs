using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Readings in a SQLite file of their own, so that a burst of them never delays a record. A commit appends one row to a
/// journal, and a memory beside it answers for what is there; now and then the journal is packed into chunks. One
/// process writes; whoever only opens the file sees the last commit.
/// </summary>
internal sealed class SqliteReadingStore(string path) : IReadingStore, IDisposable
{
    /// <summary>Readings in memory from which on packing them is due: some 10 MB.</summary>
    public const int WorthPacking = 200_000;

    // Memory stays bounded where packing cannot keep up: commits wait for it then.
    private const int MostInMemory = 20 * WorthPacking;

    private readonly ReadingFile _file = new(path);
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _packing = new(1, 1);

    // What moves from memory into the file is seen in exactly one of both.
    private readonly ReaderWriterLockSlim _view = new();
    private SqliteConnection? _writer;
    private volatile HotReadings? _hot;
    private FileStream? _alone;

    /// <summary>Readings in memory that are not packed yet.</summary>
    public int HotCount => _hot?.Count ?? 0;

    public async Task PrepareAsync(CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            _writer ??= _file.OpenWriter();
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task OpenAsync(CancellationToken ct) => await HotAsync(ct);

    public async Task CommitAsync(
        IReadOnlyList<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    )
    {
        if (HotCount > MostInMemory)
        {
            await PackAsync(ct);
        }

        await _writing.WaitAsync(ct);
        try
        {
            Commit(Load(), readings, [.. deadLetters]);
        }
        finally
        {
            _writing.Release();
        }
    }

    public async Task<IReadOnlyList<Reading>> RangeAsync(
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        int take,
        CancellationToken ct
    )
    {
        var (first, end) = (from.ToUnixTimeMilliseconds(), Milliseconds(to));
        var hot = await HotAsync(ct);
        if (hot.Find(device) is not { } known)
        {
            return [];
        }

        using var file = _file.Open();
        var readings = new List<Reading>();
        _view.EnterReadLock();
        try
        {
            var quantities = quantity is null ? AllQuantities(file, known) : [quantity];
            foreach (var one in quantities)
            {
                List<StoredValue> values =
                [
                    .. known.Row is { } row ? PackedReadings.Between(file, row, one, first, end, take) : [],
                    .. known.Series(one).Between(first, end),
                ];
                readings.AddRange(values.Select(v => v.In(known.Name, one)));
            }
        }
        finally
        {
            _view.ExitReadLock();
        }

        return [.. readings.OrderBy(r => r.MeasuredAt).ThenBy(r => r.Seq).Take(take)];
    }

    public async Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        var hot = await HotAsync(ct);
        using var file = _file.Open();
        var last = new Dictionary<string, Reading>();
        foreach (var name in devices.Distinct())
        {
            if (
                hot.Find(name) is { } device
                && Last(file, device, device.Series(quantity), until.ToUnixTimeMilliseconds()) is { } value
            )
            {
                last[name] = value.In(device.Name, quantity);
            }
        }

        return last;
    }

    public async Task<IReadOnlyList<HourRollup>> RollupsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var (first, end) = (HourRollup.EndOf(from), HourRollup.EndOf(to));
        var hot = await HotAsync(ct);
        if (hot.Find(device) is not { } known)
        {
            return [];
        }

        using var file = _file.Open();
        List<(long At, double Value)> raw = [];
        List<HourRollup> removed = [];
        _view.EnterReadLock();
        try
        {
            if (known.Row is { } row)
            {
                raw.AddRange(
                    PackedReadings
                        .Between(file, row, quantity, first, end, int.MaxValue)
                        .Select(v => (v.MeasuredAt, v.Value))
                );
                removed = RemovedHours.Between(file, row, quantity, first, end);
            }

            raw.AddRange(known.Series(quantity).Between(first, end).Select(v => (v.MeasuredAt, v.Value)));
        }
        finally
        {
            _view.ExitReadLock();
        }

        return HourRollup.Together(HourRollup.Of(quantity, [.. raw]), removed);
    }

    public async Task<long> RemoveAsync(
        DateTimeOffset before,
        IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> kept,
        CancellationToken ct
    )
    {
        var hot = await HotAsync(ct);
        long removed = 0;
        // Nobody else changes chunks meanwhile; commits go on.
        await _packing.WaitAsync(ct);
        try
        {
            using var file = _file.Open();
            foreach (var device in hot.Devices.Where(d => d.Row is not null))
            {
                var windows = kept.GetValueOrDefault(device.Name, []);
                foreach (var quantity in PackedReadings.Quantities(file, device.Row!.Value))
                {
                    ct.ThrowIfCancellationRequested();
                    if (SeriesRemoval.Of(file, device.Row.Value, quantity, before, windows) is not { } removal)
                    {
                        continue;
                    }

                    await WriteAsync(
                        now =>
                        {
                            Remove(removal, now.Device(device.Name).Series(quantity));
                            return true;
                        },
                        ct
                    );
                    removed += removal.Count;
                }
            }
        }
        finally
        {
            _packing.Release();
        }

        return removed;
    }

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct)
    {
        using var file = _file.Open();
        return Task.FromResult<IReadOnlyList<DeadLetter>>(DeadLetterTable.Of(file, device, take));
    }

    public async Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct) =>
        await WriteAsync(
            _ =>
                _writer!.InTransaction(writer =>
                {
                    DeadLetterTable.Delete(writer, letters);
                    return true;
                }),
            ct
        );

    /// <summary>
    /// Moves what the journal holds now into chunks, in slices between which commits go on. Stopped anywhere it has lost
    /// and doubled nothing: a device's slice is one transaction, and the journal goes last.
    /// </summary>
    public async Task PackAsync(CancellationToken ct)
    {
        await _packing.WaitAsync(ct);
        try
        {
            var packing = await WriteAsync(hot => new Packing(hot), ct);
            using var file = _file.Open();
            foreach (var slice in packing.Slices(file))
            {
                await WhileSameAsync(packing, () => packing.Write(_writer!, slice, _view), ct);
            }

            await WhileSameAsync(packing, () => packing.Finish(_writer!), ct);
        }
        finally
        {
            _packing.Release();
        }
    }

    public void Dispose()
    {
        _writer?.Dispose();
        _file.CloseReaders();
        _alone?.Dispose();
        _writing.Dispose();
        _packing.Dispose();
        _view.Dispose();
    }

    private static long Milliseconds(DateTimeOffset time) =>
        // A part of a millisecond belongs to it, so that the end stays exclusive.
        (long)Math.Ceiling((time - DateTimeOffset.UnixEpoch).TotalMilliseconds);

    private static HashSet<string> AllQuantities(SqliteConnection file, HotDevice device) =>
        [
            .. device.AllSeries().Select(s => s.Quantity),
            .. device.Row is { } row ? PackedReadings.Quantities(file, row) : [],
        ];

    private void Remove(SeriesRemoval removal, HotSeries series)
    {
        _view.EnterWriteLock();
        try
        {
            removal.Write(_writer!);
            series.ForgetNewest();
        }
        finally
        {
            _view.ExitWriteLock();
        }
    }

    private StoredValue? Last(SqliteConnection file, HotDevice device, HotSeries series, long until)
    {
        _view.EnterReadLock();
        try
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
        finally
        {
            _view.ExitReadLock();
        }
    }

    private async ValueTask<HotReadings> HotAsync(CancellationToken ct) => _hot ?? await WriteAsync(hot => hot, ct);

    private async Task<T> WriteAsync<T>(Func<HotReadings, T> work, CancellationToken ct)
    {
        await _writing.WaitAsync(ct);
        try
        {
            return work(Load());
        }
        catch
        {
            Forget();
            throw;
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <exception cref="InvalidOperationException">Memory was read anew meanwhile: what was to be packed is not known any more.</exception>
    private async Task WhileSameAsync(Packing packing, Action work, CancellationToken ct) =>
        await WriteAsync(
            hot =>
            {
                if (hot != packing.Hot)
                {
                    throw new InvalidOperationException("A commit failed while readings were being packed.");
                }

                work();
                return true;
            },
            ct
        );

    private HotReadings Load()
    {
        _alone ??= Alone();
        _writer ??= _file.OpenWriter();
        return _hot ??= HotReadings.Of(_writer);
    }

    /// <summary>Memory and connection may not be what the file is; the next to come reads it anew.</summary>
    private void Forget()
    {
        _writer?.Dispose();
        (_writer, _hot) = (null, null);
    }

    private FileStream Alone()
    {
        try
        {
            return new($"{path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new CannotStartException($"Another process works on {path}.", taken);
        }
    }

    private void Commit(HotReadings hot, IReadOnlyList<Reading> readings, List<DeadLetter> letters)
    {
        try
        {
            var touched = new HashSet<HotSeries>();
            var fresh = new List<Reading>(readings.Count);
            foreach (var reading in readings)
            {
                if (hot.Take(_writer!, reading, letters) is { } series)
                {
                    touched.Add(series);
                    fresh.Add(reading);
                }
            }

            if (fresh.Count == 0 && letters.Count == 0)
            {
                return;
            }

            var row = _writer!.InTransaction(writer =>
            {
                DeadLetterTable.Insert(writer, letters);
                return fresh.Count == 0
                    ? hot.JournalThrough
                    : (long)
                        writer.Scalar(
                            "INSERT INTO journal (readings) VALUES ($readings) RETURNING id",
                            ("$readings", ReadingJournal.ToBytes(fresh))
                        )!;
            });
            hot.JournalThrough = row;
            hot.Count += fresh.Count;
            foreach (var series in touched)
            {
                series.Commit();
            }
        }
        catch
        {
            // Numbers were taken that are not stored: what comes again must not pass for a repetition.
            Forget();
            throw;
        }
    }
}
