namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>A kind of file that a layer is given as.</summary>
/// <param name="Name">What <c>format</c> calls it.</param>
/// <param name="Extension">Of the file's name.</param>
/// <param name="Title">What people call it.</param>
/// <param name="MediaType">What HTTP calls it.</param>
/// <param name="WriteAsync">Writes rows to a stream that stays open.</param>
internal sealed record DownloadFormat(
    string Name,
    string Extension,
    string Title,
    string MediaType,
    Func<Layer, IAsyncEnumerable<FeatureRow>, Stream, CancellationToken, Task> WriteAsync
)
{
    public static readonly IReadOnlyList<DownloadFormat> All =
    [
        new("gpkg", "gpkg", "GeoPackage", "application/geopackage+sqlite3", GeoPackageDownload.WriteAsync),
        new("geojson", "geojson", "GeoJSON", GeoJson.MediaType, GeoJsonDownload.WriteAsync),
        new("kml", "kml", "KML", "application/vnd.google-earth.kml+xml", KmlDownload.WriteAsync),
        new("csv", "csv", "CSV", "text/csv; charset=utf-8", CsvDownload.WriteAsync),
        new("shp", "zip", "Shapefile", "application/zip", ShapefileDownload.WriteAsync),
    ];

    /// <exception cref="OgcFault">The request names none of them.</exception>
    public static DownloadFormat Of(OgcRequest request) =>
        All.FirstOrDefault(format => format.Name == request["format"])
        ?? throw OgcFault.Invalid("format", $"format 应为 {string.Join("、", All.Select(f => f.Name))} 之一。");
}
