using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Devices;

internal static class RollupEndpoints
{
    private static readonly TimeSpan LongestByHour = TimeSpan.FromDays(92);
    private static readonly TimeSpan LongestByDay = TimeSpan.FromDays(1100);

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization()
            .MapGet("/{device}/rollups", List)
            .WithName("ListRollups")
            .WithSummary("Adds the readings of a logger up by hour or day")
            .WithDescription(
                "Count, least, greatest and mean value, and for temperatures the mean kinetic temperature (83.144 kJ/mol, °C), of each hour or day (China) that overlaps the window and has a reading; as measured, without the calibration offset. `coveredSeconds` is how much of it the readings speak for. At most 92 days by `hour`, 1100 by `day`. Hours are kept when retention has removed their raw readings (`rawRemoved`)."
            );

    private static async Task<Results<Ok<IReadOnlyList<RollupView>>, ProblemHttpResult>> List(
        string device,
        string quantity,
        SnakeName<RollupStep> step,
        OffsetTime from,
        OffsetTime to,
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        var longest = step.Value == RollupStep.Hour ? LongestByHour : LongestByDay;
        if (from.Value >= to.Value || to.Value - from.Value > longest)
        {
            return Problems.Invalid(
                "bad-window",
                "The window is empty or too long",
                $"时间范围须大于零且不超过{longest.Days}天。",
                "/to"
            );
        }

        return
            await loggers.RollupsAsync(device, quantity, step.Value, new(from.Value, to.Value), user, ct) is { } rollups
            ? TypedResults.Ok(rollups)
            : Problems.NotFound("没有这个记录仪，或您无权查看。", "/device");
    }
}
