using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Microsoft.Data.Sqlite;
using NetTopologySuite.Geometries;
using RuralEc.Logistics;
using RuralEc.Logistics.Ogc.Downloads;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>Layers as files, which GDAL opens and in which it finds the rows of the database.</summary>
public class DownloadTests
{
    private static readonly string[] Formats = ["gpkg", "geojson", "kml", "csv", "shp"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_format_has_all_rows_and_what_they_say(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        await server.StoreAsync(
            Enumerable
                .Range(0, 12_000)
                .Select(i => new Division
                {
                    Code = string.Create(CultureInfo.InvariantCulture, $"99{i:D10}"),
                    Name = string.Create(CultureInfo.InvariantCulture, $"虚拟𠮷村{i}"),
                    Level = DivisionLevel.Village,
                    Location = i % 100 == 7 ? null : Cgcs2000.Point(-1 + i % 1000 * 0.001, 22.5 + i / 1000 * 0.01),
                    Source = "test",
                    Quality = "approximate",
                    Population = i % 3 == 0 ? i : null,
                })
        );
        var stored = (await server.RowsAsync<Division>()).Where(d => d.Level == DivisionLevel.Village).ToList();
        var located = stored.Count(d => d.Location is not null);
        Assert.InRange(located, 10_001, stored.Count - 1);
        var folder = Directory.CreateTempSubdirectory("ruralec-downloads-");
        try
        {
            foreach (var format in Formats)
            {
                var path = await SaveAsync(server.Anonymous, $"villages/download?format={format}", folder);
                // GDAL's CSV and KML layers are called after the file or the document.
                var report = await Gdal.RunAsync("ogrinfo", null, "-ro", "-al", path);
                Assert.Equal(
                    format == "shp" ? located : stored.Count,
                    report.Split('\n').Count(line => line.StartsWith("OGRFeature(", StringComparison.Ordinal))
                );
                // KML has a name of its own, which GDAL writes with a capital.
                Assert.Contains("name (String) = 虚拟𠮷村11999\n", report, StringComparison.OrdinalIgnoreCase);
                Assert.Contains("code (String) = 990000011999\n", report, StringComparison.Ordinal);
                Assert.Matches(@"population \((Integer|Real|String)\) = 11997(\.0+)?\n", report);
                Assert.All(
                    stored.Where(d => d.Location is not null).Take(50),
                    d => Assert.Contains($"code (String) = {d.Code}\n", report, StringComparison.Ordinal)
                );
                if (format is "gpkg" or "shp" or "kml" or "geojson")
                {
                    Assert.Contains("ID[\"EPSG\",4326]]", report, StringComparison.Ordinal);
                    Assert.Contains("POINT (-0.001 22.61)", report, StringComparison.Ordinal);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_GeoPackage_is_whole_and_indexed(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        await server.StoreAsync(OgcDoor.OddNodes());
        var administrator = await server.SignedInAsync("administrator");
        var folder = Directory.CreateTempSubdirectory("ruralec-downloads-");
        try
        {
            var path = await SaveAsync(administrator, "nodes/download?format=gpkg", folder);
            var report = await Gdal.RunAsync("ogrinfo", null, "-ro", "-al", path);
            Assert.Contains("Layer name: nodes", report, StringComparison.Ordinal);
            Assert.Contains("Geometry: Point", report, StringComparison.Ordinal);
            Assert.Contains("Feature Count: 60", report, StringComparison.Ordinal);
            Assert.Contains("demonstration (Integer(Boolean)) = 1", report, StringComparison.Ordinal);
            Assert.Contains("registered_at (DateTime) = 2026/01/01 07:00:00+00", report, StringComparison.Ordinal);
            var indexed = await Gdal.RunAsync(
                "ogrinfo",
                null,
                "-ro",
                "-q",
                path,
                "-sql",
                "SELECT HasSpatialIndex('nodes','geom')"
            );
            Assert.Contains("= 1", indexed, StringComparison.Ordinal);

            Assert.Equal("delete", Scalar(path, "PRAGMA journal_mode"));
            Assert.Equal("ok", Scalar(path, "PRAGMA integrity_check"));
            Assert.Equal("ok", Scalar(path, "SELECT rtreecheck('rtree_nodes_geom')"));
            Assert.Equal(0x4750_4B47L, Scalar(path, "PRAGMA application_id"));
            Assert.Equal(10300L, Scalar(path, "PRAGMA user_version"));
            Assert.Null(Scalar(path, "PRAGMA foreign_key_check"));
            Assert.Equal(OgcDoor.OddNodes().Min(n => n.Location.X), Scalar(path, "SELECT min_x FROM gpkg_contents"));
            var (table, epsg, rows) = Assert.Single(GeoPackageFile.Layers(path));
            Assert.Equal(("nodes", 4326, 60L), (table, epsg, rows));
            Assert.Equal(
                OgcDoor.OddNodes().Select(n => (n.Gln.ToString(), n.Location.X, n.Location.Y)).Order(),
                GeoPackageFile
                    .Read(path, "nodes")
                    .Select(r => ((string)r.Attributes["gln"]!, ((Point)r.Geometry!).X, ((Point)r.Geometry).Y))
                    .Order()
            );
            // Others go on writing: the triggers call functions that GDAL brings.
            await Gdal.RunAsync("ogrinfo", null, "-q", path, "-sql", "DELETE FROM nodes WHERE name = '从化中心'");
            Assert.Equal("ok", Scalar(path, "SELECT rtreecheck('rtree_nodes_geom')"));
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Areas_and_empty_layers_are_files_too(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        var hole = Square(113.2, 23.2, 0.1);
        await server.StoreAsync([
            .. nodes,
            new NodeServiceArea
            {
                Gln = nodes[0].Gln,
                Area = Cgcs2000.Factory.CreateMultiPolygon([
                    Cgcs2000.Factory.CreatePolygon(Square(113, 23, 0.5), [hole]),
                    Cgcs2000.Factory.CreatePolygon(Square(114, 23, 0.5)),
                ]),
                AccountId = "test",
                ChangedAt = new(2026, 2, 3, 4, 5, 6, TimeSpan.Zero),
            },
        ]);
        var administrator = await server.SignedInAsync("administrator");
        var folder = Directory.CreateTempSubdirectory("ruralec-downloads-");
        try
        {
            foreach (var format in Formats)
            {
                var path = await SaveAsync(administrator, $"service-areas/download?format={format}", folder);
                var report = await Gdal.RunAsync("ogrinfo", null, "-ro", "-al", path);
                Assert.Single(report.Split('\n'), line => line.StartsWith("OGRFeature(", StringComparison.Ordinal));
                Assert.Contains($"= {nodes[0].Gln}\n", report, StringComparison.Ordinal);
                Assert.Matches("2026[-/]02[-/]03[T ]04:05:06", report);
                Assert.Contains("114.5 23", report, StringComparison.Ordinal);
                Assert.Contains("113.3 23.2", report, StringComparison.Ordinal);

                path = await SaveAsync(
                    administrator,
                    $"service-areas/download?format={format}&gln={nodes[1].Gln}",
                    folder
                );
                report = await Gdal.RunAsync("ogrinfo", null, "-ro", "-al", path);
                Assert.DoesNotContain("OGRFeature(", report, StringComparison.Ordinal);
                if (format != "kml")
                {
                    Assert.Contains("Feature Count: 0", report, StringComparison.Ordinal);
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Rights_and_filters_are_those_of_the_items(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var nodes = OgcDoor.OddNodes();
        await server.StoreAsync(nodes);
        var administrator = await server.SignedInAsync("administrator");
        var officer = await server.SignedInAsync("officer", null, "440118");

        foreach (var format in Formats)
        {
            await server.Anonymous.JsonAsync($"/ogc/collections/nodes/download?format={format}", 404);
        }

        await AssertSameAsync(administrator, "nodes");
        await AssertSameAsync(officer, "nodes");
        await AssertSameAsync(administrator, "nodes", ("kind", "town_station"));
        await AssertSameAsync(administrator, "nodes", ("bbox", "113.2,22.6,113.6,23.1"));
        await AssertSameAsync(administrator, "nodes", ("datetime", "2026-01-03T00:00:00Z/.."), ("tier", "town"));
        await AssertSameAsync(
            administrator,
            "nodes",
            (
                "filter",
                "name LIKE '从%' AND S_INTERSECTS(geometry, POLYGON((22 112,24 112,24 113.35,22 113.35,22 112)))"
            ),
            ("filter-crs", "http://www.opengis.net/def/crs/EPSG/0/4490")
        );
        await AssertSameAsync(server.Anonymous, "villages", ("bbox", "113.2,22.9,113.6,23.3"));

        var clerk = await server.SignedInAsync("clerk");
        using var csv = await clerk.GetAsync("/ogc/collections/nodes/download?format=csv", Ct);
        Assert.DoesNotContain("2026-01", await csv.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task Tables_are_RFC_4180_and_no_cell_of_them_is_a_formula()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await server.StoreAsync([
            Village("999900000001", "=HYPERLINK(\"http://x\",\"点\")", Cgcs2000.Point(-172, -13.8)),
            Village("999900000002", "甲,乙\"丙\"", null),
        ]);

        using var answer = await server.Anonymous.GetAsync(
            "/ogc/collections/villages/download?format=csv&source=odd",
            Ct
        );
        var bytes = await answer.Content.ReadAsByteArrayAsync(Ct);
        Assert.Equal("text/csv; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal([0xEF, 0xBB, 0xBF], bytes[..3]);
        Assert.Equal(
            "code,name,level,parent_code,source,quality,population,population_source,longitude,latitude\r\n"
                + "999900000001,\"'=HYPERLINK(\"\"http://x\"\",\"\"点\"\")\",village,,odd,named-point,,,-172,-13.8\r\n"
                + "999900000002,\"甲,乙\"\"丙\"\"\",village,,odd,named-point,,,,\r\n",
            Encoding.UTF8.GetString(bytes[3..])
        );

        using var kml = await server.Anonymous.GetAsync("/ogc/collections/villages/download?format=kml&source=odd", Ct);
        XNamespace ns = "http://www.opengis.net/kml/2.2";
        var marks = XDocument.Parse(await kml.Content.ReadAsStringAsync(Ct)).Descendants(ns + "Placemark").ToList();
        Assert.Equal(
            ["=HYPERLINK(\"http://x\",\"点\")", "甲,乙\"丙\""],
            marks.Select(m => m.Element(ns + "name")!.Value)
        );
        Assert.Equal("-172,-13.8", Assert.Single(marks.Descendants(ns + "coordinates")).Value);

        static Division Village(string code, string name, Point? at) =>
            new()
            {
                Code = code,
                Name = name,
                Level = DivisionLevel.Village,
                Location = at,
                Source = "odd",
                Quality = "named-point",
            };
    }

    [Fact]
    public async Task A_shapefile_says_what_it_could_not_hold()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        await server.StoreAsync([
            new Division
            {
                Code = "999900000001",
                Name = string.Concat(Enumerable.Repeat("𠮷", 100)),
                Level = DivisionLevel.Village,
                Location = Cgcs2000.Point(113, 23),
                Source = "odd",
                Quality = "named-point",
            },
            new Division
            {
                Code = "999900000002",
                Name = "无",
                Level = DivisionLevel.Village,
                Source = "odd",
                Quality = "named-point",
            },
        ]);

        await using var stream = await server.Anonymous.GetStreamAsync(
            "/ogc/collections/villages/download?format=shp&source=odd",
            Ct
        );
        await using var zip = new ZipArchive(stream);
        Assert.Equal(
            ["README.txt", "villages.cpg", "villages.dbf", "villages.prj", "villages.shp", "villages.shx"],
            zip.Entries.Select(e => e.FullName)
        );
        Assert.Equal("UTF-8", Text(zip, "villages.cpg"));
        Assert.StartsWith("GEOGCS[", Text(zip, "villages.prj"), StringComparison.Ordinal);
        var readme = Text(zip, "README.txt");
        Assert.Contains("写入 1 个要素", readme, StringComparison.Ordinal);
        Assert.Contains("没有坐标因而未写入的要素：1 个", readme, StringComparison.Ordinal);
        Assert.Contains("被截短的文字：1 处", readme, StringComparison.Ordinal);
        Assert.Contains("populati_1\tpopulation_source\t人口来源\r\n", readme, StringComparison.Ordinal);

        static string Text(ZipArchive zip, string name)
        {
            using var reader = new StreamReader(zip.GetEntry(name)!.Open());
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void Names_of_columns_are_short_and_all_different()
    {
        Assert.Equal(
            ["gln", "registered", "register_1", "REGISTER_2", "区划代", "区划_1"],
            ShapefileFields.ShortNames([
                "gln",
                "registered_at",
                "registered_by",
                "REGISTERED_TO",
                "区划代码",
                "区划代号",
            ])
        );
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Downloads_are_offered_and_named_and_unknown_ones_are_refused(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var collection = await server.Anonymous.JsonAsync("/ogc/collections/towns");
        var links = collection["links"]!.AsArray().Where(l => l!["rel"]!.ToString() == "enclosure").ToList();
        Assert.Equal(Formats, links.Select(l => l!["href"]!.ToString().Split('=')[1]));
        foreach (var link in links)
        {
            using var answer = await server.Anonymous.GetAsync(link!["href"]!.ToString(), Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(link["type"]!.ToString(), answer.Content.Headers.ContentType!.ToString());
            var disposition = answer.Content.Headers.ContentDisposition!;
            Assert.Equal("attachment", disposition.DispositionType);
            Assert.Matches(@"^ruralec-towns-\d{4}-\d\d-\d\d\.(gpkg|geojson|kml|csv|zip)$", disposition.FileName!);
            Assert.True(answer.Content.Headers.ContentLength > 100);
            Assert.Contains("no-store", answer.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }

        var page = await server.Anonymous.GetStringAsync("/ogc/collections/towns?f=html", Ct);
        Assert.Contains("<a class=\"button\" href=", page, StringComparison.Ordinal);
        Assert.Contains(">下载 GeoPackage</a>", page, StringComparison.Ordinal);
        using var officer = await server.BrowserAsync("officer", null, "440118");
        await server.StoreAsync(OgcDoor.OddNodes());
        var list = WebUtility.HtmlDecode(await officer.GetStringAsync("/officer/nodes", Ct));
        foreach (var format in Formats)
        {
            var address = $"/ogc/collections/nodes/download?format={format}";
            Assert.Contains($"href=\"{address}\"", list, StringComparison.Ordinal);
            // The cookie of the page is enough.
            using var answer = await officer.GetAsync(address, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        foreach (var wrong in new[] { "", "?format=", "?format=dxf", "?format=GPKG" })
        {
            var problem = await server.Anonymous.JsonAsync("/ogc/collections/towns/download" + wrong, 400);
            Assert.Contains("gpkg、geojson、kml、csv、shp", problem["detail"]!.ToString(), StringComparison.Ordinal);
        }

        await server.Anonymous.JsonAsync("/ogc/collections/towns/download?format=csv&limit=3", 400);
        await server.Anonymous.JsonAsync("/ogc/collections/towns/download?format=csv&filter=no_such_name=1", 400);
        await server.Anonymous.JsonAsync("/ogc/collections/none/download?format=csv", 404);
        server.AssertCleanLog();
    }

    private static Coordinate[] CornersOf(double x, double y, double side) =>
        [new(x, y), new(x + side, y), new(x + side, y + side), new(x, y + side), new(x, y)];

    private static LinearRing Square(double x, double y, double side) =>
        Cgcs2000.Factory.CreateLinearRing(CornersOf(x, y, side));

    private static async Task<string> SaveAsync(HttpClient caller, string address, DirectoryInfo folder)
    {
        using var answer = await caller.GetAsync("/ogc/collections/" + address, Ct);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var path = Path.Combine(folder.FullName, answer.Content.Headers.ContentDisposition!.FileName!);
        await File.WriteAllBytesAsync(path, await answer.Content.ReadAsByteArrayAsync(Ct), Ct);
        return path.EndsWith(".zip", StringComparison.Ordinal) ? "/vsizip/" + path : path;
    }

    private static async Task AssertSameAsync(
        HttpClient caller,
        string layer,
        params (string Name, string Value)[] parameters
    )
    {
        var expected = await caller.IdsAsync(OgcDoor.Items(layer, [.. parameters, ("limit", "1000")]));
        Assert.NotEmpty(expected);
        var address = OgcDoor.Items(layer, [.. parameters, ("format", "geojson")]);
        var file = await caller.JsonAsync(address.Replace("/items?", "/download?", StringComparison.Ordinal));
        Assert.Equal(expected, file["features"]!.AsArray().Select(f => f!["id"]!.GetValue<string>()));
    }

    private static object? Scalar(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
