using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Time.Testing;
using RuralEc.Epcis;
using RuralEc.Server.Storage;

namespace RuralEc.Server.Tests.Epcis;

/// <summary>The event store alone on one database; every verb has a context of its own, as a request has.</summary>
internal sealed class EventStore : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 6, 27, 0, 0, 0, TimeSpan.Zero));
    private readonly CommandCount _commands = new();

    private EventStore(TestDatabase database) => _database = database;

    /// <summary>How many commands queries have sent to the database.</summary>
    public int QueriesSent => _commands.Queries;

    public static async Task<EventStore> OnAsync(Database kind)
    {
        var store = new EventStore(await Databases.CreateAsync(kind));
        await using var db = store.Open();
        await db.Database.EnsureCreatedAsync();
        return store;
    }

    /// <summary>Captures the events in one unit of work.</summary>
    public async Task CaptureAsync(params EpcisEvent[] events)
    {
        await using var db = Open();
        var capture = new EventCapture(db, _clock);
        foreach (var captured in events)
        {
            capture.Add(captured);
        }
        await db.SaveChangesAsync();
    }

    public async Task<IReadOnlyList<StoredEvent>> EventsOfAsync(params string[] identifiers)
    {
        await using var db = Open();
        return await new EventQuery(db).OfAsync(identifiers, default);
    }

    public async Task<IReadOnlyList<StoredEvent>> FindAsync(string eventId)
    {
        await using var db = Open();
        return await new EventQuery(db).FindAsync(eventId, default);
    }

    public async Task<TraceGraph> UpstreamAsync(string identifier)
    {
        await using var db = Open();
        return await new TraceQuery(db).UpstreamAsync(identifier, default);
    }

    public async Task<TraceGraph> DownstreamAsync(string identifier, int limit = TraceQuery.MaxNodes)
    {
        await using var db = Open();
        return await new TraceQuery(db).DownstreamAsync(identifier, limit, default);
    }

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    private StoreDb Open()
    {
        var options = new DbContextOptionsBuilder<StoreDb>();
        _database.Configure(options);
        options.UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking).AddInterceptors(_commands);
        return new StoreDb(options.Options, _database.Kind == Database.Sqlite);
    }

    private sealed class StoreDb(DbContextOptions<StoreDb> options, bool isSqlite) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyEpcis();

        // As the server's own contexts do.
        protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
        {
            configurationBuilder.UseRuralConversions();
            if (isSqlite)
            {
                configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMillisecondsConverter>();
                configurationBuilder.Properties<decimal>().HaveConversion<ThousandthsConverter>();
            }
            else
            {
                configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UtcConverter>();
                configurationBuilder.Properties<decimal>().HavePrecision(18, 3);
            }
        }
    }

    private sealed class CommandCount : DbCommandInterceptor
    {
        private int _queries;

        public int Queries => _queries;

        public override ValueTask<InterceptionResult<DbDataReader>> ReaderExecutingAsync(
            DbCommand command,
            CommandEventData eventData,
            InterceptionResult<DbDataReader> result,
            CancellationToken cancellationToken = default
        )
        {
            if (eventData.CommandSource == CommandSource.LinqQuery)
            {
                Interlocked.Increment(ref _queries);
            }
            return base.ReaderExecutingAsync(command, eventData, result, cancellationToken);
        }
    }
}
