using System.Runtime.CompilerServices;

namespace RuralEc.ColdChain;

public static class StoredReadings
{
    private const int Page = 10_000;

    /// <summary>
    /// All readings of a device in a window in order of time, however many: they are read page by page, and one instant
    /// is never cut by the end of a page.
    /// </summary>
    /// <param name="quantity">One of <see cref="Quantities"/> or any other name; null for all.</param>
    public static async IAsyncEnumerable<Reading> AllAsync(
        this IReadingStore store,
        string device,
        string? quantity,
        DateTimeOffset from,
        DateTimeOffset to,
        [EnumeratorCancellation] CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(store);
        while (true)
        {
            var page = await store.RangeAsync(device, quantity, from, to, Page, ct);
            // The last instant is read again with the rest of it, unless it fills a page alone.
            var next =
                page.Count < Page ? to
                : page[^1].MeasuredAt > page[0].MeasuredAt ? page[^1].MeasuredAt
                : page[^1].MeasuredAt.AddMilliseconds(1);
            foreach (var reading in page.Where(r => r.MeasuredAt < next))
            {
                yield return reading;
            }

            if (page.Count < Page)
            {
                yield break;
            }

            from = next;
        }
    }
}
