using System.Text.Json.Serialization;
using CsvHelper.Configuration.Attributes;
using MiniExcelLibs.Attributes;
using RuralEc.Logistics.Network;
using RuralEc.Server.Pages.Forms;
using RuralEc.Server.Pages.Network;

namespace RuralEc.Server.Exports;

/// <summary>A figure of the network in an exported table. Names are the same in each format, and stable.</summary>
internal sealed class FigureRow
{
    [Name("indicator"), ExcelColumn(Name = "indicator"), JsonPropertyName("indicator")]
    public string Indicator { get; set; } = "";

    [Name("name"), ExcelColumn(Name = "name"), JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [Name("division"), ExcelColumn(Name = "division"), JsonPropertyName("division")]
    public string? Division { get; set; }

    [Name("node_gln"), ExcelColumn(Name = "node_gln"), JsonPropertyName("node_gln")]
    public string? NodeGln { get; set; }

    [Name("from_day"), ExcelColumn(Name = "from_day"), JsonPropertyName("from_day")]
    public string FromDay { get; set; } = "";

    [Name("to_day"), ExcelColumn(Name = "to_day"), JsonPropertyName("to_day")]
    public string ToDay { get; set; } = "";

    [Name("as_of"), ExcelColumn(Name = "as_of"), JsonPropertyName("as_of")]
    public string AsOf { get; set; } = "";

    /// <summary>Empty where nothing is known: that is not nought.</summary>
    [Name("value"), ExcelColumn(Name = "value"), JsonPropertyName("value")]
    public double? Value { get; set; }

    [Name("unit"), ExcelColumn(Name = "unit"), JsonPropertyName("unit")]
    public string Unit { get; set; } = "";

    [Name("numerator"), ExcelColumn(Name = "numerator"), JsonPropertyName("numerator")]
    public double? Numerator { get; set; }

    [Name("denominator"), ExcelColumn(Name = "denominator"), JsonPropertyName("denominator")]
    public double? Denominator { get; set; }

    [Name("sources"), ExcelColumn(Name = "sources"), JsonPropertyName("sources")]
    public int Sources { get; set; }

    [Name("formula"), ExcelColumn(Name = "formula"), JsonPropertyName("formula")]
    public string Formula { get; set; } = "";

    public static FigureRow Of(Indicator figure, FigureAbout about, FigureSelection selection) =>
        new()
        {
            Indicator = FigureWords.Code(figure.Code),
            Name = about.Name,
            Division = selection.Scope.Prefix.Length == 0 ? null : selection.Scope.Prefix,
            NodeGln = selection.Node?.ToString(),
            FromDay = ChinaTime.Text(selection.From),
            ToDay = ChinaTime.Text(selection.To),
            AsOf = ChinaTime.Text(selection.AsOf),
            Value = figure.Value,
            Unit = System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(figure.Unit.ToString()),
            Numerator = figure.Numerator,
            Denominator = figure.Denominator,
            Sources = figure.Sources,
            Formula = about.Formula,
        };
}

/// <summary>A record behind a figure in an exported table.</summary>
internal sealed class FigureSourceRow
{
    [Name("id"), ExcelColumn(Name = "id"), JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [Name("name"), ExcelColumn(Name = "name"), JsonPropertyName("name")]
    public string Name { get; set; } = "";

    [Name("place_gln"), ExcelColumn(Name = "place_gln"), JsonPropertyName("place_gln")]
    public string? PlaceGln { get; set; }

    [Name("day"), ExcelColumn(Name = "day"), JsonPropertyName("day")]
    public string? Day { get; set; }

    [Name("numerator"), ExcelColumn(Name = "numerator"), JsonPropertyName("numerator")]
    public double? Numerator { get; set; }

    [Name("denominator"), ExcelColumn(Name = "denominator"), JsonPropertyName("denominator")]
    public double? Denominator { get; set; }

    [Name("note"), ExcelColumn(Name = "note"), JsonPropertyName("note")]
    public string Note { get; set; } = "";

    public static FigureSourceRow Of(SourceRow row) =>
        new()
        {
            Id = row.Id,
            Name = row.Name,
            PlaceGln = row.Place?.ToString(),
            Day = row.Day is { } day ? ChinaTime.Text(day) : null,
            Numerator = row.Numerator,
            Denominator = row.Denominator,
            Note = row.Note,
        };
}
