using CsCheck;
using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>Whatever is committed, packed, reopened and sent again: the store holds every reading once, as it was.</summary>
public class ReadingStoreTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 26, 0, 0, 0, TimeSpan.Zero);

    private static readonly Gen<Reading> Readings = Gen.Select(
            Gen.Int[0, 2],
            Gen.UInt[0, 2],
            Gen.UInt[1, 60],
            Gen.Int[0, 1],
            Gen.Int[0, 40]
        )
        .Select(
            (device, boot, seq, quantity, age) =>
                new Reading(
                    $"DL-{device}",
                    // Boot 0 stands for a device that does not count.
                    boot == 0
                        ? null
                        : boot,
                    boot == 0 ? null : seq,
                    quantity == 0 ? Quantities.Temperature : "co2",
                    Start.AddMinutes(seq * 5),
                    Start.AddMinutes((seq * 5) + age),
                    // The number decides the value, so that a repetition is one.
                    Math.Round(Math.Sin(seq + (boot * 100)) * 20, 2)
                )
        );

    private static readonly Gen<Step> Steps = Gen.Frequency(
        (6, Readings.List[1, 30].Select(r => new Step(r, false, false))),
        (2, Gen.Const(new Step([], true, false))),
        (1, Gen.Const(new Step([], false, true)))
    );

    [Fact]
    public void Any_order_any_grouping_and_any_repetition_store_each_reading_once() =>
        Steps
            .List[1, 25]
            .Sample(
                steps =>
                {
                    using var disk = new Disk();
                    var expected = new Dictionary<object, Reading>();
                    foreach (var step in steps)
                    {
                        if (step.Pack)
                        {
                            disk.Store.PackAsync(CancellationToken.None).GetAwaiter().GetResult();
                        }
                        else if (step.Reopen)
                        {
                            disk.Reopen();
                        }
                        else
                        {
                            disk.Commit(step.Readings);
                            foreach (var reading in step.Readings)
                            {
                                expected.TryAdd(KeyOf(reading), reading);
                            }
                        }
                    }

                    Assert.Equal(
                        expected.Values.Order(ByAll),
                        Enumerable.Range(0, 3).SelectMany(i => disk.All($"DL-{i}")).Order(ByAll)
                    );
                },
                iter: 60
            );

    [Fact]
    public async Task A_window_has_what_is_packed_and_what_is_not_in_order_of_time()
    {
        using var disk = new Disk();
        disk.Commit(Series(1, 600));
        await disk.Store.PackAsync(TestContext.Current.CancellationToken);
        disk.Commit(Series(601, 700));

        var window = await disk.Store.RangeAsync(
            "DL-7",
            Quantities.Temperature,
            Start.AddMinutes(590),
            Start.AddMinutes(611),
            1000,
            TestContext.Current.CancellationToken
        );

        Assert.Equal(Enumerable.Range(590, 21).Select(i => (uint?)i), window.Select(r => r.Seq));
        var first = await disk.Store.RangeAsync(
            "DL-7",
            null,
            Start,
            Start.AddDays(9),
            3,
            TestContext.Current.CancellationToken
        );
        Assert.Equal([1u, 2u, 3u], first.Select(r => r.Seq!.Value));
    }

    [Fact]
    public async Task The_last_reading_is_the_latest_by_time_before_and_after_packing_and_a_restart()
    {
        var ct = TestContext.Current.CancellationToken;
        using var disk = new Disk();
        disk.Commit([.. Series(1, 300), At(301, Start.AddYears(10))]);
        for (var round = 0; round < 3; round++)
        {
            var last = await disk.Store.LastAsync(["DL-7", "DL-8"], Quantities.Temperature, Start.AddDays(1), ct);
            Assert.Equal(300u, Assert.Single(last).Value.Seq);
            last = await disk.Store.LastAsync(["DL-7"], Quantities.Temperature, Start.AddYears(20), ct);
            Assert.Equal(301u, last["DL-7"].Seq);
            if (round == 0)
            {
                await disk.Store.PackAsync(ct);
            }
            else
            {
                disk.Reopen();
            }
        }
    }

    [Fact]
    public async Task A_number_that_was_given_to_another_value_is_a_dead_letter_packed_or_not()
    {
        var ct = TestContext.Current.CancellationToken;
        using var disk = new Disk();
        disk.Commit(Series(1, 10));
        disk.Commit([At(5, Start.AddMinutes(5)) with { Value = 99 }]);
        await disk.Store.PackAsync(ct);
        disk.Reopen();
        disk.Commit([At(6, Start.AddMinutes(6)) with { Value = 98 }, At(7, Start.AddMinutes(7))]);

        Assert.Equal(10, disk.All("DL-7").Count);
        var letters = await disk.Store.DeadLettersAsync("DL-7", 10, ct);
        Assert.All(letters, l => Assert.Equal(RefusalKind.NumberReused, l.Kind));
        Assert.Equal(["seq 6", "seq 5"], letters.Select(l => l.Detail.Split([", ", ":"], default)[1]));
    }

    [Fact]
    public async Task Packing_that_stops_between_two_devices_loses_and_doubles_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        using var disk = new Disk();
        foreach (var device in new[] { "DL-1", "DL-2", "DL-3" })
        {
            disk.Commit([.. Series(1, 6000).Select(r => r with { Device = device })]);
        }

        using (var file = new SqliteConnection($"Data Source={disk.Path}"))
        {
            file.Open();
            // The second device's chunks are refused, as by a disk that fills up.
            using var refuse = file.CreateCommand();
            refuse.CommandText =
                "CREATE TRIGGER full BEFORE INSERT ON chunks WHEN (SELECT count(*) FROM devices) > 1 BEGIN SELECT RAISE(ABORT, 'disk full'); END";
            refuse.ExecuteNonQuery();
        }

        await Assert.ThrowsAsync<SqliteException>(() => disk.Store.PackAsync(ct));
        for (var round = 0; round < 2; round++)
        {
            disk.Commit([.. Series(1, 6000).Select(r => r with { Device = "DL-2" })]);
            foreach (var device in new[] { "DL-1", "DL-2", "DL-3" })
            {
                Assert.Equal(6000, disk.All(device).Count);
            }

            disk.Reopen();
        }
    }

    [Fact]
    public async Task A_device_that_does_not_count_is_known_by_time_and_value_whatever_was_packed_last()
    {
        var ct = TestContext.Current.CancellationToken;
        using var disk = new Disk();
        var (early, late) = (Uncounted(1), Uncounted(2));
        disk.Commit([late]);
        await disk.Store.PackAsync(ct);
        disk.Commit([early]);
        disk.Reopen();
        await disk.Store.PackAsync(ct);

        disk.Commit([late, early]);

        Assert.Equal([early, late], disk.All("DL-7"));

        static Reading Uncounted(int hour) => At(hour, Start.AddHours(hour)) with { Boot = null, Seq = null };
    }

    [Fact]
    public async Task A_commit_that_fails_takes_no_number()
    {
        var ct = TestContext.Current.CancellationToken;
        using var disk = new Disk();
        disk.Commit(Series(1, 5));
        using (var file = new SqliteConnection($"Data Source={disk.Path}"))
        {
            file.Open();
            using var refuse = file.CreateCommand();
            refuse.CommandText =
                "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk full'); END";
            refuse.ExecuteNonQuery();
            await Assert.ThrowsAsync<SqliteException>(() => disk.Store.CommitAsync(Series(4, 8), [], ct));
            refuse.CommandText = "DROP TRIGGER full";
            refuse.ExecuteNonQuery();
        }

        Assert.Equal(5, disk.All("DL-7").Count);
        disk.Commit(Series(4, 8));
        Assert.Equal(8, disk.All("DL-7").Count);
    }

    private static readonly IComparer<Reading> ByAll = Comparer<Reading>.Create(
        (a, b) =>
            string.CompareOrdinal(
                $"{a.Device} {a.Quantity} {a.Boot} {a.Seq} {a.MeasuredAt:O} {a.Value:R}",
                $"{b.Device} {b.Quantity} {b.Boot} {b.Seq} {b.MeasuredAt:O} {b.Value:R}"
            )
    );

    private static object KeyOf(Reading r) =>
        r.Boot is null ? (r.Device, r.Quantity, r.MeasuredAt, r.Value) : (r.Device, r.Quantity, r.Boot, r.Seq);

    private static List<Reading> Series(int first, int last) =>
        [.. Enumerable.Range(first, last - first + 1).Select(i => At(i, Start.AddMinutes(i)))];

    private static Reading At(int seq, DateTimeOffset at) =>
        new("DL-7", 1, (uint)seq, Quantities.Temperature, at, at, seq / 10.0);

    private sealed record Step(List<Reading> Readings, bool Pack, bool Reopen);

    private sealed class Disk : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-readings-");

        public Disk() => Store = new(Path);

        public string Path => System.IO.Path.Combine(_folder.FullName, "readings.db");

        public SqliteReadingStore Store { get; private set; }

        public void Commit(List<Reading> readings) =>
            Store.CommitAsync(readings, [], CancellationToken.None).GetAwaiter().GetResult();

        public IReadOnlyList<Reading> All(string device) =>
            Store
                .RangeAsync(device, null, Start.AddYears(-1), Start.AddYears(50), int.MaxValue, CancellationToken.None)
                .GetAwaiter()
                .GetResult();

        public void Reopen()
        {
            Store.Dispose();
            Store = new(Path);
        }

        public void Dispose()
        {
            Store.Dispose();
            SqliteConnection.ClearAllPools();
            _folder.Delete(recursive: true);
        }
    }
}
