using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RuralEc.Epcis;

/// <summary>
/// One JSON object being read: each field is taken once, what is wrong goes to the list of errors with its pointer,
/// and what is left over in the end is an extension or a mistake.
/// </summary>
internal sealed partial class JsonFields
{
    /// <summary>The longest identifier or word, in characters; the index columns have the same length.</summary>
    public const int MaxText = 300;

    // Beyond this no crop of the world goes, and the index keeps thousandths in 64 bits.
    private const decimal MaxNumber = 1_000_000_000_000m;

    private readonly Dictionary<string, JsonElement> _left = new(StringComparer.Ordinal);
    private readonly List<EpcisError> _errors;
    private readonly string _pointer;

    private JsonFields(JsonElement json, string pointer, List<EpcisError> errors)
    {
        (_pointer, _errors) = (pointer, errors);
        foreach (var field in json.EnumerateObject())
        {
            _left[field.Name] = field.Value;
        }
    }

    public static JsonFields? Of(JsonElement json, string pointer, List<EpcisError> errors)
    {
        if (json.ValueKind == JsonValueKind.Object)
        {
            return new(json, pointer, errors);
        }
        errors.Add(new(pointer, "An object is expected."));
        return null;
    }

    public bool Has(string name) => _left.ContainsKey(name);

    public string PointerTo(string name) =>
        $"{_pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    public void Error(string name, string message) => _errors.Add(new(PointerTo(name), message));

    public void Require(bool holds, string message)
    {
        if (!holds)
        {
            _errors.Add(new(_pointer, message));
        }
    }

    public JsonElement? Take(string name) => _left.Remove(name, out var json) ? json : null;

    public string? Text(string name) =>
        Take(name) is { } json && IsString(json, PointerTo(name)) ? json.GetString() : null;

    public string? Required(string name, string? value)
    {
        if (value is null && !_errors.Exists(e => e.JsonPointer.StartsWith(PointerTo(name), StringComparison.Ordinal)))
        {
            Error(name, "The field is required.");
        }
        return value;
    }

    public string? Uri(string name) => Take(name) is { } json ? UriOf(json, PointerTo(name)) : null;

    /// <summary>A CBV word, or a URI of somebody's own.</summary>
    public string? Word(string name) => Take(name) is { } json ? WordOf(json, PointerTo(name)) : null;

    /// <summary>A UN/ECE Rec 20 code.</summary>
    public string? Unit(string name) =>
        Take(name) is { } json ? Matching(json, PointerTo(name), UnitPattern(), "A UN/ECE unit code") : null;

    public decimal? Number(string name)
    {
        if (Take(name) is not { } json)
        {
            return null;
        }
        if (
            json.ValueKind == JsonValueKind.Number
            && json.TryGetDecimal(out var number)
            && number is >= -MaxNumber and <= MaxNumber
        )
        {
            return number;
        }
        Error(name, $"A number between -{MaxNumber} and {MaxNumber} is expected.");
        return null;
    }

    public bool? Flag(string name)
    {
        if (Take(name) is not { } json)
        {
            return null;
        }
        if (json.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return json.GetBoolean();
        }
        Error(name, "true or false is expected.");
        return null;
    }

