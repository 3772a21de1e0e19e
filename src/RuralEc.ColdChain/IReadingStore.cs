namespace RuralEc.ColdChain;

/// <summary>
/// Where readings and dead letters are kept: a file of its own beside SQLite records, a table in PostgreSQL. Readings
/// are never changed.
/// </summary>
public interface IReadingStore
{
    /// <summary>Makes the tables where they are missing.</summary>
    Task PrepareAsync(CancellationToken ct);

    /// <summary>Makes it ready to take and give readings, in the process that serves.</summary>
    Task OpenAsync(CancellationToken ct);

    /// <summary>
    /// Stores all of it or nothing; on return it is on disk. A repeated reading is passed over; one whose number is
    /// taken by another value becomes a dead letter in the same commit.
    /// </summary>
    Task CommitAsync(
        IReadOnlyList<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    );

    /// <summary>Readings of a device in order of time: <paramref name="from"/> ≤ measured &lt; <paramref name="to"/>.</summary>
    /// <param name="quantity">One of <see cref="Quantities"/> or any other name; null for all.</param>
    Task<IReadOnlyList<Reading>> RangeAsync(
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        int take,
        CancellationToken ct
    );

    /// <summary>
    /// The newest reading of each device that has one, measured not after <paramref name="until"/>, so that a clock far
    /// ahead does not hide what came later.
    /// </summary>
    Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    );

    /// <summary>Messages of a device that could not be taken, newest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct);

    /// <summary>Removes messages that could be taken after all.</summary>
    Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct);
}
