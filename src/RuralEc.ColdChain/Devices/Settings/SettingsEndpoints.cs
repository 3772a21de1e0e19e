using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Devices.Settings;

internal static class SettingsEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization()
            .MapGet("/{device}/settings", List)
            .WithName("ListLoggerSettings")
            .WithSummary("Lists how a logger was to work, and what it answered")
            .WithDescription(
                "Newest first, at most 100 revisions. A revision counts from the device's answer on; until then, and where it refuses, it works as before."
            );
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Keepers))
            .MapPost("/{device}/settings", Set)
            .WithName("SetLoggerSettings")
            .WithSummary("Says how a logger is to work")
            .WithDescription(
                "The sampling interval in seconds and the limits in °C of the device's own alarm. It is sent on the device's topic `c`, retained, and again after each birth until the device answers on `cr` (docs/mqtt.md). Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000031\",\"intervalSeconds\":120,\"lowCelsius\":1.5,\"highCelsius\":8}`."
            );
    }

    private static async Task<Results<Ok<IReadOnlyList<LoggerSettingsView>>, ProblemHttpResult>> List(
        string device,
        SettingsDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await desk.ListAsync(device, user, ct) is { } settings
            ? TypedResults.Ok(settings)
            : Problems.NotFound("没有这个记录仪，或您无权查看。", "/device");

    private static async Task<Results<NoContent, ProblemHttpResult>> Set(
        string device,
        SetLoggerSettings command,
        SettingsDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.SetAsync(device, command, user, ct));
}
