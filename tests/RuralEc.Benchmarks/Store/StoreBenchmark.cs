using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Assets;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Stories;
using RuralEc.Gs1;
using RuralEc.Server;
using RuralEc.Server.Storage;
using RuralEc.Server.Storage.Readings;

namespace RuralEc.Benchmarks.Store;

/// <summary>
/// Loads the history of a thousand loggers into an empty database as the server stores readings (durable commits, the
/// packer beside them), then tells stories of lots and adds up years among them. The peer is what one would write first:
/// a SQLite table of rows with a unique index.
/// </summary>
internal static class StoreBenchmark
{
    private const int Lots = 500;
    private const int WarmUp = 300;
    private static readonly Gln Party = Gln.Parse("9521234100003");

    /// <param name="readings">To load.</param>
    /// <param name="byTime">All loggers beside each other instead of one after the other.</param>
    /// <param name="postgres">An empty PostgreSQL database with PostGIS; null for SQLite.</param>
    public static async Task RunAsync(long readings, bool byTime, string? postgres)
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-store-");
        await using var app = RuralServer.Build(
            new()
            {
                DataFolder = folder.FullName,
                Database = postgres,
                Urls = "http://127.0.0.1:0",
                MqttPort = 0,
            },
            services => services.AddLogging(logging => logging.ClearProviders())
        );
        await DatabaseStart.MigrateAsync(app.Services, CancellationToken.None);
        var store = app.Services.GetRequiredService<IReadingStore>();
        await store.OpenAsync(CancellationToken.None);
        Console.WriteLine(
            $"{readings:N0} readings of {History.Loggers:N0} loggers, {(byTime ? "by time" : "by logger")}"
        );
        var groups = byTime ? History.ByTime(readings) : History.ByLogger(readings);
        Tell("generating alone", readings, Timed(() => groups.Sum(g => (long)g.Count)));
        await LoadAsync(app, store, groups, readings);
        Tell("in use", readings, await OctetsAsync(folder, postgres));
        await TellStoriesAsync(app, readings);
        await AddUpAsync(store, readings);
        if (postgres is null)
        {
            RowsPeer.Run(folder, readings / 25);
        }

