using System.Formats.Cbor;
using System.Text.Json;
using RuralEc.FirmwareSim.Model;
using RuralEc.FirmwareSim.Scenarios;
using RuralEc.FirmwareSim.Wire;
using Xunit;

namespace RuralEc.Tests.FirmwareSim;

public class PayloadTests
{
    private const long Start = 1_782_423_000_000;

    private static readonly LoggerSpec Logger = new() { Device = "DL-7", Party = "9521234100003" };

    private static readonly Reading First = new(0, 3, 41, 0, Start, 600_000, 4.12, 91.5, true, 87);

    private static readonly Reading Second = First with
    {
        Sample = 1,
        Seq = 42,
        Second = 60,
        ClockMilliseconds = Start + 60_000,
        UptimeMilliseconds = 660_000,
        Celsius = -0.5,
    };

    private static readonly Reading Third = Second with
    {
        Sample = 2,
        Seq = 43,
        Second = 120,
        ClockMilliseconds = Start + 120_000,
        UptimeMilliseconds = 720_000,
        Celsius = null,
    };

    private static Encoded Write(PayloadForm form, bool live, params Reading[] readings) =>
        Payload.Of(Logger with { Payload = form }, new(readings, live), second: 180);

    [Theory]
    [InlineData(nameof(PayloadForm.Mixed))]
    [InlineData(nameof(PayloadForm.Json))]
    public void One_reading_is_an_object(string form)
    {
        var written = Write(Enum.Parse<PayloadForm>(form), live: true, First);

        Assert.Equal("application/json", written.ContentType);
        Assert.Equal(
            """{"b":3,"s":41,"t":1782423000000,"v":4.12,"rh":91.5,"door":1,"bat":87}""",
            System.Text.Encoding.UTF8.GetString(written.Octets.Span)
        );
    }

    [Theory]
    [InlineData(nameof(PayloadForm.Mixed))]
    [InlineData(nameof(PayloadForm.SenmlJson))]
    public void Several_are_a_SenML_pack(string form)
    {
        var written = Write(Enum.Parse<PayloadForm>(form), live: false, First, Second, Third);

        Assert.Equal("application/senml+json", written.ContentType);
        Assert.Equal(
            """[{"bn":"DL-7:","bt":1782423000,"n":"seq","v":41},{"n":"boot","v":3},"""
                + """{"n":"t","u":"Cel","v":4.12},{"n":"rh","u":"%RH","v":91.5},{"n":"door","v":1},{"n":"bat","u":"%EL","v":87},"""
                + """{"n":"t","u":"Cel","t":60,"v":-0.5},{"n":"rh","u":"%RH","t":60,"v":91.5},{"n":"door","t":60,"v":1},{"n":"bat","u":"%EL","t":60,"v":87},"""
                + """{"n":"rh","u":"%RH","t":120,"v":91.5},{"n":"door","t":120,"v":1},{"n":"bat","u":"%EL","t":120,"v":87}]""",
            System.Text.Encoding.UTF8.GetString(written.Octets.Span)
        );
    }

    [Fact]
    public void A_pack_in_CBOR_says_what_the_pack_in_JSON_says()
    {
        // RFC 8428 §6, table 4.
        var labels = new Dictionary<int, string>
        {
            [-2] = "bn",
            [-3] = "bt",
            [0] = "n",
            [1] = "u",
            [2] = "v",
            [6] = "t",
        };
        var cbor = Write(PayloadForm.SenmlCbor, live: false, First, Second, Third);
        Assert.Equal("application/senml+cbor", cbor.ContentType);

        var reader = new CborReader(cbor.Octets, CborConformanceMode.Strict);
        var records = new List<Dictionary<string, object>>();
        for (var left = reader.ReadStartArray()!.Value; left > 0; left--)
        {
            var record = new Dictionary<string, object>();
            for (var fields = reader.ReadStartMap()!.Value; fields > 0; fields--)
            {
                record[labels[reader.ReadInt32()]] = reader.PeekState() switch
                {
                    CborReaderState.TextString => reader.ReadTextString(),
                    CborReaderState.UnsignedInteger or CborReaderState.NegativeInteger => (double)reader.ReadInt64(),
                    _ => reader.ReadDouble(),
                };
            }

            reader.ReadEndMap();
            records.Add(record);
        }

        reader.ReadEndArray();
        Assert.Equal(CborReaderState.Finished, reader.PeekState());
        using var json = JsonDocument.Parse(Write(PayloadForm.SenmlJson, live: false, First, Second, Third).Octets);
        Assert.Equal(
            json.RootElement.EnumerateArray()
                .Select(record =>
                    record
                        .EnumerateObject()
                        .ToDictionary(
                            m => m.Name,
                            m =>
                                m.Value.ValueKind == JsonValueKind.String
                                    ? (object)m.Value.GetString()!
                                    : m.Value.GetDouble()
                        )
                ),
            records
        );
    }

    [Fact]
    public void Compact_CBOR_is_an_array_of_five_with_null_for_no_value()
    {
        var written = Write(PayloadForm.CompactCbor, live: false, First, Second, Third);

        Assert.Equal("application/cbor", written.ContentType);
        Assert.Equal(
            "85" // array of 5
                + "03" // boot 3
                + "1829" // seq 41
                + "1B0000019F00B093C0" // 1782423000000
                + "19EA60" // 60000
                + "83" // array of 3
                + "19019C" // 412
                + "3831" // -50
                + "F6", // null
            Convert.ToHexString(written.Octets.Span)
        );
    }

    [Fact]
    public void A_single_reading_in_compact_CBOR_states_the_sampling_interval() =>
        Assert.EndsWith(
            "19EA60" + "81" + "19019C",
            Convert.ToHexString(Write(PayloadForm.CompactCbor, live: true, First).Octets.Span),
            StringComparison.Ordinal
        );

    [Fact]
    public void Without_a_clock_the_newest_has_no_time_and_older_ones_the_time_since_power_up()
    {
        var clockless = First with { ClockMilliseconds = null };

        using var live = JsonDocument.Parse(Write(PayloadForm.Json, live: true, clockless).Octets);
        using var older = JsonDocument.Parse(Write(PayloadForm.Json, live: false, clockless).Octets);
        using var pack = JsonDocument.Parse(
            Write(PayloadForm.SenmlJson, live: false, clockless, Second with { ClockMilliseconds = null }).Octets
        );
        var compact = new CborReader(Write(PayloadForm.CompactCbor, live: false, clockless).Octets);
        compact.ReadStartArray();
        compact.ReadUInt32();
        compact.ReadUInt32();

        Assert.False(live.RootElement.TryGetProperty("t", out _));
        Assert.Equal(600_000, older.RootElement.GetProperty("t").GetInt64());
        // Measured at second 0, sent at second 180: RFC 8428 §4.5.3 reads it as 180 s before now.
        Assert.Equal(-180, pack.RootElement[0].GetProperty("bt").GetDouble());
        Assert.Equal(60, pack.RootElement.EnumerateArray().Last().GetProperty("t").GetDouble());
        Assert.Equal(600_000, compact.ReadInt64());
    }

    [Fact]
    public void What_is_told_of_a_reading_is_what_its_form_carries()
    {
        Assert.Equal(
            [("temperature", 4.12), ("humidity", 91.5), ("door", 1), ("battery", 87)],
            Payload.Told(PayloadForm.SenmlCbor, First)
        );
        Assert.Equal([("temperature", 4.12)], Payload.Told(PayloadForm.CompactCbor, First));
        Assert.Empty(Payload.Told(PayloadForm.CompactCbor, Third));
    }
}
