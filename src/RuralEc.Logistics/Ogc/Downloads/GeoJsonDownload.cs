using System.Text.Json;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>A layer as one FeatureCollection (RFC 7946).</summary>
internal static class GeoJsonDownload
{
    private const int Buffered = 65_536;

    public static async Task WriteAsync(
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        Stream file,
        CancellationToken ct
    )
    {
        await using var writer = new Utf8JsonWriter(file, OgcAnswer.Writing);
        writer.WriteStartObject();
        writer.WriteString("type", "FeatureCollection");
        // No member of the standard, but what GDAL and QGIS call the layer.
        writer.WriteString("name", LayerDownload.TableOf(layer));
        writer.WriteStartArray("features");
        await foreach (var row in rows.WithCancellation(ct))
        {
            writer.WriteStartObject();
            OgcFeatures.WriteMembers(writer, layer, row, Crs.Crs84);
            writer.WriteEndObject();
            if (writer.BytesPending > Buffered)
            {
                await writer.FlushAsync(ct);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        await writer.FlushAsync(ct);
    }
}
