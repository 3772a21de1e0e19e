using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Mqtt;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

/// <summary>What each fault does to the readings and to their way; the air has its own tests.</summary>
public class FaultTests
{
    private static readonly LoggerSpec Exact = new()
    {
        Device = "DL-01",
        Party = "9521234100003",
        PhaseSeconds = 0,
        Noise = 0,
        CycleCelsius = 0,
    };

    private static LoggerModel ModelOf(params Fault[] faults) => ModelOf(Exact, faults);

    private static LoggerModel ModelOf(LoggerSpec logger, params Fault[] faults) =>
        new(logger with { Faults = faults }, seed: 5, DateTimeOffset.UnixEpoch.AddYears(56), firstBoot: 7);

    private static Fault FaultOf(FaultKind kind, double from, double length) =>
        new()
        {
            Kind = kind,
            FromSeconds = from,
            ForSeconds = length,
        };

    [Fact]
    public void A_drifting_sensor_shows_more_every_day_until_it_is_replaced()
    {
        var readings = ModelOf(FaultOf(FaultKind.SensorDrift, 3600, 86_400) with { CelsiusPerDay = 2.4 })
            .Between(-1, 100_000)
            .ToList();

        double? At(double second) => readings.Single(r => r.Second == second).Celsius;
        Assert.Equal(4, At(3540));
        // 0.1 °C an hour.
        Assert.Equal(4.1, At(7200));
        Assert.Equal(6.3, At(3600 + 23 * 3600));
        Assert.Equal(4, At(3600 + 86_400));
    }

    [Fact]
    public void A_stuck_sensor_shows_its_last_value_whatever_the_air_does()
    {
        var model = ModelOf(
            Exact with
            {
                Noise = 0.3,
            },
            FaultOf(FaultKind.StuckSensor, 590, 3000),
            FaultOf(FaultKind.RefrigerationFailure, 900, 5000)
        );
        var readings = model.Between(-1, 6000).ToList();

        var stuck = readings.Where(r => r.Second is >= 590 and < 3590).Select(r => r.Celsius).Distinct();
        Assert.Equal([readings.Single(r => r.Second == 600).Celsius], stuck);
        Assert.True(readings.Single(r => r.Second == 3600).Celsius > 8);
    }

    [Fact]
    public void Spikes_are_single_values_off_by_the_rise_in_the_stated_share()
    {
        var readings = ModelOf(FaultOf(FaultKind.Spikes, 0, 600_000) with { Share = 0.1, RiseCelsius = 15 })
            .Between(-1, 599_999)
            .Select(r => r.Celsius)
            .ToList();

        Assert.Equal([-11d, 4d, 19d], readings.Distinct().Order().Select(c => c!.Value));
        Assert.InRange(readings.Count(c => c != 4), 850, 1150);
        Assert.InRange(readings.Count(c => c == 19), 400, 600);
    }

    [Fact]
    public void A_sensor_without_a_value_still_numbers_its_readings()
    {
        var readings = ModelOf(FaultOf(FaultKind.NoValue, 120, 120)).Between(-1, 360).ToList();

        Assert.Equal([4d, 4d, null, null, 4d, 4d, 4d], readings.Select(r => r.Celsius));
        Assert.Equal([1u, 2, 3, 4, 5, 6, 7], readings.Select(r => r.Seq));
    }

    [Fact]
    public void A_compact_pack_runs_on_over_missing_values_and_not_over_missing_readings()
    {
        var model = ModelOf(Exact with { Payload = PayloadForm.CompactCbor }, FaultOf(FaultKind.NoValue, 120, 120));
        Assert.Equal([0L, 1, 4, 5, 6], model.Between(-1, 360).Select(r => r.Sample));

        var whole = Upload
            .Plan(model, [new(0, 1), new(4, 6)], 360)
            .Skip(1)
            .Select(m => m.Readings.Select(r => r.Sample));
        var acknowledged = Upload
            .Plan(model, [new(0, 0), new(4, 6)], 360)
            .Skip(1)
            .Select(m => m.Readings.Select(r => r.Sample));

        Assert.Equal(
            [
                [0L, 1, 2, 3, 4, 5],
            ],
            whole
        );
        Assert.Equal(
            [
                [0L],
                [4L, 5],
            ],
            acknowledged
        );
    }

