using System.Globalization;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using NetTopologySuite.Features;
using NetTopologySuite.Geometries;
using NetTopologySuite.IO.Converters;
using RuralEc.Spatial;

namespace RuralEc.Logistics.Imports;

/// <summary>One feature of a file.</summary>
/// <param name="Row">Its line or number, counted from 1.</param>
/// <param name="Geometry">In the coordinates of the file; null where it has none.</param>
/// <param name="Attributes">By column, without regard to case.</param>
public sealed record ImportedFeature(int Row, Geometry? Geometry, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>The first of the columns that is filled.</summary>
    internal string? Find(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (Attributes.TryGetValue(name, out var value) && !string.IsNullOrWhiteSpace(value))
            {
                return value.Trim();
            }
        }

        return null;
    }
}

/// <summary>The file cannot be read at all.</summary>
public sealed class UnreadableImportException : Exception
{
    /// <param name="message">A Chinese sentence for people.</param>
    public UnreadableImportException(string message, Exception? inner = null)
        : base(message, inner) { }

    public UnreadableImportException()
        : this("文件无法读取。") { }

    public UnreadableImportException(string message)
        : this(message, null) { }
}

/// <summary>Reads GeoJSON, GeoPackage and CSV files into features. By content, not by name.</summary>
public static class ImportFile
{
    /// <summary>A larger file is refused, bytes.</summary>
    public const long MostBytes = 200L * 1024 * 1024;

    private const int Wgs84 = 4326;

    private static readonly JsonSerializerOptions GeoJson = new() { Converters = { new GeoJsonConverterFactory() } };

    /// <summary>All features of a file.</summary>
    /// <exception cref="UnreadableImportException">It is none of the three kinds, or broken.</exception>
    public static IReadOnlyList<ImportedFeature> Read(string path)
    {
        Span<byte> start = stackalloc byte[64];
        using (var file = File.OpenRead(path))
        {
            if (file.Length > MostBytes)
            {
                throw new UnreadableImportException($"文件超过{MostBytes / 1024 / 1024} MB。");
            }

            start = start[..file.Read(start)];
        }

        if (start.StartsWith("SQLite format 3"u8))
        {
            return ReadGeoPackage(path);
        }

        var text = start.StartsWith("\uFEFF"u8) ? start[3..] : start;
        return text.TrimStart(" \t\r\n"u8).StartsWith("{"u8) ? ReadGeoJson(path) : ReadCsv(path);
    }

    private static List<ImportedFeature> ReadGeoPackage(string path)
    {
        try
        {
            var layers = GeoPackageFile.Layers(path);
            if (layers.Count != 1)
            {
                throw new UnreadableImportException(
                    layers.Count == 0
                        ? "GeoPackage里没有要素图层。"
                        : $"GeoPackage里有{layers.Count}个图层（{string.Join("、", layers.Select(l => l.Table))}），请每个文件只放一个。"
                );
            }

            if (layers[0].Epsg is not (Wgs84 or Cgcs2000.Srid))
            {
                throw new UnreadableImportException(
                    $"图层的坐标系是EPSG:{layers[0].Epsg}；请先转换为EPSG:4490或EPSG:4326（经纬度）。"
                );
            }

            return
            [
                .. GeoPackageFile
                    .Read(path, layers[0].Table)
                    .Select((f, i) => new ImportedFeature(i + 1, f.Geometry, TextOf(f.Attributes))),
            ];
        }
        catch (Exception e) when (e is FormatException or Microsoft.Data.Sqlite.SqliteException)
        {
            throw new UnreadableImportException("这不是完整的GeoPackage文件。", e);
        }
    }

    private static List<ImportedFeature> ReadGeoJson(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            var collection = JsonSerializer.Deserialize<FeatureCollection>(file, GeoJson);
            return
            [
                .. (collection ?? []).Select(
                    (f, i) =>
                        new ImportedFeature(
                            i + 1,
                            f.Geometry,
                            TextOf(f.Attributes?.GetNames().ToDictionary(n => n, n => (object?)f.Attributes[n]) ?? [])
                        )
                ),
            ];
        }
        catch (Exception e)
            when (e is JsonException or ArgumentException or InvalidOperationException or NotSupportedException)
        {
            throw new UnreadableImportException("这不是完整的GeoJSON要素集合（FeatureCollection）：" + e.Message, e);
        }
    }

    private static List<ImportedFeature> ReadCsv(string path)
    {
        using var text = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null }
        );
        var features = new List<ImportedFeature>();
        try
        {
            if (!csv.Read() || !csv.ReadHeader() || csv.HeaderRecord is not { Length: > 1 } header)
            {
                throw new UnreadableImportException("文件应为CSV（第一行是列名）、GeoJSON或GeoPackage。");
            }

            while (csv.Read())
            {
                var attributes = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
                for (var i = 0; i < header.Length; i++)
                {
                    attributes[header[i]] = csv.TryGetField<string>(i, out var cell) ? cell ?? "" : "";
                }

                features.Add(new(csv.Parser.RawRow, null, attributes));
            }
        }
        catch (Exception e) when (e is DecoderFallbackException or CsvHelperException)
        {
            throw new UnreadableImportException("文件不是UTF-8编码的CSV；请在表格软件中另存为“CSV UTF-8”。", e);
        }

        return features;
    }

    private static Dictionary<string, string> TextOf(IReadOnlyDictionary<string, object?> attributes)
    {
        var text = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in attributes)
        {
            text[name] = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
        }

        return text;
    }
}
