using Microsoft.EntityFrameworkCore;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Spatial;

public sealed class GeometryColumnTests
{
    public static TheoryData<Database, string> Shapes()
    {
        string[] shapes =
        [
            "POINT (113.8123456789 23.2612345678)",
            "POINT EMPTY",
            "LINESTRING (113 23, 114 23.5)",
            "POLYGON ((113 23, 114 23, 114 24, 113 23), (113.6 23.2, 113.8 23.2, 113.8 23.4, 113.6 23.2))",
            "POLYGON EMPTY",
            "MULTIPOINT ((113 23), (114 24))",
            "MULTILINESTRING ((113 23, 114 23.5), (1 2, 3 4))",
            "MULTIPOLYGON (((0 0, 1 0, 1 1, 0 0)), ((5 5, 6 5, 6 6, 5 5)))",
            "GEOMETRYCOLLECTION (POINT (1 2), LINESTRING (3 4, 5 6))",
        ];
        var data = new TheoryData<Database, string>();
        foreach (var database in Enum.GetValues<Database>())
        {
            foreach (var shape in shapes)
            {
                data.Add(database, shape);
            }
        }
        return data;
    }

    [Theory, MemberData(nameof(Shapes))]
    public async Task A_shape_is_read_back_exactly_with_its_reference_system(Database kind, string text)
    {
        await using var database = await Databases.CreateAsync(kind);
        var shape = new WKTReader { IsOldNtsCoordinateSyntaxAllowed = false }.Read(text);
        shape.SRID = Cgcs2000.Srid;
        await using (var db = AtlasDb.On(database))
        {
            await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
            db.Areas.Add(new Area { Id = 1, Shape = shape });
            await db.SaveChangesAsync(TestContext.Current.CancellationToken);
        }
        await using (var db = AtlasDb.On(database))
        {
            var area = await db.Areas.SingleAsync(TestContext.Current.CancellationToken);
            Assert.True(shape.EqualsExact(area.Shape), area.Shape.AsText());
            Assert.Equal(shape.OgcGeometryType, area.Shape.OgcGeometryType);
            Assert.Equal(4490, area.Shape.SRID);
            Assert.Null(area.Outline);
        }
    }

    // PostGIS takes a geometry to store without a reference system as one of the column's; a parameter it refuses.
    [Theory]
    [InlineData(Database.Sqlite, 0)]
    [InlineData(Database.Sqlite, 4326)]
    [InlineData(Database.Postgres, 4326)]
    public async Task A_geometry_of_another_reference_system_is_refused(Database kind, int srid)
    {
        await using var database = await Databases.CreateAsync(kind);
        await using var db = AtlasDb.On(database);
        await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);
        db.Places.Add(
            new Place
            {
                Id = 1,
                Location = new Point(113, 23) { SRID = srid },
            }
        );

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() =>
            db.SaveChangesAsync(TestContext.Current.CancellationToken)
        );

        Assert.Contains("4490", refusal.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_column_is_declared_with_the_type_name_of_the_GeoPackage()
    {
        await using var database = await Databases.CreateAsync(Database.Sqlite);
        await using var db = AtlasDb.On(database);
        await db.Database.EnsureCreatedAsync(TestContext.Current.CancellationToken);

        var types = await db
            .Database.SqlQuery<string>(
                $"SELECT type AS Value FROM pragma_table_info('areas') WHERE name IN ('Shape', 'Outline') ORDER BY cid"
            )
            .ToListAsync(TestContext.Current.CancellationToken);

        // GeoPackage allows a table one geometry column: the other is a blob to it.
        Assert.Equal(["BLOB", "GEOMETRY"], types.Order(StringComparer.Ordinal));
    }
}
