using System.Runtime.CompilerServices;
using System.Security.Claims;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Exports;

/// <summary>All readings of a logger in a window as rows, however many: they are read page by page.</summary>
internal static class ReadingRows
{
    private const int Page = 10_000;

    /// <summary>One instant is never cut by the end of a page.</summary>
    public static async IAsyncEnumerable<ReadingRow> OfAsync(
        LoggerQuery loggers,
        LoggerView logger,
        DateTimeOffset from,
        DateTimeOffset to,
        ClaimsPrincipal by,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        var calibrations = await loggers.CalibrationsAsync(logger, ct);
        while (true)
        {
            var page = await loggers.ReadingsAsync(logger.Device, null, from, to, Page, by, ct) ?? [];
            var last = page.Count == Page && page[^1].MeasuredAt > page[0].MeasuredAt ? page[^1].MeasuredAt : to;
            foreach (var reading in page.Where(r => r.MeasuredAt < last))
            {
                yield return ReadingRow.Of(reading, calibrations);
            }

            if (last == to)
            {
                yield break;
            }

            from = last;
        }
    }
}
