using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>
/// A layer as a table for spreadsheet programs (RFC 4180, UTF-8 with its mark): points in the columns longitude and
/// latitude, other shapes as well-known text in WKT. Rows without a place are there too.
/// </summary>
internal static class CsvDownload
{
    public static async Task WriteAsync(
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        Stream file,
        CancellationToken ct
    )
    {
        await using var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true);
        // Cells are made harmless below: CsvHelper's own way would turn longitudes west of Greenwich into text.
        await using var csv = new CsvWriter(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.None }
        );
        var points = layer.GeometryType == "point";
        string[] places = points ? ["longitude", "latitude"] : ["WKT"];
        foreach (var name in layer.Properties.Select(p => p.Name).Concat(places))
        {
            csv.WriteField(name);
        }

        await csv.NextRecordAsync();
        var shapes = new WKTWriter();
        await foreach (var row in rows.WithCancellation(ct))
        {
            foreach (var value in row.Values)
            {
                csv.WriteField(value is string words ? Harmless(words) : LayerDownload.TextOf(value));
            }

            if (points)
            {
                var at = row.Geometry is Point { IsEmpty: false } point ? point : null;
                csv.WriteField(LayerDownload.TextOf(at?.X));
                csv.WriteField(LayerDownload.TextOf(at?.Y));
            }
            else
            {
                csv.WriteField(row.Geometry is { } shape ? shapes.Write(shape) : "");
            }

            await csv.NextRecordAsync();
        }
    }

    /// <summary>Text that a spreadsheet program would take for a formula begins with an apostrophe.</summary>
    private static string Harmless(string text) =>
        text.Length > 0 && text[0] is '=' or '+' or '-' or '@' or '\t' or '\r' or '\n' ? "'" + text : text;
}