    [Theory]
    [InlineData(nameof(FaultKind.PowerLoss))]
    [InlineData(nameof(FaultKind.Reboot))]
    [InlineData(nameof(FaultKind.BatteryEnd))]
    public void A_power_up_is_the_next_boot_and_counts_from_one(string kind)
    {
        var model = ModelOf(FaultOf(Enum.Parse<FaultKind>(kind), 130, 100));
        var readings = model.Between(-1, 300).ToList();

        Assert.Equal([(7u, 1u), (7, 2), (7, 3), (8, 1), (8, 2)], readings.Select(r => (r.Boot, r.Seq)));
        Assert.Equal([0d, 60, 120, 240, 300], readings.Select(r => r.Second));
        Assert.Equal([0L, 60_000, 120_000, 10_000, 70_000], readings.Select(r => r.UptimeMilliseconds));
        Assert.False(model.HasNetwork(200));
        Assert.Equal(Break.Hang, model.BreakAt(200));
    }

    [Fact]
    public void A_reboot_in_no_time_is_a_new_boot_all_the_same()
    {
        var model = ModelOf(FaultOf(FaultKind.Reboot, 90, 0));

        Assert.Equal([(7u, 1u), (7, 2), (8, 1)], model.Between(-1, 120).Select(r => (r.Boot, r.Seq)));
        Assert.NotEqual(model.PowerUpBefore(89), model.PowerUpBefore(90));
    }

    [Fact]
    public void Outages_of_power_that_overlap_are_one_with_one_power_up()
    {
        var model = ModelOf(
            FaultOf(FaultKind.PowerLoss, 600, 600),
            FaultOf(FaultKind.BatteryEnd, 900, 900),
            FaultOf(FaultKind.PowerLoss, 3000, 60)
        );

        Assert.Equal(
            [(7u, 10), (8u, 20), (9u, 10)],
            model.Between(-1, 3600 + 59).GroupBy(r => r.Boot).Select(g => (g.Key, g.Count()))
        );
        Assert.Equal(100, model.Between(1799, 1800).Single().BatteryPercent);
    }

    [Fact]
    public void A_lost_boot_counter_brings_old_numbers_back_with_other_values()
    {
        var model = ModelOf(
            Exact with
            {
                Noise = 0.3,
            },
            FaultOf(FaultKind.Reboot, 170, 1),
            FaultOf(FaultKind.LostBootCounter, 350, 1)
        );
        var readings = model.Between(-1, 700).ToList();

        Assert.Equal(
            [(7u, 1u), (7, 2), (7, 3), (8, 1), (8, 2), (8, 3), (7, 1), (7, 2), (7, 3), (7, 4), (7, 5), (7, 6)],
            readings.Select(r => (r.Boot, r.Seq))
        );
        Assert.Equal([0L, 6], model.SamplesOf(7, 1));
        Assert.Equal([9L], model.SamplesOf(7, 4));
        Assert.Equal([5L], model.SamplesOf(8, 3));
        Assert.Empty(model.SamplesOf(8, 4));
        Assert.Equal([0L, 1, 2, 6, 7, 8], readings.Select(r => r.Sample).Where(model.IsNumberReused));
    }

    [Fact]
    public void A_counter_that_begins_above_the_old_one_reuses_no_number()
    {
        var model = ModelOf(FaultOf(FaultKind.LostBootCounter, 350, 1) with { Boot = 1000 });

        Assert.Equal([7u, 1000u], model.Between(-1, 700).Select(r => r.Boot).Distinct());
        Assert.DoesNotContain(model.Between(-1, 700), r => model.IsNumberReused(r.Sample));
    }

