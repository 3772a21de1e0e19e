using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using RuralEc.Epcis;
using Xunit;

namespace RuralEc.Tests.Epcis;

public sealed class EpcisJsonTests
{
    private const string Harvest = """
        {
          "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
          "type": "ObjectEvent",
          "eventID": "urn:uuid:018f7b5c-0000-7000-8000-000000000001",
          "eventTime": "2026-06-26T01:30:00.123456Z",
          "eventTimeZoneOffset": "+08:00",
          "action": "ADD",
          "bizStep": "https://ref.gs1.org/cbv/BizStep-creating_class_instance",
          "disposition": "urn:epcglobal:cbv:disp:active",
          "quantityList": [
            { "epcClass": "https://id.gs1.org/01/09521234500049/10/2606260713", "quantity": 12150.5, "uom": "KGM" }
          ],
          "readPoint": { "id": "https://id.gs1.org/414/9521234100010" }
        }
        """;

    [Fact]
    public void A_harvest_is_read_with_the_offset_of_its_place_and_bare_CBV_words()
    {
        var harvest = Assert.IsType<ObjectEvent>(Assert.Single(Read(Harvest).Events));
        Assert.Equal(new DateTimeOffset(2026, 6, 26, 9, 30, 0, 123, TimeSpan.FromHours(8)), harvest.EventTime);
        Assert.Equal(TimeSpan.FromHours(8), harvest.EventTime.Offset);
        Assert.Equal(BizStep.CreatingClassInstance, harvest.BizStep);
        Assert.Equal(Disposition.Active, harvest.Disposition);
        Assert.Equal(
            new QuantityElement("https://id.gs1.org/01/09521234500049/10/2606260713", 12150.5m, "KGM"),
            Assert.Single(harvest.QuantityList)
        );
    }

    [Theory]
    [InlineData("\"action\": \"ADD\"", "\"action\": \"Add\"", "/action")]
    [InlineData("\"action\": \"ADD\",", "", "/action")]
    [InlineData("\"+08:00\"", "\"+15:00\"", "/eventTimeZoneOffset")]
    [InlineData("\"eventTimeZoneOffset\": \"+08:00\",", "", "/eventTimeZoneOffset")]
    [InlineData("01:30:00.123456Z", "01:30:00", "/eventTime")]
    [InlineData("2026-06-26T01", "2026-06-31T01", "/eventTime")]
    [InlineData("2026-06-26T01", "0001-01-01T01", "/eventTime")]
    [InlineData("12150.5", "\"12150.5\"", "/quantityList/0/quantity")]
    [InlineData("12150.5", "1e99", "/quantityList/0/quantity")]
    [InlineData("\"epcClass\": \"https:", "\"epcClass\": \" https:", "/quantityList/0/epcClass")]
    [InlineData("\"epcClass\": ", "\"epc~Cl/ass\": ", "/quantityList/0/epc~0Cl~1ass")]
    [InlineData("\"KGM\"", "\"kilograms\"", "/quantityList/0/uom")]
    [InlineData("\"quantityList\": [", "\"childQuantityList\": [", "/childQuantityList")]
    [InlineData("\"readPoint\": {", "\"parentID\": \"urn:x:1\", \"readPoint\": {", "/parentID")]
    [InlineData("\"type\": \"ObjectEvent\"", "\"type\": \"HarvestEvent\"", "/type")]
    [InlineData("epcis-context.jsonld", "other.jsonld", "/@context")]
    [InlineData("\"disposition\": \"urn:", "\"disposition\": \"very good ", "/disposition")]
    [InlineData("urn:epcglobal:cbv:disp:active", "\\ud800", "")]
    [InlineData("{ \"id\"", "[ \"id\"", "")]
    public void What_is_wrong_is_pointed_at(string part, string replacement, string where)
    {
        var reading = Read(Harvest.Replace(part, replacement, StringComparison.Ordinal));
        Assert.Contains(where, reading.Errors.Select(e => e.JsonPointer));
        Assert.Empty(reading.Events);
    }

    [Fact]
    public void Master_data_outside_of_coming_to_be_is_refused()
    {
        var text = Harvest.Replace("\"ADD\"", "\"OBSERVE\", \"ilmd\": {}", StringComparison.Ordinal);
        Assert.Equal("/ilmd", Assert.Single(Read(text).Errors).JsonPointer);
    }

    [Fact]
    public void Events_of_a_document_are_pointed_at_by_their_place_in_it()
    {
        var document = $$$"""
            {"@context":"{{{EpcisJson.StandardContext}}}","type":"EPCISDocument","schemaVersion":"2.0",
             "creationDate":"2026-06-26T10:00:00Z","epcisBody":{"eventList":[{{{Harvest}}}, {"type":"ObjectEvent"}, 7] } }
            """;
        var pointers = Read(document).Errors.Select(e => e.JsonPointer).ToList();
        Assert.Contains("/epcisBody/eventList/1/eventTime", pointers);
        Assert.Contains("/epcisBody/eventList/2", pointers);
        Assert.DoesNotContain(pointers, p => p.StartsWith("/epcisBody/eventList/0", StringComparison.Ordinal));
    }

