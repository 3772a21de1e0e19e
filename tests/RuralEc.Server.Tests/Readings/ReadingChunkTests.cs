using CsCheck;
using RuralEc.Server.Storage.Readings;
using Xunit;

namespace RuralEc.Server.Tests.Readings;

/// <summary>A chunk gives back exactly what was put in, and takes few octets for it.</summary>
public class ReadingChunkTests
{
    private const long Start = 1_782_518_400_000;

    private static readonly Gen<StoredValue[]> Values = Gen.Select(
            Gen.Bool,
            Gen.UInt,
            // Far and near times, a clock that jumps, values with few decimals and with many.
            Gen.Select(
                Gen.UInt,
                Gen.OneOf(Gen.Long[-1000, 1000], Gen.Long[-62_135_596_800_000, 253_402_300_799_999]),
                Gen.Long[-10_000, 100_000_000],
                Gen.OneOf(
                    Gen.Int[-5000, 5000].Select(i => i / 100.0),
                    Gen.Double[-1e12, 1e12],
                    Gen.Const(-0.0),
                    Gen.Const(double.Epsilon)
                )
            ).Array[1, ReadingChunk.MaximumValues]
        )
        .Select(
            (counts, boot, all) =>
                all.Select(v => new StoredValue(
                        counts ? boot : null,
                        counts ? v.Item1 : 0,
                        v.Item2,
                        v.Item2 + v.Item3,
                        v.Item4
                    ))
                    .ToArray()
        );

    [Fact]
    public void Whatever_is_in_a_chunk_comes_back() =>
        Values.Sample(values => AssertSame(values, ReadingChunk.FromBytes(ReadingChunk.ToBytes(values))), iter: 300);

    [Fact]
    public void What_an_earlier_version_wrote_is_read()
    {
        AssertSame(
            [
                new(7, 41, Start, Start + 120, 3.81),
                new(7, 42, Start + 300_050, Start + 300_130, 3.87),
                new(7, 44, Start + 900_000, Start + 4_500_000, -0.5),
            ],
            ReadingChunk.FromBytes(Convert.FromBase64String("AdABEAMIgJCC5uBnpNAk+M0kUgIC8AFPsLm3AwL6BQzpBgM="))
        );
        AssertSame(
            [new(null, 0, Start, Start + 120, Math.PI), new(null, 0, Start + 300_050, Start + 300_130, -0.0)],
            ReadingChunk.FromBytes(Convert.FromBase64String("AQACEAIAgJCC5uBnpNAkAADwAU//GC1EVPshCUAAAAAAAAAAgAM="))
        );
    }

    [Fact]
    public void Octets_that_are_no_chunk_are_said_to_be_none()
    {
        var chunk = ReadingChunk.ToBytes([new(1, 1, Start, Start, 4), new(1, 2, Start + 1, Start + 1, 5)]);
        byte[] later = [3, .. chunk[1..]];
        byte[] cut = chunk[..^2];
        byte[] longer = [chunk[0], (byte)(chunk[1] + 1), .. chunk[2..]];

        foreach (var wrong in new[] { [], later, cut, longer, chunk[..3] })
        {
            Assert.Throws<InvalidDataException>(() => ReadingChunk.FromBytes(wrong));
        }
    }

    /// <summary>A jitter of 300 ms and a delay of 880 ms at even odds are 2.3 octets that nobody can save.</summary>
    [Theory]
    [InlineData(300, 880, 3.5)]
    [InlineData(300, 1, 2.1)]
    [InlineData(1, 1, 0.8)]
    public void A_month_of_one_logger_takes_few_octets(int jitter, int delay, double most)
    {
        var random = new Random(7);
        var hundredths = 400;
        StoredValue[] month =
        [
            .. Enumerable
                .Range(0, 8640)
                .Select(i =>
                {
                    hundredths += random.Next(-6, 7);
                    var at = Start + (300_000L * i) + random.Next(jitter);
                    return new StoredValue(1, (uint)i + 1, at, at + 20 + random.Next(delay), hundredths / 100.0);
                }),
        ];

        var octets = month.Chunk(ReadingChunk.MaximumValues).Sum(c => ReadingChunk.ToBytes(c).Length);

        Assert.InRange((double)octets / month.Length, 0.4, most);
    }

    [Fact]
    public void Lost_readings_and_a_clock_that_is_set_cost_little()
    {
        var random = new Random(7);
        StoredValue[] month =
        [
            .. Enumerable
                .Range(0, 512)
                .Where(i => i % 50 != 7)
                .Select(i =>
                {
                    var at = Start + (300_000L * i) + random.Next(300) + (i > 200 ? 3_600_000 : 0);
                    return new StoredValue(1, (uint)i + 1, at, at + 20, 4);
                }),
        ];

        Assert.InRange((double)ReadingChunk.ToBytes(month).Length / month.Length, 0.5, 2.2);
    }

    // Bit for bit: a negative zero is another value.
    private static void AssertSame(StoredValue[] expected, StoredValue[] actual) =>
        Assert.Equal(
            expected.Select(v => (v, BitConverter.DoubleToInt64Bits(v.Value))),
            actual.Select(v => (v, BitConverter.DoubleToInt64Bits(v.Value)))
        );
}
