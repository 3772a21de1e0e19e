using Microsoft.OpenApi;
using RuralEc.Gs1;

namespace RuralEc.Server.Http;

/// <summary>The OpenAPI 3.1 document: GS1 keys as strings, and who may call what.</summary>
internal static class ApiDescription
{
    public static void AddApiDescription(this IServiceCollection services) =>
        services.AddOpenApi(
            "v1",
            openApi =>
            {
                openApi.AddDocumentTransformer(
                    (document, _, _) =>
                    {
                        document.Info = new()
                        {
                            Title = "RuralEc",
                            Version = "v1",
                            Description =
                                "Farm-product traceability, cold chains and rural logistics nodes. Errors are RFC 9457 problem details.",
                        };
                        document.Servers = [];
                        return Task.CompletedTask;
                    }
                );
                openApi.AddSchemaTransformer(
                    (schema, context, _) =>
                    {
                        var type = Nullable.GetUnderlyingType(context.JsonTypeInfo.Type) ?? context.JsonTypeInfo.Type;
                        if (type.Assembly == typeof(Gtin).Assembly && type.IsValueType)
                        {
                            schema.Type = JsonSchemaType.String;
                            schema.Properties = null;
                            schema.Required = null;
                            schema.Description = $"A GS1 {type.Name}";
                        }

                        return Task.CompletedTask;
                    }
                );
                openApi.AddOperationTransformer(
                    (operation, context, _) =>
                    {
                        var roles = context
                            .Description.ActionDescriptor.EndpointMetadata.OfType<Microsoft.AspNetCore.Authorization.AuthorizationPolicy>()
                            .SelectMany(p => p.Requirements)
                            .OfType<Microsoft.AspNetCore.Authorization.Infrastructure.RolesAuthorizationRequirement>()
                            .SelectMany(r => r.AllowedRoles)
                            .ToList();
                        if (roles.Count > 0)
                        {
                            operation.Description += $" Roles: {string.Join(", ", roles)}.";
                        }

                        return Task.CompletedTask;
                    }
                );
            }
        );
}
