using System.Globalization;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.HttpResults;
using RuralEc.ColdChain;
using RuralEc.ColdChain.Alarms;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Stories;
using RuralEc.Server.Http;

namespace RuralEc.Server.Exports;

/// <summary>The cold chain's data as files.</summary>
internal static class ExportEndpoints
{
    private static readonly TimeSpan LongestWindow = TimeSpan.FromDays(92);

    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGroup("/api/loggers")
            .WithTags("Data loggers")
            .RequireAuthorization()
            .MapGet("/{device}/readings/export", Readings)
            .WithName("ExportReadings")
            .WithSummary("Gives the readings of a logger as a file")
            .WithDescription(
                "All quantities as measured and with the calibration offset, `from` ≤ measured < `to`, at most 92 days, as CSV, XLSX (at most 1,048,575 rows) or Parquet. Times are UTC."
            );
        routes
            .MapGroup("/api/alarms")
            .WithTags("Alarms")
            .RequireAuthorization()
            .MapGet("/export", Alarms)
            .WithName("ExportAlarms")
            .WithSummary("Gives the alarms of a time as a file")
            .WithDescription(
                "Those of your party or your districts that began in `from` ≤ onset < `to`, at most 92 days, the newest first, as CSV, XLSX or Parquet; what a node's alarm stands for is counted with it, and what late readings retracted is left out. `acknowledged_at_utc` is that of your own desk. Times are UTC, temperatures °C."
            );
        routes
            .MapGroup("/api/temperature-stories")
            .WithTags("Temperature stories")
            .RequireAuthorization()
            .MapGet("/export", Story)
            .WithName("ExportTemperatureStory")
            .WithSummary("Gives the temperatures of a lot or a pallet as a file")
            .WithDescription(
                "The series that GET /api/temperature-stories tells, as far as your party's or districts' loggers saw it: calibrated °C with the asset and the logger, as CSV, XLSX or Parquet. Times are UTC."
            );
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Readings(
        string device,
        OffsetTime from,
        OffsetTime to,
        TableFormatName format,
        LoggerQuery loggers,
        ReadingRows rows,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (Check(from, to) is { } refused)
        {
            return refused;
        }

        return await loggers.FindAsync(device, user, ct) is { } logger
            ? await FileAsync(
                rows.OfAsync(logger.Device, [new(from.Value, to.Value)], ct),
                format.Value,
                $"{device}-{Day(from)}-{Day(to)}",
                ct
            )
            : NotFound("没有这个记录仪，或您无权查看。", "/device");
    }

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Alarms(
        OffsetTime from,
        OffsetTime to,
        TableFormatName format,
        AlarmQuery alarms,
        ClaimsPrincipal user,
        CancellationToken ct
    ) =>
        Check(from, to) is { } refused
            ? refused
            : await FileAsync(
                alarms.AllAsync(user, new(from.Value, to.Value), ct).Select(AlarmRow.Of),
                format.Value,
                $"alarms-{Day(from)}-{Day(to)}",
                ct
            );

    private static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> Story(
        string itemUri,
        OffsetTime from,
        OffsetTime to,
        string productClass,
        TableFormatName format,
        LotTemperature temperatures,
        ClaimsPrincipal user,
        CancellationToken ct
    )
    {
        if (Check(from, to) is { } refused)
        {
            return refused;
        }

        var story = await temperatures.StoryAsync(user, itemUri, from.Value, to.Value, productClass, ct);
        if (story.Legs.Count == 0)
        {
            return NotFound("没有该批次或托盘的存放记录，或您无权查看。", "/itemUri");
        }

        var names = story.Legs.DistinctBy(leg => leg.AssetId).ToDictionary(leg => leg.AssetId, leg => leg.AssetName);
        return await FileAsync(
            story.Series.Select(point => StoryRow.Of(point, names[point.AssetId])).ToAsyncEnumerable(),
            format.Value,
            $"{itemUri[(itemUri.LastIndexOf('/') + 1)..]}-{Day(from)}-{Day(to)}",
            ct
        );
    }

    /// <summary>The rows as a file, or that they do not fit.</summary>
    internal static async Task<Results<FileStreamHttpResult, ProblemHttpResult>> FileAsync<T>(
        IAsyncEnumerable<T> rows,
        TableFormat format,
        string name,
        CancellationToken ct
    )
        where T : class, new()
    {
        try
        {
            return TypedResults.File(
                await TableFile.WriteAsync(rows, format, ct),
                TableFile.ContentTypeOf(format),
                $"{name}.{format.ToString().ToLowerInvariant()}"
            );
        }
        catch (TooManyRowsException)
        {
            return Refuse(
                StatusCodes.Status422UnprocessableEntity,
                "too-many-rows",
                "Too many rows",
                "超过一张 XLSX 工作表的行数，请缩短时间或改用 CSV、Parquet。",
                "/format"
            );
        }
    }

    public static ProblemHttpResult? Check(OffsetTime from, OffsetTime to) =>
        from.Value < to.Value && to.Value - from.Value <= LongestWindow
            ? null
            : Refuse(
                StatusCodes.Status422UnprocessableEntity,
                "bad-window",
                "The window is empty or too long",
                "时间范围须大于零且不超过92天。",
                "/to"
            );

    public static ProblemHttpResult NotFound(string detail, string pointer) =>
        Refuse(StatusCodes.Status404NotFound, "not-found", "Not found", detail, pointer);

    private static ProblemHttpResult Refuse(int status, string type, string title, string detail, string pointer) =>
        TypedResults.Problem(
            detail,
            statusCode: status,
            title: title,
            type: Problems.TypeOf(type),
            extensions: new Dictionary<string, object?> { ["pointer"] = pointer }
        );

    public static string Day(OffsetTime at) =>
        at.Value.UtcDateTime.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture);
}
