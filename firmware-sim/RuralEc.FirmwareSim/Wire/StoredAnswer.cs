using System.Text.Json;

namespace RuralEc.FirmwareSim.Wire;

/// <summary>
/// What the server says on <c>/a</c> behind a broker outside: the numbers <paramref name="First"/> to
/// <paramref name="Last"/> of a boot are stored.
/// </summary>
internal readonly record struct StoredAnswer(uint Boot, uint First, uint Last)
{
    /// <summary>Null for everything else that is said there: the time, or that a message was refused.</summary>
    public static StoredAnswer? Parse(ReadOnlySpan<byte> payload)
    {
        try
        {
            var reader = new Utf8JsonReader(payload);
            using var json = JsonDocument.ParseValue(ref reader);
            return
                json.RootElement.ValueKind == JsonValueKind.Object
                && Number(json.RootElement, "b") is { } boot
                && Number(json.RootElement, "s") is { } first
                && Number(json.RootElement, "e") is { } last
                ? new(boot, first, last)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static uint? Number(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.Number
        && value.TryGetUInt32(out var number)
            ? number
            : null;
}
