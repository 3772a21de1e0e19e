using System.Text.Json;

namespace RuralEc.ColdChain;

/// <summary>A named value in an address, spelled as JSON does: <c>node_dark</c>.</summary>
internal readonly record struct SnakeName<TName>(TName Value) : IParsable<SnakeName<TName>>
    where TName : struct, Enum
{
    public static SnakeName<TName> Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var name) ? name : throw new FormatException($"'{s}' is no {typeof(TName).Name}.");

    public static bool TryParse(string? s, IFormatProvider? provider, out SnakeName<TName> result)
    {
        foreach (var candidate in Enum.GetValues<TName>())
        {
            if (JsonNamingPolicy.SnakeCaseLower.ConvertName(candidate.ToString()) == s)
            {
                result = new(candidate);
                return true;
            }
        }

        result = default;
        return false;
    }
}
