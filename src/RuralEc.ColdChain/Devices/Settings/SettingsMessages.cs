using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuralEc.ColdChain.Devices.Settings;

/// <summary>What the server wants of a device, as it stands on its topic <c>c</c> (docs/mqtt.md).</summary>
/// <param name="Revision">The device names it in its answer; 0 for the interval it was registered with.</param>
/// <param name="Interval">Seconds between two samples.</param>
/// <param name="Low">Limits of the device's own alarm, °C.</param>
public sealed record WantedSettings(
    [property: JsonPropertyName("ver")] int Revision,
    [property: JsonPropertyName("interval")] int Interval,
    [property: JsonPropertyName("low")] double? Low = null,
    [property: JsonPropertyName("high")] double? High = null
)
{
    public string ToJson() => JsonSerializer.Serialize(this, SettingsJson.Default.WantedSettings);
}

/// <summary>A device's answer on its topic <c>cr</c>.</summary>
/// <param name="Ok">1 it works so now, 0 it does not.</param>
/// <param name="Interval">The interval it works at, where it is not the one that was wanted.</param>
/// <param name="Why">Of a refusal, at most 200 characters.</param>
public sealed record SettingsReport(
    [property: JsonPropertyName("ver")] int Revision,
    [property: JsonPropertyName("ok")] int Ok,
    [property: JsonPropertyName("interval")] int? Interval = null,
    [property: JsonPropertyName("why")] string? Why = null
)
{
    internal const int LongestReason = 200;

    private static readonly Refusal NoReport = new(
        RefusalKind.NotReadings,
        """An answer to settings is {"ver":revision,"ok":1,"interval":seconds} or {"ver":revision,"ok":0,"why":"…"}."""
    );

    /// <summary>Reads an answer; never throws on any bytes.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> payload,
        [NotNullWhen(true)] out SettingsReport? report,
        [NotNullWhen(false)] out Refusal? refusal
    )
    {
        report = null;
        try
        {
            report =
                payload.Length <= 1024
                    ? JsonSerializer.Deserialize(payload.Span, SettingsJson.Default.SettingsReport)
                    : null;
        }
        catch (JsonException)
        {
            // Answered below like every other text that is no answer.
        }

        if (
            report is not { Ok: 0 or 1, Revision: > 0 }
            || report.Interval is < 1 or > SetLoggerSettings.LongestInterval
            || report.Why is { Length: > LongestReason }
            || report.Why?.Any(char.IsControl) == true
        )
        {
            report = null;
        }

        refusal = report is null ? NoReport : null;
        return report is not null;
    }
}

[JsonSourceGenerationOptions(
    RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(WantedSettings))]
[JsonSerializable(typeof(SettingsReport))]
internal sealed partial class SettingsJson : JsonSerializerContext;
