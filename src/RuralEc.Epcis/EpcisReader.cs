using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace RuralEc.Epcis;

/// <summary>Reads documents and events, and checks the rules of EPCIS 2.0 §7.4 that hold for one event.</summary>
internal static partial class EpcisReader
{
    private static readonly JsonReaderOptions TokenOptions = new() { MaxDepth = 64 };

    private static readonly JsonDocumentOptions DocumentOptions = new() { MaxDepth = 64 };

    public static EpcisReading Read(ReadOnlyMemory<byte> utf8)
    {
        List<EpcisError> errors = [];
        List<EpcisEvent> events = [];
        try
        {
            ReadEveryText(utf8.Span);
            using var document = JsonDocument.Parse(utf8, DocumentOptions);
            ReadRoot(document.RootElement, events, errors);
        }
        catch (JsonException e)
        {
            errors.Add(new("", $"This is not JSON: {e.Message}"));
        }
        return errors.Count > 0 ? new([], errors) : new(events, []);
    }

    /// <summary>Finds what the parser lets pass until it is asked for: broken UTF-8 and half surrogate pairs.</summary>
    private static void ReadEveryText(ReadOnlySpan<byte> utf8)
    {
        var reader = new Utf8JsonReader(utf8, TokenOptions);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName or JsonTokenType.String)
            {
                try
                {
                    reader.GetString();
                }
                catch (InvalidOperationException e)
                {
                    throw new JsonException(e.Message, e);
                }
            }
        }
    }

    private static void ReadRoot(JsonElement root, List<EpcisEvent> events, List<EpcisError> errors)
    {
        if (JsonFields.Of(root, "", errors) is not { } fields)
        {
            return;
        }
        var context = ReadContext(root, "/@context", required: true, errors);
        if (!root.TryGetProperty("type", out var type) || type.ValueKind != JsonValueKind.String)
        {
            fields.Error("type", "The type of a document or event is expected.");
        }
        else if (type.ValueEquals("EPCISDocument"))
        {
            ReadBody(root, ["epcisBody"], context, events, errors);
        }
        else if (type.ValueEquals("EPCISQueryDocument"))
        {
            ReadBody(root, ["epcisBody", "queryResults", "resultsBody"], context, events, errors);
        }
        else
        {
            Add(root, "", context, events, errors);
        }
    }

    private static void ReadBody(
        JsonElement root,
        string[] path,
        JsonObject? context,
        List<EpcisEvent> events,
        List<EpcisError> errors
    )
    {
        var (at, pointer) = (root, "");
        foreach (var name in path.Append("eventList"))
        {
            pointer += "/" + name;
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(name, out at))
            {
                errors.Add(new(pointer, "The field is required."));
                return;
            }
        }
        if (at.ValueKind != JsonValueKind.Array)
        {
            errors.Add(new(pointer, "A list is expected."));
            return;
        }
        var index = 0;
        foreach (var json in at.EnumerateArray())
        {
            Add(json, $"{pointer}/{index.ToString(CultureInfo.InvariantCulture)}", context, events, errors);
            index++;
        }
    }

    /// <summary>The terms beyond the standard's, of all context objects together.</summary>
    private static JsonObject? ReadContext(JsonElement json, string pointer, bool required, List<EpcisError> errors)
    {
        if (!json.TryGetProperty("@context", out var context))
        {
            if (required)
            {
                errors.Add(new(pointer, "The field is required."));
            }
            return null;
        }
        var parts = context.ValueKind == JsonValueKind.Array ? [.. context.EnumerateArray()] : new[] { context };
        var isEpcis = !required;
        JsonObject? terms = null;
        foreach (var part in parts)
        {
            if (part.ValueKind == JsonValueKind.String)
            {
                isEpcis |= part.GetString()!.EndsWith("epcis-context.jsonld", StringComparison.Ordinal);
                continue;
            }
            if (part.ValueKind != JsonValueKind.Object)
            {
                errors.Add(new(pointer, "A context is a URI or an object."));
                continue;
            }
            foreach (var term in part.EnumerateObject())
            {
                if (term.Name != EpcisJson.ExtensionPrefix)
                {
                    (terms ??= [])[term.Name] = JsonFields.ToNode(term.Value);
                }
                else if (
                    term.Value.ValueKind != JsonValueKind.String
                    || !term.Value.ValueEquals(EpcisJson.ExtensionNamespace)
                )
                {
                    errors.Add(new(pointer, $"{term.Name} stands for {EpcisJson.ExtensionNamespace} here."));
                }
            }
        }
        if (!isEpcis)
        {
            errors.Add(new(pointer, $"The context {EpcisJson.StandardContext} is expected."));
        }
        return terms;
    }

    private static void Add(
        JsonElement json,
        string pointer,
        JsonObject? outerContext,
        List<EpcisEvent> events,
        List<EpcisError> errors
    )
    {
        if (JsonFields.Of(json, pointer, errors) is not { } fields)
        {
            return;
        }
        JsonObject? context = null;
        if (pointer.Length > 0)
        {
            context = ReadContext(json, pointer + "/@context", required: false, errors);
        }
        foreach (var (name, meaning) in outerContext ?? [])
        {
            context ??= [];
            context.TryAdd(name, meaning?.DeepClone());
        }
        fields.Take("@context");
        fields.Take("recordTime");
        var before = errors.Count;
        var type = fields.Text("type");
        EpcisEvent? read = type switch
        {
            nameof(ObjectEvent) => EventFields.Object(fields),
            nameof(AggregationEvent) => EventFields.Aggregation(fields),
            nameof(TransformationEvent) => EventFields.Transformation(fields),
            nameof(AssociationEvent) => EventFields.Association(fields),
            nameof(TransactionEvent) => EventFields.Transaction(fields),
            _ => null,
        };
        if (read is null)
        {
            fields.Error("type", "An EPCIS event type such as ObjectEvent is expected.");
            return;
        }
        read = Common(fields, read, json);
        if (errors.Count == before)
        {
            events.Add(read with { Context = context });
        }
    }

    private static EpcisEvent Common(JsonFields fields, EpcisEvent read, JsonElement json) =>
        read with
        {
            EventId = fields.Uri("eventID") ?? HashOf(json),
            EventTime = EventTime(fields),
            ErrorDeclaration = fields.Object("errorDeclaration") is { } declaration
                ? EventFields.Declaration(declaration)
                : null,
            CertificationInfo = CertificationInfo(fields, json),
            BizStep = fields.Word("bizStep"),
            Disposition = fields.Word("disposition"),
            PersistentDisposition =
                read is ObjectEvent or TransformationEvent or TransactionEvent
                && fields.Object("persistentDisposition") is { } persistent
                    ? EventFields.Persistent(persistent)
                    : null,
            ReadPoint = fields.Object("readPoint") is { } readPoint ? EventFields.Place(readPoint) : null,
            BizLocation = fields.Object("bizLocation") is { } location ? EventFields.Place(location) : null,
            BizTransactions = fields.Objects("bizTransactionList", EventFields.Document),
            Sources = fields.Objects("sourceList", party => EventFields.Party(party, "source")),
            Destinations = fields.Objects("destinationList", party => EventFields.Party(party, "destination")),
            SensorElements = fields.Objects("sensorElementList", EventFields.Sensor),
            Extensions = fields.Further(),
        };

    private static DateTimeOffset EventTime(JsonFields fields)
    {
        var time = fields.Time("eventTime");
        fields.Required("eventTime", time is null ? null : "");
        var text = fields.Required("eventTimeZoneOffset", fields.Text("eventTimeZoneOffset"));
        if (text is not null && !OffsetPattern().IsMatch(text))
        {
            fields.Error("eventTimeZoneOffset", "An offset such as +08:00 is expected.");
            return default;
        }
        return time is { } at && text is not null
            ? at.ToOffset(
                TimeSpan.ParseExact(text[1..], "hh\\:mm", CultureInfo.InvariantCulture) * (text[0] == '-' ? -1 : 1)
            )
            : default;
    }

    private static IReadOnlyList<string> CertificationInfo(JsonFields fields, JsonElement json) =>
        json.TryGetProperty("certificationInfo", out var info) && info.ValueKind == JsonValueKind.Array
            ? fields.Uris("certificationInfo")
        : fields.Uri("certificationInfo") is { } one ? [one]
        : [];

    private static string HashOf(JsonElement json) =>
        "ni:///sha-256;"
        + Convert
            .ToBase64String(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json.GetRawText())))
            .TrimEnd('=')
            .Replace('+', '-')
            .Replace('/', '_');

    [GeneratedRegex("^[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)\\z")]
    private static partial Regex OffsetPattern();
}
