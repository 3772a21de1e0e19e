using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.OpenApi;

namespace RuralEc.Server.Http;

/// <summary>The problems with which an operation may answer, each with an example.</summary>
internal static class ApiProblems
{
    private const string Schema = "Problem";

    private static readonly (int Status, string Name, string Words)[] Answers =
    [
        (400, "Unreadable", "The JSON or a parameter cannot be read, or a field is out of its limits."),
        (401, "NotSignedIn", "The bearer token is missing, wrong or out of date."),
        (403, "NotAllowed", "The caller's role may not do this."),
        (404, "NotFound", "There is no such thing, or it is not the caller's."),
        (409, "Conflict", "The id or key stands for something else, or somebody changed the same thing meanwhile."),
        (410, "Void", "The code was taken out of use."),
        (413, "TooLarge", "The body is larger than 1 MiB."),
        (415, "NotJson", "The body is not JSON in UTF-8."),
        (422, "Refused", "A rule forbids it; nothing was stored."),
        (429, "TooMany", "Too many requests from one address."),
    ];

    public static void AddTo(OpenApiDocument document)
    {
        var components = document.Components!;
        components.Schemas ??= new Dictionary<string, IOpenApiSchema>();
        components.Schemas[Schema] = SchemaOf();
        components.Responses = Answers.ToDictionary(
            answer => answer.Name,
            IOpenApiResponse (answer) =>
                new OpenApiResponse
                {
                    Description = answer.Words,
                    Content = new Dictionary<string, OpenApiMediaType>
                    {
                        ["application/problem+json"] = new()
                        {
                            Schema = new OpenApiSchemaReference(Schema, document),
                            Example = ExampleOf(answer.Status),
                        },
                    },
                }
        );
    }

    public static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        operation.Responses ??= [];
        foreach (var status in StatusesOf(operation, context))
        {
            var name = Answers.Single(answer => answer.Status == status).Name;
            operation.Responses.TryAdd(
                status.ToString(CultureInfo.InvariantCulture),
                new OpenApiResponseReference(name, context.Document)
            );
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<int> StatusesOf(OpenApiOperation operation, OpenApiOperationTransformerContext context)
    {
        var path = context.Description.RelativePath ?? "";
        var scan = !path.StartsWith("api/", StringComparison.Ordinal);
        var body = operation.RequestBody is not null;
        if (body || operation.Parameters is { Count: > 0 })
        {
            yield return 400;
        }

        if (ApiCallers.IsClosed(context))
        {
            yield return 401;
            if (ApiCallers.RolesOf(context).Count > 0)
            {
                yield return 403;
            }
        }

        if (path.Contains('{', StringComparison.Ordinal) || body && ApiCallers.IsClosed(context))
        {
            yield return 404;
        }

        if (
            scan
            && (path.Contains("{serial}", StringComparison.Ordinal) || path.StartsWith("t/", StringComparison.Ordinal))
        )
        {
            yield return 410;
        }

        if (body)
        {
            yield return 413;
            yield return 415;
        }

        if (body && ApiCallers.IsClosed(context))
        {
            yield return 409;
            yield return 422;
        }

        if (context.Description.ActionDescriptor.EndpointMetadata.Any(m => m is EnableRateLimitingAttribute))
        {
            yield return 401;
            yield return 429;
        }
    }

    private static OpenApiSchema SchemaOf()
    {
        static OpenApiSchema Text(string words) => new() { Type = JsonSchemaType.String, Description = words };
        return new()
        {
            Type = JsonSchemaType.Object,
            Description =
                "A problem (RFC 9457). A refusal by a rule may carry the rule's own figures beside these members.",
            Required = new HashSet<string> { "type", "title", "status", "traceId" },
            Properties = new Dictionary<string, IOpenApiSchema>
            {
                ["type"] = Text("Names the problem; stays the same over versions."),
                ["title"] = Text("An English sentence."),
                ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer },
                ["detail"] = Text("A sentence for the person at the screen, mostly Chinese."),
                ["pointer"] = Text("JSON pointer to the member at fault, or a slash and the parameter's name."),
                ["errors"] = new OpenApiSchema
                {
                    Type = JsonSchemaType.Array,
                    Description = "All fields that are out of their limits.",
                    Items = new OpenApiSchema
                    {
                        Type = JsonSchemaType.Object,
                        Properties = new Dictionary<string, IOpenApiSchema>
                        {
                            ["pointer"] = Text("JSON pointer to the member."),
                            ["detail"] = Text("What it should be."),
                        },
                    },
                },
                ["traceId"] = Text("Finds the request in the server's log."),
            },
        };
    }

    private static JsonObject ExampleOf(int status)
    {
        var (name, title, detail) = status switch
        {
            StatusCodes.Status400BadRequest => (
                "unreadable-json",
                "The JSON cannot be read.",
                "A time needs the form 2026-06-26T05:30:00+08:00, with its offset."
            ),
            StatusCodes.Status404NotFound => ("not-found", "Not found", "没有批次2606260713。"),
            StatusCodes.Status409Conflict => (
                "id-taken",
                "Id already used",
                "该编号（id）已用于另一条内容不同的记录。"
            ),
            StatusCodes.Status410Gone => ("code-void", "The code is void", "此码已作废。"),
            StatusCodes.Status422UnprocessableEntity => (
                "inside-safety-interval",
                "Harvest inside a safety interval",
                "吡唑醚菌酯最后使用于2026-06-12，安全间隔期14天，2026-06-26起方可采收。"
            ),
            _ => Problems.Of(status),
        };
        var problem = new JsonObject
        {
            ["type"] = Problems.TypeOf(name),
            ["title"] = title,
            ["status"] = status,
            ["detail"] = detail,
        };
        var pointer = status switch
        {
            StatusCodes.Status400BadRequest or StatusCodes.Status422UnprocessableEntity => "/startedAt",
            StatusCodes.Status404NotFound => "/lot",
            StatusCodes.Status409Conflict => "/id",
            _ => null,
        };
        if (pointer is not null)
        {
            problem["pointer"] = pointer;
        }

        problem["traceId"] = "00-8c7409824f25d39137f3d4f32803b8ee-17c44b9d10d8abf4-00";
        return problem;
    }
}
