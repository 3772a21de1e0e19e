using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>Two databases with the same rows, which every question has to answer alike.</summary>
public sealed class TwoDatabases : IAsyncLifetime
{
    private TestDatabase? _sqlite;
    private TestDatabase? _postgres;

    internal AtlasDb Sqlite() => AtlasDb.On(_sqlite!);

    private AtlasDb Postgres() => AtlasDb.On(_postgres!);

    public async ValueTask InitializeAsync()
    {
        if (!Databases.HasPostgres)
        {
            return;
        }
        _sqlite = await Databases.CreateAsync(Database.Sqlite);
        _postgres = await Databases.CreateAsync(Database.Postgres);
        foreach (var database in new[] { _sqlite, _postgres })
        {
            await using var db = AtlasDb.On(database);
            await db.Database.EnsureCreatedAsync();
            await Atlas.FillAsync(db, CancellationToken.None);
            await SpatialIndexes.EnsureAsync(db);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_sqlite is not null)
        {
            await _sqlite.DisposeAsync();
        }
        if (_postgres is not null)
        {
            await _postgres.DisposeAsync();
        }
    }

    /// <summary>Asks both, and answers how many values they agree on.</summary>
    internal async Task<int> SameAsync<T>(Func<AtlasDb, IQueryable<T>> question)
    {
        var (sqlite, postgres) = await AskAsync(question);
        Assert.Equal(postgres, sqlite);
        return sqlite.Count;
    }

    internal async Task SameNumbersAsync(Func<AtlasDb, IQueryable<double>> question, double tolerance = 1e-6)
    {
        var (sqlite, postgres) = await AskAsync(question);
        Assert.Equal(postgres.Count, sqlite.Count);
        foreach (var (expected, actual) in postgres.Zip(sqlite))
        {
            Assert.Equal(expected, actual, tolerance);
        }
    }

    /// <summary>Numbers that are not there have to be missing on both.</summary>
    internal async Task SameNumbersAsync(Func<AtlasDb, IQueryable<double?>> question, double tolerance)
    {
        var (sqlite, postgres) = await AskAsync(question);
        Assert.Equal(postgres.Count, sqlite.Count);
        foreach (var (expected, actual) in postgres.Zip(sqlite))
        {
            Assert.Equal(expected is null, actual is null);
            Assert.Equal(expected ?? 0, actual ?? 0, tolerance);
        }
    }

    internal async Task SameShapesAsync(Func<AtlasDb, IQueryable<Geometry?>> question)
    {
        var (sqlite, postgres) = await AskAsync(question);
        Assert.Equal(postgres.Count, sqlite.Count);
        foreach (var (expected, actual) in postgres.Zip(sqlite))
        {
            Assert.Equal(expected is null, actual is null);
            if (expected is null || actual is null)
            {
                continue;
            }
            Assert.Equal(expected.OgcGeometryType, actual.OgcGeometryType);
            Assert.Equal(expected.SRID, actual.SRID);
            Assert.True(
                expected.Normalized().EqualsExact(actual.Normalized(), 1e-9),
                $"PostGIS {expected.AsText()}\nSQLite  {actual.AsText()}"
            );
        }
    }

    private async Task<(List<T> Sqlite, List<T> Postgres)> AskAsync<T>(Func<AtlasDb, IQueryable<T>> question)
    {
        Databases.RequirePostgres();
        await using var sqlite = Sqlite();
        await using var postgres = Postgres();
        // The server works while the file is read, which is done on this thread.
        var theirs = question(postgres).ToListAsync(TestContext.Current.CancellationToken);
        try
        {
            return (await question(sqlite).ToListAsync(TestContext.Current.CancellationToken), await theirs);
        }
        finally
        {
            await theirs;
        }
    }
}
