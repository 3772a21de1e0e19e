using System.Text;
using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

public class ReadingMessageTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_782_423_600_000);

    [Fact]
    public void One_instant_gives_a_reading_for_each_quantity()
    {
        var readings = Read("""{"b":1,"s":42,"t":1782423000000,"v":4.12,"rh":91.5,"door":false,"bat":87,"co2":0.4}""");

        Assert.Equal(
            [("temperature", 4.12), ("humidity", 91.5), ("door", 0), ("battery", 87), ("co2", 0.4)],
            readings.Select(r => (r.Quantity, r.Value))
        );
        Assert.All(
            readings,
            r =>
            {
                Assert.Equal(("DL-7", 1u, 42u), (r.Device, r.Boot, r.Seq));
                Assert.Equal(DateTimeOffset.FromUnixTimeMilliseconds(1_782_423_000_000), r.MeasuredAt);
                Assert.Equal(Now, r.ReceivedAt);
                Assert.False(r.ClockDoubtful);
            }
        );
    }

    [Fact]
    public void Without_a_time_the_arrival_counts() => Assert.Equal(Now, Assert.Single(Read("""{"v":4}""")).MeasuredAt);

    [Fact]
    public void A_pack_is_read_as_RFC_8428_says()
    {
        var readings = Read(
            """
            [{"bn":"dl-7:","n":"boot","v":1},
             {"n":"seq","v":42},
             {"bt":1782423000,"bu":"Cel","n":"t","v":4.12},
             {"n":"t","t":300,"v":4.15},
             {"n":"rh","u":"%RH","t":300,"v":91.5},
             {"n":"t","t":600,"v":4.21}]
            """
        );

        Assert.Equal(
            [
                (42u, "temperature", 4.12),
                (43u, "temperature", 4.15),
                (43u, "humidity", 91.5),
                (44u, "temperature", 4.21),
            ],
            readings.Select(r => (r.Seq!.Value, r.Quantity, r.Value))
        );
        Assert.Equal(1_782_423_300_000, readings[1].MeasuredAt.ToUnixTimeMilliseconds());
    }

    /// <summary>RFC 8428 §5.1.1: one record with nothing but a name, a unit and a value.</summary>
    [Fact]
    public void The_single_data_point_of_the_RFC_is_a_temperature()
    {
        var reading = Assert.Single(Read("""[{"n":"urn:dev:ow:10e2073a01080063","u":"Cel","v":23.1}]"""));

        Assert.Equal(("temperature", 23.1, Now), (reading.Quantity, reading.Value, reading.MeasuredAt));
    }

    /// <summary>RFC 8428 §5.1.2: base fields, relative times, a unit that is kept.</summary>
    [Fact]
    public void The_multiple_data_points_of_the_RFC_keep_name_and_unit()
    {
        var readings = Read(
            """
            [{"bn":"urn:dev:ow:10e2073a0108006:","bt":1.276020076001e+09,"bu":"A","bver":5,"n":"voltage","u":"V","v":120.1},
             {"n":"current","t":-5,"v":1.2},{"n":"current","t":-4,"v":1.3}]
            """
        );

        Assert.Equal(["voltage:V", "current:A", "current:A"], readings.Select(r => r.Quantity));
        Assert.Equal(1_276_020_076_001, readings[0].MeasuredAt.ToUnixTimeMilliseconds());
        Assert.Equal(1_276_020_071_001, readings[1].MeasuredAt.ToUnixTimeMilliseconds());
    }

    [Theory]
    [InlineData("""[{"n":"t","u":"K","v":277.15}]""", "temperature", 4)]
    [InlineData("""[{"n":"rh","u":"/","v":0.5}]""", "humidity", 50)]
    [InlineData("""[{"n":"bat","u":"%EL","v":80}]""", "battery", 80)]
    [InlineData("""[{"n":"door","vb":true}]""", "door", 1)]
    [InlineData("""[{"n":"t","u":"Cel","bv":20,"v":3}]""", "temperature", 23)]
    public void Units_become_ours(string pack, string quantity, double value)
    {
        var reading = Assert.Single(Read(pack));

        Assert.Equal(quantity, reading.Quantity);
        Assert.Equal(value, reading.Value, 1e-9);
    }

    [Fact]
    public void A_small_time_is_relative_to_the_arrival() =>
        Assert.Equal(Now.AddSeconds(-60), Read("""[{"n":"t","u":"Cel","t":-60,"v":3}]""")[0].MeasuredAt);

    [Theory]
    [InlineData("4102444800000", true)]
    [InlineData("1782423600000", false)]
    [InlineData("1782423900000", false)]
    [InlineData("1782423900001", true)]
    [InlineData("0", true)]
    public void A_clock_that_cannot_be_right_is_marked_and_not_refused(string time, bool doubtful) =>
        Assert.Equal(doubtful, Read($$"""{"t":{{time}},"v":4}""")[0].ClockDoubtful);

    [Theory]
    [InlineData("", RefusalKind.Malformed)]
    [InlineData("{", RefusalKind.Malformed)]
    [InlineData("""{"v":NaN}""", RefusalKind.Malformed)]
    [InlineData("""{"v":4,"v":5}""", RefusalKind.Malformed)]
    [InlineData("""[[[[[[[1]]]]]]]""", RefusalKind.Malformed)]
    [InlineData("""[{"n":"\ud800","v":1}]""", RefusalKind.Malformed)]
    [InlineData("4.12", RefusalKind.NotReadings)]
    [InlineData("{}", RefusalKind.NotReadings)]
    [InlineData("[]", RefusalKind.NotReadings)]
    [InlineData("[1]", RefusalKind.NotReadings)]
    [InlineData("""{"b":1,"v":4}""", RefusalKind.NotReadings)]
    [InlineData("""{"v":4,"temperature":5}""", RefusalKind.NotReadings)]
    [InlineData("""{"<script>":4}""", RefusalKind.NotReadings)]
    [InlineData("""[{"v":4}]""", RefusalKind.NotReadings)]
    [InlineData("""[{"n":"t","v":4,"must_":1}]""", RefusalKind.NotReadings)]
    [InlineData("""[{"bver":11,"n":"t","v":4}]""", RefusalKind.NotReadings)]
    [InlineData("""[{"n":"t","v":4},{"n":"t","v":5}]""", RefusalKind.NotReadings)]
    [InlineData("""{"v":"NaN"}""", RefusalKind.NotANumber)]
    [InlineData("""{"v":null}""", RefusalKind.NotANumber)]
    [InlineData("""{"v":1e999}""", RefusalKind.NotANumber)]
    [InlineData("""{"v":{"a":1}}""", RefusalKind.NotANumber)]
    [InlineData("""{"v":151}""", RefusalKind.OutOfRange)]
    [InlineData("""{"rh":-1}""", RefusalKind.OutOfRange)]
    [InlineData("""{"b":-1,"s":1,"v":4}""", RefusalKind.OutOfRange)]
    [InlineData("""{"b":1,"s":4294967296,"v":4}""", RefusalKind.OutOfRange)]
    [InlineData("""{"t":-1,"v":4}""", RefusalKind.OutOfRange)]
    [InlineData("""{"t":1e300,"v":4}""", RefusalKind.OutOfRange)]
    [InlineData("""[{"n":"t","u":"m","v":4}]""", RefusalKind.OutOfRange)]
    [InlineData("""[{"n":"seq","v":4294967295},{"n":"boot","v":1},{"n":"t","v":4}]""", RefusalKind.OutOfRange)]
    public void What_is_no_reading_is_refused_with_its_kind(string payload, RefusalKind kind)
    {
        var readings = new List<Reading>();
        var taken = ReadingMessage.TryParse("DL-7", Encoding.UTF8.GetBytes(payload), Now, readings, out var why);

        Assert.False(taken);
        Assert.Empty(readings);
        Assert.Equal(kind, why!.Kind);
        Assert.NotEmpty(why.Detail);
    }

    [Fact]
    public void Octets_that_are_not_UTF_8_are_refused()
    {
        byte[] payload = [.. "{\"v\":4,\"x"u8, 0xFF, .. "\":1}"u8];

        Assert.False(ReadingMessage.TryParse("DL-7", payload, Now, [], out var why));
        Assert.Equal(RefusalKind.Malformed, why.Kind);
    }

    [Fact]
    public void A_message_over_64_KiB_or_1000_readings_is_too_large()
    {
        var spaces = Encoding.UTF8.GetBytes("""{"v":4}""" + new string(' ', ReadingMessage.MaximumSize));
        Assert.False(ReadingMessage.TryParse("DL-7", spaces, Now, [], out var why));
        Assert.Equal(RefusalKind.TooLarge, why.Kind);

        var many = string.Join(',', Enumerable.Range(0, 1001).Select(i => $$"""{"n":"t","t":-{{i}},"v":4}"""));
        Assert.False(ReadingMessage.TryParse("DL-7", Encoding.UTF8.GetBytes($"[{many}]"), Now, [], out why));
        Assert.Equal(RefusalKind.TooLarge, why.Kind);
    }

    [Fact]
    public void No_octets_throw() =>
        Gen
            .Byte.Array[0, 200]
            .Sample(octets => ReadingMessage.TryParse("DL-7", octets, Now, [], out var why) || why is not null);

    [Fact]
    public void No_mangled_message_throws() =>
        Gen.Select(Gen.Int[0, 300], Gen.Byte, Gen.Int[0, 300])
            .Sample(
                (place, octet, cut) =>
                {
                    byte[] octets =
                    [
                        .. """[{"bn":"a:","n":"boot","v":1},{"n":"seq","v":4},{"bt":1782423000,"bu":"Cel","n":"t","v":4.1},{"n":"\u00e9","t":-1.5e3,"vb":true,"u":"%RH"}]"""u8,
                    ];
                    octets[place % octets.Length] = octet;
                    var readings = new List<Reading>();
                    var taken = ReadingMessage.TryParse(
                        "DL-7",
                        octets.AsMemory(0, octets.Length - (cut % octets.Length)),
                        Now,
                        readings,
                        out var why
                    );
                    return taken ? readings.Count > 0 : why is not null;
                }
            );

    private static List<Reading> Read(string payload)
    {
        var readings = new List<Reading>();
        Assert.True(
            ReadingMessage.TryParse("DL-7", Encoding.UTF8.GetBytes(payload), Now, readings, out var why),
            why?.Detail
        );
        return readings;
    }
}
