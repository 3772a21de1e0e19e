using Microsoft.Data.Sqlite;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>What is past its time goes, what is kept stays, and the hours of both say the same as before.</summary>
public class RemovalTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Before = new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Ten hours of March, and all of April.</summary>
    private static readonly Dictionary<string, IReadOnlyList<TimeWindow>> Kept = new()
    {
        ["DL-7"] = [new(Start.AddHours(100), Start.AddHours(110)), new(Before.AddMonths(-1), Before)],
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Only_what_nobody_keeps_goes_and_its_hours_stay(Database database)
    {
        await using var disk = await StoreOnTest.OnAsync(database);
        await disk.CommitAsync(Season("DL-7"));
        await disk.CommitAsync(Season("DL-8"));
        await disk.PackAsync();
        var hours = await disk.HoursAsync("DL-7");

        var removed = await disk.Store.RemoveAsync(Before, Kept, Ct);
        Assert.Equal(0, await disk.Store.RemoveAsync(Before, Kept, Ct));

        // March has 31 days of 288 readings, of which ten hours of 12 stay; DL-8 keeps nothing before May.
        Assert.Equal((31 * 288) - 120 + (61 * 288), removed);
        for (var round = 0; round < 2; round++)
        {
            Assert.Equal(
                Season("DL-7").Where(r => r.MeasuredAt >= Before.AddMonths(-1) || IsKept(r.MeasuredAt)),
                await disk.AllAsync("DL-7")
            );
            Assert.Equal(Season("DL-8").Where(r => r.MeasuredAt >= Before), await disk.AllAsync("DL-8"));
            var after = await disk.HoursAsync("DL-7");
            Assert.Equal(hours, after.Select(h => h with { RawRemoved = false }));
            Assert.All(after, h => Assert.Equal(h.From < Before.AddMonths(-1) && !IsKept(h.From), h.RawRemoved));
            await disk.ReopenAsync();
        }
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_removed_reading_that_comes_again_stays_removed_and_a_late_one_is_added_to_its_hour(
        Database database
    )
    {
        await using var disk = await StoreOnTest.OnAsync(database);
        await disk.CommitAsync(Season("DL-8")[1..]);
        await disk.PackAsync();
        await disk.Store.RemoveAsync(Before, Kept, Ct);

        await disk.CommitAsync(Season("DL-8")[..12]);
        Assert.Equal(Season("DL-8")[0], Assert.Single(await disk.AllAsync("DL-8"), r => r.MeasuredAt < Before));
        Assert.Equal(12, (await disk.HoursAsync("DL-8"))[0].Count);
        await disk.PackAsync();
        Assert.Equal(1, await disk.Store.RemoveAsync(Before, Kept, Ct));

        var first = (await disk.HoursAsync("DL-8"))[0];
        Assert.Equal(12, first.Count);
        Assert.Equal(Season("DL-8")[..12].Average(r => r.Value), first.Sum / 12, 1e-9);
        Assert.Empty(await disk.Store.DeadLettersAsync("DL-8", 10, Ct));
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_logger_of_which_all_is_removed_has_no_last_reading(Database database)
    {
        await using var disk = await StoreOnTest.OnAsync(database);
        await disk.CommitAsync(Season("DL-8")[..50]);
        await disk.PackAsync();
        Assert.Single(await disk.Store.LastAsync(["DL-8"], Quantities.Temperature, Before, Ct));

        await disk.Store.RemoveAsync(Before, Kept, Ct);

        Assert.Empty(await disk.Store.LastAsync(["DL-8"], Quantities.Temperature, Before, Ct));
        Assert.Equal(5, (await disk.HoursAsync("DL-8")).Count);
    }

    [Fact]
    public async Task Removing_that_fails_half_way_loses_and_doubles_nothing()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Sqlite);
        await disk.CommitAsync(Season("DL-8"));
        await disk.PackAsync();
        var hours = await disk.HoursAsync("DL-8");
        await disk.SqlAsync(
            "CREATE TRIGGER full BEFORE INSERT ON removed_hours WHEN (SELECT count(*) FROM removed_hours) > 500 BEGIN SELECT RAISE(ABORT, 'disk full'); END"
        );

        await Assert.ThrowsAsync<SqliteException>(() => disk.Store.RemoveAsync(Before, Kept, Ct));

        Assert.Equal(Season("DL-8"), await disk.AllAsync("DL-8"));
        Assert.Equal(hours, await disk.HoursAsync("DL-8"));
        await disk.SqlAsync("DROP TRIGGER full");
        Assert.Equal(61 * 288, await disk.Store.RemoveAsync(Before, Kept, Ct));
        Assert.Equal(hours, (await disk.HoursAsync("DL-8")).Select(h => h with { RawRemoved = false }));
    }

    [Fact]
    public async Task A_month_that_nobody_keeps_goes_as_a_whole_even_if_the_server_died_over_it()
    {
        await using var disk = await StoreOnTest.OnAsync(Database.Postgres);
        await disk.CommitAsync(Season("DL-8"));
        var hours = await disk.HoursAsync("DL-8");
        // Died between taking the month out and dropping it.
        await disk.SqlAsync("ALTER TABLE readings DETACH PARTITION readings_2026_03");
        // Somebody keeps an hour of April: its rows go one by one.
        Dictionary<string, IReadOnlyList<TimeWindow>> april = new() { ["DL-9"] = [new(Before.AddHours(-2), Before)] };

        Assert.Equal(61 * 288, await disk.Store.RemoveAsync(Before, april, Ct));

        Assert.Equal(hours, (await disk.HoursAsync("DL-8")).Select(h => h with { RawRemoved = false }));
        Assert.Equal(true, await disk.SqlAsync("SELECT to_regclass('readings_2026_03') IS NULL"));
        Assert.Equal(0L, await disk.SqlAsync("SELECT count(*) FROM readings_2026_04"));
        // A reading that comes for a month that is gone.
        await disk.CommitAsync(Season("DL-9")[..1]);
        Assert.Single(await disk.AllAsync("DL-9"));
        Assert.Equal(1, await disk.Store.RemoveAsync(Before, april, Ct));
        Assert.Equal(true, await disk.SqlAsync("SELECT to_regclass('readings_2026_03') IS NULL"));
    }

    private static bool IsKept(DateTimeOffset time) => time >= Start.AddHours(100) && time < Start.AddHours(110);

    /// <summary>March to the second of May, a reading each five minutes.</summary>
    private static Reading[] Season(string device) =>
        [
            .. Enumerable
                .Range(0, 62 * 288)
                .Select(i => new Reading(
                    device,
                    1,
                    (uint)i + 1,
                    Quantities.Temperature,
                    Start.AddMinutes(5 * i),
                    Start.AddMinutes(5 * i),
                    Math.Round(4 + Math.Sin(i), 2)
                )),
        ];
}
