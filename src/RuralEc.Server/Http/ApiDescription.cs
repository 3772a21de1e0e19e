using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RuralEc.Server.Http;

/// <summary>The OpenAPI 3.1 document: what each operation does, who may call it, what goes in and what comes out.</summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            openApi =>
            {
                openApi.AddDocumentTransformer(DescribeAsync);
                openApi.AddSchemaTransformer(ApiSchemas.CompleteAsync);
                openApi.AddOperationTransformer(ApiCallers.DescribeAsync);
                openApi.AddOperationTransformer(ApiParameters.DescribeAsync);
                openApi.AddOperationTransformer(ApiProblems.DescribeAsync);
                openApi.AddOperationTransformer(ApiExamples.AddAsync);
            }
        );

    private static Task DescribeAsync(
        OpenApiDocument document,
        OpenApiDocumentTransformerContext context,
        CancellationToken ct
    )
    {
        document.Info = new()
        {
            Title = "RuralEc",
            Version = "v1",
            Description =
                "Farm-product traceability, cold chains and rural logistics nodes. Errors are RFC 9457 problem details. "
                + "Ids are made by the client (UUIDv7): the same command twice is one record, answered 201 and then 200. "
                + "Times are RFC 3339 with an offset.",
        };
        document.Servers = [];
        document.Components ??= new();
        ApiCallers.AddTo(document.Components);
        ApiProblems.AddTo(document);
        return Task.CompletedTask;
    }
}
