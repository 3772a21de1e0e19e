using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Infrastructure;
using Microsoft.AspNetCore.Routing;
using RuralEc.Server.Security;
using Xunit;

namespace RuralEc.Server.Tests.Doors;

/// <summary>Walks every endpoint as nobody and as every role.</summary>
public class RightsTests
{
    /// <summary>What anybody may call: scanning, signing in, the description, health and files.</summary>
    private static readonly string[] Open =
    [
        "/",
        "/error/{Status:int}",
        "/account/",
        "/api/account/token",
        "/api/account/refresh",
        "/01/",
        "/t",
        "/openapi/",
        "/docs",
        "/scalar",
        "/health/",
        "/_framework",
        "/mqtt",
        "/api/divisions",
        "/api/codes/{gtin}/",
        "/api/certificates/{number}",
        "/ogc",
    ];

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_endpoint_lets_in_exactly_the_roles_it_states(Database database)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var server = await Server.OnAsync(database);
        var wrong = new List<string>();
        foreach (var role in Roles.All.Prepend(""))
        {
            using var caller = role == "" ? server.Anonymous : await server.SignedInAsync(role);
            foreach (var (endpoint, method) in server.Endpoints.SelectMany(Methods))
            {
                using var request = new HttpRequestMessage(new(method), Filled(endpoint));
                if (method is "POST" or "PUT")
                {
                    request.Content = JsonContent.Create(new { });
                }

                // A stream of events has a head and no end.
                using var response = await caller.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
                var refused =
                    response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden
                    || SignInAsked(response);
                if (refused != !MayCall(endpoint, role) || (int)response.StatusCode >= 500)
                {
                    wrong.Add($"{role} {method} {endpoint.RoutePattern.RawText}: {(int)response.StatusCode}");
                }
            }
        }

        Assert.Empty(wrong);
    }

    [Fact]
    public async Task Nothing_is_open_to_everybody_by_oversight()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        var open = server
            .Endpoints.Where(e =>
                e.Metadata.GetOrderedMetadata<IAuthorizeData>().Count == 0
                && e.Metadata.GetMetadata<AuthorizationPolicy>() is null
            )
            .Select(e => "/" + e.RoutePattern.RawText!.TrimStart('/'))
            .Where(route => route != "/" && !Open.Skip(1).Any(o => route.StartsWith(o, StringComparison.Ordinal)));

        Assert.Empty(open);
    }

    private static IEnumerable<(RouteEndpoint Endpoint, string Method)> Methods(RouteEndpoint endpoint) =>
        (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"])
            .Where(method => method is "GET" or "POST" or "PUT" or "DELETE")
            .Where(_ => !endpoint.RoutePattern.RawText!.Contains("_framework", StringComparison.Ordinal))
            // Signing out ends the cookie of the very caller that walks.
            .Where(_ => !endpoint.RoutePattern.RawText!.Contains("sign-out", StringComparison.Ordinal))
            .Select(method => (endpoint, method));

    private static bool SignInAsked(HttpResponseMessage response) =>
        response.StatusCode == HttpStatusCode.Redirect
        && response.Headers.Location!.ToString() is var to
        && (
            to.Contains("/account/sign-in", StringComparison.Ordinal)
            || to.Contains("/account/denied", StringComparison.Ordinal)
        );

    private static bool MayCall(RouteEndpoint endpoint, string role)
    {
        var stated = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>();
        var policies = endpoint.Metadata.GetOrderedMetadata<AuthorizationPolicy>();
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null || (stated.Count == 0 && policies.Count == 0))
        {
            return true;
        }

        return role != ""
            && stated.All(data => data.Roles is null || data.Roles.Split(',').Any(r => r.Trim() == role))
            && policies
                .SelectMany(policy => policy.Requirements.OfType<RolesAuthorizationRequirement>())
                .All(requirement => requirement.AllowedRoles.Contains(role));
    }

    private static string Filled(RouteEndpoint endpoint)
    {
        var path = "/" + endpoint.RoutePattern.RawText!.TrimStart('/');
        foreach (var parameter in endpoint.RoutePattern.Parameters)
        {
            var policies = endpoint.RoutePattern.ParameterPolicies.TryGetValue(parameter.Name, out var given)
                ? string.Join(' ', given.Select(g => g.Content))
                : "";
            var value =
                policies.Contains("guid", StringComparison.OrdinalIgnoreCase) ? "01890000-0000-7000-8000-000000000000"
                : policies.Contains("int", StringComparison.Ordinal) ? "404"
                : parameter.Name.ToUpperInvariant() switch
                {
                    "GTIN" => "09521234500018",
                    "GLN" => "9521234100010",
                    "SSCC" => "095212340000000013",
                    _ => "01890000-0000-7000-8000-000000000000",
                };
            path = System.Text.RegularExpressions.Regex.Replace(
                path,
                @"\{\*{0,2}" + parameter.Name + @"[^}]*\}",
                value
            );
        }

        return path;
    }
}
