namespace RuralEc.Server.Exports;

/// <summary>A kind of file in an address: <c>csv</c>, <c>xlsx</c> or <c>parquet</c>.</summary>
internal readonly record struct TableFormatName(TableFormat Value) : IParsable<TableFormatName>
{
    public static TableFormatName Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name) ? name : throw new FormatException($"'{s}' is no kind of file.");

    public static bool TryParse(string? s, IFormatProvider? provider, out TableFormatName result)
    {
        (result, var known) = s switch
        {
            "csv" => (new TableFormatName(TableFormat.Csv), true),
            "xlsx" => (new(TableFormat.Xlsx), true),
            "parquet" => (new(TableFormat.Parquet), true),
            _ => (default, false),
        };
        return known;
    }
}
