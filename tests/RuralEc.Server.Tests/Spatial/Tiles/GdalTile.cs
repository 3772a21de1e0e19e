using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using RuralEc.Spatial.Tiles;
using Xunit;

namespace RuralEc.Server.Tests.Spatial.Tiles;

/// <summary>A feature as GDAL's vector tile driver decodes it, in metres of EPSG:3857.</summary>
internal sealed record GdalFeature(long? Id, Geometry Shape, IReadOnlyDictionary<string, JsonElement> Attributes)
{
    public Coordinate Position => Shape.Coordinate;
}

/// <summary>Decodes tiles with GDAL, which knows nothing of how they were written.</summary>
internal static class GdalTile
{
    /// <summary>Metres from edge to edge of the world in EPSG:3857.</summary>
    public const double WorldMeters = 2 * Math.PI * 6_378_137;

    private const string Ogr2Ogr = "/usr/bin/ogr2ogr";

    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };

    public static void Require() => Databases.Require(File.Exists(Ogr2Ogr), "ogr2ogr of GDAL is not installed.");

    /// <summary>How many metres of EPSG:3857 a tile unit is.</summary>
    public static double UnitMeters(TileAddress tile) => WorldMeters / Math.Pow(2, tile.Z) / 4096;

    /// <summary>A position in degrees by the formula of EPSG:3857, in metres.</summary>
    public static Coordinate Meters(double longitude, double latitude) =>
        new(
            6_378_137 * longitude * Math.PI / 180,
            6_378_137 * Math.Log(Math.Tan((Math.PI / 4) + (latitude * Math.PI / 360)))
        );

    public static async Task<List<GdalFeature>> DecodeAsync(byte[] octets, TileAddress tile, string layer)
    {
        if (octets.Length == 0)
        {
            return [];
        }
        var folder = Directory.CreateTempSubdirectory("ruralec-tile-");
        try
        {
            var (from, to) = (Path.Combine(folder.FullName, "tile.pbf"), Path.Combine(folder.FullName, "tile.json"));
            await File.WriteAllBytesAsync(from, octets);
            string[] arguments =
            [
                "-f",
                "GeoJSON",
                to,
                $"MVT:{from}",
                layer,
                .. Option("X", tile.X),
                .. Option("Y", tile.Y),
                .. Option("Z", tile.Z),
                "-oo",
                "CLIP=NO",
                "-lco",
                "COORDINATE_PRECISION=6",
            ];
            await RunAsync(arguments);
            using var json = JsonDocument.Parse(await File.ReadAllBytesAsync(to));
            return [.. json.RootElement.GetProperty("features").EnumerateArray().Select(Feature)];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static string[] Option(string name, int value) =>
        ["-oo", string.Create(CultureInfo.InvariantCulture, $"{name}={value}")];

    private static GdalFeature Feature(JsonElement feature)
    {
        var attributes = feature
            .GetProperty("properties")
            .EnumerateObject()
            .Where(p => p.Value.ValueKind != JsonValueKind.Null)
            .ToDictionary(p => p.Name, p => p.Value.Clone());
        long? id = attributes.Remove("mvt_id", out var value) ? value.GetInt64() : null;
        return new GdalFeature(id, feature.GetProperty("geometry").Deserialize<Geometry>(GeoJson)!, attributes);
    }

    private static async Task RunAsync(string[] arguments)
    {
        var start = new ProcessStartInfo(Ogr2Ogr, arguments) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, errors);
        Assert.DoesNotContain("ERROR", errors, StringComparison.Ordinal);
    }
}
