using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;
using RuralEc.Gs1;
using RuralEc.Logistics.Routing;

namespace RuralEc.Logistics.Plans;

/// <summary>
/// Vehicles and stops as people keep them: tables pasted from a spreadsheet or CSV, the first line with the columns'
/// names. A cell left empty is 0 or unlimited.
/// </summary>
public static class DayTables
{
    private const int MostRows = 500;
    private const int MinutesOfDay = 1440;

    /// <summary>The columns of vehicles.</summary>
    public static IReadOnlyList<string> VehicleColumns { get; } =
    [
        "车辆",
        "常温kg",
        "常温L",
        "冷藏kg",
        "冷藏L",
        "冷冻kg",
        "冷冻L",
        "出车",
        "收车",
        "元/公里",
        "固定元",
        "最长驾驶分钟",
        "装车分钟",
    ];

    /// <summary>The columns of stops.</summary>
    public static IReadOnlyList<string> StopColumns { get; } =
    [
        "名称",
        "GLN",
        "经度",
        "纬度",
        "作业",
        "常温kg",
        "常温L",
        "冷藏kg",
        "冷藏L",
        "冷冻kg",
        "冷冻L",
        "作业分钟",
        "时间窗",
        "漏送罚金",
        "品类",
    ];

    /// <summary>Reads vehicles; a remark is what stands against a row.</summary>
    public static (IReadOnlyList<DayVehicle> Vehicles, IReadOnlyList<string> Remarks) Vehicles(string text)
    {
        var remarks = new List<string>();
        var vehicles = Rows(text, VehicleColumns, remarks)
            .Select(row => new DayVehicle(
                row.Text("车辆") ?? row.Missing("车辆"),
                row.Load(),
                row.Minute("出车", 360),
                row.Minute("收车", 1200),
                row.Number("元/公里", 3),
                row.Number("固定元"),
                row.Has("最长驾驶分钟") ? (int)row.Number("最长驾驶分钟") : null,
                (int)row.Number("装车分钟")
            ))
            .ToList();
        return (vehicles, remarks);
    }

    /// <summary>Reads stops; places of nodes come from <paramref name="placeOf"/>.</summary>
    public static (IReadOnlyList<DayStop> Stops, IReadOnlyList<string> Remarks) Stops(
        string text,
        Func<Gln, NodeView?> placeOf
    )
    {
        ArgumentNullException.ThrowIfNull(placeOf);
        var remarks = new List<string>();
        var stops = new List<DayStop>();
        foreach (var row in Rows(text, StopColumns, remarks))
        {
            NodeView? node = null;
            if (row.Text("GLN") is { } key)
            {
                node = Gln.TryParse(key, out var gln) ? placeOf(gln) : null;
                if (node is null)
                {
                    row.Refuse("GLN", $"没有GLN为“{key}”的节点");
                }
            }

            stops.Add(
                new(
                    row.Text("名称") ?? node?.Name ?? row.Missing("名称"),
                    node?.Gln,
                    node?.Longitude ?? row.Number("经度", required: true),
                    node?.Latitude ?? row.Number("纬度", required: true),
                    row.Text("作业") switch
                    {
                        null or "送" or "送货" => StopKind.Delivery,
                        "取" or "取货" or "揽收" => StopKind.Collection,
                        var other => row.Refuse("作业", $"“{other}”应为送或取", StopKind.Delivery),
                    },
                    row.Load(),
                    (int)row.Number("作业分钟", 10),
                    row.Windows("时间窗"),
                    row.Has("漏送罚金") ? row.Number("漏送罚金") : null,
                    [
                        .. (row.Text("品类") ?? "").Split(
                            [';', '；', '、'],
                            StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                        ),
                    ]
                )
            );
        }

        return (stops, remarks);
    }

    private static List<Row> Rows(string text, IReadOnlyList<string> columns, List<string> remarks)
    {
        ArgumentNullException.ThrowIfNull(text);
        // What is pasted from a spreadsheet has tabs.
        using var csv = new CsvReader(
            new StringReader(text.Trim()),
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                Delimiter = text.Contains('\t', StringComparison.Ordinal) ? "\t" : ",",
                TrimOptions = TrimOptions.Trim,
                BadDataFound = null,
            }
        );
        var rows = new List<Row>();
        if (!csv.Read() || !csv.ReadHeader())
        {
            remarks.Add("表格是空的。");
            return rows;
        }

        var header = csv.HeaderRecord ?? [];
        if (Array.Find(header, h => !columns.Contains(h.Trim())) is { } unknown)
        {
            remarks.Add($"不认识列“{unknown}”；可用的列：{string.Join("、", columns)}。");
            return rows;
        }

        while (csv.Read() && rows.Count < MostRows)
        {
            var cells = new Dictionary<string, string>();
            for (var i = 0; i < header.Length; i++)
            {
                cells[header[i].Trim()] = csv.TryGetField<string>(i, out var cell) ? cell ?? "" : "";
            }

            rows.Add(new(csv.Parser.RawRow, cells, remarks));
        }

        if (rows.Count == 0)
        {
            remarks.Add("表格没有数据行。");
        }

        return rows;
    }

    private sealed class Row(int number, Dictionary<string, string> cells, List<string> remarks)
    {
        public bool Has(string column) => Text(column) is not null;

        public string? Text(string column) =>
            cells.TryGetValue(column, out var cell) && !string.IsNullOrWhiteSpace(cell) ? cell.Trim() : null;

        public string Missing(string column) => Refuse(column, $"缺少{column}", "");

        public void Refuse(string column, string why) => remarks.Add($"第{number}行：{why}（{column}）。");

        public T Refuse<T>(string column, string why, T instead)
        {
            Refuse(column, why);
            return instead;
        }

        public double Number(string column, double otherwise = 0, bool required = false)
        {
            if (Text(column) is not { } text)
            {
                return required ? Refuse(column, $"缺少{column}", 0.0) : otherwise;
            }

            return
                double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && number is >= 0 and <= 1e6
                ? number
                : Refuse(column, $"“{text}”应为0到1000000之间的数", otherwise);
        }

        public int Minute(string column, int otherwise) =>
            Text(column) is not { } text ? otherwise
            : TryMinute(text, out var minute) ? minute
            : Refuse(column, $"“{text}”应为时刻，如08:30", otherwise);

        public List<DayWindow> Windows(string column)
        {
            var windows = new List<DayWindow>();
            foreach (
                var part in (Text(column) ?? "").Split(
                    [';', '；'],
                    StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries
                )
            )
            {
                if (
                    part.Split(['-', '–', '~']) is [var from, var to]
                    && TryMinute(from, out var begin)
                    && TryMinute(to, out var end)
                    && begin <= end
                )
                {
                    windows.Add(new(begin, end));
                }
                else
                {
                    Refuse(column, $"“{part}”应如08:00-11:30");
                }
            }

            return windows;
        }

        public DayLoad Load() =>
            new(
                Number("常温kg"),
                Number("常温L"),
                Number("冷藏kg"),
                Number("冷藏L"),
                Number("冷冻kg"),
                Number("冷冻L")
            );

        private static bool TryMinute(string text, out int minute)
        {
            minute = 0;
            return text.Trim().Split([':', '：']) is [var hours, var minutes]
                && int.TryParse(hours, NumberStyles.None, CultureInfo.InvariantCulture, out var h)
                && int.TryParse(minutes, NumberStyles.None, CultureInfo.InvariantCulture, out var m)
                && m < 60
                && (minute = (h * 60) + m) <= MinutesOfDay;
        }
    }
}
