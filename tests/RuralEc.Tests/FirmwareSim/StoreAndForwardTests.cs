using System.Text.Json;
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
                    readings.ForEach(buffer.Add);
                    return buffer.Waiting.SequenceEqual(readings.TakeLast(capacity))
                        && buffer.Lost == Math.Max(0, readings.Count - capacity);
                },
                iter: 100
            );

    [Fact]
    public void Only_an_acknowledged_reading_leaves_the_buffer()
    {
        var buffer = new RingBuffer(10);
        var readings = ModelOf().Between(-1, 120).ToList();
        readings.ForEach(buffer.Add);

        Assert.True(buffer.Acknowledge(readings[1]));
        Assert.False(buffer.Acknowledge(readings[1]));
        Assert.Equal([readings[0], readings[2]], buffer.Waiting);
    }

    [Fact]
    public void The_live_reading_goes_first_and_the_backlog_follows_in_packs_without_loss()
    {
        var readings = ModelOf().Between(-1, 150 * 60).ToList();
        var plan = Upload.Plan(ModelOf(), readings, 150 * 60);

        Assert.Equal([1, 60, 60, 30], plan.Select(m => m.Readings.Count));
        Assert.Equal(readings[^1], plan[0].Readings[0]);
        Assert.Equal(readings.SkipLast(1), plan.Skip(1).SelectMany(m => m.Readings));
    }

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

        var packs = Upload.Plan(model, readings, 3000).Skip(1).Select(m => m.Readings).ToList();

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
                        Assert.True(pair.First.DeviceMilliseconds < pair.Second.DeviceMilliseconds);
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
            model.Between(second - 60, second).ToList().ForEach(buffer.Add);
            foreach (var reading in Upload.Plan(model, buffer.Waiting, second).SelectMany(m => m.Readings))
            {
                arrived.Add(reading);
                buffer.Acknowledge(reading);
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
        var sent = model.Between(-1, 59_940).Sum(r => Upload.Plan(model, [r], r.Second).Count);

        Assert.InRange(sent, 1300, 1500);
    }

    [Fact]
    public void One_reading_is_an_object_and_several_are_a_SenML_pack()
    {
        var readings = ModelOf().Between(-1, 60).ToList();

        using var single = JsonDocument.Parse(Payload.Of("DL-01", [readings[0]]));
        Assert.Equal(1u, single.RootElement.GetProperty("b").GetUInt32());
        Assert.Equal(1u, single.RootElement.GetProperty("s").GetUInt32());
        Assert.Equal(readings[0].DeviceMilliseconds, single.RootElement.GetProperty("t").GetInt64());
        Assert.Equal(readings[0].Celsius, single.RootElement.GetProperty("v").GetDouble());

        using var pack = JsonDocument.Parse(Payload.Of("DL-01", readings));
        var temperatures = pack
            .RootElement.EnumerateArray()
            .Where(r => r.GetProperty("n").GetString() == "t")
            .Select(r => r.GetProperty("v").GetDouble());
        Assert.Equal("seq", pack.RootElement[0].GetProperty("n").GetString());
        Assert.Equal(readings.Select(r => r.Celsius), temperatures);
    }
}
