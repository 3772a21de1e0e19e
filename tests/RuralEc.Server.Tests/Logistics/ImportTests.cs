using System.Collections;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Gs1;
using RuralEc.Logistics;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using Xunit;
using static RuralEc.Server.Tests.Logistics.ImportFiles;

namespace RuralEc.Server.Tests.Logistics;

public sealed class ImportTests : IDisposable
{
    private const string Zengcheng = "440118";
    private const string Xiancun = "440118107"; // 仙村镇, without a point in maps/divisions.csv

    private readonly ImportFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Divisions_come_from_csv_geojson_and_geopackage(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var csv = _files.Write("a.csv", $"code,lon,lat,population\n{Xiancun},113.71,23.15,51000\n");
        var json = _files.Write("a.geojson", GeoJson((Xiancun, Point(113.72, 23.16))));
        var source = _files.Write("b.geojson", GeoJson((Xiancun, Point(113.73, 23.17))));
        var package = await _files.GeoPackageAsync("a.gpkg", source);

        foreach (var (file, longitude) in new[] { (csv, 113.71), (json, 113.72), (package, 113.73) })
        {
            var seen = await DivisionsAsync(server, file, take: false);
            Assert.Equal((0, 1, 0), (seen.New, seen.Changed, seen.Same));
            var before = await DivisionAsync(server, Xiancun);
            Assert.NotEqual(longitude, before.Longitude);

            var taken = await DivisionsAsync(server, file);
            Assert.Equal((0, 1, 0), (taken.New, taken.Changed, taken.Same));
            var after = await DivisionAsync(server, Xiancun);
            Assert.Equal(longitude, after.Longitude!.Value, 1e-9);
            Assert.Equal((CoordinateQuality.NamedPoint, "测试数据 2026"), (after.Quality, after.Source));

            var again = await DivisionsAsync(server, file);
            Assert.Equal((0, 0, 1), (again.New, again.Changed, again.Same));
            Assert.False(again.MayProceed);
        }

        // A file that says nothing of people leaves them alone.
        Assert.Equal(51000, (await DivisionAsync(server, Xiancun)).Population);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task A_file_in_GCJ_02_lands_where_the_published_pairs_say(Database database)
    {
        await using var server = await Server.OnAsync(database);

        // A pair of the test suite of eviltransform: WGS 84 (113.912316, 22.543847).
        var file = _files.Write("a.csv", $"code,lon,lat\n{Xiancun},113.9171764808363,22.540796131694766\n");
        await DivisionsAsync(server, file, origin: Published with { Crs = "GCJ-02" });

        var division = await DivisionAsync(server, Xiancun);
        Assert.Equal(113.912316, division.Longitude!.Value, 1e-8);
        Assert.Equal(22.543847, division.Latitude!.Value, 1e-8);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Every_fault_is_told_with_its_row_and_nothing_is_stored_by_halves(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var file = _files.Write(
            "a.csv",
            $"""
            code,name,lon,lat,quality,population,source
            44011,坏代码,113.7,23.1,,,
            {Xiancun},仙村镇,113.7,23.1,,,
            {Xiancun},仙村镇,113.7,23.1,,,
            440118107202,竹园村委会,23.1,113.7,,,
            440118107200,下境村委会,113.7,23.1,guess,,
            440118107001,仙村一社区居委会,113.7,23.1,,-3,
            440118999001,新村委会,113.7,23.1,,,
            440118107002,仙村二社区居委会,x,23.1,,,
            440118107203,{new string('长', 101)},113.7,23.1,,,
            440118107204,,113.7,23.1,,,{new string('源', 201)}
            """
        );

        var summary = await DivisionsAsync(server, file);

        string[] expected =
        [
            "2: 区划代码“44011”应为6、9或12位数字",
            "4: 区划代码440118107在文件中出现两次",
            "5: 坐标(23.1, 113.7)的经度和纬度似乎写反了",
            "6: 质量“guess”应为",
            "7: 人口“-3”应为",
            "8: 没有上级区划440118999",
            "9: 经纬度“x, 23.1”不是数",
            "10: 名称太长",
            "11: 来源太长",
        ];
        var told = summary.Faults.OrderBy(f => f.Row).Select(f => $"{f.Row}: {f.Text}").ToList();
        Assert.Equal(expected.Length, told.Count);
        Assert.All(expected.Zip(told), pair => Assert.StartsWith(pair.First, pair.Second, StringComparison.Ordinal));
        Assert.False(summary.MayProceed);
        Assert.Null((await DivisionAsync(server, Xiancun)).Longitude);
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_outline_is_repaired_where_its_shape_stays_and_refused_where_not(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var both = _files.Write("a.geojson", GeoJson((Zengcheng, Polygon(Spike)), (Xiancun, Polygon(BowTie))));
        var spike = _files.Write("b.geojson", GeoJson((Zengcheng, Polygon(Spike))));
        var origin = Published with { ReviewNumber = "粤S(2026)001号" };

        var refused = await DivisionsAsync(server, both, origin: origin);
        Assert.Empty(await OutlinesAsync(server));
        var repaired = await DivisionsAsync(server, spike, origin: origin);

        var fault = Assert.Single(refused.Faults);
        Assert.Equal(2, fault.Row);
        Assert.Contains("(113.75, 23.15)", fault.Text, StringComparison.Ordinal);
        Assert.Contains("自相交", Assert.Single(repaired.Repairs).Text, StringComparison.Ordinal);
        var outline = Assert.Single(await OutlinesAsync(server));
        Assert.Equal((Zengcheng, "粤S(2026)001号"), (outline.Code, outline.ReviewNumber));
        Assert.Equal(0.01, outline.Outline.Area, 1e-9);
        server.AssertCleanLog();
    }

    [Fact]
    public async Task What_a_person_should_look_at_is_asked()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);
        var file = _files.Write("a.csv", $"code,name,lon,lat\n{Xiancun},仙村街道,113.7,23.1\n440118006,,116.4,39.9\n");

        var questions = (await DivisionsAsync(server, file, take: false)).Questions;

        Assert.Contains(questions, q => q.Row == 2 && q.Text.Contains("仙村街道", StringComparison.Ordinal));
        Assert.Contains(questions, q => q.Row == 3 && q.Text.Contains("100公里", StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_cannot_be_read_says_why()
    {
        var header = "SQLite format 3\0 and nothing behind"u8.ToArray();
        byte[] gbk = [.. "code,name\n440118107,"u8, 0xCF, 0xC9, 0xB4, 0xE5, (byte)'\n'];

        AssertUnreadable("第一行是列名", _files.Write("empty.csv", ""));
        AssertUnreadable("UTF-8", _files.Write("gbk.csv", gbk));
        AssertUnreadable("GeoJSON", _files.Write("half.geojson", "{\"type\":\"FeatureCollection\",\"features\":[{"));
        AssertUnreadable("GeoPackage", _files.Write("half.gpkg", header));
    }

    [Fact]
    public async Task A_geopackage_of_two_layers_or_of_a_projection_is_refused()
    {
        var source = _files.Write("a.geojson", GeoJson((Xiancun, Point(113.7, 23.1))));
        var two = await _files.GeoPackageAsync("two.gpkg", source, "-nln", "first");
        await _files.GeoPackageAsync("two.gpkg", source, "-update", "-nln", "second");
        var projected = await _files.GeoPackageAsync("projected.gpkg", source, "-t_srs", "EPSG:32649");

        AssertUnreadable("2个图层", two);
        AssertUnreadable("EPSG:32649", projected);
    }

    [Fact]
    public async Task An_empty_collection_has_no_rows()
    {
        await using var server = await Server.OnAsync(Database.Sqlite);

        var summary = await DivisionsAsync(server, _files.Write("a.geojson", GeoJson()));

        Assert.Contains("没有任何行", Assert.Single(summary.Faults).Text, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task An_imported_point_survives_a_restart(Database database)
    {
        await using var first = await Server.OnAsync(database);
        await DivisionsAsync(first, _files.Write("a.csv", $"code,lon,lat\n{Xiancun},113.71,23.15\n"));

        await using var server = await first.RestartedAsync();
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<DivisionSeed>().ImportAsync(Ct);

        var division = await DivisionAsync(server, Xiancun);
        Assert.Equal((113.71, 23.15), (division.Longitude, division.Latitude));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nodes_come_with_their_parents_anywhere_in_the_file(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var file = _files.Write("a.csv", Csv([.. Three().Reverse()]));
        var officer = Person("officer", Zengcheng);

        var seen = await NodesAsync(server, file, officer, take: false);
        Assert.Equal((3, 0), (seen.New, seen.Faults.Count));
        Assert.Empty(await NodesAsync(server));

        var taken = await NodesAsync(server, file, officer);
        Assert.Equal((3, 0), (taken.New, taken.Faults.Count));
        Assert.Equal(
            Three().Select(n => n.ParentGln),
            (await NodesAsync(server)).OrderBy(n => n.Tier).Select(n => n.ParentGln)
        );

        var again = await NodesAsync(server, file, officer);
        Assert.Equal((0, 3, false), (again.New, again.Same, again.MayProceed));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task Nodes_in_a_circle_or_of_another_district_are_refused_and_none_is_stored(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var (center, town, village) = (Three()[0], Three()[1], Three()[2]);
        var circle = _files.Write("circle.csv", Csv(center, town with { ParentGln = village.Gln }, village));
        var twice = _files.Write("twice.csv", Csv(center, town, town));
        var nonsense = _files.Write(
            "nonsense.csv",
            "gln,kind,name,operator_gln,division_code,lon,lat\n1,palace,甲,x,44,113.7,\n"
        );

        var circular = await NodesAsync(server, circle, Person("officer", Zengcheng));
        var foreign = await NodesAsync(server, _files.Write("a.csv", Csv(Three())), Person("officer", "440117"));
        var repeated = await NodesAsync(server, twice, Person("officer", Zengcheng));
        var wrong = await NodesAsync(server, nonsense, Person("officer", Zengcheng));

        Assert.Contains(circular.Faults, f => f.Row == 3 && f.Text.Contains("成环", StringComparison.Ordinal));
        Assert.Contains(foreign.Faults, f => f.Row == 2 && f.Text.Contains("不在您的辖区内", StringComparison.Ordinal));
        Assert.Contains(repeated.Faults, f => f.Row == 4 && f.Text.Contains("出现两次", StringComparison.Ordinal));
        Assert.Equal(5, wrong.Faults.Count(f => f.Row == 2));
        Assert.Empty(await NodesAsync(server));
        server.AssertCleanLog();
    }

    [Theory, MemberData(nameof(Databases.All), MemberType = typeof(Databases))]
    public async Task What_is_cancelled_in_the_middle_stores_nothing(Database database)
    {
        await using var server = await Server.OnAsync(database);
        var divisions = ImportFile.Read(
            _files.Write(
                "a.csv",
                $"code,lon,lat\n{Xiancun},113.71,23.15\n440118107202,113.71,23.15\n440118107200,113.71,23.15\n"
            )
        );
        var nodes = ImportFile.Read(_files.Write("b.csv", Csv(Three())));
        var scopes = server.Service<IServiceScopeFactory>();

        await using (var scope = scopes.CreateAsyncScope())
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                scope
                    .ServiceProvider.GetRequiredService<DivisionImport>()
                    .RunAsync(new StopsAt(divisions, 2, stop), Published, true, new JobProgress(), stop.Token)
            );
        }

        await using (var scope = scopes.CreateAsyncScope())
        using (var stop = new CancellationTokenSource())
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
                scope
                    .ServiceProvider.GetRequiredService<NodeImport>()
                    .RunAsync(
                        Person("administrator"),
                        new StopsAt(nodes, 2, stop),
                        Published,
                        true,
                        new JobProgress(),
                        stop.Token
                    )
            );
        }

        Assert.Null((await DivisionAsync(server, Xiancun)).Longitude);
        Assert.Empty(await NodesAsync(server));
        server.AssertCleanLog();
    }

    public void Dispose() => _files.Dispose();

    /// <summary>A centre, a town station below it and a village point below that.</summary>
    private static NodeCommand[] Three() =>
        [
            .. new[] { "9521234100034", "9521234100058", "9521234100065" }.Select(gln =>
                DemonstrationNodes.All.Single(n => n.Gln == Gln.Parse(gln))
            ),
        ];

    private static async Task<IReadOnlyList<OutlineView>> OutlinesAsync(Server server)
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<DivisionQuery>()
            .OutlinesAsync(DivisionLevel.District, Ct);
    }

    private static void AssertUnreadable(string why, string path) =>
        Assert.Contains(
            why,
            Assert.Throws<UnreadableImportException>(() => ImportFile.Read(path)).Message,
            StringComparison.Ordinal
        );

    /// <summary>Rows that cancel when progress was told of so many of them.</summary>
    private sealed class StopsAt(IReadOnlyList<ImportedFeature> rows, int told, CancellationTokenSource stop)
        : IReadOnlyList<ImportedFeature>
    {
        private int _told;

        public int Count
        {
            get
            {
                if (++_told == told)
                {
                    stop.Cancel();
                }

                return rows.Count;
            }
        }

        public ImportedFeature this[int index] => rows[index];

        public IEnumerator<ImportedFeature> GetEnumerator() => rows.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
