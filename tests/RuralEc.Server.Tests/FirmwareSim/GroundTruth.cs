using System.Text.Json;

namespace RuralEc.Server.Tests.FirmwareSim;

/// <summary>What really happened in a run of the simulated fleet (firmware-sim/truth.md).</summary>
internal sealed class GroundTruth
{
    private readonly List<JsonElement> _lines;

    private GroundTruth(List<JsonElement> lines) => _lines = lines;

    public IEnumerable<TrueReading> Readings => Of("reading").Select(TrueReading.Of);

    public IEnumerable<TrueCrossing> Crossings => Of("crossing").Select(TrueCrossing.Of);

    public JsonElement End => _lines[^1];

    /// <summary>The lines of a kind.</summary>
    public IEnumerable<JsonElement> Of(string kind) => _lines.Where(l => l.GetProperty("k").GetString() == kind);

    public static GroundTruth Read(string path) =>
        new([.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<JsonElement>(line))]);
}

/// <param name="At">The device's clock; null where it has none.</param>
/// <param name="Told">The values of the message by quantity.</param>
internal sealed record TrueReading(
    string Device,
    uint Boot,
    uint Seq,
    DateTimeOffset? At,
    DateTimeOffset True,
    double Air,
    IReadOnlyDictionary<string, double> Told,
    string Fate,
    bool Broken,
    bool Reused
)
{
    public static TrueReading Of(JsonElement line) =>
        new(
            line.GetProperty("device").GetString()!,
            line.GetProperty("boot").GetUInt32(),
            line.GetProperty("seq").GetUInt32(),
            line.TryGetProperty("at", out var at) ? DateTimeOffset.FromUnixTimeMilliseconds(at.GetInt64()) : null,
            DateTimeOffset.FromUnixTimeMilliseconds(line.GetProperty("true").GetInt64()),
            line.GetProperty("air").GetDouble(),
            line.GetProperty("values").EnumerateObject().ToDictionary(v => v.Name, v => v.Value.GetDouble()),
            line.GetProperty("fate").GetString()!,
            line.TryGetProperty("broken", out _),
            line.TryGetProperty("reused", out _)
        );
}

internal sealed record TrueCrossing(string Device, DateTimeOffset True, double Celsius, bool IsUp)
{
    public static TrueCrossing Of(JsonElement line) =>
        new(
            line.GetProperty("device").GetString()!,
            DateTimeOffset.FromUnixTimeMilliseconds(line.GetProperty("true").GetInt64()),
            line.GetProperty("celsius").GetDouble(),
            line.GetProperty("to").GetString() == "above"
        );
}
