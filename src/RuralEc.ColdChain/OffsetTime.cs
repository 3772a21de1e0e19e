using System.Globalization;

namespace RuralEc.ColdChain;

/// <summary>A time in an address (RFC 3339) that states its offset; without one nobody knows which instant it means.</summary>
public readonly record struct OffsetTime(DateTimeOffset Value) : IParsable<OffsetTime>
{
    public static OffsetTime Parse(string s, IFormatProvider? provider) =>
        TryParse(s, provider, out var time)
            ? time
            : throw new FormatException($"'{s}' is no time such as 2026-06-26T05:30:00+08:00.");

    public static bool TryParse(string? s, IFormatProvider? provider, out OffsetTime result)
    {
        result = default;
        // A plus sign that was not encoded arrives as a blank.
        var text = s?.Trim().Replace(' ', '+') ?? "";
        var stated = text.EndsWith('Z') || (text.Length > 6 && text[^6] is '+' or '-' && text[^3] == ':');
        if (
            !stated
            || !DateTimeOffset.TryParseExact(
                text,
                ["yyyy-MM-ddTHH:mmK", "yyyy-MM-ddTHH:mm:ssK", "yyyy-MM-ddTHH:mm:ss.FFFFFFFK"],
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
        )
        {
            return false;
        }

        result = new(time);
        return true;
    }
}
