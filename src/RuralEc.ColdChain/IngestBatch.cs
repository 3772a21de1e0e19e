namespace RuralEc.ColdChain;

/// <summary>
/// Messages of one sender that are stored together or not at all. The door fills it, gives it to
/// <see cref="ReadingIngest"/> and touches it again only after <see cref="Stored"/> or <see cref="NotStored"/>.
/// </summary>
public abstract class IngestBatch
{
    internal List<Reading> Readings { get; } = [];

    internal List<DeadLetter> DeadLetters { get; } = [];

    /// <summary>Readings in it, without those of refused messages.</summary>
    public int ReadingCount => Readings.Count;

    /// <summary>The numbers from the first to the last reading of its one message; null where the device does not count.</summary>
    public (uint Boot, uint First, uint Last)? Numbers =>
        Readings is [{ Boot: { } boot }, ..]
            ? (boot, Readings.Min(r => r.Seq!.Value), Readings.Max(r => r.Seq!.Value))
            : null;

    /// <summary>Everything in it is on disk: its readings, or the dead letters that say why there are none. Must not block.</summary>
    protected internal abstract void Stored();

    /// <summary>Nothing of it is stored; the sender has to send it again. Must not block.</summary>
    protected internal abstract void NotStored(ReadingsNotStoredException reason);

    /// <summary>Takes one message: as readings, or as a dead letter with the answer why.</summary>
    /// <param name="device">Who sends, as its login named it.</param>
    /// <returns>Null when it holds readings.</returns>
    public Refusal? Add(string device, ReadOnlyMemory<byte> payload, DateTimeOffset receivedAt)
    {
        if (!ReadingMessage.TryParse(device, payload, receivedAt, Readings, out var refusal))
        {
            Refuse(device, payload, receivedAt, refusal);
        }

        return refusal;
    }

    /// <summary>Keeps a message that is no reading.</summary>
    public void Refuse(string device, ReadOnlyMemory<byte> payload, DateTimeOffset receivedAt, Refusal why) =>
        DeadLetters.Add(DeadLetter.Of(device, receivedAt, why, payload.Span));

    /// <summary>Empties it for other messages.</summary>
    protected void Clear()
    {
        Readings.Clear();
        DeadLetters.Clear();
    }
}

/// <summary>Nothing of the messages is stored.</summary>
public sealed class ReadingsNotStoredException(string message, Exception? reason) : Exception(message, reason);
