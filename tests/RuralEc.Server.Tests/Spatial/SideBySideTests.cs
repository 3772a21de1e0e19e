using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>Many read the file while one writes it: what is written together is seen together.</summary>
public sealed class SideBySideTests
{
    private const int Readers = 6;
    private const int Rounds = 120;
    private const int Convoy = 12;
    private const int FirstId = 20_001;

    private static readonly Point Here = Cgcs2000.Point(90, 10);
    private static readonly Point There = Cgcs2000.Point(91, 11);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_convoy_is_never_seen_in_two_places()
    {
        await using var database = await RTreeTests.FilledAsync();
        await using (var db = AtlasDb.On(database))
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", Cancellation);
            db.Places.AddRange(Enumerable.Range(FirstId, Convoy).Select(id => Place(id, Here)));
            await db.SaveChangesAsync(Cancellation);
        }

        var writer = Task.Run(() => MoveAsync(database), Cancellation);
        var readers = Enumerable
            .Range(0, Readers)
            .Select(_ =>
                Task.Run(
                    async () =>
                    {
                        do
                        {
                            await LookAsync(database);
                        } while (!writer.IsCompleted);
                    },
                    Cancellation
                )
            );
        await Task.WhenAll([writer, .. readers]);

        await using var end = AtlasDb.On(database);
        var all = Cgcs2000.Factory.ToGeometry(new Envelope(-180, 180, -90, 90));
        // Of the passers-by, each third has gone.
        Assert.Equal(
            Atlas.Places + Convoy + Rounds - (Rounds / 3),
            await end.Places.CountAsync(p => p.Location.Within(all), Cancellation)
        );
        await RTreeTests.AssertInStepAsync(end);
    }

    /// <summary>Moves the convoy to and fro, lets others pass by, and takes every third of them away again.</summary>
    private static async Task MoveAsync(TestDatabase database)
    {
        for (var round = 1; round <= Rounds; round++)
        {
            await using var db = AtlasDb.On(database);
            var to = round % 2 == 0 ? Here : There;
            var convoy = await db
                .Places.Where(p => p.Id >= FirstId && p.Id < FirstId + Convoy)
                .ToListAsync(Cancellation);
            convoy.ForEach(p => p.Location = to);
            db.Places.Add(Place(30_000 + round, Cgcs2000.Point(113 + (round / 1000.0), 23)));
            if (round % 3 == 0)
            {
                db.Places.Remove(await db.Places.SingleAsync(p => p.Id == 30_000 + round - 1, Cancellation));
            }
            await db.SaveChangesAsync(Cancellation);
        }
    }

    private static async Task LookAsync(TestDatabase database)
    {
        await using var db = AtlasDb.On(database);
        var (here, there) = (Here.Buffer(0.1), There.Buffer(0.1));
        // One statement sees one state of the file.
        var seen = await db
            .Areas.Where(a => a.Id == 1)
            .Select(_ => new
            {
                Here = db.Places.Count(p => p.Location.Within(here)),
                There = db.Places.Count(p => p.Location.IsWithinDistance(There, 0.1)),
                Both = db.Places.Count(p => p.Location.Intersects(here) || p.Location.Intersects(there)),
            })
            .SingleAsync(Cancellation);
        Assert.True(seen is { Here: Convoy, There: 0 } or { Here: 0, There: Convoy }, $"{seen}");
        Assert.Equal(Convoy, seen.Both);

        var nearest = await db
            .Places.AsNoTracking()
            .OrderBy(p => SpatialMeters.Meters(p.Location, Here))
            .ThenBy(p => p.Id)
            .Take(Convoy)
            .ToListAsync(Cancellation);
        Assert.Equal(Enumerable.Range(FirstId, Convoy), nearest.Select(p => p.Id));
        Assert.Single(nearest.Select(p => p.Location.X).Distinct());
    }

    private static Place Place(int id, Point at) => new() { Id = id, Location = at };
}
