using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace RuralEc.Server.Http;

/// <summary>Who may call an operation: the roles in its description, and the token it asks for.</summary>
internal static class ApiCallers
{
    private const string Scheme = "bearer";

    public static void AddTo(OpenApiComponents components) =>
        components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>
        {
            [Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = Scheme,
                Description = "The accessToken of POST /api/account/token.",
            },
        };

    public static Task DescribeAsync(
        OpenApiOperation operation,
        OpenApiOperationTransformerContext context,
        CancellationToken ct
    )
    {
        if (!IsClosed(context))
        {
            return Task.CompletedTask;
        }

        operation.Security = [new() { [new OpenApiSecuritySchemeReference(Scheme, context.Document)] = [] }];
        if (RolesOf(context) is { Count: > 0 } roles)
        {
            operation.Description += $" Roles: {string.Join(", ", roles)}.";
        }

        return Task.CompletedTask;
    }

    /// <summary>True for what nobody may call without signing in.</summary>
    public static bool IsClosed(OpenApiOperationTransformerContext context) =>
        context.Description.ActionDescriptor.EndpointMetadata.Any(m => m is IAuthorizeData or AuthorizationPolicy);

    /// <summary>Empty where every role may.</summary>
    public static IReadOnlyList<string> RolesOf(OpenApiOperationTransformerContext context) =>
        [
            .. context
                .Description.ActionDescriptor.EndpointMetadata.OfType<AuthorizationPolicy>()
                .SelectMany(p => p.Requirements)
                .OfType<RolesAuthorizationRequirement>()
                .SelectMany(r => r.AllowedRoles),
        ];
}
