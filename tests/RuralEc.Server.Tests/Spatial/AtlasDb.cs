using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;

namespace RuralEc.Server.Tests.Spatial;

/// <summary>A small world of points and shapes, the same on both databases.</summary>
internal sealed class AtlasDb(DbContextOptions<AtlasDb> options) : DbContext(options)
{
    public DbSet<Place> Places => Set<Place>();

    public DbSet<Area> Areas => Set<Area>();

    public DbSet<Marker> Markers => Set<Marker>();

    public DbSet<Stop> Stops => Set<Stop>();

    public DbSet<Route> Routes => Set<Route>();

    public DbSet<Plot> Plots => Set<Plot>();

    protected override void OnModelCreating(ModelBuilder model)
    {
        model.Entity<Place>(place =>
        {
            place.ToTable("places").HasKey(p => p.Id);
            place.Property(p => p.Id).ValueGeneratedNever();
        });
        model.Entity<Area>(area =>
        {
            area.ToTable("areas").HasKey(a => a.Id);
            area.Property(a => a.Id).ValueGeneratedNever();
        });
        model.Entity<Marker>(marker =>
        {
            marker.ToTable("markers").HasKey(m => m.Code);
            marker.Property(m => m.Code).HasMaxLength(20);
        });
        model.Entity<Stop>(stop =>
        {
            stop.ToTable("stops").HasKey(s => s.Id);
            stop.Property(s => s.Id).ValueGeneratedNever();
        });
        model.Entity<Route>(route =>
        {
            route.ToTable("routes").HasKey(r => r.Id);
            route.Property(r => r.Id).ValueGeneratedNever();
        });
        model.Entity<Plot>(plot =>
        {
            plot.ToTable("plots").HasKey(p => p.Id);
            plot.Property(p => p.Id).ValueGeneratedNever();
        });
    }

    /// <summary>A context on <paramref name="database"/>.</summary>
    public static AtlasDb On(TestDatabase database)
    {
        var options = new DbContextOptionsBuilder<AtlasDb>();
        database.Configure(options);
        return new AtlasDb(options.Options);
    }
}

/// <summary>A point under an integer key.</summary>
internal sealed class Place
{
    public int Id { get; init; }

    public int Tier { get; set; }

    public required Point Location { get; set; }
}

/// <summary>Any shape under an integer key.</summary>
internal sealed class Area
{
    public int Id { get; init; }

    public required Geometry Shape { get; set; }

    public Polygon? Outline { get; set; }
}

/// <summary>A point that may be unknown, under a text key, as nodes have it.</summary>
internal sealed class Marker
{
    public required string Code { get; init; }

    public Point? Location { get; set; }
}

/// <summary>A point that may be unknown or empty.</summary>
internal sealed class Stop
{
    public int Id { get; init; }

    public int Tier { get; init; }

    public Point? Location { get; set; }
}

/// <summary>A line, which may be empty.</summary>
internal sealed class Route
{
    public int Id { get; init; }

    public int Tier { get; init; }

    public required LineString Path { get; set; }
}

/// <summary>An area that may be unknown or empty.</summary>
internal sealed class Plot
{
    public int Id { get; init; }

    public int Tier { get; init; }

    public Polygon? Outline { get; set; }
}
