using System.Security.Claims;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace RuralEc.ColdChain.Devices;

internal static class ReadingEndpoints
{
    private const int Page = 1000;

    public static void Map(IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("/api/readings")
            .WithTags("Readings")
            .RequireAuthorization()
            .MapGet("/", List)
            .WithName("ListReadings")
            .WithSummary("Lists the readings of a logger")
            .WithDescription(
                "Raw values in order of the device's time, `from` ≤ time < `to`, at most 1000; where there is more, `next` is the `from` of the next page. Times need their offset, such as `2026-06-26T21:30:00Z`. Temperature in °C, humidity and battery in %."
            );

    private static async Task<Results<Ok<ReadingPage>, ProblemHttpResult>> List(
        string device,
        OffsetTime from,
        OffsetTime to,
        LoggerQuery loggers,
        ClaimsPrincipal user,
        CancellationToken ct,
        string? quantity = null
    )
    {
        if (from.Value >= to.Value)
        {
            return Problems.Invalid("empty-window", "The window is empty", "起始时间必须早于结束时间。", "/to");
        }

        var readings = await loggers.ReadingsAsync(device, quantity, from.Value, to.Value, Page + 1, user, ct);
        if (readings is null)
        {
            return Problems.NotFound("没有这个记录仪，或您无权查看。", "/device");
        }

        // One instant is never cut by the end of a page.
        DateTimeOffset? next = readings.Count > Page ? readings[^1].MeasuredAt : null;
        if (readings.Count > 0 && next == readings[0].MeasuredAt)
        {
            next = next?.AddMilliseconds(1);
        }

        return TypedResults.Ok(
            new ReadingPage([.. readings.Where(r => next is null || r.MeasuredAt < next).Select(ReadingView.Of)], next)
        );
    }
}

internal sealed record ReadingPage(IReadOnlyList<ReadingView> Readings, DateTimeOffset? Next);

/// <param name="ClockDoubtful">The device's time cannot be right.</param>
internal sealed record ReadingView(
    DateTimeOffset MeasuredAt,
    DateTimeOffset ReceivedAt,
    string Quantity,
    double Value,
    long? Boot,
    long? Seq,
    bool ClockDoubtful
)
{
    public static ReadingView Of(Reading reading) =>
        new(
            reading.MeasuredAt,
            reading.ReceivedAt,
            reading.Quantity,
            reading.Value,
            reading.Boot,
            reading.Seq,
            reading.ClockDoubtful
        );
}
