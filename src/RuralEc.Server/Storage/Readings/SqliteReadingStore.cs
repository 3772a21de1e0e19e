using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;
using RuralEc.Server.Cli;

namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// Readings in a SQLite file of their own, so that a burst of them never delays a record. A commit appends one row to a
/// journal, and a memory beside it answers for what is there; now and then the journal is packed into chunks. One
/// process writes; whoever only opens the file sees the last commit.
/// </summary>
internal sealed class SqliteReadingStore : IReadingStore, IDisposable
{
    /// <summary>Readings in memory from which on packing them is due: some 10 MB.</summary>
    public const int WorthPacking = 200_000;

    // Memory stays bounded where packing cannot keep up: commits wait for it then.
    private const int MostInMemory = 20 * WorthPacking;

    private readonly string _path;
    private readonly ReadingFile _file;
    private readonly SemaphoreSlim _writing = new(1, 1);
    private readonly SemaphoreSlim _packing = new(1, 1);

    // What moves from memory into the file is seen in exactly one of both.
    private readonly ReaderWriterLockSlim _view = new();
    private readonly HotAndPacked _together;
    private SqliteConnection? _writer;
    private volatile HotReadings? _hot;
    private FileStream? _alone;

    public SqliteReadingStore(string path)
    {
        (_path, _file) = (path, new(path));
        _together = new(_file, _view);
    }

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
        var hot = await HotAsync(ct);
        return hot.Find(device) is { } known
            ? _together.Range(known, quantity, from.ToUnixTimeMilliseconds(), Milliseconds(to), take)
            : [];
    }

    public async Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    )
    {
        var hot = await HotAsync(ct);
        return _together.Last(
            devices.Distinct().Select(hot.Find).OfType<HotDevice>(),
            quantity,
            until.ToUnixTimeMilliseconds()
        );
    }

    public async Task<IReadOnlyList<HourRollup>> RollupsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    )
    {
        var hot = await HotAsync(ct);
        return hot.Find(device) is { } known
            ? _together.Rollups(known, quantity, HourRollup.EndOf(from), HourRollup.EndOf(to))
            : [];
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

    public Task<IReadOnlyDictionary<string, int>> CountDeadLettersAsync(CancellationToken ct)
    {
        using var file = _file.Open();
        return Task.FromResult<IReadOnlyDictionary<string, int>>(DeadLetterTable.Count(file));
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
            return new($"{_path}.lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException taken)
        {
            throw new CannotStartException($"Another process works on {_path}.", taken);
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
