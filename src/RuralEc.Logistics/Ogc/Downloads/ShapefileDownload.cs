using System.Buffers.Binary;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using NetTopologySuite.IO.Esri;
using NetTopologySuite.IO.Esri.Shapefiles.Writers;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>
/// A layer as a ZIP of a shapefile in WGS 84, UTF-8, with a README.txt of what the format could not take. A shapefile has
/// shapes of one kind: a layer of several becomes a file for each.
/// </summary>
internal sealed class ShapefileDownload : IDisposable
{
    private const string Wgs84 =
        """GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]""";

    private const int HeaderLength = 100;

    private readonly Layer _layer;
    private readonly string _folder;
    private readonly ShapefileFields _fields;
    private readonly Dictionary<ShapeType, ShapefileWriter> _writers = [];
    private int _written;
    private int _leftOut;

    private ShapefileDownload(Layer layer, string folder)
    {
        (_layer, _folder, _fields) = (layer, folder, new(layer));
        if (TypeOf(layer.GeometryType) is { } type)
        {
            // Also where there will be no rows.
            Open(type);
        }
    }

    public static async Task WriteAsync(
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        Stream file,
        CancellationToken ct
    )
    {
        var folder = Directory.CreateTempSubdirectory("ruralec-download-");
        try
        {
            using (var download = new ShapefileDownload(layer, folder.FullName))
            {
                await foreach (var row in rows.WithCancellation(ct))
                {
                    download.Add(row);
                }

                download.Finish();
            }

            await ZipAsync(folder, file, ct);
        }
        catch (ShapefileException)
        {
            throw OgcFault.Invalid("format", "内容超过 Shapefile 的 2 GB 上限；请改用 gpkg，或加过滤条件。");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    public void Dispose()
    {
        foreach (var writer in _writers.Values)
        {
            writer.Dispose();
        }

        _writers.Clear();
    }

    private void Add(FeatureRow row)
    {
        if (row.Geometry is not { IsEmpty: false } shape || TypeOf(shape.GeometryType) is not { } type)
        {
            _leftOut++;
            return;
        }

        var writer = _writers.TryGetValue(type, out var open) ? open : Open(type);
        _fields.Fill(writer.Fields, row.Values);
        writer.Geometry = shape;
        writer.Write();
        _written++;
    }

    private ShapefileWriter Open(ShapeType type)
    {
        var kind = TypeOf(_layer.GeometryType) is null ? "_" + type.ToString().ToLowerInvariant() : "";
        var path = Path.Combine(_folder, LayerDownload.TableOf(_layer) + kind + ".shp");
        // The library writes the .cpg, but a .prj only with a mark before it that other programs stumble over.
        File.WriteAllText(Path.ChangeExtension(path, ".prj"), Wgs84, Encoding.ASCII);
        return _writers[type] = Shapefile.OpenWrite(path, new ShapefileWriterOptions(type, _fields.Create()));
    }

    private void Finish()
    {
        Dispose();
        foreach (var path in Directory.GetFiles(_folder, "*.sh?"))
        {
            MendEmpty(path);
        }

        File.WriteAllText(Path.Combine(_folder, "README.txt"), Readme(), new UTF8Encoding(true));
    }

    /// <summary>The library leaves the header of a file without shapes as it began it: without its length.</summary>
    private static void MendEmpty(string path)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.Write);
        if (file.Length == HeaderLength)
        {
            Span<byte> length = stackalloc byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(length, HeaderLength / 2);
            file.Position = 24;
            file.Write(length);
            // The box around nothing.
            file.Position = 36;
            file.Write(new byte[4 * sizeof(double)]);
        }
    }

    private string Readme()
    {
        var text = new StringBuilder();
        Line($"{_layer.Title}：{_layer.Description}");
        Line($"坐标系 WGS 84（EPSG:4326，经纬度），文字编码 UTF-8。");
        Line($"写入 {_written} 个要素。");
        Line($"没有坐标因而未写入的要素：{_leftOut} 个（Shapefile 不便保存；需要时请下载 GeoPackage 或 CSV）。");
        Line($"超过 254 字节而被截短的文字：{_fields.Cut} 处。");
        Line($"时间为 UTC 的文字，因为 dBASE 的日期没有时刻；空值写作空白。");
        Line($"");
        Line($"字段名最多 10 字节，对应关系（字段、属性、含义）：");
        foreach (var (name, property) in _fields.Names.Zip(_layer.Properties))
        {
            Line($"{name}\t{property.Name}\t{property.Title}");
        }

        return text.ToString();

        void Line(FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append("\r\n");
    }

    private static async Task ZipAsync(DirectoryInfo folder, Stream file, CancellationToken ct)
    {
        await using var zip = await ZipArchive.CreateAsync(
            file,
            ZipArchiveMode.Create,
            leaveOpen: true,
            entryNameEncoding: null,
            ct
        );
        foreach (var part in folder.EnumerateFiles().OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            await zip.CreateEntryFromFileAsync(part.FullName, part.Name, ct);
        }
    }

    /// <summary>The kind of shapes for a geometry type by either of its spellings; null where there is none.</summary>
    private static ShapeType? TypeOf(string geometryType) =>
        geometryType.ToUpperInvariant() switch
        {
            "POINT" => ShapeType.Point,
            "MULTIPOINT" => ShapeType.MultiPoint,
            "LINESTRING" or "LINEARRING" or "MULTILINESTRING" => ShapeType.PolyLine,
            "POLYGON" or "MULTIPOLYGON" => ShapeType.Polygon,
            _ => null,
        };
}
