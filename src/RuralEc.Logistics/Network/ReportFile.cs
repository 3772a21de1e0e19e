using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using RuralEc.Gs1;

namespace RuralEc.Logistics.Network;

/// <summary>
/// Daily reports as a CSV file: the first line names the columns, in Chinese or as the API does, in any order; a cell left
/// empty was not reported.
/// </summary>
public static class ReportFile
{
    private static readonly (string Name, string Chinese)[] Columns =
    [
        ("gln", "节点GLN"),
        ("day", "日期"),
        ("parcelsIn", "进件"),
        ("parcelsOut", "出件"),
        ("farmParcelsOut", "农产品上行件"),
        ("farmValueYuan", "农产品上行额（元）"),
        ("villageParcelsAddressed", "寄往本村件"),
        ("villageParcelsDelivered", "直投到村件"),
        ("handoversDue", "应交接"),
        ("handoversOnTime", "按时交接"),
        ("tonnesIn", "进货（吨）"),
        ("tonnesOut", "出货（吨）"),
        ("runs", "班次"),
        ("emptyReturns", "空返班次"),
        ("capacityCubicMeters", "可载体积（立方米）"),
        ("carriedCubicMeters", "实载体积（立方米）"),
        ("coldOccupiedCubicMeters", "冷库平均占用（立方米）"),
        ("costYuan", "成本（元）"),
        ("sharedRevenueYuan", "共用收入（元）"),
        ("note", "备注"),
    ];

    /// <summary>The first line of a file, in Chinese, with the byte order mark that spreadsheet programs want.</summary>
    public static string Template => "\uFEFF" + string.Join(',', Columns.Select(c => c.Chinese)) + "\r\n";

    /// <summary>The rows with their numbers in the file, or what is wrong with it.</summary>
    public static (
        IReadOnlyList<(int? Row, DailyReportCommand Report)> Rows,
        IReadOnlyList<(int? Row, Refusal Why)> Faults
    ) Read(Stream file)
    {
        using var text = new StreamReader(file, new UTF8Encoding(false, throwOnInvalidBytes: true));
        using var csv = new CsvReader(
            text,
            new CsvConfiguration(CultureInfo.InvariantCulture) { TrimOptions = TrimOptions.Trim, BadDataFound = null }
        );
        var rows = new List<(int? Row, DailyReportCommand Report)>();
        var faults = new List<(int? Row, Refusal Why)>();
        try
        {
            if (!csv.Read() || !csv.ReadHeader())
            {
                return ([], [(null, Wrong("empty-file", "文件是空的。", ""))]);
            }

            var columns = (csv.HeaderRecord ?? []).Select(NameOf).ToArray();
            if (Array.FindIndex(columns, c => c is null) is >= 0 and var unknown)
            {
                return ([], [(1, Wrong("unknown-column", $"不认识列“{csv.HeaderRecord![unknown]}”。", ""))]);
            }

            while (csv.Read())
            {
                if (rows.Count + faults.Count >= ReportDesk.MostRows)
                {
                    return (
                        [],
                        [(csv.Parser.RawRow, Wrong("too-many-rows", $"一个文件最多{ReportDesk.MostRows}行。", ""))]
                    );
                }

                ReadRow(csv, columns!, rows, faults);
            }
        }
        catch (DecoderFallbackException)
        {
            return ([], [(null, Wrong("not-utf8", "文件不是UTF-8编码；请在表格软件中另存为“CSV UTF-8”。", ""))]);
        }

        return (rows, faults);
    }

    private static void ReadRow(
        CsvReader csv,
        string[] columns,
        List<(int? Row, DailyReportCommand Report)> rows,
        List<(int? Row, Refusal Why)> faults
    )
    {
        var row = csv.Parser.RawRow;
        var before = faults.Count;
        string? Cell(string name) =>
            Array.IndexOf(columns, name) is >= 0 and var i
            && csv.TryGetField<string>(i, out var cell)
            && !string.IsNullOrWhiteSpace(cell)
                ? cell
                : null;
        void Fault(string name, string detail) => faults.Add((row, Wrong("invalid-cell", detail, name)));
        decimal? Amount(string name)
        {
            if (Cell(name) is not { } cell)
            {
                return null;
            }

            const NumberStyles plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint;
            if (decimal.TryParse(cell, plain, CultureInfo.InvariantCulture, out var value))
            {
                return value;
            }

            Fault(name, $"“{cell}”不是数。");
            return null;
        }

        int? Count(string name)
        {
            if (Amount(name) is not { } value)
            {
                return null;
            }

            if (value == decimal.Truncate(value) && Math.Abs(value) <= int.MaxValue)
            {
                return (int)value;
            }

            Fault(name, $"“{value}”应为整数。");
            return null;
        }

        if (!Gln.TryParse(Cell("gln"), out var gln))
        {
            Fault("gln", $"“{Cell("gln")}”不是有效的GLN。");
        }

        if (!DateOnly.TryParse(Cell("day"), CultureInfo.InvariantCulture, out var day))
        {
            Fault("day", $"“{Cell("day")}”不是日期，应如2026-06-26。");
        }

        var figures = new ReportFigures(
            Count("parcelsIn"),
            Count("parcelsOut"),
            Count("farmParcelsOut"),
            Amount("farmValueYuan"),
            Count("villageParcelsAddressed"),
            Count("villageParcelsDelivered"),
            Count("handoversDue"),
            Count("handoversOnTime"),
            Amount("tonnesIn"),
            Amount("tonnesOut"),
            Count("runs"),
            Count("emptyReturns"),
            Amount("capacityCubicMeters"),
            Amount("carriedCubicMeters"),
            Amount("coldOccupiedCubicMeters"),
            Amount("costYuan"),
            Amount("sharedRevenueYuan")
        );
        if (faults.Count == before)
        {
            rows.Add((row, new(gln, day, figures, Cell("note"))));
        }
    }

    private static string? NameOf(string header) =>
        Array.Find(
            Columns,
            c => string.Equals(c.Name, header.Trim(), StringComparison.OrdinalIgnoreCase) || c.Chinese == header.Trim()
        )
            is { Name: { } name }
            ? name
            : null;

    private static Refusal Wrong(string kind, string detail, string member) =>
        new(kind, "The file cannot be taken", detail, "/" + member);
}
