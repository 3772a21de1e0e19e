namespace RuralEc.ColdChain;

/// <summary>
/// Where readings and dead letters are kept: a file of its own beside SQLite records, tables in PostgreSQL. Readings are
/// never changed; retention removes them.
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

    /// <summary>
    /// What a quantity of a device was by the hour, for hours that begin in <paramref name="from"/> ≤ hour &lt;
    /// <paramref name="to"/> and have a reading, in order of time. Exactly the readings that
    /// <see cref="RangeAsync"/> gives, and those of which only the hour is kept.
    /// </summary>
    Task<IReadOnlyList<HourRollup>> RollupsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    );

    /// <summary>
    /// Removes the readings measured before <paramref name="before"/> outside the windows of their device; their hours
    /// stay, added up. A number of a removed reading still counts as stored. Stopped anywhere, it has lost and doubled
    /// nothing.
    /// </summary>
    /// <param name="before">A whole hour.</param>
    /// <param name="kept">By device, windows of whole hours in order of time, apart from each other; none for the others.</param>
    /// <returns>Readings removed.</returns>
    Task<long> RemoveAsync(
        DateTimeOffset before,
        IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> kept,
        CancellationToken ct
    );

    /// <summary>Messages of a device that could not be taken, newest first.</summary>
    Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct);

    /// <summary>How many messages of each device could not be taken; those of which all could are left out.</summary>
    Task<IReadOnlyDictionary<string, int>> CountDeadLettersAsync(CancellationToken ct);

    /// <summary>Removes messages that could be taken after all.</summary>
    Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct);
}
