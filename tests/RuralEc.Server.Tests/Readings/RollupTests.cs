using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>Roll-ups say what the readings say, whatever became of the readings on their way.</summary>
public class RollupTests
{
    private static readonly DateTimeOffset Start = new(2026, 6, 25, 20, 0, 0, TimeSpan.Zero);

    // Each number has one time and one value, so that a repetition is one.
    private static readonly Gen<Reading> Readings = Gen.Select(Gen.UInt[0, 2], Gen.UInt[1, 400], Gen.Bool)
        .Select(
            (boot, seq, warm) =>
                new Reading(
                    "",
                    // Boot 0 stands for a device that does not count.
                    boot == 0
                        ? null
                        : boot,
                    boot == 0 ? null : seq,
                    warm ? Quantities.Temperature : Quantities.Humidity,
                    Start.AddMinutes(seq * 7).AddMilliseconds((seq * 7919) % 60_000),
                    Start.AddDays(3),
                    Math.Round((Math.Sin(seq + (boot * 100)) * 20) + 20, 2)
                )
        );

    private static readonly Gen<(List<Reading> All, List<int> Order, List<int> Cuts)> Arrivals = Readings
        .List[1, 120]
        .SelectMany(
            all => Gen.Select(Gen.Int[0, all.Count - 1].List[all.Count, 2 * all.Count], Gen.Int[1, 40].List[4, 12]),
            (all, way) => (all, way.Item1, way.Item2)
        );

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Any_order_grouping_and_repetition_gives_the_same_roll_ups(Database database)
    {
        await using var disk = await StoreOnTest.OnAsync(database);
        var sample = 0;

        await Arrivals.SampleAsync(
            async arrival =>
            {
                var number = Interlocked.Increment(ref sample);
                var (plain, mixed) = ($"P-{number}", $"M-{number}");
                await disk.CommitAsync([.. arrival.All.Select(r => r with { Device = plain })]);
                // Some of them again and in any order, then all, in groups between which is packed and reopened.
                var way = arrival.Order.Select(i => arrival.All[i]).Concat(arrival.All.AsEnumerable().Reverse());
                var left = way.Select(r => r with { Device = mixed }).ToList();
                for (var i = 0; left.Count > 0; i++)
                {
                    var cut = Math.Min(arrival.Cuts[i % arrival.Cuts.Count], left.Count);
                    await disk.CommitAsync(left[..cut]);
                    left.RemoveRange(0, cut);
                    await (
                        i % 3 == 0 ? disk.PackAsync()
                        : i % 7 == 5 ? disk.ReopenAsync()
                        : Task.CompletedTask
                    );
                }

                foreach (var quantity in new[] { Quantities.Temperature, Quantities.Humidity })
                {
                    var hours = await disk.HoursAsync(mixed, quantity);
                    Assert.Equal(await disk.HoursAsync(plain, quantity), hours);
                    AssertAddUp(arrival.All.Where(r => r.Quantity == quantity), hours);
                }
            },
            iter: 40,
            threads: 1
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_window_has_the_hours_that_begin_in_it(Database database)
    {
        await using var disk = await StoreOnTest.OnAsync(database);
        await disk.CommitAsync([.. Enumerable.Range(0, 60).Select(i => At(i, 4))]);

        var hours = await disk.Store.RollupsAsync(
            "DL-7",
            Quantities.Temperature,
            Start.AddMinutes(1),
            Start.AddHours(3),
            TestContext.Current.CancellationToken
        );

        Assert.Equal([Start.AddHours(1), Start.AddHours(2)], hours.Select(h => h.From));
        Assert.All(hours, h => Assert.Equal(12, h.Count));
        // A reading each fifth minute: bits 0, 5, … 55.
        Assert.All(hours, h => Assert.Equal(0x0084_2108_4210_8421, h.Minutes));
        Assert.Empty(await disk.HoursAsync("DL-8"));
        Assert.Empty(await disk.HoursAsync("DL-7", Quantities.Humidity));
    }

    private static Reading At(int number, double celsius) =>
        new(
            "DL-7",
            1,
            (uint)number + 1,
            Quantities.Temperature,
            Start.AddMinutes(5 * number),
            Start.AddMinutes(5 * number),
            celsius
        );

    private static void AssertAddUp(IEnumerable<Reading> readings, IReadOnlyList<HourRollup> hours)
    {
        var expected = readings
            .Distinct()
            .GroupBy(r => r.MeasuredAt.UtcDateTime.Date.AddHours(r.MeasuredAt.UtcDateTime.Hour))
            .OrderBy(h => h.Key)
            .ToList();
        Assert.Equal(expected.Select(h => h.Key), hours.Select(h => h.From.UtcDateTime));
        foreach (var (hour, sum) in expected.Zip(hours))
        {
            Assert.Equal(hour.Count(), sum.Count);
            Assert.Equal(hour.Min(r => r.Value), sum.Min);
            Assert.Equal(hour.Max(r => r.Value), sum.Max);
            Assert.Equal(hour.Average(r => r.Value), sum.Sum / sum.Count, 1e-9);
            Assert.Equal(
                hour.Select(r => r.MeasuredAt.Minute).Distinct().Order(),
                Enumerable.Range(0, 64).Where(bit => (sum.Minutes >> bit & 1) == 1)
            );
            if (hour.First().Quantity == Quantities.Temperature)
            {
                Assert.Equal(
                    MeanKineticTemperature.Of([.. hour.Select(r => r.Value)]),
                    MeanKineticTemperature.OfMeanRate(sum.RateSum!.Value / sum.Count),
                    1e-9
                );
            }
            else
            {
                Assert.Null(sum.RateSum);
            }
        }
    }
}
