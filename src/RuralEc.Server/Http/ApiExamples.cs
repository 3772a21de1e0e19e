using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RuralEc.Server.Http;

/// <summary>
/// Example payloads by operation, from <c>Http/Examples</c>: what the demonstration server was sent and answered, lists
/// cut short. Tests read them as the server reads a request.
/// </summary>
internal static class ApiExamples
{
    private static readonly Dictionary<string, JsonObject> All = Read();

    public static Task AddAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        if (context.Description.HttpMethod == HttpMethods.Head)
        {
            // The same operation without what it says; its name has to be its own.
            operation.OperationId += "Head";
            operation.Responses?["200"].Content?.Clear();
            return Task.CompletedTask;
        }

        if (!All.TryGetValue(operation.OperationId ?? "", out var example))
        {
            return Task.CompletedTask;
        }

        foreach (var body in operation.RequestBody?.Content?.Values ?? [])
        {
            body.Example = example["request"]?.DeepClone();
        }

        foreach (var (status, response) in operation.Responses ?? [])
        {
            foreach (var (type, body) in response.Content ?? new Dictionary<string, OpenApiMediaType>())
            {
                if (type == "text/html")
                {
                    body.Schema = new OpenApiSchema { Type = JsonSchemaType.String, Description = "The page." };
                }
                else if (status is "200" or "201")
                {
                    body.Schema ??= new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Description = "A GeoJSON FeatureCollection (RFC 7946).",
                    };
                    // A repetition mostly has the first answer.
                    body.Example = (
                        status is "200" && example["again"] is { } again ? again : example["response"]
                    )?.DeepClone();
                }
            }
        }

        return Task.CompletedTask;
    }

    private static Dictionary<string, JsonObject> Read()
    {
        var assembly = typeof(ApiExamples).Assembly;
        var all = new Dictionary<string, JsonObject>(StringComparer.Ordinal);
        foreach (
            var name in assembly
                .GetManifestResourceNames()
                .Where(n => n.StartsWith("examples/", StringComparison.Ordinal))
        )
        {
            using var file = assembly.GetManifestResourceStream(name)!;
            foreach (var (operation, example) in JsonNode.Parse(file)!.AsObject())
            {
                all.Add(operation, example!.AsObject());
            }
        }

        return all;
    }
}
