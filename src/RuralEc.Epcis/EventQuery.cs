using Microsoft.EntityFrameworkCore;

namespace RuralEc.Epcis;

/// <summary>An event of the store. <paramref name="Json"/> has its octets as they were captured.</summary>
/// <param name="RecordTime">When it was captured, UTC.</param>
/// <param name="IsDeclaredWrong">An error declaration for this event was captured; this is not the declaration.</param>
public sealed record StoredEvent(
    EpcisEvent Event,
    DateTimeOffset RecordTime,
    bool IsDeclaredWrong,
    ReadOnlyMemory<byte> Json
);

/// <summary>Finds captured events. Whose things they are is the caller's question: there is no tenancy here.</summary>
public sealed class EventQuery(DbContext db)
{
    /// <summary>The most events one answer has.</summary>
    public const int MaxEvents = 2_000;

    // Both databases take far more parameters; plans stay short.
    private const int IdentifiersAtOnce = 500;

    /// <summary>
    /// The events that name any of the identifiers (canonical URIs), in the order of event time, then of capture;
    /// the first <see cref="MaxEvents"/> of them. Events declared wrong and their declarations are among them.
    /// </summary>
    public Task<IReadOnlyList<StoredEvent>> OfAsync(IReadOnlyCollection<string> identifiers, CancellationToken ct) =>
        OfAsync(identifiers, MaxEvents, ct);

    /// <summary>The same, the first <paramref name="take"/> of them, at most <see cref="MaxEvents"/>.</summary>
    public async Task<IReadOnlyList<StoredEvent>> OfAsync(
        IReadOnlyCollection<string> identifiers,
        int take,
        CancellationToken ct
    )
    {
        take = Math.Clamp(take, 1, MaxEvents);
        Dictionary<long, CapturedEvent> found = [];
        foreach (var some in identifiers.Distinct(StringComparer.Ordinal).Chunk(IdentifiersAtOnce))
        {
            var keys = db.Set<IndexEntry>().Where(i => some.Contains(i.Value)).Select(i => i.EventKey);
            var events = await db.Set<CapturedEvent>()
                .Where(e => keys.Contains(e.Id))
                .OrderBy(e => e.EventTime)
                .ThenBy(e => e.Id)
                .Take(take)
                .ToListAsync(ct);
            foreach (var row in events)
            {
                found[row.Id] = row;
            }
        }
        return await StoredAsync([.. found.Values.OrderBy(e => e.EventTime).ThenBy(e => e.Id).Take(take)], ct);
    }

    /// <summary>The event with this id and, behind it, its error declaration where there is one; or nothing.</summary>
    public async Task<IReadOnlyList<StoredEvent>> FindAsync(string eventId, CancellationToken ct)
    {
        var rows = await db.Set<CapturedEvent>()
            .Where(e => e.EventId == eventId)
            .OrderBy(e => e.IsErrorDeclaration)
            .ToListAsync(ct);
        return await StoredAsync(rows, ct);
    }

    private async Task<IReadOnlyList<StoredEvent>> StoredAsync(List<CapturedEvent> rows, CancellationToken ct)
    {
        HashSet<string> wrong = new(StringComparer.Ordinal);
        foreach (var ids in rows.Select(e => e.EventId).Distinct(StringComparer.Ordinal).Chunk(IdentifiersAtOnce))
        {
            wrong.UnionWith(
                await db.Set<CapturedEvent>()
                    .Where(e => e.IsErrorDeclaration && ids.Contains(e.EventId))
                    .Select(e => e.EventId)
                    .ToListAsync(ct)
            );
        }
        return
        [
            .. rows.Select(row => new StoredEvent(
                Read(row),
                row.RecordTime,
                !row.IsErrorDeclaration && wrong.Contains(row.EventId),
                row.Json
            )),
        ];
    }

    private static EpcisEvent Read(CapturedEvent row) =>
        EpcisJson.Read(row.Json) is { IsGood: true, Events: [var stored] }
            ? stored
            : throw new InvalidDataException($"The stored event {row.EventId} cannot be read.");
}
