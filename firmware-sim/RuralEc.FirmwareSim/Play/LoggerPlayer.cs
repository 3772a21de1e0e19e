using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Truth;
using RuralEc.FirmwareSim.Wire;

namespace RuralEc.FirmwareSim.Play;

/// <summary>
/// Plays one logger over the network: measures by the model, keeps, sends, and forgets only what was acknowledged. The
/// metronome steps it; connecting and sending run beside the steps, so that a network that breaks meets them on their way.
/// </summary>
internal sealed class LoggerPlayer : IDisposable
{
    private const double RetrySeconds = 0.1;

    // No pack has more readings (docs/mqtt.md).
    private const long MostAnswered = 1000;

    // docs/mqtt.md: what the server does not answer within a minute is sent again.
    private static readonly TimeSpan AnswerPatience = TimeSpan.FromMinutes(1);

    private readonly LoggerModel _model;
    private readonly Stage _stage;
    private readonly Link _link;
    private readonly Lock _gate = new();
    private readonly RingBuffer _flash;
    private readonly Dictionary<long, long> _handedOver = [];
    private readonly Witness? _witness;
    private readonly Dice _jitter;
    private double _measuredTo = -1;
    private double _uploadedTo = -1;
    private double _poweredUp;
    private int _failures;
    private long? _attemptAt;
    private Task _attempt = Task.CompletedTask;
    private Task _upload = Task.CompletedTask;
    private volatile bool _connecting;
    private volatile bool _uploading;

    public LoggerPlayer(LoggerModel model, Stage stage)
    {
        _model = model;
        _stage = stage;
        _flash = new(model.Logger.BufferReadings);
        _link = new(model.Logger, stage.Broker, stage.Keeper, stage.Time, OnHeard, OnLost);
        _jitter = new(0, model.Logger.Device);
        _witness = stage.Truth is null ? null : new(model, stage.Truth, stage.LimitsCelsius);
    }

    /// <summary>The simulated second at which the metronome steps it next.</summary>
    public double Due { get; set; }

    /// <summary>Why the last attempt to connect failed; null while the connection stands.</summary>
    public string? Trouble { get; private set; }

    public bool IsConnected => _link.IsUp;

    /// <summary>At the end of the run: nothing waits that the network could still take.</summary>
    public bool IsDone =>
        _measuredTo >= _stage.EndSecond && !_uploading && (WaitingCount == 0 || !_model.HasNetwork(_stage.EndSecond));

    private int WaitingCount
    {
        get
        {
            lock (_gate)
            {
                return _flash.Count;
            }
        }
    }

    private bool IsEnding => _stage.Clock.Second >= _stage.EndSecond;

    /// <summary>Does what is due.</summary>
    /// <returns>The simulated second of the next step.</returns>
    public double Step()
    {
        var now = Math.Min(_stage.Clock.Second, _stage.EndSecond);
        Measure(now);
        if (!_model.HasNetwork(now))
        {
            Lose(_model.BreakAt(now));
            return NextStep(now);
        }

        if (_model.PowerUpBefore(now) is var up && up != _poweredUp)
        {
            // A power cut shorter than a step: the old connection knows nothing of it.
            _poweredUp = up;
            Lose(Break.Hang);
        }

        if (!_link.IsUp)
        {
            return Math.Min(NextStep(now), NextAttempt(now));
        }

        if (!_uploading && HasToUpload(now))
        {
            _uploadedTo = now;
            _uploading = true;
            _upload = UploadAsync(now, IsEnding);
            _stage.Watch(_upload);
        }

        return NextStep(now);
    }

    /// <summary>Takes leave of the broker and tells what was left.</summary>
    public async Task LeaveAsync(CancellationToken ct)
    {
        // Who has just been let in takes leave, too.
        await _attempt.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _link.CloseAsync(ct);
        await _upload.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_witness is null)
        {
            return;
        }