    [Fact]
    public void An_event_without_id_is_known_by_the_hash_of_its_text()
    {
        var text = Harvest.Replace(
            "\"eventID\": \"urn:uuid:018f7b5c-0000-7000-8000-000000000001\",",
            "",
            StringComparison.Ordinal
        );
        var id = Read(text).Events[0].EventId;
        Assert.StartsWith("ni:///sha-256;", id, StringComparison.Ordinal);
        Assert.Equal(id, Read(text).Events[0].EventId);
        Assert.NotEqual(id, Read(text.Replace("12150.5", "12150.6", StringComparison.Ordinal)).Events[0].EventId);
    }

    [Fact]
    public void What_is_written_is_read_back_the_same() =>
        EpcisGen.Events.Sample(
            written =>
            {
                var bytes = EpcisJson.Write(written);
                var reading = EpcisJson.Read(bytes);
                return reading.IsGood
                    && EpcisJson.Write(reading.Events[0]).AsSpan().SequenceEqual(bytes)
                    && JsonNode.DeepEquals(Tree(reading.Events[0]), Tree(written))
                    && reading.Events[0].EventTime.EqualsExact(written.EventTime);
            },
            iter: 300
        );

    [Fact]
    public void A_document_of_events_is_read_back_the_same() =>
        EpcisGen
            .Events.Array[0, 4]
            .Sample(
                written =>
                {
                    var reading = EpcisJson.Read(EpcisJson.WriteDocument(written, DateTimeOffset.UnixEpoch));
                    return reading.IsGood
                        && reading.Events.Select(Tree).SequenceEqual(written.Select(Tree), NodeEquality);
                },
                iter: 100
            );

    [Fact]
    public async Task Every_event_that_is_written_follows_the_published_schema()
    {
        var documents = EpcisGen
            .Events.Array[40]
            .Single(events => events.Select(e => e.GetType()).Distinct().Count() == 5, "0000FEPSuXH1")
            .Select(e => Encoding.UTF8.GetString(EpcisJson.Write(e)))
            .ToList();
        Assert.Equal(5, documents.Select(d => JsonNode.Parse(d)!["type"]!.GetValue<string>()).Distinct().Count());
        Assert.All(await EpcisSchema.ErrorsOf(documents), Assert.Empty);
        Assert.NotEmpty(
            await EpcisSchema.ErrorsOf(documents[0].Replace("eventTime\"", "time\"", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void No_bytes_make_the_reader_throw() =>
        Gen.OneOf(
                Gen.Byte.Array[0, 60],
                Gen.OneOfConst(
                        "{",
                        "}",
                        "[",
                        "]",
                        ",",
                        ":",
                        "\"type\"",
                        "\"ObjectEvent\"",
                        "\"@context\"",
                        "\"epcisBody\"",
                        "\"\\ud800\"",
                        "null",
                        "1e999",
                        "\"EPCISDocument\"",
                        "\"eventList\"",
                        "\"https://x\"",
                        "-1"
                    )
                    .Array[0, 20]
                    .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))
            )
            .Sample(bytes => EpcisJson.Read(bytes) is var reading && reading.Events.Count * reading.Errors.Count == 0);

    [Fact]
    public void No_damage_to_an_example_makes_the_reader_throw()
    {
        var examples = EpcisTestData.Examples().Values.ToArray();
        Gen.Select(Gen.OneOfConst(examples), Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Int[0, 30])
            .Sample(
                (example, at, octet, cut) =>
                {
                    var start = at % example.Length;
                    byte[] damaged = [.. example[..start], octet, .. example[Math.Min(example.Length, start + cut)..]];
                    var reading = EpcisJson.Read(damaged);
                    return reading.Events.Count * reading.Errors.Count == 0;
                },
                iter: 2000
            );
    }

    [Fact]
    public void No_change_of_a_value_in_an_example_makes_the_reader_throw()
    {
        var examples = EpcisTestData.Examples().Values.Select(Encoding.UTF8.GetString).ToArray();
        string[] values = ["null", "true", "7", "-1e308", "[]", "{}", "\"\"", "[null]", "[[]]", "[{}]", "\"\\u0000\""];
        Gen.Select(Gen.OneOfConst(examples), Gen.Int[0, int.MaxValue], Gen.OneOfConst(values))
            .Sample(
                (example, at, value) =>
                {
                    var colons = AllColons(example);
                    var colon = colons[at % colons.Count];
                    var rest = example[(colon + 1)..].TrimStart();
                    var end = rest.IndexOfAny([',', '}', ']', '\n']);
                    var reading = Read(
                        string.Concat(example.AsSpan(0, colon + 1), value, rest.AsSpan(Math.Max(end, 0)))
                    );
                    return reading.Events.Count * reading.Errors.Count == 0;
                },
                iter: 2000
            );
    }

    private static readonly IEqualityComparer<JsonNode?> NodeEquality = EqualityComparer<JsonNode?>.Create(
        JsonNode.DeepEquals,
        node => node?.ToJsonString().Length ?? 0
    );

    private static List<int> AllColons(string text) =>
        [.. Enumerable.Range(0, text.Length).Where(i => text[i] == ':' && i > 0 && text[i - 1] == '"')];

    private static JsonNode? Tree(EpcisEvent e) => JsonSerializer.SerializeToNode(e, e.GetType());

    private static EpcisReading Read(string json) => EpcisJson.Read(Encoding.UTF8.GetBytes(json));
}
