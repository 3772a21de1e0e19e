using System.Security.Cryptography;
using Microsoft.Extensions.Time.Testing;
using Npgsql;
using RuralEc.ColdChain;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>What only PostgreSQL has: partitions, several servers, an earlier version's table.</summary>
public class PostgresReadingTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Servers_with_the_same_readings_in_other_orders_store_each_once()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres);
        Reading[] readings =
        [
            .. Enumerable.Range(1, 600).Select(i => At($"DL-{i % 20}", i % 3 == 0 ? null : (uint)i, i)),
        ];
        List<IReadingStore> servers = [.. Enumerable.Range(0, 4).Select(_ => disk.Another())];
        var random = new Random(3);

        // Every server gets all of them, each time cut and ordered anew, as after a crash behind a broker.
        await Task.WhenAll(
            servers.Select(server =>
            {
                var own = readings.ToArray();
                random.Shuffle(own);
                return Task.Run(
                    async () =>
                    {
                        foreach (var group in own.Chunk(37))
                        {
                            await server.CommitAsync(group, [], Ct);
                        }
                    },
                    Ct
                );
            })
        );

        for (var device = 0; device < 20; device++)
        {
            var stored = await disk.AllAsync($"DL-{device}");
            Assert.Equal(readings.Where(r => r.Device == $"DL-{device}").OrderBy(r => r.MeasuredAt), stored);
            Assert.Empty(await disk.Store.DeadLettersAsync($"DL-{device}", 10, Ct));
        }

        foreach (var server in servers)
        {
            await ((IAsyncDisposable)server).DisposeAsync();
        }
    }

    [Fact]
    public async Task A_number_that_was_given_to_another_value_is_a_dead_letter_in_whatever_month()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres);
        var first = At("DL-7", 5, 1);
        await disk.CommitAsync(first, At("DL-7", 6, 2));

        // The same value a month later; another value; one twice in a commit; and a plain repetition.
        await disk.CommitAsync(
            first with
            {
                MeasuredAt = Start.AddDays(40),
                ReceivedAt = Start.AddDays(40),
            },
            At("DL-7", 6, 2) with
            {
                Value = 99,
            },
            At("DL-7", 7, 3),
            At("DL-7", 7, 3) with
            {
                Value = 98,
            },
            first
        );

        Assert.Equal([5u, 6u, 7u], (await disk.AllAsync("DL-7")).Select(r => r.Seq!.Value));
        var letters = await disk.Store.DeadLettersAsync("DL-7", 10, Ct);
        Assert.Equal(["seq 7", "seq 6", "seq 5"], letters.Select(l => l.Detail.Split([", ", ":"], default)[1]));
    }

    [Fact]
    public async Task A_month_has_its_own_partition_and_an_impossible_time_none()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres);
        await disk.CommitAsync(
            At("DL-7", 1, 0),
            At("DL-7", 2, 60 * 24 * 7),
            At("DL-7", 3, 0) with
            {
                MeasuredAt = Start.AddYears(30),
            },
            At("DL-7", 4, 0) with
            {
                MeasuredAt = DateTimeOffset.UnixEpoch.AddYears(-1),
            }
        );

        Assert.Equal(1L, await disk.SqlAsync("SELECT count(*) FROM readings_2026_06"));
        Assert.Equal(1L, await disk.SqlAsync("SELECT count(*) FROM readings_2026_07"));
        Assert.Equal(2L, await disk.SqlAsync("SELECT count(*) FROM readings_other"));
        Assert.Equal([4u, 1u, 2u, 3u], (await disk.AllAsync("DL-7")).Select(r => r.Seq!.Value));
    }

    [Fact]
    public async Task A_role_that_may_not_make_tables_still_stores_and_a_migration_makes_its_months()
    {
        var clock = new FakeTimeProvider(Start.AddYears(-2));
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres, clock);
        var name = $"ruralec_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8))}";
        await disk.SqlAsync(
            $"""
            CREATE ROLE {name} LOGIN;
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {name};
            """
        );
        try
        {
            await using var server = (PostgresReadingStore)
                disk.Another(new NpgsqlConnectionStringBuilder(disk.ConnectionString) { Username = name }.ToString());
            await server.OpenAsync(Ct);

            await server.CommitAsync([At("DL-7", 1, 0), At("DL-7", 2, 1)], [], Ct);

            Assert.Equal(2L, await disk.SqlAsync("SELECT count(*) FROM readings_other"));
            clock.Advance(TimeSpan.FromDays(365));
            await disk.Store.PrepareAsync(Ct);
            Assert.Equal(2L, await disk.SqlAsync("SELECT count(*) FROM readings_2026_06"));
            Assert.Equal(2, (await disk.AllAsync("DL-7")).Count);
        }
        finally
        {
            await disk.SqlAsync($"DROP OWNED BY {name}; DROP ROLE {name}");
        }
    }

    [Fact]
    public async Task The_table_of_an_earlier_version_comes_along()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres);
        await disk.SqlAsync(
            """
            DROP TABLE readings, reading_numbers, removed_hours, reading_series;
            CREATE TABLE readings (
                id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
                device text NOT NULL,
                quantity text NOT NULL,
                boot bigint,
                seq bigint,
                measured_at timestamptz NOT NULL,
                received_at timestamptz NOT NULL,
                value double precision NOT NULL
            );
            CREATE UNIQUE INDEX readings_counted ON readings (device, boot, seq, quantity) WHERE boot IS NOT NULL;
            CREATE UNIQUE INDEX readings_uncounted ON readings (device, quantity, measured_at, value)
                WHERE boot IS NULL;
            CREATE INDEX readings_by_time ON readings (device, measured_at, quantity);
            INSERT INTO readings (device, quantity, boot, seq, measured_at, received_at, value) VALUES
                ('DL-7', 'temperature', 1, 1, '2026-06-26T00:00Z', '2026-06-26T00:00Z', 4),
                ('DL-7', 'temperature', 1, 2, '2026-06-26T00:01Z', '2026-06-26T00:01Z', 5),
                ('DL-7', 'temperature', 1, 4, '2026-07-26T00:01Z', '2026-07-26T00:01Z', 6),
                ('DL-7', 'temperature', NULL, NULL, '2026-06-26T00:02Z', '2026-06-26T00:02Z', 7),
                ('DL-8', 'humidity', 3, 1, '1970-01-01T00:00Z', '2026-06-26T00:01Z', 80);
            """
        );
        await disk.ReopenAsync();
        await disk.ReopenAsync();

        await disk.CommitAsync(
            At("DL-7", 2, 1) with
            {
                Value = 5,
            },
            At("DL-7", 3, 3),
            At("DL-7", null, 2) with
            {
                Value = 7,
            },
            At("DL-7", 4, 3) with
            {
                Value = 99,
            }
        );

        Assert.Equal([4, 5, 7, 3, 6], (await disk.AllAsync("DL-7")).Select(r => r.Value));
        Assert.Equal(80, Assert.Single(await disk.AllAsync("DL-8")).Value);
        Assert.Single(await disk.Store.DeadLettersAsync("DL-7", 10, Ct));
        Assert.Equal(1L, await disk.SqlAsync("SELECT count(*) FROM readings_2026_07"));
        Assert.Equal(1L, await disk.SqlAsync("SELECT count(*) FROM readings_other"));
    }

    private static Reading At(string device, uint? seq, int minute) =>
        new(
            device,
            seq is null ? null : 1,
            seq,
            Quantities.Temperature,
            Start.AddMinutes(minute),
            Start.AddMinutes(minute),
            minute
        );
}