        await app.DisposeAsync();
        SqliteConnection.ClearAllPools();
        folder.Delete(recursive: true);
    }

    private static async Task LoadAsync(
        WebApplication app,
        IReadingStore store,
        IEnumerable<List<Reading>> groups,
        long readings
    )
    {
        var packer = app
            .Services.GetServices<Microsoft.Extensions.Hosting.IHostedService>()
            .OfType<ReadingPacker>()
            .SingleOrDefault();
        var begun = Stopwatch.StartNew();
        await (packer?.StartAsync(CancellationToken.None) ?? Task.CompletedTask);
        foreach (var group in groups)
        {
            await store.CommitAsync(group, [], CancellationToken.None);
        }

        Tell("acknowledged", readings, begun.Elapsed);
        await (packer?.StopAsync(CancellationToken.None) ?? Task.CompletedTask);
        if (store is SqliteReadingStore file)
        {
            await file.PackAsync(CancellationToken.None);
        }

        Tell("loaded and packed", readings, begun.Elapsed);
    }

    private static async Task TellStoriesAsync(WebApplication app, long readings)
    {
        var random = new Random(1);
        var last = History.EndOf(readings) - TimeSpan.FromDays(30);
        var lots = new List<(string Uri, DateTimeOffset From)>();
        await using (var scope = app.Services.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<DbContext>();
            for (var i = 0; i < Lots; i++)
            {
                var from = History.Start + ((last - History.Start) * random.NextDouble());
                lots.Add(($"https://id.gs1.org/01/09521234500018/10/B{i}", from));
                AddLot(db, lots[i].Uri, History.NameOf(random.Next(History.Loggers)), from, i);
            }

            await db.SaveChangesAsync();
        }

        // The first lots warm the code up, not the data: each has a logger and a month of its own.
        foreach (var (what, some) in new[] { ("warming up", lots[..WarmUp]), ("30-day story", lots[WarmUp..]) })
        {
            var times = new List<TimeSpan>();
            foreach (var (uri, from) in some)
            {
                await using var scope = app.Services.CreateAsyncScope();
                var stories = scope.ServiceProvider.GetRequiredService<LotTemperature>();
                var begun = Stopwatch.GetTimestamp();
                var story = await stories.StoryAsync(
                    [new(uri)],
                    from,
                    from.AddDays(30),
                    "litchi",
                    CancellationToken.None
                );
                times.Add(Stopwatch.GetElapsedTime(begun));
                if (story.Series.Count < 8600)
                {
                    throw new InvalidOperationException($"A story of {story.Series.Count} readings is no month.");
                }
            }

            Tell(what, times);
        }
    }

    private static void AddLot(DbContext db, string uri, string device, DateTimeOffset from, int number)
    {
        var room = new Asset
        {
            Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            Kind = AssetKind.ColdRoom,
            Name = $"Room {number}",
            PartyGln = Party,
            DistrictCode = "440118",
            RegisteredAt = from,
        };
        db.Add(room);
        if (db.Set<DataLogger>().Local.All(l => l.Device != device))
        {
            db.Add(
                new DataLogger
                {
                    Device = device,
                    Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                    PartyGln = Party,
                    SecretHash = "",
                    Model = "benchmark",
                    IntervalSeconds = 300,
                }
            );
        }

        db.Add(
            new Mounting
            {
                Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                Device = device,
                AssetId = room.Id,
                From = from,
                To = from.AddDays(40),
            }
        );
        db.Add(
            new Placement
            {
                Id = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
                ItemUri = uri,
                ProductClass = "litchi",
                AssetId = room.Id,
                From = from,
                To = from.AddDays(40),
            }
        );
    }

    private static async Task AddUpAsync(IReadingStore store, long readings)
    {
        var end = History.EndOf(readings);
        foreach (var days in new[] { 92, 365 })
        {
            var times = new List<TimeSpan>();
            for (var i = 0; i < 100; i++)
            {
                var begun = Stopwatch.GetTimestamp();
                await store.RollupsAsync(
                    History.NameOf(i),
                    Quantities.Temperature,
                    end.AddDays(-days),
                    end,
                    CancellationToken.None
                );
                times.Add(Stopwatch.GetElapsedTime(begun));
            }

            Tell($"{days} days by hour", times);
        }
    }

    private static async Task<long> OctetsAsync(DirectoryInfo folder, string? postgres)
    {
        if (postgres is null)
        {
            // Without the pages that the journal has left, which are used again.
            await using var file = new SqliteConnection($"Data Source={Path.Combine(folder.FullName, "readings.db")}");
            await file.OpenAsync();
            await using var pages = file.CreateCommand();
            pages.CommandText =
                "SELECT (page_count - freelist_count) * page_size FROM pragma_page_count, pragma_freelist_count, pragma_page_size";
            return (long)(await pages.ExecuteScalarAsync())!;
        }

        await using var source = NpgsqlDataSource.Create(postgres);
        // As autovacuum does within some minutes.
        await using var vacuum = source.CreateCommand("VACUUM ANALYZE readings");
        vacuum.CommandTimeout = 0;
        await vacuum.ExecuteNonQueryAsync();
        await using var select = source.CreateCommand(
            "SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class WHERE relkind = 'r' AND relname ~ '^reading'"
        );
        return (long)(await select.ExecuteScalarAsync())!;
    }

    internal static TimeSpan Timed<T>(Func<T> work)
    {
        var begun = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(begun);
    }

    internal static void Tell(string what, long readings, TimeSpan time) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {what, -24}{readings / time.TotalSeconds, 9:N0} readings/s  ({time.TotalSeconds:F1} s)"
            )
        );

    internal static void Tell(string what, long readings, long octets) =>
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {what, -24}{octets / (double)readings, 9:F2} octets/reading"
            )
        );

    internal static void Tell(string what, List<TimeSpan> times)
    {
        times.Sort();
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  {what, -24}{times[times.Count / 2].TotalMilliseconds, 9:F1} ms p50  {times[times.Count * 99 / 100].TotalMilliseconds, 6:F1} ms p99"
            )
        );
    }
}
