using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RuralEc.Traceability.Lots;

/// <summary>Collects, writes and reads the short facts of a step. Numbers and times are culture-free texts.</summary>
internal static class StepFacts
{
    private static readonly JsonSerializerOptions Plain = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The given facts without those that were not stated.</summary>
    public static IReadOnlyDictionary<string, string> Of(params IEnumerable<(string Key, object? Value)> stated) =>
        stated.Where(f => f.Value is not null).ToDictionary(f => f.Key, f => TextOf(f.Value!));

    public static string Write(IReadOnlyDictionary<string, string> facts) => JsonSerializer.Serialize(facts, Plain);

    public static IReadOnlyDictionary<string, string> Read(string facts) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(facts, Plain) ?? [];

    private static string TextOf(object value) =>
        value switch
        {
            DateTimeOffset at => EventTimes
                .ToMilliseconds(at)
                .ToString("yyyy-MM-ddTHH:mm:sszzz", CultureInfo.InvariantCulture),
            decimal number => number.ToString("0.###", CultureInfo.InvariantCulture),
            IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
