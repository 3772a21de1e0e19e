using System.Text.Json;
using Microsoft.AspNetCore.Mvc;

namespace RuralEc.Server.Http;

/// <summary>Says what is wrong with JSON in words of the caller's: System.Text.Json names .NET types instead.</summary>
internal static class UnreadableJson
{
    public static ProblemDetails ProblemOf(JsonException json, int status) =>
        new()
        {
            Status = status,
            Type = Problems.TypeOf("unreadable-json"),
            Title = "The JSON cannot be read.",
            Detail = Plain(json),
            Extensions = { ["pointer"] = Pointer(json.Path) },
        };

    private static string Plain(JsonException json)
    {
        var sentence = json.Message.Split(" Path: ")[0];
        if (sentence.StartsWith("Duplicate property", StringComparison.Ordinal))
        {
            return "A member stands twice.";
        }

        if (json.InnerException?.Message.Contains("UTF-", StringComparison.Ordinal) == true)
        {
            return "The text is not Unicode: it holds octets that are not UTF-8, or half a surrogate pair.";
        }

        return
            sentence.Contains("RuralEc.", StringComparison.Ordinal)
            || sentence.Contains("System.", StringComparison.Ordinal)
            ? Unnamed(sentence)
            : sentence;
    }

    private static string Unnamed(string sentence)
    {
        if (sentence.Contains("missing required", StringComparison.Ordinal))
        {
            return "Required members are missing: " + sentence[(sentence.LastIndexOf(':') + 1)..].Trim();
        }

        return sentence.Contains("could not be mapped", StringComparison.Ordinal)
            ? $"Unknown member {sentence.Split('\'')[1]}."
            : "The value has the wrong type or form.";
    }

    private static string Pointer(string? path) =>
        path is null or "$"
            ? ""
            : path[1..]
                .Replace('.', '/')
                .Replace("[", "/", StringComparison.Ordinal)
                .Replace("]", "", StringComparison.Ordinal);
}
