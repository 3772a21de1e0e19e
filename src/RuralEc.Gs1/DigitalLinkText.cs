using System.Globalization;

namespace RuralEc.Gs1;

/// <summary>Takes a URI apart into decoded elements: no rule of any identifier is applied here.</summary>
internal static class DigitalLinkText
{
    public static DigitalLinkError? Split(
        string? text,
        out List<Element> path,
        out List<Element> attributes,
        out List<Element> parameters
    )
    {
        (path, attributes, parameters) = ([], [], []);
        if (string.IsNullOrEmpty(text) || text.Length > DigitalLink.MaxLength)
        {
            return new(DigitalLinkFault.NotALink, $"1 to {DigitalLink.MaxLength} characters are expected.");
        }
        var rest = text.Split('#', 2)[0];
        if (
            rest.IndexOf("://", StringComparison.Ordinal) is >= 0 and var colon
            && !rest.AsSpan(0, colon).ContainsAny("/?")
        )
        {
            var scheme = rest[..colon];
            var slash = rest.IndexOf('/', colon + 3);
            if (
                !(
                    scheme.Equals("https", StringComparison.OrdinalIgnoreCase)
                    || scheme.Equals("http", StringComparison.OrdinalIgnoreCase)
                )
                || slash <= colon + 3
            )
            {
                return new(DigitalLinkFault.NotALink, "An http or https address with a host and a path is expected.");
            }
            rest = rest[slash..];
        }
        var halves = rest.Split('?', 2);
        return Path(halves[0], path) ?? (halves.Length == 2 ? Query(halves[1], attributes, parameters) : null);
    }

    private static DigitalLinkError? Path(string text, List<Element> path)
    {
        // One slash in front and one behind are no segments; what remains must end in pairs.
        var trimmed = text.StartsWith('/') ? text[1..] : text;
        trimmed = trimmed.EndsWith('/') ? trimmed[..^1] : trimmed;
        var segments = trimmed.Split('/');
        var key = segments.Length - 2;
        while (key >= 0 && !IsPrimary(segments[key]))
        {
            key -= 2;
        }
        if (key < 0)
        {
            return Enumerable.Range(0, segments.Length).Any(i => IsPrimary(segments[i]))
                ? new(DigitalLinkFault.MissingValue, "Each identifier of the path needs exactly one value behind it.")
                : new(DigitalLinkFault.NoPrimaryKey, "The path has no GS1 primary key such as /01/ and a GTIN.");
        }
        for (var i = key; i < segments.Length; i += 2)
        {
            if (Decode(segments[i + 1], segments[i], out var value) is { } error)
            {
                return error;
            }
            path.Add(new(segments[i], value));
        }
        return null;
    }

    private static bool IsPrimary(string code) => ApplicationIdentifier.Find(code) is { Use: AiUse.PrimaryKey };

    private static DigitalLinkError? Query(string text, List<Element> attributes, List<Element> parameters)
    {
        foreach (var pair in text.Split(['&', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            var halves = pair.Split('=', 2);
            if (Decode(halves[0], null, out var name) is { } nameError)
            {
                return nameError;
            }
            if (Decode(halves.Length == 2 ? halves[1] : "", name, out var value) is { } valueError)
            {
                return valueError;
            }
            // A name of digits alone is GS1 data, all others are left to the resolver.
            var isGs1 = name.Length > 0 && !name.AsSpan().ContainsAnyExceptInRange('0', '9');
            (isGs1 ? attributes : parameters).Add(new(name, value));
        }
        return null;
    }

    /// <summary>Percent-decodes ASCII; other octets cannot be part of any GS1 value.</summary>
    private static DigitalLinkError? Decode(string text, string? identifier, out string value)
    {
        value = text;
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return null;
        }
        var decoded = new char[text.Length];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var octet = (byte)0;
            if (text[i] != '%')
            {
                decoded[length++] = text[i];
            }
            else if (
                i + 2 < text.Length
                && byte.TryParse(
                    text.AsSpan(i + 1, 2),
                    NumberStyles.AllowHexSpecifier,
                    CultureInfo.InvariantCulture,
                    out octet
                )
                && octet < 0x80
            )
            {
                decoded[length++] = (char)octet;
                i += 2;
            }
            else
            {
                return new(
                    DigitalLinkFault.BadEncoding,
                    $"'{text}' is not percent-encoded ASCII at character {i + 1}.",
                    identifier
                );
            }
        }
        value = new string(decoded, 0, length);
        return null;
    }
}
