using System.Text;
using System.Text.Json;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>What the server wants of a logger, on <c>/c</c>, and what the logger says to it on <c>/cr</c>.</summary>
internal static class SettingsMessage
{
    /// <summary>The revision that has to be answered; null for everything else that is said there.</summary>
    public static int? RevisionOf(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var json = JsonDocument.ParseValue(ref reader);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("ver", out var value)
                && value.ValueKind == JsonValueKind.Number
                && value.TryGetInt32(out var revision)
                && revision > 0
                ? revision
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The limits are taken; the interval is the one of the scenario, so that a run can be repeated.</summary>
    public static byte[] Answer(int revision, int intervalSeconds) =>
        Encoding.UTF8.GetBytes($$"""{"ver":{{revision}},"ok":1,"interval":{{intervalSeconds}}}""");
}