    [Fact]
    public void A_battery_declines_and_its_end_is_the_end_until_it_is_replaced()
    {
        // 24 % a day is 1 % an hour: 3 % last three hours.
        var weak = Exact with
        {
            SamplingSeconds = 600,
            BatteryPercent = 3,
            BatteryPercentPerDay = 24,
        };
        var dying = ModelOf(weak);
        var replaced = ModelOf(weak, FaultOf(FaultKind.BatteryEnd, 20_000, 1600));

        Assert.Equal([3, 3, 3, 3, 2], dying.Between(-1, 2400).Select(r => r.BatteryPercent));
        Assert.True(dying.HasPower(3 * 3600 - 1));
        Assert.False(dying.HasPower(3 * 3600));
        Assert.False(dying.HasPower(1e7));
        Assert.False(replaced.HasPower(21_599));
        Assert.Equal(
            (8u, 1u, 100),
            replaced.Between(21_599, 21_600).Select(r => (r.Boot, r.Seq, r.BatteryPercent)).Single()
        );
    }

    [Fact]
    public void A_clock_may_jump_by_a_day_and_back()
    {
        var model = ModelOf(FaultOf(FaultKind.ClockError, 120, 60) with { OffsetSeconds = 86_400 });
        var clock = model.Between(-1, 240).Select(r => r.ClockMilliseconds!.Value).ToList();

        Assert.Equal([60_000L, 86_460_000, -86_340_000, 60_000], clock.Zip(clock.Skip(1), (a, b) => b - a));
    }

    [Fact]
    public void Without_a_clock_there_is_only_the_time_since_power_up()
    {
        var readings = ModelOf(FaultOf(FaultKind.NoClock, 60, 60)).Between(-1, 120).ToList();

        Assert.Equal([false, true, false], readings.Select(r => r.ClockMilliseconds is null));
        Assert.Equal(60_000, readings[1].UptimeMilliseconds);
    }

    [Fact]
    public void A_lost_network_ends_the_connection_as_the_scenario_says()
    {
        foreach (
            var (stated, ends) in ((Break?, Break)[])
                [(null, Break.Close), (Break.Reset, Break.Reset), (Break.Hang, Break.Hang)]
        )
        {
            var model = ModelOf(FaultOf(FaultKind.NetworkLoss, 60, 60) with { Break = stated });

            Assert.False(model.HasNetwork(100));
            Assert.True(model.HasPower(100));
            Assert.Equal(ends, model.BreakAt(100));
        }
    }

    [Fact]
    public void A_share_of_the_messages_is_broken_in_every_way()
    {
        var model = ModelOf(FaultOf(FaultKind.Malformed, 0, 600_000) with { Share = 0.2 });
        var chances = Enumerable.Range(0, 10_000).Select(sample => model.Broken(sample)).OfType<double>().ToList();
        var message = Payload.Of(Exact, new([model.Measure(0)], IsLive: true), 0);

        Assert.InRange(chances.Count, 1800, 2200);
        Assert.Equal(
            5,
            chances.Select(chance => Convert.ToHexString(Breakage.Of(message, chance).Octets.Span)).Distinct().Count()
        );
        Assert.DoesNotContain(
            chances,
            chance => Breakage.Of(message, chance).Octets.Span.SequenceEqual(message.Octets.Span)
        );
        Assert.Null(model.Broken(10_000));
    }

    [Fact]
    public void A_simple_device_sends_every_reading_alone()
    {
        var model = ModelOf(Exact with { Payload = PayloadForm.Json });

        Assert.All(Upload.Plan(model, [new(0, 99)], 6000), m => Assert.Single(m.Readings));
    }

    [Fact]
    public void Compact_packs_keep_one_interval()
    {
        // 20,000 ppm: every 50th second the whole-second clock skips one.
        var model = ModelOf(
            Exact with
            {
                Payload = PayloadForm.CompactCbor,
                SamplingSeconds = 10,
            },
            FaultOf(FaultKind.ClockError, 0, 10_000) with
            {
                DriftPpm = 20_000,
            }
        );

        var packs = Upload.Plan(model, [new(0, 99)], 1000).Skip(1).Select(m => m.Readings).ToList();

        Assert.Equal(99, packs.Sum(p => p.Count));
        Assert.True(packs.Count > 10);
        Assert.All(
            packs,
            pack =>
                Assert.InRange(
                    pack.Zip(pack.Skip(1), (a, b) => b.ClockMilliseconds - a.ClockMilliseconds).Distinct().Count(),
                    0,
                    1
                )
        );
    }
}
