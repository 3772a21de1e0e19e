using System.Text.Json;

namespace RuralEc.Logistics;

/// <summary>Spells names as JSON does, for queries and map features: <c>town_station</c>.</summary>
internal static class SnakeCase
{
    public static string Of<TName>(TName name)
        where TName : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(name.ToString());

    /// <summary>Null for nothing; false for a name that does not exist.</summary>
    public static bool TryParse<TName>(string? text, out TName? name)
        where TName : struct, Enum
    {
        name = null;
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        foreach (var candidate in Enum.GetValues<TName>())
        {
            if (Of(candidate) == text)
            {
                name = candidate;
                return true;
            }
        }

        return false;
    }
}
