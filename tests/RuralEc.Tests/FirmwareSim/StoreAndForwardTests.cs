using CsCheck;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class StoreAndForwardTests
{
    private static LoggerModel ModelOf(params Fault[] faults) =>
        new(
            new()
            {
                Device = "DL-01",
                Party = "9521234100003",
                PhaseSeconds = 0,
                Faults = faults,
            },
            seed: 5,
            DateTimeOffset.UnixEpoch.AddYears(56),
            firstBoot: 1
        );

    [Fact]
    public void The_buffer_keeps_order_and_loses_only_the_oldest_beyond_its_capacity() =>
        Gen.Select(Gen.Int[1, 50], Gen.Int[0, 120])
            .Sample(
                (capacity, count) =>
                {
                    var buffer = new RingBuffer(capacity);
                    var readings = ModelOf().Between(-1, count * 60).ToList();
                    var lost = readings.Select(r => buffer.Add(r.Sample)).OfType<long>().ToList();
                    return Samples(buffer).SequenceEqual(readings.TakeLast(capacity).Select(r => r.Sample))
                        && lost.SequenceEqual(readings.SkipLast(capacity).Select(r => r.Sample));
                },
                iter: 100
            );

    [Fact]
    public void Only_an_acknowledged_reading_leaves_the_buffer()
    {
        var buffer = new RingBuffer(10);
        foreach (var sample in (long[])[3, 4, 5])
        {
            Assert.Null(buffer.Add(sample));
        }

        Assert.True(buffer.Acknowledge(4));
        Assert.False(buffer.Acknowledge(4));
        Assert.False(buffer.Acknowledge(9));
        Assert.Equal([3, 5], Samples(buffer));
        Assert.Equal(2, buffer.Count);
    }

    [Fact]
    public void The_buffer_holds_what_a_set_would_hold() =>
        Gen.Select(Gen.Int[1, 30], Gen.Select(Gen.Bool, Gen.Int[0, 60]).Array[1, 200])
            .Sample(
                (capacity, steps) =>
                {
                    var buffer = new RingBuffer(capacity);
                    var expected = new SortedSet<long>();
                    var next = 0L;
                    foreach (var (measures, which) in steps)
                    {
                        if (measures)
                        {
                            // Power was off for some beats.
                            next += which % 7 == 0 ? 3 : 1;
                            expected.Add(next);
                            var lost = buffer.Add(next);
                            if (lost != (expected.Count > capacity ? expected.Min : null))
                            {
                                return false;
                            }

                            expected.Remove(lost ?? -1);
                        }
                        else if (buffer.Acknowledge(which) != expected.Remove(which))
                        {
                            return false;
                        }
                    }

                    return Samples(buffer).SequenceEqual(expected) && buffer.Count == expected.Count;
                },
                iter: 500
            );

    [Fact]
    public void The_live_reading_goes_first_and_the_backlog_follows_in_packs_without_loss()
    {
        var readings = ModelOf().Between(-1, 150 * 60).ToList();
        var plan = Upload.Plan(ModelOf(), Runs(readings), 150 * 60).ToList();

        Assert.Equal([1, 60, 60, 30], plan.Select(m => m.Readings.Count));
        Assert.Equal(readings[^1], plan[0].Readings[0]);
        Assert.Equal(readings.SkipLast(1), plan.Skip(1).SelectMany(m => m.Readings));
    }

    [Fact]
    public void What_is_under_way_to_the_server_is_not_sent_again()
    {
        var plan = Upload.Plan(ModelOf(), [new(0, 9)], 600, isUnderWay: sample => sample is 3 or 9);

        Assert.Equal(
            [
                [8L],
                [0, 1, 2],
                [4, 5, 6, 7],
            ],
            plan.Select(m => m.Readings.Select(r => r.Sample))
        );
    }

    [Theory]
    [InlineData("""{"t":1782423000123,"b":1,"s":42,"e":44}""", true)]
    [InlineData("""{"t":1782423000123}""", false)]
    [InlineData("""{"t":1782423000123,"refused":"/v: temperature is from -100 to 150."}""", false)]
    [InlineData("""{"b":1,"s":-42,"e":44}""", false)]
    [InlineData("no answer", false)]
    [InlineData("", false)]
    public void The_server_names_what_it_has_stored(string payload, bool names) =>
        Assert.Equal(
            names ? new StoredAnswer(1, 42, 44) : null,
            StoredAnswer.Parse(System.Text.Encoding.UTF8.GetBytes(payload))
        );

    [Fact]
    public void A_pack_never_spans_a_power_up_or_a_gap_or_a_clock_that_steps_back()
    {
        var model = ModelOf(
            new Fault
            {
                Kind = FaultKind.BatteryEnd,
                FromSeconds = 600,
                ForSeconds = 300,
            },
            new Fault
            {
                Kind = FaultKind.ClockError,
                FromSeconds = 1500,
                ForSeconds = 6000,
                OffsetSeconds = -300,
            }
        );
        var readings = model.Between(-1, 3000).Where(r => r.Second != 300).ToList();

        var packs = Upload.Plan(model, Runs(readings), 3000).Skip(1).Select(m => m.Readings).ToList();

        Assert.Equal(readings.SkipLast(1), packs.SelectMany(p => p));
        Assert.All(
            packs,
            pack =>
                Assert.All(
                    pack.Zip(pack.Skip(1)),
                    pair =>
                    {
                        Assert.Equal(pair.First.Boot, pair.Second.Boot);
                        Assert.Equal(pair.First.Seq + 1, pair.Second.Seq);
                        Assert.True(pair.First.ClockMilliseconds < pair.Second.ClockMilliseconds);
                    }
                )
        );
    }

    [Fact]
    public void Readings_out_of_order_are_held_back_for_a_while_and_all_arrive()
    {
        var model = ModelOf(
            new Fault
            {
                Kind = FaultKind.OutOfOrder,
                FromSeconds = 0,
                ForSeconds = 3600,
                SpreadSeconds = 600,
            }
        );
        var buffer = new RingBuffer(1000);
        var arrived = new List<Reading>();
        for (var second = 0; second <= 4200; second += 60)
        {
            model.Between(second - 60, second).ToList().ForEach(r => buffer.Add(r.Sample));
            foreach (var reading in Upload.Plan(model, buffer.Waiting, second).SelectMany(m => m.Readings))
            {
                arrived.Add(reading);
                buffer.Acknowledge(reading.Sample);
            }
        }

        Assert.Empty(buffer.Waiting);
        Assert.Equal(71, arrived.Count);
        Assert.Equal(71, arrived.Distinct().Count());
        Assert.NotEqual(arrived.OrderBy(r => r.Seq), arrived);
    }

    [Fact]
    public void A_share_of_the_messages_is_sent_twice()
    {
        var model = ModelOf(
            new Fault
            {
                Kind = FaultKind.Duplicates,
                FromSeconds = 0,
                ForSeconds = 60_000,
                Share = 0.4,
            }
        );
        var sent = model.Between(-1, 59_940).Sum(r => Upload.Plan(model, Runs([r]), r.Second).Count());

        Assert.InRange(sent, 1300, 1500);
    }

    private static IEnumerable<long> Samples(RingBuffer buffer) =>
        buffer.Waiting.SelectMany(run =>
            Enumerable.Range(0, (int)(run.Last - run.First + 1)).Select(i => run.First + i)
        );

    private static IReadOnlyList<SampleRun> Runs(IEnumerable<Reading> readings)
    {
        var buffer = new RingBuffer(100_000);
        foreach (var reading in readings)
        {
            buffer.Add(reading.Sample);
        }

        return buffer.Waiting;
    }
}
