using RuralEc.ColdChain;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// The quick way of a connection's readings: QoS 1 publishes on the device's own topics go to
/// <see cref="ReadingIngest"/> as many as arrived together, and are acknowledged together when they are on disk. What it
/// does not take is MQTTnet's; both ways parse, store and answer the same.
/// </summary>
internal sealed class ReadingLane(DeviceSession session, ReadingIngest ingest, TimeProvider clock, MqttOptions options)
{
    /// <summary>Publishes of one connection that may be unacknowledged; then it is not read from.</summary>
    public const ushort MaximumInFlight = 1000;

    private const int ReadingsInFlight = 20_000;

    private readonly Lock _lock = new();
    private readonly Stack<LaneBatch> _idle = new();
    private readonly RateLimit _rate = new(options.DeviceReadingsPerSecond, clock);
    private Func<ReadOnlyMemory<byte>, Task> _send = _ => Task.CompletedTask;
    private Action _abort = () => { };
    private LaneBatch? _batch;
    private byte[] _answers = [];
    private byte[] _sent = [];
    private int _answersLength;
    private (int Messages, int Readings) _answered;
    private bool _answering;
    private int _messages;
    private int _readings;
    private TaskCompletionSource? _changed;
    private bool _closed;

    /// <summary>It took something since this was set back.</summary>
    public bool TookReadings { get; set; }

    public void Attach(Func<ReadOnlyMemory<byte>, Task> send, Action abort) => (_send, _abort) = (send, abort);

    /// <param name="frame">A whole packet.</param>
    /// <returns>False when it is not one for this lane.</returns>
    public bool Take(ReadOnlyMemory<byte> frame)
    {
        if (!PublishFrame.TryRead(frame, session.SpeaksReasons, out var publish) || !session.Owns(publish.Topic))
        {
            return false;
        }

        _batch ??= NextBatch();
        _batch.Add(session.Identity.Device, publish.Id, publish.Payload);
        TookReadings = true;
        return true;
    }

    /// <summary>Sends what was taken on its way.</summary>
    public void Submit()
    {
        if (_batch is not { } batch)
        {
            return;
        }

        _batch = null;
        lock (_lock)
        {
            _messages += batch.MessageCount;
            _readings += batch.ReadingCount;
        }

        _rate.Count(batch.ReadingCount);
        ingest.Accept(batch);
    }

    /// <summary>Completes when the connection may be read from again.</summary>
    public async ValueTask RoomAsync(CancellationToken ct)
    {
        await ingest.RoomAsync(ct);
        await UntilAsync(() => _messages < MaximumInFlight && _readings < ReadingsInFlight, ct);
        await _rate.WaitAsync(ct);
    }

    /// <summary>Completes when all that was taken is answered.</summary>
    public ValueTask DrainedAsync(CancellationToken ct) => UntilAsync(() => _messages == 0, ct);

    /// <summary>The connection is over; what is still on its way is stored, and its answers go nowhere.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            _changed?.TrySetResult();
        }
    }

    private LaneBatch NextBatch()
    {
        lock (_lock)
        {
            return (_idle.TryPop(out var batch) ? batch : new LaneBatch(this)).At(clock.GetUtcNow());
        }
    }

    private async ValueTask UntilAsync(Func<bool> reached, CancellationToken ct)
    {
        while (true)
        {
            Task changed;
            lock (_lock)
            {
                if (reached() || _closed)
                {
                    return;
                }

                _changed ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
                changed = _changed.Task;
            }

            await changed.WaitAsync(ct);
        }
    }

    private void Answer(LaneBatch batch)
    {
        lock (_lock)
        {
            foreach (var (id, refusal) in batch.Answers)
            {
                var size = PubAck.LengthOf(refusal, session);
                if (_answersLength + size > _answers.Length)
                {
                    Array.Resize(ref _answers, Math.Max(2 * _answers.Length, _answersLength + size));
                }

                PubAck.Write(_answers.AsSpan(_answersLength, size), id, refusal, session);
                _answersLength += size;
            }

            _answered = (_answered.Messages + batch.MessageCount, _answered.Readings + batch.ReadingCount);
            batch.Reset();
            _idle.Push(batch);
            if (_answering || _closed)
            {
                return;
            }

            _answering = true;
        }

        _ = SendAnswersAsync();
    }

    /// <summary>One sender at a time: what is answered while it sends goes out together next.</summary>
    private async Task SendAnswersAsync()
    {
        while (true)
        {
            ReadOnlyMemory<byte> answers;
            (int Messages, int Readings) answered;
            lock (_lock)
            {
                if (_answersLength == 0)
                {
                    _answering = false;
                    return;
                }

                (_answers, _sent) = (_sent, _answers);
                answers = _sent.AsMemory(0, _answersLength);
                (answered, _answered, _answersLength) = (_answered, (0, 0), 0);
            }

            try
            {
                await _send(answers);
            }
            catch (Exception gone) when (gone is IOException or ObjectDisposedException)
            {
                Close();
                return;
            }

            lock (_lock)
            {
                _messages -= answered.Messages;
                _readings -= answered.Readings;
                _changed?.TrySetResult();
                _changed = null;
            }
        }
    }

    private void Fail()
    {
        // Closed without an answer: the device sends again.
        Close();
        _abort();
    }

    /// <summary>The publishes that were read together, with their packet identifiers in order.</summary>
    private sealed class LaneBatch(ReadingLane lane) : IngestBatch
    {
        private DateTimeOffset _receivedAt;

        public List<(ushort Id, Refusal? Refusal)> Answers { get; } = [];

        public int MessageCount => Answers.Count;

        public LaneBatch At(DateTimeOffset receivedAt)
        {
            _receivedAt = receivedAt;
            return this;
        }

        public void Add(string device, ushort id, ReadOnlyMemory<byte> payload) =>
            Answers.Add((id, Add(device, payload, _receivedAt)));

        public void Reset()
        {
            Answers.Clear();
            Clear();
        }

        protected override void Stored() => lane.Answer(this);

        protected override void NotStored(ReadingsNotStoredException reason) => lane.Fail();
    }
}
