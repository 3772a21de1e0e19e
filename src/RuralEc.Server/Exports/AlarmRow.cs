using System.Text.Json;
using System.Text.Json.Serialization;
using CsvHelper.Configuration.Attributes;
using MiniExcelLibs.Attributes;
using RuralEc.ColdChain.Alarms;

namespace RuralEc.Server.Exports;

/// <summary>An alarm in an exported table. Names are the same in each format, and stable.</summary>
internal sealed class AlarmRow
{
    [Name("id"), ExcelColumn(Name = "id"), JsonPropertyName("id")]
    public string Id { get; set; } = "";

    [Name("kind"), ExcelColumn(Name = "kind"), JsonPropertyName("kind")]
    public string Kind { get; set; } = "";

    [Name("severity"), ExcelColumn(Name = "severity"), JsonPropertyName("severity")]
    public string Severity { get; set; } = "";

    [Name("asset"), ExcelColumn(Name = "asset"), JsonPropertyName("asset")]
    public string? Asset { get; set; }

    [Name("node_gln"), ExcelColumn(Name = "node_gln"), JsonPropertyName("node_gln")]
    public string? NodeGln { get; set; }

    [Name("party_gln"), ExcelColumn(Name = "party_gln"), JsonPropertyName("party_gln")]
    public string PartyGln { get; set; } = "";

    [Name("district_code"), ExcelColumn(Name = "district_code"), JsonPropertyName("district_code")]
    public string DistrictCode { get; set; } = "";

    [Name("device"), ExcelColumn(Name = "device"), JsonPropertyName("device")]
    public string? Device { get; set; }

    [Name("onset_at_utc"), ExcelColumn(Name = "onset_at_utc"), JsonPropertyName("onset_at_utc")]
    public DateTime OnsetAtUtc { get; set; }

    [Name("raised_at_utc"), ExcelColumn(Name = "raised_at_utc"), JsonPropertyName("raised_at_utc")]
    public DateTime RaisedAtUtc { get; set; }

    [Name("opened_at_utc"), ExcelColumn(Name = "opened_at_utc"), JsonPropertyName("opened_at_utc")]
    public DateTime OpenedAtUtc { get; set; }

    [Name("cleared_at_utc"), ExcelColumn(Name = "cleared_at_utc"), JsonPropertyName("cleared_at_utc")]
    public DateTime? ClearedAtUtc { get; set; }

    /// <summary>From its onset to its end; empty while it lasts.</summary>
    [Name("minutes"), ExcelColumn(Name = "minutes"), JsonPropertyName("minutes")]
    public double? Minutes { get; set; }

    [Name("limit_celsius"), ExcelColumn(Name = "limit_celsius"), JsonPropertyName("limit_celsius")]
    public double? LimitCelsius { get; set; }

    [Name("peak_celsius"), ExcelColumn(Name = "peak_celsius"), JsonPropertyName("peak_celsius")]
    public double? PeakCelsius { get; set; }

    [Name("battery_percent"), ExcelColumn(Name = "battery_percent"), JsonPropertyName("battery_percent")]
    public double? BatteryPercent { get; set; }

    /// <summary>How many alarms a node's alarm stands for; 0 for all others.</summary>
    [Name("members"), ExcelColumn(Name = "members"), JsonPropertyName("members")]
    public int Members { get; set; }

    /// <summary>Lots and pallets that were in it while it lasted.</summary>
    [Name("items"), ExcelColumn(Name = "items"), JsonPropertyName("items")]
    public int Items { get; set; }

    [Name("acknowledged_at_utc"), ExcelColumn(Name = "acknowledged_at_utc"), JsonPropertyName("acknowledged_at_utc")]
    public DateTime? AcknowledgedAtUtc { get; set; }

    [Name("acknowledged_by"), ExcelColumn(Name = "acknowledged_by"), JsonPropertyName("acknowledged_by")]
    public string? AcknowledgedBy { get; set; }

    [Name("assigned_to"), ExcelColumn(Name = "assigned_to"), JsonPropertyName("assigned_to")]
    public string? AssignedTo { get; set; }

    public static AlarmRow Of(AlarmView alarm) =>
        new()
        {
            Id = alarm.Id.ToString(),
            Kind = Snake(alarm.Kind),
            Severity = Snake(alarm.Severity),
            Asset = alarm.AssetName,
            NodeGln = alarm.NodeGln?.ToString(),
            PartyGln = alarm.PartyGln.ToString(),
            DistrictCode = alarm.DistrictCode,
            Device = alarm.Device,
            OnsetAtUtc = alarm.OnsetAt.UtcDateTime,
            RaisedAtUtc = alarm.RaisedAt.UtcDateTime,
            OpenedAtUtc = alarm.OpenedAt.UtcDateTime,
            ClearedAtUtc = alarm.ClearedAt?.UtcDateTime,
            Minutes = (alarm.ClearedAt - alarm.OnsetAt)?.TotalMinutes,
            LimitCelsius = alarm.LimitCelsius,
            PeakCelsius = alarm.PeakCelsius,
            BatteryPercent = alarm.BatteryPercent,
            Members = alarm.Members,
            Items = alarm.Items,
            AcknowledgedAtUtc = alarm.Handling?.AcknowledgedAt?.UtcDateTime,
            AcknowledgedBy = alarm.Handling?.AcknowledgedBy,
            AssignedTo = alarm.Handling?.AssignedName,
        };

    private static string Snake<TName>(TName name)
        where TName : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString());
}
