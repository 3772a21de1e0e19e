namespace RuralEc.Server.Storage.Readings;

/// <summary>Worker: packs the journal when much is in it, and what little is in it every hour.</summary>
internal sealed class ReadingPacker(SqliteReadingStore store, TimeProvider clock, ILogger<ReadingPacker> log)
    : BackgroundService
{
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var rounds = new PeriodicTimer(Round, clock);
        var last = clock.GetTimestamp();
        while (await rounds.WaitForNextTickAsync(stoppingToken))
        {
            if (
                store.HotCount < SqliteReadingStore.WorthPacking
                && (store.HotCount == 0 || clock.GetElapsedTime(last) < Longest)
            )
            {
                continue;
            }

            last = clock.GetTimestamp();
            try
            {
                await store.PackAsync(stoppingToken);
            }
            // A disk that is full or away for a while: the journal keeps what it has.
            catch (Exception failure) when (!stoppingToken.IsCancellationRequested)
            {
                log.NotPacked(failure);
            }
        }
    }
}

internal static partial class PackerLog
{
    [LoggerMessage(
        EventId = 5201,
        Level = LogLevel.Error,
        Message = "Readings could not be packed; they stay in the journal"
    )]
    public static partial void NotPacked(this ILogger log, Exception failure);
}
