using System.Text.Json;
using System.Text.Json.Serialization;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Reads scenario and credentials files; whatever is wrong is one sentence.</summary>
public static class ScenarioFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="ScenarioException">When there is no such file or no such fleet can be.</exception>
    public static Scenario Read(string path, string? credentialsPath = null)
    {
        var scenario = Parse(TextOf(path), path);
        return credentialsPath is null ? scenario : WithCredentials(scenario, TextOf(credentialsPath), credentialsPath);
    }

    /// <exception cref="ScenarioException">When the text is no scenario.</exception>
    public static Scenario Parse(string json, string name)
    {
        var scenario = Deserialize<Scenario>(json, name);
        ScenarioRules.Check(scenario, name);
        return scenario;
    }

    /// <summary>Takes secrets, and parties where given, from <c>{"DL-01":{"party":"…","secret":"…"}}</c>.</summary>
    internal static Scenario WithCredentials(Scenario scenario, string json, string name)
    {
        var known = Deserialize<Dictionary<string, Credential>>(json, name);
        LoggerSpec Equip(LoggerSpec logger) =>
            known.TryGetValue(logger.Device, out var own)
                ? logger with
                {
                    Secret = own.Secret,
                    Party = own.Party ?? logger.Party,
                }
                : logger;
        return scenario with { Loggers = [.. scenario.Everyone.Select(Equip)], Fleet = null };
    }

    private static T Deserialize<T>(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Strict) ?? throw new ScenarioException($"{name} is empty.");
        }
        catch (JsonException wrong)
        {
            var place = string.IsNullOrEmpty(wrong.Path) || wrong.Path == "$" ? "" : $" at {wrong.Path}";
            throw new ScenarioException($"{name} cannot be read{place}, line {(wrong.LineNumber ?? 0) + 1}.", wrong);
        }
    }

    private static string TextOf(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            throw new ScenarioException($"{path} cannot be opened.", missing);
        }
    }

    private sealed record Credential(string Secret, string? Party = null);
}

/// <summary>The scenario cannot be played; the message is one sentence for the person who wrote it.</summary>
public sealed class ScenarioException(string message, Exception? reason = null) : Exception(message, reason);
