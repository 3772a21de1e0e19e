namespace RuralEc.Server.Storage.Readings;

/// <summary>
/// The values of one quantity of one device that are in the journal and not yet packed, in the order of their commits.
/// Only the committing thread adds; anybody may read what is committed.
/// </summary>
internal sealed class HotSeries(string quantity)
{
    private readonly List<StoredValue> _values = [];
    private int _committed;
    private readonly Dictionary<uint, NumberRanges> _numbers = [];
    private Dictionary<(uint Boot, uint Seq), StoredValue>? _byNumber;
    private HashSet<(long At, double Value)>? _uncounted;

    public string Quantity => quantity;

    /// <summary>The committed value with the latest time, packed or not; null while nobody has asked the file.</summary>
    public StoredValue? Newest { get; private set; }

    /// <summary>The latest time of the packed part, Unix milliseconds; null while nobody has asked the file.</summary>
    public long? PackedUntil { get; set; }

    /// <summary>Values that are committed and not yet packed.</summary>
    public int Committed => Volatile.Read(ref _committed);

    public void Add(in StoredValue value)
    {
        lock (_values)
        {
            _values.Add(value);
        }

        if (value.Boot is { } boot)
        {
            _byNumber?.Add((boot, value.Seq), value);
        }
        else
        {
            _uncounted?.Add((value.MeasuredAt, value.Value));
        }
    }

    /// <summary>What was added is on disk now.</summary>
    public void Commit()
    {
        lock (_values)
        {
            for (var i = _committed; i < _values.Count && Newest is { } newest; i++)
            {
                Newest = _values[i].MeasuredAt >= newest.MeasuredAt ? _values[i] : newest;
            }

            Volatile.Write(ref _committed, _values.Count);
        }
    }

    /// <summary>Tells the newest value of the packed part, null where there is none, so that it is known from now on.</summary>
    public StoredValue? Learn(StoredValue? packed)
    {
        lock (_values)
        {
            Newest ??= packed;
            foreach (var value in _values.Take(_committed))
            {
                Newest = Newest is { } newest && newest.MeasuredAt > value.MeasuredAt ? newest : value;
            }

            return Newest;
        }
    }

    /// <summary>The newest value may have been removed: the file knows.</summary>
    public void ForgetNewest()
    {
        lock (_values)
        {
            Newest = null;
        }
    }

    /// <summary>The committed values from <paramref name="from"/> to before <paramref name="to"/>, Unix milliseconds.</summary>
    public List<StoredValue> Between(long from, long to)
    {
        lock (_values)
        {
            return [.. _values.Take(_committed).Where(v => v.MeasuredAt >= from && v.MeasuredAt < to)];
        }
    }

    /// <summary>The oldest <paramref name="count"/> values.</summary>
    public List<StoredValue> First(int count)
    {
        lock (_values)
        {
            return _values.GetRange(0, count);
        }
    }

    /// <summary>They are packed, up to <paramref name="until"/>, and so are the numbers of earlier boots, which hardly come again.</summary>
    public void RemoveFirst(int count, long until)
    {
        lock (_values)
        {
            _values.RemoveRange(0, count);
            _values.TrimExcess();
            _committed -= count;
        }

        (_byNumber, _uncounted) = (null, null);
        // While nobody has asked the file, it may hold later ones.
        PackedUntil = PackedUntil is { } known ? Math.Max(known, until) : null;
        var latest = _numbers.Keys.DefaultIfEmpty().Max();
        foreach (var boot in _numbers.Keys.Where(b => b != latest).ToList())
        {
            _numbers.Remove(boot);
        }
    }

    /// <summary>The stored numbers of a boot; null while nobody has asked the file.</summary>
    public NumberRanges? Numbers(uint boot) => _numbers.GetValueOrDefault(boot);

    /// <summary>Keeps what the file says of a boot.</summary>
    public NumberRanges Learn(uint boot, NumberRanges? stored) => _numbers[boot] = stored ?? new();

    public IReadOnlyCollection<KeyValuePair<uint, NumberRanges>> AllNumbers() => _numbers;

    /// <summary>The value that has this number, if it is here.</summary>
    public StoredValue? Find(uint boot, uint seq)
    {
        _byNumber ??= _values.Where(v => v.Boot is not null).ToDictionary(v => (v.Boot!.Value, v.Seq));
        return _byNumber.TryGetValue((boot, seq), out var value) ? value : null;
    }

    /// <summary>A device that does not count has sent just this.</summary>
    public bool HasUncounted(long at, double value)
    {
        _uncounted ??= [.. _values.Where(v => v.Boot is null).Select(v => (v.MeasuredAt, v.Value))];
        return _uncounted.Contains((at, value));
    }
}
