using System.Runtime.CompilerServices;

namespace RuralEc.ColdChain;

public static class StoredReadings
{
    private const int Page = 10_000;

    /// <summary>
    /// All readings of a device in a window in order of time, however many: they are read page by page, and one instant
    /// is never cut by the end of a page.
    /// </summary>
    public static async IAsyncEnumerable<Reading> AllAsync(
        this IReadingStore store,
        string device,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        while (true)
        {
            var page = await store.RangeAsync(device, null, from, to, Page, ct);
            var last = page.Count == Page && page[^1].MeasuredAt > page[0].MeasuredAt ? page[^1].MeasuredAt : to;
            foreach (var reading in page.Where(r => r.MeasuredAt < last))
            {
                yield return reading;
            }

            if (last == to)
            {
                yield break;
            }

            from = last;
        }
    }
}
