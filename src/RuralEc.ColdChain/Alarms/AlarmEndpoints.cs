using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Alarms;

internal static class AlarmEndpoints
{
    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/alarms")
            .WithTags("Alarms")
            .RequireAuthorization()
            .MapGet("/", List)
            .WithName("ListAlarms")
            .WithSummary("Lists temperature and silence alarms")
            .WithDescription(
                "One alarm is one episode, newest first, at most 200; pass the last `onsetAt` as `before` for more. `open=true` gives those that last. Alarms that late readings retracted are not listed. Temperatures in °C."
            );

    private static async Task<Ok<List<AlarmView>>> List(
        AlarmQuery alarms,
        ClaimsPrincipal user,
        CancellationToken ct,
        bool? open = null,
        OffsetTime? before = null
    ) => TypedResults.Ok(await alarms.ListAsync(user, open, before?.Value, ct));
}
