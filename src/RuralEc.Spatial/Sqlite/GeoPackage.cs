using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Storage;

namespace RuralEc.Spatial.Sqlite;

/// <summary>Makes a SQLite database a GeoPackage 1.3 (OGC 12-128r17) that GDAL and QGIS open.</summary>
internal static class GeoPackage
{
    /// <summary>"GPKG" in ASCII (requirement 2).</summary>
    private const int ApplicationId = 0x4750_4B47;

    /// <summary>Version 1.3.0 (requirement 2).</summary>
    private const int Version = 10300;

    private const string WebSpecification = "http://www.geopackage.org/spec120/#extension_rtree";

    private const string Cgcs2000Definition =
        """GEOGCS["China Geodetic Coordinate System 2000",DATUM["China_2000",SPHEROID["CGCS2000",6378137,298.257222101,AUTHORITY["EPSG","1024"]],AUTHORITY["EPSG","1043"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4490"]]""";

    private const string Wgs84Definition =
        """GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]""";

    private static readonly string[] Tables =
    [
        """
            CREATE TABLE IF NOT EXISTS gpkg_spatial_ref_sys (
                srs_name TEXT NOT NULL,
                srs_id INTEGER NOT NULL PRIMARY KEY,
                organization TEXT NOT NULL,
                organization_coordsys_id INTEGER NOT NULL,
                definition TEXT NOT NULL,
                description TEXT)
            """,
        """
            CREATE TABLE IF NOT EXISTS gpkg_contents (
                table_name TEXT NOT NULL PRIMARY KEY,
                data_type TEXT NOT NULL,
                identifier TEXT UNIQUE,
                description TEXT DEFAULT '',
                last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
                min_x DOUBLE,
                min_y DOUBLE,
                max_x DOUBLE,
                max_y DOUBLE,
                srs_id INTEGER,
                CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id))
            """,
        """
            CREATE TABLE IF NOT EXISTS gpkg_geometry_columns (
                table_name TEXT NOT NULL,
                column_name TEXT NOT NULL,
                geometry_type_name TEXT NOT NULL,
                srs_id INTEGER NOT NULL,
                z TINYINT NOT NULL,
                m TINYINT NOT NULL,
                CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
                CONSTRAINT uk_gc_table_name UNIQUE (table_name),
                CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
                CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id))
            """,
        """
            CREATE TABLE IF NOT EXISTS gpkg_extensions (
                table_name TEXT,
                column_name TEXT,
                extension_name TEXT NOT NULL,
                definition TEXT NOT NULL,
                scope TEXT NOT NULL,
                CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name))
            """,
    ];

    private static readonly (
        string Name,
        int Id,
        string Organization,
        int Code,
        string Definition
    )[] ReferenceSystems =
    [
        ("Undefined cartesian SRS", -1, "NONE", -1, "undefined"),
        ("Undefined geographic SRS", 0, "NONE", 0, "undefined"),
        ("WGS 84", 4326, "EPSG", 4326, Wgs84Definition),
        ("China Geodetic Coordinate System 2000", Cgcs2000.Srid, "EPSG", Cgcs2000.Srid, Cgcs2000Definition),
    ];