        lock (_gate)
        {
            foreach (var run in _flash.Waiting)
            {
                for (var sample = run.First; sample <= run.Last; sample++)
                {
                    _witness.Fate(sample, Truth.Fate.Pending);
                }
            }
        }
    }

    public void Dispose() => _link.Dispose();

    private void Measure(double now)
    {
        if (now <= _measuredTo)
        {
            return;
        }

        _witness?.Watch(_measuredTo, now);
        for (var sample = _model.FirstSampleAfter(_measuredTo); _model.SecondOf(sample) <= now; sample++)
        {
            if (!_model.Keeps(sample))
            {
                _witness?.Dark(sample);
                continue;
            }

            _stage.Counts.Sampled();
            lock (_gate)
            {
                if (_flash.Add(sample) is { } overwritten)
                {
                    _handedOver.Remove(overwritten);
                    _stage.Counts.Lost(1);
                    _witness?.Fate(overwritten, Truth.Fate.Lost);
                }
            }
        }

        _measuredTo = now;
    }

    private bool HasToUpload(double now) =>
        IsEnding
            ? WaitingCount > 0
            : _model.Faults.Active(FaultKind.Flood, now) is not null || _model.NextUploadAfter(_uploadedTo) <= now;

    private void Lose(Break how)
    {
        if (_link.IsUp)
        {
            _link.Drop(how);
        }
    }

    /// <summary>Handed over to a broker that is not the server, and the server may still answer.</summary>
    private bool IsUnderWay(long sample)
    {
        lock (_gate)
        {
            return _handedOver.TryGetValue(sample, out var since) && _stage.Time.GetElapsedTime(since) < AnswerPatience;
        }
    }

    private void OnHeard(ReadOnlySpan<byte> payload)
    {
        if (SettingsMessage.RevisionOf(payload) is { } revision)
        {
            _link.AnswerSettings(revision);
            return;
        }

        if (StoredAnswer.Parse(payload) is not { } stored)
        {
            return;
        }

        lock (_gate)
        {
            for (var i = 0L; i <= Math.Min((long)stored.Last - stored.First, MostAnswered); i++)
            {
                foreach (var sample in _model.SamplesOf(stored.Boot, (uint)(stored.First + i)))
                {
                    _handedOver.Remove(sample);
                    Forget(sample, Delivery.Acknowledged, broken: false);
                }
            }
        }
    }

    private void OnLost()
    {
        _witness?.Link(up: false, _stage.Clock.Second, null);
        _stage.Metronome.Wake(this);
    }

    /// <summary>Connects when it may; the second at which it is to be asked again.</summary>
    private double NextAttempt(double now)
    {
        if (_connecting)
        {
            return double.PositiveInfinity;
        }

        _attemptAt ??= _stage.Pace.Reserve();
        if (_stage.Time.GetTimestamp() < _attemptAt)
        {
            return _stage.Clock.SecondAt(_attemptAt.Value);
        }

        _attemptAt = null;
        _connecting = true;
        _attempt = ConnectAsync(now);
        _stage.Watch(_attempt);
        return double.PositiveInfinity;
    }

    private async Task ConnectAsync(double now)
    {
        Trouble = await _link.TryConnectAsync(_model.BootAt(now), _stage.Stopped);
        if (Trouble is null)
        {
            _stage.Counts.Connected();
            _failures = 0;
            lock (_gate)
            {
                // Answers went to the connection before, which is gone.
                _handedOver.Clear();
            }
        }
        else
        {
            _stage.Counts.Failed();
            var wait = Backoff.After(++_failures, _jitter.Uniform("jitter", _failures));
            _attemptAt = _stage.Time.GetTimestamp() + (long)(wait.TotalSeconds * _stage.Time.TimestampFrequency);
        }

        _witness?.Link(Trouble is null, _stage.Clock.Second, Trouble);
        _connecting = false;
        _stage.Metronome.Wake(this);
    }

    private async Task UploadAsync(double now, bool everything)
    {
        try
        {
            IReadOnlyList<SampleRun> waiting;
            lock (_gate)
            {
                waiting = _flash.Waiting;
            }

            var size = _link.Window;
            using var window = new SemaphoreSlim(size);
            foreach (var message in Upload.Plan(_model, waiting, now, everything, IsUnderWay).Concat(Flood(now)))
            {
                await window.WaitAsync(_stage.Stopped);
                if (!_link.IsUp)
                {
                    window.Release();
                    break;
                }

                _stage.Watch(SendAsync(message, now, window));
            }

            // The window is whole again when everything was answered.
            for (var i = 0; i < size; i++)
            {
                await window.WaitAsync(_stage.Stopped);
            }

            if (everything && WaitingCount > 0)
            {
                await Task.Delay(TimeSpan.FromSeconds(RetrySeconds), _stage.Time, _stage.Stopped);
            }
        }
        finally
        {
            _uploading = false;
            _stage.Metronome.Wake(this);
        }
    }

    /// <summary>The newest reading again and again, while the fault lasts and nothing else is due.</summary>
    private IEnumerable<UploadMessage> Flood(double begun)
    {
        if (_model.Faults.Active(FaultKind.Flood, begun) is not { } fault)
        {
            yield break;
        }

        var newest = _model.FirstSampleAfter(begun) - 1;
        if (newest < 0 || !_model.Keeps(newest))
        {
            yield break;
        }

        var message = new UploadMessage([_model.Measure(newest)], IsLive: true);
        var until = Math.Min(Math.Min(fault.EndSeconds, _model.NextUploadAfter(begun)), _stage.EndSecond);
        while (_stage.Clock.Second < until)
        {
            yield return message;
        }
    }

    private async Task SendAsync(UploadMessage message, double now, SemaphoreSlim window)
    {
        var payload = Payload.Of(_model.Logger, message, now);
        var broken = _model.Broken(message.Readings[0].Sample);
        if (broken is { } chance)
        {
            payload = Breakage.Of(payload, chance);
        }

        _stage.Counts.Sent(message.Readings.Count);
        var delivery = await _link.SendAsync(payload.Octets, payload.ContentType);
        lock (_gate)
        {
            foreach (var reading in delivery == Delivery.Kept ? [] : message.Readings)
            {
                if (delivery == Delivery.Acknowledged && _model.Logger.AcknowledgedBy == Acknowledgement.Answer)
                {
                    HandOver(reading.Sample);
                }
                else
                {
                    Forget(reading.Sample, delivery, broken is not null);
                }
            }
        }

        window.Release();
    }

    // The server's answer may be here before the broker's.
    private void HandOver(long sample)
    {
        if (_flash.Contains(sample))
        {
            _handedOver[sample] = _stage.Time.GetTimestamp();
        }
    }

    private void Forget(long sample, Delivery delivery, bool broken)
    {
        // A message sent twice is answered twice; the reading counts once.
        if (!_flash.Acknowledge(sample))
        {
            return;
        }

        if (delivery == Delivery.Acknowledged)
        {
            _stage.Counts.Acknowledged();
            _witness?.Fate(sample, Truth.Fate.Acknowledged, broken);
        }
        else
        {
            _stage.Counts.Refused();
            _witness?.Fate(sample, Truth.Fate.Refused, broken);
        }
    }

    private double NextStep(double now)
    {
        if (IsEnding)
        {
            // What is left goes out as soon as the last upload ended; that wakes the player.
            return double.PositiveInfinity;
        }

        var next = Math.Min(_model.NextSampleAfter(now), _model.NextEdgeAfter(now));
        return Math.Min(Math.Min(next, _model.NextUploadAfter(now)), _stage.EndSecond);
    }
}
