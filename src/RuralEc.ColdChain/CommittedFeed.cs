namespace RuralEc.ColdChain;

/// <summary>
/// Which devices have new readings, and from which time on. Bounded by the number of devices, so nothing is dropped
/// when the listener is slow: it only hears of several commits at once.
/// </summary>
public sealed class CommittedFeed : IDisposable
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _news = new(0, 1);
    private Dictionary<string, DeviceNews> _devices = [];

    /// <summary>Waits until there is something, then takes all of it.</summary>
    public async Task<IReadOnlyCollection<DeviceNews>> TakeAsync(CancellationToken ct)
    {
        await _news.WaitAsync(ct);
        lock (_lock)
        {
            var taken = _devices;
            _devices = [];
            return taken.Values;
        }
    }

    public void Dispose() => _news.Dispose();

    /// <summary>Readings of one commit; those of one device stand together, so that they are one piece of news.</summary>
    internal void Add(IReadOnlyList<Reading> readings)
    {
        DeviceNews? run = null;
        foreach (var reading in readings)
        {
            var news = DeviceNews.Of(reading);
            if (run is { } same && same.Device == news.Device)
            {
                run = same.With(news);
                continue;
            }

            Add(run);
            run = news;
        }

        Add(run);
    }

    /// <summary>What is known of a device from a time on has another meaning now, though no reading came.</summary>
    internal void Revisit(string device, DateTimeOffset from) => Add(new DeviceNews(device, from, null));

    internal void Add(DeviceNews? news)
    {
        if (news is not { } one)
        {
            return;
        }

        lock (_lock)
        {
            _devices[one.Device] = _devices.TryGetValue(one.Device, out var known) ? known.With(one) : one;
            if (_news.CurrentCount == 0)
            {
                _news.Release();
            }
        }
    }
}

/// <summary>A device reported.</summary>
/// <param name="EarliestMeasuredAt">From here on its history may have changed.</param>
/// <param name="ReceivedAt">When it was last heard; null when it was not.</param>
public readonly record struct DeviceNews(string Device, DateTimeOffset EarliestMeasuredAt, DateTimeOffset? ReceivedAt)
{
    /// <summary>A time that cannot be right is no reason to judge years anew.</summary>
    internal static DeviceNews Of(Reading reading) =>
        new(reading.Device, reading.ClockDoubtful ? reading.ReceivedAt : reading.MeasuredAt, reading.ReceivedAt);

    internal DeviceNews With(DeviceNews other) =>
        this with
        {
            EarliestMeasuredAt =
                other.EarliestMeasuredAt < EarliestMeasuredAt ? other.EarliestMeasuredAt : EarliestMeasuredAt,
            ReceivedAt = ReceivedAt is null || other.ReceivedAt > ReceivedAt ? other.ReceivedAt : ReceivedAt,
        };
}
