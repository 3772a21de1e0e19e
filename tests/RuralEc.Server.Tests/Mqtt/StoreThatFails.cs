using RuralEc.ColdChain;

namespace RuralEc.Server.Tests.Mqtt;

/// <summary>A disk that is full for some commits.</summary>
internal sealed class StoreThatFails(IReadingStore disk) : IReadingStore
{
    private int _failNext;

    /// <summary>Commits that will fail.</summary>
    public int FailNext
    {
        get => Volatile.Read(ref _failNext);
        set => Volatile.Write(ref _failNext, value);
    }

    public Task PrepareAsync(CancellationToken ct) => disk.PrepareAsync(ct);

    public Task OpenAsync(CancellationToken ct) => disk.OpenAsync(ct);

    public Task CommitAsync(
        IReadOnlyList<Reading> readings,
        IReadOnlyCollection<DeadLetter> deadLetters,
        CancellationToken ct
    )
    {
        var fails = FailNext > 0;
        FailNext -= fails ? 1 : 0;
        return fails
            ? Task.FromException(new IOException("No space left on device"))
            : disk.CommitAsync(readings, deadLetters, ct);
    }

    public Task<IReadOnlyList<Reading>> RangeAsync(
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        int take,
        CancellationToken ct
    ) => disk.RangeAsync(device, quantity, from, to, take, ct);

    public Task<IReadOnlyDictionary<string, Reading>> LastAsync(
        IReadOnlyCollection<string> devices,
        string quantity,
        DateTimeOffset until,
        CancellationToken ct
    ) => disk.LastAsync(devices, quantity, until, ct);

    public Task<IReadOnlyList<HourRollup>> RollupsAsync(
        string device,
        string quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        CancellationToken ct
    ) => disk.RollupsAsync(device, quantity, from, to, ct);

    public Task<long> RemoveAsync(
        DateTimeOffset before,
        IReadOnlyDictionary<string, IReadOnlyList<TimeWindow>> kept,
        CancellationToken ct
    ) => disk.RemoveAsync(before, kept, ct);

    public Task<IReadOnlyDictionary<string, int>> CountDeadLettersAsync(CancellationToken ct) =>
        disk.CountDeadLettersAsync(ct);

    public Task<IReadOnlyList<DeadLetter>> DeadLettersAsync(string device, int take, CancellationToken ct) =>
        disk.DeadLettersAsync(device, take, ct);

    public Task ForgetAsync(IReadOnlyCollection<DeadLetter> letters, CancellationToken ct) =>
        disk.ForgetAsync(letters, ct);
}
