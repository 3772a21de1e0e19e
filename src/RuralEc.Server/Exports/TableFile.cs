using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using MiniExcelLibs;
using Parquet.Serialization;

namespace RuralEc.Server.Exports;

/// <summary>The kinds of files that tables are given as.</summary>
internal enum TableFormat
{
    /// <summary>RFC 4180, UTF-8 with a byte order mark, so that spreadsheet programs read Chinese rightly.</summary>
    Csv,
    Xlsx,
    Parquet,
}

/// <summary>More rows than a sheet of an XLSX file has.</summary>
internal sealed class TooManyRowsException : Exception;

/// <summary>
/// Writes rows to a temporary file, which goes when it is closed: rows by the million do not stand in memory.
/// </summary>
internal static class TableFile
{
    private const int MostSheetRows = 1_048_575;
    private const string Instant = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static string ContentTypeOf(TableFormat format) =>
        format switch
        {
            TableFormat.Csv => "text/csv; charset=utf-8",
            TableFormat.Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _ => "application/vnd.apache.parquet",
        };

    /// <exception cref="TooManyRowsException">They do not fit on a sheet; the other formats take any number.</exception>
    public static async Task<FileStream> WriteAsync<T>(
        IAsyncEnumerable<T> rows,
        TableFormat format,
        CancellationToken ct
    )
        where T : class, new()
    {
        var file = Temporary();
        try
        {
            await (
                format switch
                {
                    TableFormat.Csv => WriteCsvAsync(file, rows, ct),
                    TableFormat.Xlsx => Task.Run(() => file.SaveAs(Sheet(rows, ct)), ct),
                    _ => Task.Run(
                        () =>
                            ParquetSerializer.SerializeAsync(
                                rows.ToBlockingEnumerable(ct),
                                file,
                                cancellationToken: ct
                            ),
                        ct
                    ),
                }
            );
            file.Position = 0;
            return file;
        }
        catch
        {
            await file.DisposeAsync();
            throw;
        }
    }

    /// <summary>An empty file that goes when it is closed.</summary>
    public static FileStream Temporary() =>
        new(
            Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()),
            FileMode.CreateNew,
            FileAccess.ReadWrite,
            FileShare.None,
            65_536,
            FileOptions.Asynchronous | FileOptions.DeleteOnClose
        );

    private static async Task WriteCsvAsync<T>(Stream file, IAsyncEnumerable<T> rows, CancellationToken ct)
    {
        await using var text = new StreamWriter(file, new UTF8Encoding(true), leaveOpen: true);
        await using var csv = new CsvWriter(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { InjectionOptions = InjectionOptions.Escape }
        );
        csv.Context.TypeConverterOptionsCache.GetOptions<DateTime>().Formats = [Instant];
        csv.Context.TypeConverterOptionsCache.GetOptions<DateTime?>().Formats = [Instant];
        await csv.WriteRecordsAsync(rows, ct);
    }

    private static IEnumerable<T> Sheet<T>(IAsyncEnumerable<T> rows, CancellationToken ct)
    {
        var count = 0;
        foreach (var row in rows.ToBlockingEnumerable(ct))
        {
            yield return ++count <= MostSheetRows ? row : throw new TooManyRowsException();
        }
    }
}