    /// <summary>An instant; RFC 3339, offset required, cut to milliseconds, years 1900 to 2999.</summary>
    public DateTimeOffset? Time(string name)
    {
        if (Take(name) is not { } json)
        {
            return null;
        }
        if (
            json.ValueKind == JsonValueKind.String
            && TimePattern().IsMatch(json.GetString()!)
            && DateTimeOffset.TryParse(
                json.GetString(),
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out var time
            )
            && time.Year is >= 1900 and <= 2999
        )
        {
            return new DateTimeOffset(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), time.Offset);
        }
        Error(name, "A time such as 2026-06-26T10:00:00.000+08:00 is expected.");
        return null;
    }

    /// <summary>One of the enum's names, spelled exactly.</summary>
    public T? Choice<T>(string name)
        where T : struct, Enum
    {
        var text = Text(name);
        if (text is not null && Enum.GetNames<T>().Contains(text))
        {
            return Enum.Parse<T>(text);
        }
        if (text is not null)
        {
            Error(name, $"One of {string.Join(", ", Enum.GetNames<T>())} is expected.");
        }
        return null;
    }

    public IReadOnlyList<string> Uris(string name) => List(name, UriOf);

    public IReadOnlyList<string> Words(string name) => List(name, WordOf);

    public IReadOnlyList<T> Objects<T>(string name, Func<JsonFields, T?> read)
        where T : class =>
        List(name, (json, pointer) => Of(json, pointer, _errors) is { } fields ? read(fields) : null);

    public JsonFields? Object(string name) => Take(name) is { } json ? Of(json, PointerTo(name), _errors) : null;

    public JsonObject? Tree(string name)
    {
        if (Take(name) is not { } json)
        {
            return null;
        }
        if (json.ValueKind == JsonValueKind.Object)
        {
            return ToNode(json)?.AsObject();
        }
        Error(name, "An object is expected.");
        return null;
    }

    /// <summary>The named standard fields the product does not use, and all extensions; anything else is an error.</summary>
    public JsonObject? Further(params ReadOnlySpan<string> standard)
    {
        JsonObject? further = null;
        foreach (var (name, value) in _left)
        {
            if (!name.Contains(':', StringComparison.Ordinal) && !standard.Contains(name))
            {
                Error(name, "The field is not known here; extensions need a prefix.");
                continue;
            }
            further ??= [];
            further[name] = ToNode(value);
        }
        _left.Clear();
        return further;
    }

    /// <summary>A tree of its own; of a name given twice the last counts, as in most readers of JSON.</summary>
    public static JsonNode? ToNode(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                var tree = new JsonObject();
                foreach (var field in json.EnumerateObject())
                {
                    tree[field.Name] = ToNode(field.Value);
                }
                return tree;
            case JsonValueKind.Array:
                return new JsonArray([.. json.EnumerateArray().Select(ToNode)]);
            case JsonValueKind.Null:
                return null;
            default:
                return JsonValue.Create(json.Clone());
        }
    }

    private List<T> List<T>(string name, Func<JsonElement, string, T?> read)
        where T : class
    {
        List<T> items = [];
        if (Take(name) is not { } json)
        {
            return items;
        }
        if (json.ValueKind != JsonValueKind.Array)
        {
            Error(name, "A list is expected.");
            return items;
        }
        var index = 0;
        foreach (var element in json.EnumerateArray())
        {
            if (read(element, $"{PointerTo(name)}/{index.ToString(CultureInfo.InvariantCulture)}") is { } item)
            {
                items.Add(item);
            }
            index++;
        }
        return items;
    }

    private bool IsString(JsonElement json, string pointer)
    {
        if (json.ValueKind == JsonValueKind.String)
        {
            return true;
        }
        _errors.Add(new(pointer, "A text is expected."));
        return false;
    }

    private string? UriOf(JsonElement json, string pointer) => Matching(json, pointer, UriPattern(), "A URI");

    private string? WordOf(JsonElement json, string pointer) =>
        Matching(json, pointer, WordPattern(), "A word of the standard or a URI") is { } text ? CbvWord.Of(text) : null;

    private string? Matching(JsonElement json, string pointer, Regex pattern, string what)
    {
        if (!IsString(json, pointer))
        {
            return null;
        }
        var text = json.GetString()!;
        if (text.Length <= MaxText && pattern.IsMatch(text))
        {
            return text;
        }
        _errors.Add(new(pointer, $"{what} of at most {MaxText} characters is expected."));
        return null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:[^\\u0000-\\u0020\\u007F-\\u00A0<>\"{}|\\\\^`]+\\z")]
    private static partial Regex UriPattern();

    [GeneratedRegex("^(?:[A-Za-z_]+|[A-Za-z][A-Za-z0-9+.-]*:[^\\u0000-\\u0020\\u007F-\\u00A0<>\"{}|\\\\^`]+)\\z")]
    private static partial Regex WordPattern();

    [GeneratedRegex("^[A-Z0-9]{2,3}\\z")]
    private static partial Regex UnitPattern();

    [GeneratedRegex(
        "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?(?:Z|[+-][0-9]{2}:[0-9]{2})\\z"
    )]
    private static partial Regex TimePattern();
}
