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

    // A number that comes again this much later was given anew, even where the value happens to be the same.
    private static readonly TimeSpan SameReading = TimeSpan.FromDays(1);

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

    private static HashSet<string> AllQuantities(SqliteConnection file, HotDevice device)
    {
        var quantities = device.AllSeries().Select(s => s.Quantity).ToHashSet(StringComparer.Ordinal);
        using var select = file.Statement(
            "SELECT name FROM quantities WHERE EXISTS (SELECT 1 FROM chunks WHERE device = $device AND quantity = quantities.id)",
            ("$device", device.Row)
        );
        using var row = select.ExecuteReader();
        while (row.Read())
        {
            quantities.Add(row.GetString(0));
        }

        return quantities;
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
                if (Take(hot, reading, letters) is { } series)
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

    /// <summary>Puts a reading into its series in memory, or finds that it is stored already.</summary>
    private HotSeries? Take(HotReadings hot, in Reading reading, List<DeadLetter> letters)
    {
        var device = hot.Device(reading.Device);
        var series = device.Series(reading.Quantity);
        var value = StoredValue.Of(reading);
        if (reading.Boot is { } boot)
        {
            if (!HotReadings.Numbers(_writer!, device, series, boot).Add(value.Seq))
            {
                var stored =
                    series.Find(boot, value.Seq)
                    ?? PackedReadings.Find(_writer!, device.Row!.Value, series.Quantity, boot, value.Seq)!.Value;
                if (
                    !stored.Value.Equals(value.Value)
                    || Math.Abs(stored.MeasuredAt - value.MeasuredAt) > SameReading.TotalMilliseconds
                )
                {
                    letters.Add(DeadLetter.OfReused(reading, stored.Value));
                }

                return null;
            }
        }
        else if (series.HasUncounted(value.MeasuredAt, value.Value) || IsPacked(device, series, value))
        {
            return null;
        }

        series.Add(value);
        return series;
    }

    private bool IsPacked(HotDevice device, HotSeries series, in StoredValue value)
    {
        if (device.Row is not { } row)
        {
            return false;
        }

        series.PackedUntil ??= PackedReadings.Until(_writer!, row, series.Quantity) ?? long.MinValue;
        return value.MeasuredAt <= series.PackedUntil
            && PackedReadings.HasUncounted(_writer!, row, series.Quantity, value.MeasuredAt, value.Value);
    }
}
