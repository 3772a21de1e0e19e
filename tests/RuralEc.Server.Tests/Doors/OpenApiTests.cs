using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
        var document = JsonNode.Parse(
            await server.Anonymous.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)
        )!;

        Golden.Check(document.ToJsonString(Readable), "docs/api/openapi.json");

        var operations = document["paths"]!
            .AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(o => (Name: $"{o.Key} {path.Key}", Operation: o.Value!)))
            .ToList();
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
}
