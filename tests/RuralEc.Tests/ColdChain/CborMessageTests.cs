using CsCheck;
using RuralEc.ColdChain;
using Xunit;

namespace RuralEc.Tests.ColdChain;

/// <summary>The octets are written by hand after RFC 8949 and RFC 8428 §6, so that no encoder of ours is believed.</summary>
public class CborMessageTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeMilliseconds(1_782_423_600_000);

    [Fact]
    public void The_compact_form_numbers_every_instant_and_leaves_out_what_was_not_measured()
    {
        // [1, 42, 1782423000000, 300000, [412, null, -1842]]
        var readings = Read("85 01 18 2A 1B 0000019F00B093C0 1A 000493E0 83 19 019C F6 39 0731");

        Assert.Equal([42u, 44u], readings.Select(r => r.Seq!.Value));
        Assert.Equal([4.12, -18.42], readings.Select(r => r.Value));
        Assert.Equal(
            [1_782_423_000_000, 1_782_423_600_000],
            readings.Select(r => r.MeasuredAt.ToUnixTimeMilliseconds())
        );
        Assert.All(readings, r => Assert.Equal((1u, Quantities.Temperature), (r.Boot!.Value, r.Quantity)));
    }

    [Fact]
    public void The_RFCs_own_pack_in_CBOR_is_read_as_its_pack_in_JSON()
    {
        // RFC 8428 §6: the example of §5.1.3 in CBOR; voltage and current keep their unit in their name.
        var readings = Read(
            """
            87 A7 21 78 1B 75726E3A6465763A6F773A3130653230373361303130383030363A 22 FB 41D303A15B001062 23 61 41
            20 05 00 67 766F6C74616765 01 61 56 02 FB 405E066666666666
            A3 00 67 63757272656E74 06 24 02 FB 3FF3333333333333
            A3 00 67 63757272656E74 06 23 02 FB 3FF4CCCCCCCCCCCD
            A3 00 67 63757272656E74 06 22 02 FB 3FF6666666666666
            A3 00 67 63757272656E74 06 21 02 F9 3E00
            A3 00 67 63757272656E74 06 20 02 FB 3FF999999999999A
            A3 00 67 63757272656E74 06 00 02 FB 3FFB333333333333
            """
        );

        Assert.Equal(["voltage:V", .. Enumerable.Repeat("current:A", 6)], readings.Select(r => r.Quantity));
        Assert.Equal([120.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7], readings.Select(r => r.Value));
        Assert.Equal(
            [0, -5, -4, -3, -2, -1, 0],
            readings.Select(r => Math.Round((r.MeasuredAt - readings[0].MeasuredAt).TotalSeconds))
        );
    }

    [Theory]
    // [1, 42, 0, 1, []]
    [InlineData("85 01 18 2A 00 01 80", RefusalKind.NotReadings)]
    // [1, 42, 0, 1, [400], 7]
    [InlineData("86 01 18 2A 00 01 81 19 0190 07", RefusalKind.NotReadings)]
    // [1, 4294967295, 0, 1, [400, 400]]
    [InlineData("85 01 1A FFFFFFFF 00 01 82 19 0190 19 0190", RefusalKind.OutOfRange)]
    // [1, 42, 0, -1, [400]]
    [InlineData("85 01 18 2A 00 20 81 19 0190", RefusalKind.OutOfRange)]
    // [1, 42, 0, 1, [15001]]
    [InlineData("85 01 18 2A 00 01 81 19 3A99", RefusalKind.OutOfRange)]
    // [1, 42, 0, 1, ["a"]]
    [InlineData("85 01 18 2A 00 01 81 61 61", RefusalKind.NotANumber)]
    // [1, 42, 0, 1, [400], and no end
    [InlineData("86 01 18 2A 00 01 81 19 0190", RefusalKind.Malformed)]
    // [1, 42, 0, 1, [400]] and an octet more
    [InlineData("85 01 18 2A 00 01 81 19 0190 00", RefusalKind.Malformed)]
    // [{"n": "t", "v": NaN}]
    [InlineData("81 A2 00 61 74 02 F9 7E00", RefusalKind.NotANumber)]
    // [{"n": "t", "v": 4, "v": 5}]
    [InlineData("81 A3 00 61 74 02 04 02 05", RefusalKind.Malformed)]
    // [{"n": "t", "v": 4, "x_": 1}]
    [InlineData("81 A3 00 61 74 02 04 62 785F 01", RefusalKind.NotReadings)]
    // [{}], [[]], []
    [InlineData("81 A0", RefusalKind.NotReadings)]
    [InlineData("81 80", RefusalKind.NotReadings)]
    [InlineData("80", RefusalKind.NotReadings)]
    public void What_is_no_reading_is_refused_with_its_kind(string octets, RefusalKind kind)
    {
        var readings = new List<Reading>();

        Assert.False(ReadingMessage.TryParse("DL-7", Octets(octets), Now, readings, out var why));
        Assert.Equal(kind, why.Kind);
        Assert.Empty(readings);
    }

    [Fact]
    public void No_octets_throw() =>
        Gen.Select(Gen.Byte[0x80, 0x9F], Gen.Byte.Array[0, 200])
            .Sample(
                (first, rest) =>
                    ReadingMessage.TryParse("DL-7", (byte[])[first, .. rest], Now, [], out var why) || why is not null
            );

    private static List<Reading> Read(string octets)
    {
        var readings = new List<Reading>();
        Assert.True(ReadingMessage.TryParse("DL-7", Octets(octets), Now, readings, out var why), why?.Detail);
        return readings;
    }

    private static byte[] Octets(string hex) => Convert.FromHexString(string.Concat(hex.Where(char.IsAsciiHexDigit)));
}
