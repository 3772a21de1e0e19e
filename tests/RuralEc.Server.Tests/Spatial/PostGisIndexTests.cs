using Microsoft.EntityFrameworkCore;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class PostGisIndexTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PostgreSQL_searches_degrees_and_metres_by_their_indexes()
    {
        await using var database = await Databases.CreateAsync(Database.Postgres);
        await using var db = AtlasDb.On(database);
        await db.Database.EnsureCreatedAsync(Cancellation);
        await SpatialIndexes.EnsureAsync(db, Cancellation);
        // A second start finds everything there.
        await SpatialIndexes.EnsureAsync(db, Cancellation);
        var point = Cgcs2000.Point(113.5, 23);

        await AssertUsesAsync(db, db.Places.Where(p => p.Location.Intersects(point)), "gist_places_Location_degrees");
        await AssertUsesAsync(
            db,
            db.Places.Where(p => SpatialMeters.WithinMeters(p.Location, point, 500)),
            "gist_places_Location_meters"
        );
        await AssertUsesAsync(
            db,
            db.Places.OrderBy(p => SpatialMeters.MetersKnn(p.Location, point)).Take(5),
            "gist_places_Location_meters"
        );
        await AssertUsesAsync(
            db,
            db.Places.OrderBy(p => EF.Functions.DistanceKnn(p.Location, point)).Take(5),
            "gist_places_Location_degrees"
        );
    }

    private static async Task AssertUsesAsync(AtlasDb db, IQueryable<object> query, string index)
    {
        await db.Database.OpenConnectionAsync(Cancellation);
        // So few rows would be read through: the question is whether the index can answer at all.
        await db.Database.ExecuteSqlRawAsync("SET enable_seqscan = off; SET enable_sort = off", Cancellation);
        await using var command = query.CreateDbCommand();
        command.CommandText = "EXPLAIN " + command.CommandText;
        var plan = new List<string>();
        await using (var reader = await command.ExecuteReaderAsync(Cancellation))
        {
            while (await reader.ReadAsync(Cancellation))
            {
                plan.Add(reader.GetString(0));
            }
        }
        await db.Database.CloseConnectionAsync();
        Assert.Contains(plan, step => step.Contains(index, StringComparison.Ordinal));
    }
}
