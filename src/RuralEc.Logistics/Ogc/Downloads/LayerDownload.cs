using System.Globalization;

namespace RuralEc.Logistics.Ogc.Downloads;

/// <summary>
/// A whole layer, or what of it a request asks for, as one file. It is made before the answer begins, so that what goes
/// wrong is told as a problem and never as a file that ends half way.
/// </summary>
internal static class LayerDownload
{
    /// <summary>
    /// Those of <c>/items</c> that select, and <c>format</c>; not <c>crs</c>, as every file is in WGS 84, longitude first
    /// where its format leaves a choice.
    /// </summary>
    public static readonly string[] Parameters =
    [
        "bbox",
        "bbox-crs",
        "datetime",
        "filter",
        "filter-crs",
        "filter-lang",
        "format",
    ];

    private static readonly TimeSpan China = TimeSpan.FromHours(8);

    /// <summary>The file, at its beginning; it goes when it is closed.</summary>
    public static async Task<FileStream> MakeAsync(
        DownloadFormat format,
        Layer layer,
        IAsyncEnumerable<FeatureRow> rows,
        CancellationToken ct
    )
    {
        var file = Temporary();
        try
        {
            await format.WriteAsync(layer, rows, file, ct);
            await file.FlushAsync(ct);
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>What the file is called, by the day in China on which it was made.</summary>
    public static string NameOf(DownloadFormat format, Layer layer, DateTimeOffset now) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"ruralec-{layer.Id}-{now.ToOffset(China):yyyy-MM-dd}.{format.Extension}"
        );

    /// <summary>What programs call the layer: many take no hyphen in a name.</summary>
    public static string TableOf(Layer layer) => layer.Id.Replace('-', '_');

    /// <summary>A value as text; empty where there is none.</summary>
    public static string TextOf(object? value) =>
        value switch
        {
            null => "",
            bool flag => flag ? "true" : "false",
            double number => number.ToString("R", CultureInfo.InvariantCulture),
            DateTimeOffset time => OgcFeatures.TextOf(time),
            _ => value.ToString() ?? "",
        };

    private static FileStream Temporary()
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.None,
            BufferSize = 65_536,
            Options = FileOptions.Asynchronous | FileOptions.DeleteOnClose,
        };
        if (!OperatingSystem.IsWindows())
        {
            // What one person may see, others on this machine may not.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), options);
    }
}
