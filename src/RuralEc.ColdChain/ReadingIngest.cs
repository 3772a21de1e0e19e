using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RuralEc.ColdChain;

/// <summary>
/// Takes the messages of devices and answers each when it is on disk. Messages that arrive while one group is being
/// committed form the next group, so that one commit serves many devices; a full queue makes devices wait.
/// </summary>
public sealed class ReadingIngest(IReadingStore store, CommittedFeed feed, ILogger<ReadingIngest> log)
    : BackgroundService
{
    private const int QueuedMessages = 4096;
    private const int GroupMessages = 500;
    private const int GroupReadings = 10_000;

    private readonly Channel<Message> _queue = Channel.CreateBounded<Message>(
        new BoundedChannelOptions(QueuedMessages) { SingleReader = true }
    );

    /// <summary>Completes when the message is durable: as readings, or as a dead letter that says why it is none.</summary>
    /// <param name="device">Who sends, as its login named it.</param>
    /// <exception cref="ReadingsNotStoredException">Nothing of the message is stored; the device has to send it again.</exception>
    public async Task<ReadingVerdict> AcceptAsync(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        CancellationToken ct
    )
    {
        if (!ReadingMessage.TryParse(device, payload, receivedAt, out var readings, out var refusal))
        {
            return await RefuseAsync(device, payload, receivedAt, refusal, ct);
        }

        return await AnswerAsync(new(readings, null, new ReadingVerdict.Stored(readings.Count)), ct);
    }

    /// <summary>Keeps a message that is no reading as a dead letter; completes when it is durable.</summary>
    /// <exception cref="ReadingsNotStoredException">It is not stored.</exception>
    public Task<ReadingVerdict> RefuseAsync(
        string device,
        ReadOnlyMemory<byte> payload,
        DateTimeOffset receivedAt,
        Refusal why,
        CancellationToken ct
    ) =>
        AnswerAsync(new([], DeadLetter.Of(device, receivedAt, why, payload.Span), new ReadingVerdict.Refused(why)), ct);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await store.PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What was taken is still answered: the loop ends when the queue is empty.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } loop)
        {
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var group = new List<Message>(GroupMessages);
        while (await _queue.Reader.WaitToReadAsync(CancellationToken.None))
        {
            var readings = 0;
            while (group.Count < GroupMessages && readings < GroupReadings && _queue.Reader.TryRead(out var message))
            {
                group.Add(message);
                readings += message.Readings.Count;
            }

            await CommitAsync(group);
            group.Clear();
        }
    }

    private async Task<ReadingVerdict> AnswerAsync(Message message, CancellationToken ct)
    {
        try
        {
            await _queue.Writer.WriteAsync(message, ct);
        }
        catch (ChannelClosedException stopping)
        {
            throw new ReadingsNotStoredException("The server is stopping.", stopping);
        }

        return await message.Answer.Task.WaitAsync(ct);
    }

    private async Task CommitAsync(List<Message> group)
    {
        Reading[] readings = [.. group.SelectMany(m => m.Readings)];
        try
        {
            await store.CommitAsync(
                readings,
                [.. group.Select(m => m.DeadLetter).OfType<DeadLetter>()],
                CancellationToken.None
            );
        }
        // The store may fail in its database's own ways; whatever it was, no member of the group is stored.
        catch (Exception failure)
        {
            log.GroupNotStored(group.Count, failure);
            foreach (var message in group)
            {
                message.Answer.SetException(new ReadingsNotStoredException("The commit failed.", failure));
            }

            return;
        }

        feed.Add(readings);
        foreach (var message in group)
        {
            message.Answer.SetResult(message.Verdict);
        }
    }

    private sealed record Message(IReadOnlyList<Reading> Readings, DeadLetter? DeadLetter, ReadingVerdict Verdict)
    {
        public TaskCompletionSource<ReadingVerdict> Answer { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
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

/// <summary>Nothing of the message is stored.</summary>
public sealed class ReadingsNotStoredException(string message, Exception reason) : Exception(message, reason);

internal static partial class IngestLog
{
    [LoggerMessage(EventId = 2001, Level = LogLevel.Error, Message = "{Messages} messages of devices were not stored")]
    public static partial void GroupNotStored(this ILogger log, int messages, Exception failure);
}
