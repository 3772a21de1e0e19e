using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

namespace RuralEc.Logistics;

/// <summary>Reads maps/divisions.csv and maps/population.csv, which this assembly carries.</summary>
internal static class DivisionFile
{
    public static IReadOnlyList<Division> Read()
    {
        using var file = Open("divisions.csv");
        using var people = Open("population.csv");
        return Parse(file, people);
    }

    /// <exception cref="CsvHelperException">When the text is no such file.</exception>
    internal static IReadOnlyList<Division> Parse(TextReader file, TextReader people)
    {
        var residents = RowsOf<PopulationRow>(people).ToDictionary(p => p.Code);
        return [.. RowsOf<DivisionRow>(file).Select(row => DivisionOf(row, residents.GetValueOrDefault(row.Code)))];
    }

    private static List<T> RowsOf<T>(TextReader file)
    {
        // A record's constructor has the columns' names, in capitals.
        using var csv = new CsvReader(
            file,
            new CsvConfiguration(CultureInfo.InvariantCulture)
            {
                PrepareHeaderForMatch = header => header.Header.ToLowerInvariant(),
            }
        );
        return [.. csv.GetRecords<T>()];
    }

    private static Division DivisionOf(DivisionRow row, PopulationRow? people) =>
        new()
        {
            Code = row.Code,
            Name = row.Name,
            Level = Enum.Parse<DivisionLevel>(row.Level, ignoreCase: true),
            ParentCode = row.Parent.Length == 0 ? null : row.Parent,
            Location = row is { Lon: { } lon, Lat: { } lat } ? Positions.Of(lon, lat) : null,
            Source = row.Source.Length == 0 ? null : row.Source,
            Quality = row.Quality,
            Population = people?.Population,
            PopulationSource = people?.Source,
        };

    private static StreamReader Open(string name) =>
        new(
            typeof(DivisionFile).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"The assembly lacks {name}.")
        );

    private sealed record DivisionRow(
        string Code,
        string Name,
        string Level,
        string Parent,
        double? Lon,
        double? Lat,
        string Source,
        string Quality
    );

    private sealed record PopulationRow(string Code, int Population, string Source);
}
