using System.Globalization;
using System.Text.RegularExpressions;
using RuralEc.Logistics;
using RuralEc.Spatial;
using Xunit;

namespace RuralEc.Server.Tests.Logistics.Ogc;

/// <summary>GDAL reads the door and gets the rows of the database.</summary>
public class GdalOgcTests
{
    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Ogrinfo_reads_every_layer_and_nodes_by_name_and_password(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        await server.StoreAsync(OgcDoor.OddNodes());
        await server.AddPersonAsync("gis", "auditor");
        var door = $"OAPIF:{server.Address}ogc";
        var stored = await server.RowsAsync<Division>();

        var anonymous = await Gdal.RunAsync("ogrinfo", null, "-ro", "-so", "-al", door);
        Assert.DoesNotContain("nodes", anonymous, StringComparison.Ordinal);
        foreach (
            var (layer, level) in new[]
            {
                ("districts", DivisionLevel.District),
                ("towns", DivisionLevel.Town),
                ("villages", DivisionLevel.Village),
            }
        )
        {
            Assert.Equal(stored.Count(d => d.Level == level), CountOf(anonymous, layer));
        }

        var signedIn = await Gdal.RunAsync("ogrinfo", "gis", "-ro", "-al", door, "nodes");
        Assert.Equal(60, CountOf(signedIn, "nodes"));
        foreach (var node in OgcDoor.OddNodes())
        {
            Assert.Contains($"gln (String) = {node.Gln}", signedIn, StringComparison.Ordinal);
        }

        Assert.Contains("registered_at (DateTime) = 2026/01/01 07:00:00+00", signedIn, StringComparison.Ordinal);
        var filtered = await Gdal.RunAsync(
            "ogrinfo",
            "gis",
            "-ro",
            "-so",
            "-al",
            "-where",
            "kind = 'town_station'",
            door,
            "nodes"
        );
        Assert.Equal(OgcDoor.OddNodes().Count(n => n.Kind == NodeKind.TownStation), CountOf(filtered, "nodes"));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Ogr2ogr_pages_through_a_hundred_thousand_features_and_filters_them(Database database)
    {
        Gdal.Require();
        await using var server = await Server.OnAsync(database);
        await server.StoreAsync(
            Enumerable
                .Range(0, 100_000)
                .Select(i => new Division
                {
                    Code = string.Create(CultureInfo.InvariantCulture, $"99{i:D10}"),
                    Name = string.Create(CultureInfo.InvariantCulture, $"虚拟村{i}"),
                    Level = DivisionLevel.Village,
                    ParentCode = i % 100 == 7 ? "999999999" : null,
                    Location = Cgcs2000.Point(112.96 + i % 1000 * 0.001, 22.5 + i / 1000 * 0.01),
                    Source = "test",
                    Quality = "approximate",
                })
        );
        var villages = (await server.RowsAsync<Division>()).Where(d => d.Level == DivisionLevel.Village).ToList();
        var door = $"OAPIF:{server.Address}ogc";
        var folder = Directory.CreateTempSubdirectory("ruralec-ogr-");
        try
        {
            Assert.Equal(villages.Select(d => d.Code).Order(StringComparer.Ordinal), await CodesAsync("all"));
            Assert.Equal(
                CodesOf(d => d.Location is { X: >= 113.1 and <= 113.2, Y: >= 22.7 and <= 23.1 }),
                await CodesAsync("box", "-spat", "113.1", "22.7", "113.2", "23.1")
            );
            Assert.Equal(
                CodesOf(d => d.ParentCode == "999999999"),
                await CodesAsync("where", "-where", "parent_code = '999999999'")
            );
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        server.AssertCleanLog();

        IEnumerable<string> CodesOf(Func<Division, bool> selects) =>
            villages.Where(selects).Select(d => d.Code).Order(StringComparer.Ordinal);

        async Task<IEnumerable<string>> CodesAsync(string name, params string[] options)
        {
            var file = Path.Combine(folder.FullName, name + ".csv");
            await Gdal.RunAsync(
                "ogr2ogr",
                null,
                ["-f", "CSV", file, door, "villages", "-oo", "PAGE_SIZE=5000", "-select", "code", .. options]
            );
            return File.ReadLines(file)
                .Skip(1)
                .Select(line => line.Split(',')[^1].Trim('"'))
                .Order(StringComparer.Ordinal);
        }
    }

    private static int CountOf(string report, string layer) =>
        int.Parse(
            Regex
                .Match(report, $@"Layer name: {layer}\b.*?Feature Count: (\d+)", RegexOptions.Singleline)
                .Groups[1]
                .Value,
            CultureInfo.InvariantCulture
        );
}
