using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Alarms.Notices;

internal static class HostEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        var hosts = routes
            .MapGroup("/api/alarm-hosts")
            .WithTags("Alarm contacts")
            .RequireAuthorization(policy => policy.RequireRole("administrator"));
        hosts
            .MapGet("/", (HostDesk desk, CancellationToken ct) => desk.ListAsync(ct))
            .WithName("ListAllowedHosts")
            .WithSummary("Lists hosts that webhooks may go to besides the public internet")
            .WithDescription("By name, with who allowed them.");
        hosts
            .MapPut("/{host}", Allow)
            .WithName("AllowHost")
            .WithSummary("Allows webhooks to a host that is not on the public internet")
            .WithDescription(
                "Name or address with the port; plain http is allowed there, too. Example: `wms.lan:8443`."
            );
        hosts
            .MapDelete("/{host}", Forbid)
            .WithName("ForbidHost")
            .WithSummary("Allows webhooks to a host no more")
            .WithDescription("What waits for it is tried again and refused until it is given up.");
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> Allow(
        string host,
        HostDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.AllowAsync(host, user, ct));

    private static async Task<NoContent> Forbid(string host, HostDesk desk, CancellationToken ct)
    {
        await desk.ForbidAsync(host, ct);
        return TypedResults.NoContent();
    }
}
