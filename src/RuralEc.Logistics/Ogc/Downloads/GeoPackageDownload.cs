using NetTopologySuite.Geometries;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>A layer as a GeoPackage in EPSG:4326 with its index.</summary>
internal static class GeoPackageDownload
{
    public static async Task WriteAsync(
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        Stream file,
        CancellationToken ct
    )
    {
        // SQLite writes to a path. The folder is readable to nobody else.
        var folder = Directory.CreateTempSubdirectory("ruralec-download-");
        try
        {
            var path = Path.Combine(folder.FullName, "layer.gpkg");
            await GeoPackageFile.WriteAsync(path, TableOf(layer), rows.Select(ValuesOf), ct);
            await using var written = File.OpenRead(path);
            await written.CopyToAsync(file, ct);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (Geometry?, IReadOnlyList<object?>) ValuesOf(FeatureRow row) => (row.Geometry, row.Values);

    private static GeoPackageTable TableOf(Layer layer) =>
        new(
            LayerDownload.TableOf(layer),
            layer.Title,
            layer.Description,
            layer.GeometryType == "any" ? "GEOMETRY" : layer.GeometryType.ToUpperInvariant(),
            layer.Properties.ConvertAll(p => new GeoPackageColumn(
                p.Name,
                p.Kind switch
                {
                    PropertyKind.Number => GeoPackageType.Number,
                    PropertyKind.Flag => GeoPackageType.Flag,
                    PropertyKind.Instant => GeoPackageType.Instant,
                    _ => GeoPackageType.Text,
                }
            ))
        );
}
