using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Devices.Calibrations;

internal static class CalibrationEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization()
            .MapGet("/{device}/calibrations", List)
            .WithName("ListLoggerCalibrations")
            .WithSummary("Lists the calibrations of a logger")
            .WithDescription(
                "Newest first, down to the one it was registered with. What was measured between two of them is read with the earlier."
            );
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization(policy => policy.RequireRole(Reach.Keepers))
            .MapPost("/{device}/calibrations", Calibrate)
            .WithName("CalibrateLogger")
            .WithSummary("Records a calibration of a logger")
            .WithDescription(
                "The offset in K is added to what it measured from then on; goods and alarms since are judged again. A correction is another one of the same time. Example: `{\"id\":\"0197a1c0-0000-7000-8000-000000000051\",\"calibratedAt\":\"2026-11-20T09:00:00+08:00\",\"offsetKelvin\":-0.2,\"certificate\":\"RWD2026-10482 广州计量院\",\"dueOn\":\"2027-11-19\"}`."
            );
    }

    private static async Task<Results<Ok<IReadOnlyList<CalibrationView>>, ProblemHttpResult>> List(
        string device,
        CalibrationDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        await desk.ListAsync(device, user, ct) is { } calibrations
            ? TypedResults.Ok(calibrations)
            : Problems.NotFound("没有这个记录仪，或您无权查看。", "/device");

    private static async Task<Results<NoContent, ProblemHttpResult>> Calibrate(
        string device,
        CalibrateLogger command,
        CalibrationDesk desk,
        ClaimsPrincipal user,
        CancellationToken ct
    ) => Problems.NoContentOr(await desk.CalibrateAsync(device, command, user, ct));
}
