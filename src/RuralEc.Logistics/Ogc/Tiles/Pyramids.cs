using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.EntityFrameworkCore;
using RuralEc.Spatial.Tiles;

namespace RuralEc.Logistics.Ogc.Tiles;

/// <summary>
/// Counts of points for the zooms at which there are too many to draw. They are made when first asked for and made anew
/// after a while, so what another process writes shows, too.
/// </summary>
internal sealed class Pyramids(TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan DivisionsLast = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan NodesLast = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, (CountPyramid Counts, DateTimeOffset Until)> _made = new();
    private readonly SemaphoreSlim _making = new(1);

    /// <summary>Villages with a point, and their residents where they are known.</summary>
    public Task<CountPyramid> VillagesAsync(DbContext db, CancellationToken ct) =>
        FindAsync(
            "villages",
            DivisionsLast,
            async () =>
            {
                var counts = new CountPyramid("population");
                var villages = db.Set<Division>()
                    .Where(d => d.Level == DivisionLevel.Village && d.Location != null)
                    .Select(d => new { At = d.Location!, d.Population })
                    .AsAsyncEnumerable();
                await foreach (var village in villages.WithCancellation(ct))
                {
                    counts.Add(village.At.X, village.At.Y, village.Population ?? 0);
                }

                return counts;
            },
            ct
        );

    /// <summary>The nodes that somebody sees.</summary>
    public Task<CountPyramid> NodesAsync(DbContext db, ClaimsPrincipal by, CancellationToken ct)
    {
        var reach = Reach.Of(by);
        return FindAsync(
            $"nodes {reach.Everything} {reach.PartyGln} {string.Join(',', reach.Districts)}",
            NodesLast,
            async () =>
            {
                var counts = new CountPyramid();
                await foreach (
                    var at in reach.Nodes(db).Select(n => n.Location).AsAsyncEnumerable().WithCancellation(ct)
                )
                {
                    counts.Add(at.X, at.Y);
                }

                return counts;
            },
            ct
        );
    }

    public void Dispose() => _making.Dispose();

    private async Task<CountPyramid> FindAsync(
        string name,
        TimeSpan lasts,
        Func<Task<CountPyramid>> make,
        CancellationToken ct
    )
    {
        if (_made.TryGetValue(name, out var known) && known.Until > clock.GetUtcNow())
        {
            return known.Counts;
        }

        // One makes it, the others wait for that one.
        await _making.WaitAsync(ct);
        try
        {
            if (_made.TryGetValue(name, out known) && known.Until > clock.GetUtcNow())
            {
                return known.Counts;
            }

            foreach (var (old, _) in _made.Where(m => m.Value.Until <= clock.GetUtcNow()))
            {
                _made.TryRemove(old, out _);
            }

            var counts = await make();
            _made[name] = (counts, clock.GetUtcNow() + lasts);
            return counts;
        }
        finally
        {
            _making.Release();
        }
    }
}