    /// <summary>Describes the model's geometry columns in the file and puts their R*Trees in order.</summary>
    public static async Task EnsureAsync(DbContext db, CancellationToken cancellationToken)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        var trees = RTree.AllOf(model).ToList();
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
            foreach (var statement in Describe(RTree.FeaturesOf(model)))
            {
                await ExecuteAsync(db, statement, cancellationToken);
            }
            foreach (var name in await AbandonedAsync(db, trees, cancellationToken))
            {
                await ExecuteAsync(db, $"DROP TABLE {RTree.Quote(name)}", cancellationToken);
            }
            foreach (var tree in trees)
            {
                if (await IsOutOfStepAsync(db, tree, cancellationToken))
                {
                    foreach (var statement in tree.Rebuild())
                    {
                        await ExecuteAsync(db, statement, cancellationToken);
                    }
                }
            }
            await transaction.CommitAsync(cancellationToken);
        }
        finally
        {
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Statements that make a file a GeoPackage; one that is a GeoPackage stays as it is.</summary>
    public static IEnumerable<string> Frame()
    {
        yield return $"PRAGMA application_id = {ApplicationId}";
        yield return $"PRAGMA user_version = {Version}";
        foreach (var table in Tables)
        {
            yield return table;
        }
        foreach (var (name, id, organization, code, definition) in ReferenceSystems)
        {
            yield return "INSERT OR IGNORE INTO gpkg_spatial_ref_sys VALUES ("
                + $"{RTree.Literal(name)}, {id}, {RTree.Literal(organization)}, {code}, {RTree.Literal(definition)}, NULL)";
        }
    }

    /// <summary>Statements that put a feature table and its index into the tables of contents.</summary>
    /// <param name="srid">One of those that <see cref="Frame"/> knows.</param>
    public static IEnumerable<string> Enter(RTree tree, int srid)
    {
        var (table, column) = (RTree.Literal(tree.Table), RTree.Literal(tree.Column));
        yield return "INSERT OR IGNORE INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
            + $"VALUES ({table}, 'features', {table}, {srid})";
        yield return $"DELETE FROM gpkg_geometry_columns WHERE table_name = {table} AND column_name <> {column}";
        yield return $"DELETE FROM gpkg_extensions WHERE table_name = {table} AND column_name <> {column}";
        yield return "INSERT OR REPLACE INTO gpkg_geometry_columns "
            + $"VALUES ({table}, {column}, {RTree.Literal(tree.GeometryType)}, {srid}, 0, 0)";
        yield return "INSERT OR REPLACE INTO gpkg_extensions "
            + $"VALUES ({table}, {column}, 'gpkg_rtree_index', {RTree.Literal(WebSpecification)}, 'write-only')";
    }

    private static IEnumerable<string> Describe(IEnumerable<RTree> features)
    {
        // What the model no longer has goes out of the tables of contents.
        return
        [
            .. Frame(),
            Gone("gpkg_extensions"),
            Gone("gpkg_geometry_columns"),
            Gone("gpkg_contents"),
            .. features.SelectMany(tree => Enter(tree, Cgcs2000.Srid)),
        ];

        static string Gone(string table) =>
            $"DELETE FROM {table} WHERE table_name NOT NULL "
            + "AND table_name NOT IN (SELECT name FROM sqlite_master WHERE type IN ('table', 'view'))";
    }

    /// <summary>Our R*Trees whose table or column is gone: their triggers went with it.</summary>
    private static async Task<List<string>> AbandonedAsync(
        DbContext db,
        List<RTree> trees,
        CancellationToken cancellationToken
    )
    {
        const string WithoutTriggers = """
            SELECT name FROM sqlite_master AS r
            WHERE type = 'table' AND name LIKE 'rtree\_%' ESCAPE '\' AND sql LIKE 'CREATE VIRTUAL TABLE%rtree(%'
                AND NOT EXISTS (SELECT 1 FROM sqlite_master AS t WHERE t.type = 'trigger' AND t.name = r.name || '_insert')
            """;
        var names = new List<string>();
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = WithoutTriggers;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            names.Add(reader.GetString(0));
        }
        return [.. names.Except(trees.Select(t => t.Name))];
    }

    private static async Task<bool> IsOutOfStepAsync(DbContext db, RTree tree, CancellationToken cancellationToken)
    {
        var names = string.Join(", ", tree.TriggerNames().Append(tree.Name).Select(RTree.Literal));
        var present = await ScalarAsync(
            db,
            $"SELECT count(*) FROM sqlite_master WHERE name IN ({names})",
            cancellationToken
        );
        return present < tree.TriggerNames().Count() + 1
            || await ScalarAsync(db, tree.OutOfStep(), cancellationToken) != 0;
    }

    private static async Task<long> ScalarAsync(DbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken), CultureInfo.InvariantCulture);
    }

    private static async Task ExecuteAsync(DbContext db, string sql, CancellationToken cancellationToken)
    {
        await using var command = db.Database.GetDbConnection().CreateCommand();
        command.CommandText = sql;
        command.Transaction = db.Database.CurrentTransaction?.GetDbTransaction();
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
