using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Routing;
using RuralEc.Server.Http;
using RuralEc.Server.Pages.Trace;
using Xunit;

namespace RuralEc.Server.Tests.Doors;

public class OpenApiTests
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    [Fact]
    public async Task The_description_is_the_reviewed_one_and_leaves_no_operation_unexplained()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var document = await DocumentAsync(server);

        Golden.Check(document.ToJsonString(Readable), "docs/api/openapi.json");

        var operations = Operations(document).ToList();
        Assert.NotEmpty(operations);
        Assert.Empty(
            operations
                .Where(o =>
                    o.Operation["summary"] is null
                    || o.Operation["description"] is null
                    || o.Operation["operationId"] is null
                )
                .Select(o => o.Name)
        );
    }

    [Fact]
    public async Task Every_payload_has_an_example_and_every_parameter_and_answer_a_meaning()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var document = await DocumentAsync(server);
        var missing = new List<string>();
        foreach (var (name, operation) in Operations(document))
        {
            missing.AddRange(
                Contents(operation["requestBody"]).Where(c => c.Body["example"] is null).Select(_ => $"{name}: request")
            );
            foreach (var (status, answer) in operation["responses"]!.AsObject())
            {
                if (answer!["$ref"] is null)
                {
                    missing.AddRange(
                        Contents(answer)
                            .Where(c => c.Type != "text/html" && c.Body["example"] is null)
                            .Select(c => $"{name}: {status} {c.Type}")
                    );
                }
            }

            missing.AddRange(
                (operation["parameters"]?.AsArray() ?? [])
                    .Where(p => p!["description"] is null)
                    .Select(p => $"{name}: {p!["name"]}")
            );
        }

        Assert.Empty(missing);
    }

    [Fact]
    public async Task Every_schema_says_of_what_type_it_is()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var document = await DocumentAsync(server);
        string[] shapes = ["type", "$ref", "oneOf", "anyOf", "allOf", "enum"];
        var empty = new List<string>();
        foreach (var (name, schema) in document["components"]!["schemas"]!.AsObject())
        {
            var all = schema!["properties"]?.AsObject().Select(p => (Name: $"{name}.{p.Key}", Schema: p.Value!)) ?? [];
            empty.AddRange(
                all.Prepend((Name: name, Schema: schema))
                    .Where(s => !shapes.Any(shape => s.Schema[shape] is not null))
                    .Select(s => s.Name)
            );
            empty.AddRange(
                all.Where(s => s.Schema["type"]?.ToJsonString().Contains("array", StringComparison.Ordinal) == true)
                    .Where(s => s.Schema["items"] is null)
                    .Select(s => s.Name + "[]")
            );
        }

        Assert.Empty(empty);
    }

    [Fact]
    public async Task Every_example_is_read_as_strictly_as_a_request_is()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var operations = Operations(await DocumentAsync(server))
            .ToDictionary(o => o.Operation["operationId"]!.GetValue<string>(), o => o.Operation);
        var wrong = new List<string>();
        foreach (var endpoint in server.Endpoints)
        {
            if (
                endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName is not { } name
                || !operations.TryGetValue(name, out var operation)
            )
            {
                continue;
            }

            var request = endpoint.Metadata.GetMetadata<IAcceptsMetadata>()?.RequestType;
            Read(request, Contents(operation["requestBody"]), name + " request");
            foreach (var answer in endpoint.Metadata.GetOrderedMetadata<IProducesResponseTypeMetadata>())
            {
                var contents = Contents(operation["responses"]![$"{answer.StatusCode}"]);
                Read(answer.Type, contents, $"{name} {answer.StatusCode}");
            }
        }

        Assert.Empty(wrong);

        void Read(Type? type, IEnumerable<(string Type, JsonObject Body)> contents, string what)
        {
            foreach (var (_, body) in contents.Where(c => c.Type == "application/json"))
            {
                // What the framework answers itself, and data that programs only read, is not made to be read by us.
                if (
                    type is null
                    || type.Assembly == typeof(AccessTokenResponse).Assembly
                    || type == typeof(TraceView)
                    || type == typeof(ProductStory)
                    || type == typeof(FeatureCollection<PointGeometry>)
                    || type == typeof(FeatureCollection<LineGeometry>)
                )
                {
                    continue;
                }

                try
                {
                    Assert.NotNull(body["example"].Deserialize(type, server.Json));
                }
                catch (JsonException fault)
                {
                    wrong.Add($"{what}: {fault.Message}");
                }
            }
        }
    }

    private static async Task<JsonNode> DocumentAsync(Server server) =>
        JsonNode.Parse(
            await server.Anonymous.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)
        )!;

    private static IEnumerable<(string Name, JsonNode Operation)> Operations(JsonNode document) =>
        document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(o => ($"{o.Key} {path.Key}", o.Value!)));

    private static IEnumerable<(string Type, JsonObject Body)> Contents(JsonNode? of) =>
        of?["content"]?.AsObject().Select(c => (c.Key, c.Value!.AsObject())) ?? [];
}
