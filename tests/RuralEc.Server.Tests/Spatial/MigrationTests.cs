using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Storage;
using NetTopologySuite.Geometries;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class MigrationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_model_with_geometry_does_not_differ_from_itself(Database kind)
    {
        await using var database = await Databases.CreateAsync(kind);
        await using var one = AtlasDb.On(database);
        await using var two = AtlasDb.On(database);
        Assert.Empty(Differences(one, two));
    }

    [Fact]
    public async Task A_column_beside_geometry_is_altered_without_losing_rows_or_index()
    {
        await using var database = await Databases.CreateAsync(Database.Sqlite);
        await using var before = FarmDb.On(database, m => m.Entity<Farm>().ToTable("farms"));
        await before.Database.EnsureCreatedAsync(Cancellation);
        before.Farms.Add(
            new Farm
            {
                Id = 1,
                Name = "荔枝园",
                Location = Cgcs2000.Point(113.5, 23.5),
            }
        );
        await before.SaveChangesAsync(Cancellation);

        await using var after = FarmDb.On(
            database,
            m =>
            {
                m.Entity<Farm>().ToTable("orchards").Property(f => f.Location).HasColumnName("centre");
                m.Entity<Farm>().Property(f => f.Name).IsRequired(false).HasMaxLength(40);
            }
        );
        await MigrateAsync(before, after);

        var near = Cgcs2000.Point(113.5, 23.5);
        after.Farms.Add(new Farm { Id = 2, Location = Cgcs2000.Point(113.5, 23.6) });
        await after.SaveChangesAsync(Cancellation);
        var found = await after
            .Farms.OrderBy(f => SpatialMeters.Meters(f.Location, near))
            .Take(2)
            .Select(f => f.Id)
            .ToListAsync(Cancellation);
        Assert.Equal([1, 2], found);
        Assert.Equal(["rtree_orchards_centre"], await RTreesAsync(after));
    }

    [Fact]
    public async Task The_index_of_a_dropped_table_goes_at_the_next_start()
    {
        await using var database = await Databases.CreateAsync(Database.Sqlite);
        await using var before = FarmDb.On(database, m => m.Entity<Farm>().ToTable("farms"));
        await before.Database.EnsureCreatedAsync(Cancellation);
        await SpatialIndexes.EnsureAsync(before, Cancellation);
        Assert.Equal(["rtree_farms_Location"], await RTreesAsync(before));

        await using var after = FarmDb.On(database, m => m.Ignore<Farm>());
        await MigrateAsync(before, after);
        await SpatialIndexes.EnsureAsync(after, Cancellation);

        Assert.Empty(await RTreesAsync(after));
        var listed = await after
            .Database.SqlQuery<int>($"SELECT count(*) AS Value FROM gpkg_contents")
            .SingleAsync(Cancellation);
        Assert.Equal(0, listed);
    }

    private static Task<List<string>> RTreesAsync(DbContext db) =>
        db
            .Database.SqlQuery<string>(
                $"SELECT name AS Value FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL TABLE%' ORDER BY name"
            )
            .ToListAsync(Cancellation);

    private static async Task MigrateAsync(DbContext before, DbContext after)
    {
        var commands = after
            .GetService<IMigrationsSqlGenerator>()
            .Generate(Differences(before, after), after.GetService<IDesignTimeModel>().Model);
        await after
            .GetService<IMigrationCommandExecutor>()
            .ExecuteNonQueryAsync(commands, after.GetService<IRelationalConnection>(), Cancellation);
    }

    private static IReadOnlyList<Microsoft.EntityFrameworkCore.Migrations.Operations.MigrationOperation> Differences(
        DbContext before,
        DbContext after
    ) =>
        after
            .GetService<IMigrationsModelDiffer>()
            .GetDifferences(
                before.GetService<IDesignTimeModel>().Model.GetRelationalModel(),
                after.GetService<IDesignTimeModel>().Model.GetRelationalModel()
            );

    private sealed class Farm
    {
        public int Id { get; init; }

        public string? Name { get; init; }

        public required Point Location { get; init; }
    }

    private sealed class FarmDb(DbContextOptions<FarmDb> options, Action<ModelBuilder> shape) : DbContext(options)
    {
        public DbSet<Farm> Farms => Set<Farm>();

        protected override void OnModelCreating(ModelBuilder model) => shape(model);

        public static FarmDb On(TestDatabase database, Action<ModelBuilder> shape)
        {
            var options = new DbContextOptionsBuilder<FarmDb>();
            database.Configure(options);
            // Each instance has a model of its own, which the usual cache by type would mix up.
            options.EnableServiceProviderCaching(false);
            return new FarmDb(options.Options, shape);
        }
    }
}
