using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RuralEc.ColdChain;

/// <summary>
/// Takes the messages of devices and answers each when it is on disk. What arrives while one group is being committed
/// forms the next group, so that one commit serves many devices; senders wait while too much is on its way.
/// </summary>
public sealed class ReadingIngest(IReadingStore store, CommittedFeed feed, ILogger<ReadingIngest> log)
    : BackgroundService
{
    // A commit longer than some milliseconds would let every device wait for it.
    private const int GroupReadings = 20_000;
    private const int GroupBatches = 10_000;

    private readonly Channel<IngestBatch> _queue = Channel.CreateUnbounded<IngestBatch>(
        new UnboundedChannelOptions { SingleReader = true }
    );

    // One group is answered while the next is committed.
    private readonly Channel<(List<IngestBatch> Group, ReadingsNotStoredException? Failure)> _committed =
        Channel.CreateBounded<(List<IngestBatch>, ReadingsNotStoredException?)>(1);

    private readonly IngestRoom _room = new();

    /// <summary>Completes when a sender may bring more; to be awaited before messages are read and parsed.</summary>
    public ValueTask RoomAsync(CancellationToken ct) => _room.WaitAsync(ct);

    /// <summary>Queues a batch behind those before it; it hears what became of it.</summary>
    public void Accept(IngestBatch batch)
    {
        _room.Take(batch.ReadingCount);
        if (!_queue.Writer.TryWrite(batch))
        {
            _room.Give(batch.ReadingCount);
            batch.NotStored(new("The server is stopping.", null));
        }
    }

    /// <summary>Completes when the message is durable: as readings, or as a dead letter that says why it is none.</summary>
    /// <param name="device">Who sends, as its login named it.</param>
    /// <exception cref="ReadingsNotStoredException">Nothing of the message is stored; the device has to send it again.</exception>
    public Task<ReadingVerdict> AcceptAsync(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        CancellationToken ct
    ) => AcceptAsync(batch => batch.Add(device, payload, receivedAt), ct);

    /// <summary>Keeps a message that is no reading as a dead letter; completes when it is durable.</summary>
    /// <exception cref="ReadingsNotStoredException">It is not stored.</exception>
    public Task<ReadingVerdict> RefuseAsync(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        Refusal why,
        CancellationToken ct
    ) =>
        AcceptAsync(
            batch =>
            {
                batch.Refuse(device, payload, receivedAt, why);
                return why;
            },
            ct
        );

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.OpenAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is still answered: the loops end when the queue is empty.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } loops)
        {
            await loops.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    // Both loops end with the queue, not with the token: an answer is still owed for what was taken.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(Task.Run(CommitAsync, CancellationToken.None), Task.Run(AnswerAsync, CancellationToken.None));

    private async Task<ReadingVerdict> AcceptAsync(Func<IngestBatch, Refusal?> fill, CancellationToken ct)
    {
        await _room.WaitAsync(ct);
        var batch = new AwaitedBatch();
        var refusal = fill(batch);
        Accept(batch);
        await batch.Answer.WaitAsync(ct);
        return refusal is null ? new ReadingVerdict.Stored(batch.ReadingCount) : new ReadingVerdict.Refused(refusal);
    }

    private async Task CommitAsync()
    {
        var readings = new List<Reading>();
        var letters = new List<DeadLetter>();
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var group = new List<IngestBatch>();
            while (group.Count < GroupBatches && readings.Count < GroupReadings && _queue.Reader.TryRead(out var batch))
            {
                group.Add(batch);
                readings.AddRange(batch.Readings);
                letters.AddRange(batch.DeadLetters);
            }

            var failure = await CommitAsync(group.Count, readings, letters);
            readings.Clear();
            letters.Clear();
            await _committed.Writer.WriteAsync((group, failure), CancellationToken.None);
        }

        _committed.Writer.Complete();
    }

    private async Task<ReadingsNotStoredException?> CommitAsync(
        int batches,
        List<Reading> readings,
        List<DeadLetter> letters
    )
    {
        try
        {
            await store.CommitAsync(readings, letters, CancellationToken.None);
            return null;
        }
        // The store may fail in its database's own ways; whatever it was, no member of the group is stored.
        catch (Exception failure)
        {
            log.GroupNotStored(batches, failure);
            return new("The commit failed.", failure);
        }
    }

    private async Task AnswerAsync()
    {
        await foreach (var (group, failure) in _committed.Reader.ReadAllAsync(CancellationToken.None))
        {
            foreach (var batch in group)
            {
                // Before the answer: after it, the batch is its sender's again.
                _room.Give(batch.ReadingCount);
                if (failure is null)
                {
                    feed.Add(batch.Readings);
                    batch.Stored();
                }
                else
                {
                    batch.NotStored(failure);
                }
            }
        }
    }

    /// <summary>One message whose sender waits for it alone.</summary>
    private sealed class AwaitedBatch : IngestBatch
    {
        private readonly TaskCompletionSource _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Answer => _answer.Task;

        protected internal override void Stored() => _answer.SetResult();

        protected internal override void NotStored(ReadingsNotStoredException reason) => _answer.SetException(reason);
    }
}

/// <summary>What became of a message; both are durable.</summary>
public abstract record ReadingVerdict
{
    private ReadingVerdict() { }

    /// <summary>All its <paramref name="Readings"/> are stored, now or since an earlier time.</summary>
    public sealed record Stored(int Readings) : ReadingVerdict;

    /// <summary>It is a dead letter; sending it again helps nobody.</summary>
    public sealed record Refused(Refusal Why) : ReadingVerdict;
}

internal static partial class IngestLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Batches} batches of devices were not stored")]
    public static partial void GroupNotStored(this ILogger log, int batches, Exception failure);
}
