using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace RuralEc.Benchmarks.Spatial;

/// <summary>Many points and a few areas: one model for both databases.</summary>
internal sealed class WorldDb(DbContextOptions<WorldDb> options) : DbContext(options)
{
    public DbSet<Node> Nodes => Set<Node>();

    public DbSet<District> Districts => Set<District>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Node>(node =>
        {
            node.ToTable("nodes").HasKey(n => n.Id);
            node.Property(n => n.Id).HasColumnName("id").ValueGeneratedNever();
            node.Property(n => n.Tier).HasColumnName("tier");
            node.Property(n => n.Location).HasColumnName("location");
        });
        model.Entity<District>(district =>
        {
            district.ToTable("districts").HasKey(d => d.Id);
            district.Property(d => d.Id).HasColumnName("id").ValueGeneratedNever();
            district.Property(d => d.Shape).HasColumnName("shape");
        });
    }

    public static DbContextOptions<WorldDb> OnSqlite(string connectionString) =>
        new DbContextOptionsBuilder<WorldDb>().UseSqlite(connectionString, o => o.UseNetTopologySuite()).Options;

    public static DbContextOptions<WorldDb> OnPostgres(string connectionString) =>
        new DbContextOptionsBuilder<WorldDb>()
            .UseNpgsql(connectionString, o => o.UseNetTopologySuite().UseSpatialMeters())
            .Options;
}

internal sealed class Node
{
    public int Id { get; init; }

    /// <summary>2 for one node in a hundred, 3 for all others.</summary>
    public int Tier { get; init; }

    public required Point Location { get; init; }
}

internal sealed class District
{
    public int Id { get; init; }

    public required Polygon Shape { get; init; }
}
