using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Wire;

namespace RuralEc.FirmwareSim.Play;

/// <summary>Plays one logger over the network: measures by the model, keeps, sends, and forgets only what was acknowledged.</summary>
internal sealed class LoggerPlayer(
    LoggerModel model,
    Uri broker,
    SimulatedClock clock,
    TimeProvider time,
    Counts counts
) : IDisposable
{
    private static readonly TimeSpan NoNeed = TimeSpan.FromHours(1);
    private static readonly TimeSpan FlushPatience = TimeSpan.FromSeconds(15);

    private readonly Link _link = new(model.Logger, broker);
    private readonly RingBuffer _flash = new(model.Logger.BufferReadings);
    private double _measuredTo = -1;
    private double _uploadedTo = -1;
    private uint _boot;
    private int _failures;
    private long _attemptAfter;

    /// <summary>Why the last attempt to connect failed; null while the connection stands.</summary>
    public string? Trouble { get; private set; }

    public bool IsConnected => _link.IsUp;

    /// <summary>Plays until a simulated second, then sends what is left and takes leave.</summary>
    public async Task PlayAsync(double untilSecond, CancellationToken ct)
    {
        try
        {
            while (clock.Second is var now && now < untilSecond)
            {
                Measure(now);
                await KeepUpAsync(now, ct);
                if (_link.IsUp && model.NextUploadAfter(_uploadedTo) <= now)
                {
                    _uploadedTo = now;
                    await UploadAsync(now, everything: false, ct);
                }

                await clock.UntilAsync(Math.Min(NextStep(now), untilSecond), UntilNextAttempt(now), ct);
            }

            Measure(untilSecond);
            await FlushAsync(untilSecond, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Ctrl-C: take leave below.
        }

        using var leave = new CancellationTokenSource(TimeSpan.FromSeconds(2), time);
        await _link.CloseAsync(leave.Token);
    }

    public void Dispose() => _link.Dispose();

    private void Measure(double now)
    {
        var lost = _flash.Lost;
        foreach (var reading in model.Between(_measuredTo, now))
        {
            _flash.Add(reading);
            counts.Sampled();
        }

        counts.Lost(_flash.Lost - lost);
        _measuredTo = now;
    }

    private async Task KeepUpAsync(double now, CancellationToken ct)
    {
        if (!model.HasNetwork(now))
        {
            _link.Drop();
            return;
        }

        if (_link.IsUp && _boot == model.BootAt(now) || time.GetTimestamp() < _attemptAfter)
        {
            return;
        }

        _boot = model.BootAt(now);
        Trouble = await _link.TryConnectAsync(_boot, ct);
        if (Trouble is null)
        {
            counts.Connected();
            (_failures, _attemptAfter) = (0, 0);
            return;
        }

        counts.Failed();
        var wait = Backoff.After(++_failures, Chance.Uniform(_boot, model.Logger.Device, "jitter", _failures));
        _attemptAfter = time.GetTimestamp() + (long)(wait.TotalSeconds * time.TimestampFrequency);
    }

    private async Task UploadAsync(double now, bool everything, CancellationToken ct)
    {
        using var window = new SemaphoreSlim(_link.Window);
        var underWay = new List<Task<(UploadMessage Message, Delivery Delivery)>>();
        foreach (var message in Upload.Plan(model, _flash.Waiting, now, everything))
        {
            await window.WaitAsync(ct);
            if (!_link.IsUp)
            {
                break;
            }

            underWay.Add(SendAsync(message, window, ct));
        }

        foreach (var (message, delivery) in await Task.WhenAll(underWay))
        {
            foreach (var reading in delivery == Delivery.Kept ? [] : message.Readings)
            {
                // A message sent twice is acknowledged twice; the reading counts once.
                if (_flash.Acknowledge(reading))
                {
                    (delivery == Delivery.Acknowledged ? (Action)counts.Acknowledged : counts.Rejected)();
                }
            }
        }
    }

    private async Task<(UploadMessage, Delivery)> SendAsync(
        UploadMessage message,
        SemaphoreSlim window,
        CancellationToken ct
    )
    {
        try
        {
            counts.Sent(message.Readings.Count);
            return (message, await _link.SendAsync(Payload.Of(model.Logger.Device, message.Readings), ct));
        }
        finally
        {
            window.Release();
        }
    }

    // The fleet is switched off at the end: what a working network can still take is sent first.
    private async Task FlushAsync(double end, CancellationToken ct)
    {
        var begun = time.GetTimestamp();
        while (_flash.Waiting.Count > 0 && model.HasNetwork(end) && time.GetElapsedTime(begun) < FlushPatience)
        {
            await KeepUpAsync(end, ct);
            if (_link.IsUp)
            {
                await UploadAsync(end, everything: true, ct);
            }

            if (_flash.Waiting.Count > 0)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), time, ct);
            }
        }
    }

    private double NextStep(double now)
    {
        var next = Math.Min(model.NextSampleAfter(now), model.NextUploadAfter(now));
        foreach (var fault in model.Logger.Faults)
        {
            next = fault.FromSeconds > now ? Math.Min(next, fault.FromSeconds) : next;
            next = fault.EndSeconds > now ? Math.Min(next, fault.EndSeconds) : next;
        }

        return next;
    }

    private TimeSpan UntilNextAttempt(double now) =>
        _link.IsUp || !model.HasNetwork(now) ? NoNeed : time.GetElapsedTime(time.GetTimestamp(), _attemptAfter);
}
