namespace RuralEc.ColdChain;

/// <summary>
/// How many readings may be on their way to the disk, so that memory stays bounded whatever the devices do. It may be
/// overdrawn by what is being parsed at the moment, never by who waits.
/// </summary>
internal sealed class IngestRoom
{
    // Some 15 MB, and well under a second of work.
    private const int MaximumReadings = 200_000;

    private readonly Lock _lock = new();
    private int _onTheirWay;
    private TaskCompletionSource? _free;

    public ValueTask WaitAsync(CancellationToken ct)
    {
        if (Volatile.Read(ref _onTheirWay) < MaximumReadings)
        {
            return ValueTask.CompletedTask;
        }

        lock (_lock)
        {
            if (_onTheirWay < MaximumReadings)
            {
                return ValueTask.CompletedTask;
            }

            _free ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            return new(_free.Task.WaitAsync(ct));
        }
    }

    public void Take(int readings) => Interlocked.Add(ref _onTheirWay, readings);

    public void Give(int readings)
    {
        if (Interlocked.Add(ref _onTheirWay, -readings) >= MaximumReadings)
        {
            return;
        }

        TaskCompletionSource? free;
        lock (_lock)
        {
            (free, _free) = (_free, null);
        }

        free?.SetResult();
    }
}
