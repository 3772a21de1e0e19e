using System.Text.Json;
using System.Text.Json.Serialization;
using RuralEc.FirmwareSim.Mqtt;

namespace RuralEc.FirmwareSim.Scenarios;

/// <summary>Reads scenario files; whatever is wrong is one sentence that names the place.</summary>
internal static class ScenarioFile
{
    private static readonly JsonSerializerOptions Strict = new(JsonSerializerDefaults.Web)
    {
        NumberHandling = JsonNumberHandling.Strict,
        PropertyNameCaseInsensitive = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false) },
    };

    /// <exception cref="ScenarioException">When there is no such file or no such fleet can be.</exception>
    public static Scenario Read(string path) => Parse(TextOf(path), path);

    /// <exception cref="ScenarioException">When the text is no scenario.</exception>
    public static Scenario Parse(string json, string name)
    {
        var scenario = Deserialize<Scenario>(json, name);
        ScenarioRules.Check(scenario, name);
        return scenario;
    }

    internal static T Deserialize<T>(string json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(json, Strict) ?? throw new ScenarioException($"{name} is empty.");
        }
        catch (JsonException wrong)
        {
            var place = string.IsNullOrEmpty(wrong.Path) || wrong.Path == "$" ? "" : $" at {wrong.Path}";
            throw new ScenarioException(
                $"{name} cannot be read{place}, line {(wrong.LineNumber ?? 0) + 1}{Reason(wrong)}.",
                wrong
            );
        }
    }

    internal static string TextOf(string path)
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

    /// <summary>The word of an enumeration as scenarios spell it.</summary>
    internal static string WordOf<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    private static string Reason(JsonException wrong)
    {
        if (wrong.Message.Contains("could not be mapped", StringComparison.Ordinal))
        {
            return ": there is no such field";
        }

        if (wrong.Message.Split("including: ") is [_, var missing])
        {
            return $": {missing.TrimEnd('.').Replace("'", "", StringComparison.Ordinal)} is missing";
        }

        return wrong.Path?.Split('.')[^1] switch
        {
            "kind" => ": it is one of " + Words<FaultKind>(),
            "payload" => ": it is one of " + Words<PayloadForm>(),
            "acknowledgedBy" => ": it is one of " + Words<Acknowledgement>(),
            "break" => ": it is one of " + Words<Break>(),
            _ => "",
        };
    }

    private static string Words<T>()
        where T : struct, Enum => string.Join(", ", Enum.GetValues<T>().Select(WordOf));
}
