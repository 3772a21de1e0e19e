using System.Diagnostics;
using System.Globalization;
using System.Security.Claims;
using Microsoft.Extensions.DependencyInjection;
using RuralEc.Logistics;
using RuralEc.Logistics.Imports;
using RuralEc.Logistics.Jobs;
using Xunit;

namespace RuralEc.Server.Tests.Logistics;

/// <summary>Files to import, in a folder of their own, and the import of them.</summary>
internal sealed class ImportFiles : IDisposable
{
    public const string BowTie = "[[113.7,23.1],[113.8,23.2],[113.8,23.1],[113.7,23.2],[113.7,23.1]]";

    /// <summary>A spike out of the edge and back: it has no area of its own.</summary>
    public const string Spike =
        "[[113.7,23.1],[113.8,23.1],[113.9,23.1],[113.8,23.1],[113.8,23.2],[113.7,23.2],[113.7,23.1]]";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-files-");

    public static ImportOrigin Published { get; } = new("测试数据 2026", "WGS84", CoordinateQuality.NamedPoint);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public string Path(string name) => System.IO.Path.Combine(_folder.FullName, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }

    public string Write(string name, byte[] octets)
    {
        File.WriteAllBytes(Path(name), octets);
        return Path(name);
    }

    /// <summary>A collection of features that have a code and a GeoJSON geometry.</summary>
    public static string GeoJson(params (string Code, string Geometry)[] features) =>
        $$"""{"type":"FeatureCollection","features":[{{string.Join(',', features.Select(f => $$"""{"type":"Feature","properties":{"code":"{{f.Code}}"},"geometry":{{f.Geometry}}}"""))}}]}""";

    public static string Point(double longitude, double latitude) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $$"""{"type":"Point","coordinates":[{{longitude}},{{latitude}}]}"""
        );

    public static string Polygon(string ring) => $$"""{"type":"Polygon","coordinates":[{{ring}}]}""";

    /// <summary>A GeoPackage as the tool of the trade writes it.</summary>
    public async Task<string> GeoPackageAsync(string name, string source, params string[] options)
    {
        Databases.Require(HasOgr, "ogr2ogr (gdal-bin) is not installed.");
        using var ogr = Process.Start(
            new ProcessStartInfo("ogr2ogr", ["-f", "GPKG", .. options, Path(name), source])
            {
                RedirectStandardError = true,
            }
        )!;
        var error = await ogr.StandardError.ReadToEndAsync(Ct);
        await ogr.WaitForExitAsync(Ct);
        Assert.True(ogr.ExitCode == 0, error);
        return Path(name);
    }

    public static async Task<ImportSummary> DivisionsAsync(
        Server server,
        string path,
        bool take = true,
        ImportOrigin? origin = null
    )
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<DivisionImport>()
            .RunAsync(ImportFile.Read(path), origin ?? Published, take, new JobProgress(), Ct);
    }

    public static async Task<ImportSummary> NodesAsync(
        Server server,
        string path,
        ClaimsPrincipal by,
        bool take = true,
        ImportOrigin? origin = null
    )
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return await scope
            .ServiceProvider.GetRequiredService<NodeImport>()
            .RunAsync(by, ImportFile.Read(path), origin ?? Published, take, new JobProgress(), Ct);
    }

    public static async Task<DivisionView> DivisionAsync(Server server, string code)
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return Assert.Single(await scope.ServiceProvider.GetRequiredService<DivisionQuery>().FindAsync([code], Ct));
    }

    public static async Task<IReadOnlyList<NodeView>> NodesAsync(Server server)
    {
        await using var scope = server.Service<IServiceScopeFactory>().CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<NodeQuery>().AllAsync(Person("administrator"), Ct);
    }

    public static ClaimsPrincipal Person(string role, params string[] districts) =>
        new(
            new ClaimsIdentity(
                [
                    new(ClaimTypes.NameIdentifier, role),
                    new(ClaimTypes.Role, role),
                    .. districts.Select(d => new Claim("district", d)),
                ],
                "test"
            )
        );

    /// <summary>Nodes as a CSV file, in the order given.</summary>
    public static string Csv(params NodeCommand[] nodes) =>
        "gln,kind,name,operator_gln,division_code,lon,lat,parent_gln,state\n"
        + string.Concat(
            nodes.Select(n =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{n.Gln},{Snake(n.Kind)},{n.Name},{n.OperatorGln},{n.DivisionCode},{n.Longitude},{n.Latitude},{n.ParentGln},active\n"
                )
            )
        );

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Snake(NodeKind kind) =>
        System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(kind.ToString());

    private static bool HasOgr =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator)
            .Any(folder => File.Exists(System.IO.Path.Combine(folder, "ogr2ogr")));
}
