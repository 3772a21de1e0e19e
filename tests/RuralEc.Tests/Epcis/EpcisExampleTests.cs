using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RuralEc.Epcis;
using Xunit;

namespace RuralEc.Tests.Epcis;

public sealed class EpcisExampleTests
{
    private static readonly DateTimeOffset Created = new(2026, 6, 26, 10, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void Every_published_example_is_read_and_says_the_same_when_written_again()
    {
        var differences = new List<string>();
        foreach (var (name, bytes) in EpcisTestData.Examples())
        {
            var reading = EpcisJson.Read(bytes);
            differences.AddRange(reading.Errors.Select(e => $"{name} {e.JsonPointer} {e.Message}"));
            var originals = EventsOf(Tree(JsonDocument.Parse(bytes).RootElement)!);
            var written = EventsOf(JsonNode.Parse(EpcisJson.WriteDocument(reading.Events, Created))!);
            for (var i = 0; i < Math.Min(originals.Count, written.Count); i++)
            {
                Compare(originals[i], written[i], $"{name} {i}", differences);
            }
        }
        Assert.Empty(differences);
    }

    [Fact]
    public async Task Examples_and_what_is_written_of_them_follow_the_published_schema()
    {
        var examples = EpcisTestData.Examples();
        var written = examples.Values.Select(bytes =>
            Encoding.UTF8.GetString(EpcisJson.WriteDocument(EpcisJson.Read(bytes).Events, Created))
        );
        var bare = examples.Values.SelectMany(bytes =>
            EpcisJson.Read(bytes).Events.Select(e => Encoding.UTF8.GetString(EpcisJson.Write(e)))
        );
        var errors = await EpcisSchema.ErrorsOf([
            .. examples.Values.Select(Encoding.UTF8.GetString),
            .. written,
            .. bare,
        ]);
        Assert.Equal(47 + 47 + 56, errors.Count);
        Assert.All(errors, Assert.Empty);
    }

    /// <summary>One example gives a field twice; as for ajv, the last counts.</summary>
    private static JsonNode? Tree(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => new JsonObject(
                json.EnumerateObject()
                    .GroupBy(f => f.Name, (name, same) => KeyValuePair.Create(name, Tree(same.Last().Value)))
            ),
            JsonValueKind.Array => new JsonArray([.. json.EnumerateArray().Select(Tree)]),
            _ => JsonNode.Parse(json.GetRawText()),
        };

    private static List<JsonObject> EventsOf(JsonNode document)
    {
        var body = document["epcisBody"]!;
        var list = body["eventList"] ?? body["queryResults"]!["resultsBody"]!["eventList"]!;
        return [.. list.AsArray().Select(node => node!.AsObject())];
    }

    private static void Compare(JsonNode? original, JsonNode? written, string at, List<string> differences)
    {
        if (original is JsonObject before && written is JsonObject after)
        {
            foreach (var (name, value) in before)
            {
                // The server's own time, and a list that says nothing, are not written again.
                if (name is not ("recordTime" or "@context") && value is not JsonArray { Count: 0 })
                {
                    Compare(value, after[name], $"{at}/{name}", differences);
                }
            }
            var added = after
                .Select(f => f.Key)
                .Except(before.Select(f => f.Key))
                .Except(["eventID", "@context", "epcList"]);
            differences.AddRange(added.Select(name => $"{at}/{name} was added"));
        }
        else if (original is JsonArray items && written is JsonArray again && items.Count == again.Count)
        {
            for (var i = 0; i < items.Count; i++)
            {
                Compare(items[i], again[i], $"{at}/{i}", differences);
            }
        }
        else if (!Same(original, written))
        {
            differences.Add($"{at}: {original} became {written}");
        }
    }

    private static bool Same(JsonNode? original, JsonNode? written) =>
        JsonNode.DeepEquals(original, written)
        // One certificate may be a bare URI or a list of one.
        || (written is JsonArray { Count: 1 } list && JsonNode.DeepEquals(original, list[0]))
        || (
            original is JsonValue before
            && written is JsonValue after
            && before.TryGetValue<DateTimeOffset>(out var time)
            && after.TryGetValue<DateTimeOffset>(out var again)
            && Math.Abs((time - again).TotalMilliseconds) < 1
        );
}
