using System.Globalization;
using System.Text;

namespace RuralEc.Logistics;

/// <summary>Reads maps/divisions.csv, which this assembly carries (RFC 4180, its first line names the columns).</summary>
internal static class DivisionFile
{
    private const string Header = "code,name,level,parent,lon,lat,source,quality";

    public static IReadOnlyList<Division> Read()
    {
        using var stream =
            typeof(DivisionFile).Assembly.GetManifestResourceStream("divisions.csv")
            ?? throw new InvalidOperationException("The assembly lacks divisions.csv.");
        using var reader = new StreamReader(stream);
        return Parse(reader);
    }

    /// <exception cref="FormatException">When the text is no such file.</exception>
    internal static IReadOnlyList<Division> Parse(TextReader reader)
    {
        if (reader.ReadLine() != Header)
        {
            throw new FormatException($"The first line should be {Header}.");
        }

        var divisions = new List<Division>();
        while (reader.ReadLine() is { } line)
        {
            divisions.Add(DivisionOf(CellsOf(line)));
        }

        return divisions;
    }

    private static Division DivisionOf(List<string> cells) =>
        cells is [var code, var name, var level, var parent, var lon, var lat, var source, var quality]
            ? new()
            {
                Code = code,
                Name = name,
                Level = Enum.Parse<DivisionLevel>(level, ignoreCase: true),
                ParentCode = parent.Length == 0 ? null : parent,
                Location =
                    lon.Length == 0
                        ? null
                        : Positions.Of(
                            double.Parse(lon, CultureInfo.InvariantCulture),
                            double.Parse(lat, CultureInfo.InvariantCulture)
                        ),
                Source = source.Length == 0 ? null : source,
                Quality = quality,
            }
            : throw new FormatException($"A line has {cells.Count} cells.");

    private static List<string> CellsOf(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '"' when quoted && i + 1 < line.Length && line[i + 1] == '"':
                    cell.Append('"');
                    i++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    cells.Add(cell.ToString());
                    cell.Clear();
                    break;
                default:
                    cell.Append(line[i]);
                    break;
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
