using System.Text.Json;

namespace RuralEc.ColdChain;

/// <summary>A SenML pack in JSON (RFC 8428 §5).</summary>
internal static class SenmlJson
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 4 };

    /// <exception cref="RefusedException">It is JSON, but no pack.</exception>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static List<SenmlRecord> Read(ReadOnlySpan<byte> payload)
    {
        var records = new List<SenmlRecord>();
        var json = new Utf8JsonReader(payload, Strict);
        json.Read();
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            records.Add(Record(ref json, $"/{records.Count}"));
        }

        // Whatever follows the array makes it no JSON.
        json.Read();
        return records;
    }

    private static SenmlRecord Record(ref Utf8JsonReader json, string place)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            throw new RefusedException(RefusalKind.NotReadings, $"{place}: a SenML record is an object.");
        }

        var record = new SenmlRecord();
        var labels = 0;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var label = Label(ref json);
            // RFC 8259 §4: of two members of one name nobody knows which holds.
            if (label.Bit > 0 && (labels & label.Bit) != 0)
            {
                throw new JsonException();
            }

            labels |= label.Bit;
            Take(ref json, ref record, label.Name, place);
        }

        return record;
    }

    private static void Take(ref Utf8JsonReader json, ref SenmlRecord record, string label, string place)
    {
        json.Read();
        switch (label)
        {
            case "bver":
                record.BaseVersion = Number(ref json, label, place);
                break;
            case "bn":
                record.BaseName = Text(ref json, label, place);
                break;
            case "bt":
                record.BaseTime = Number(ref json, label, place);
                break;
            case "bu":
                record.BaseUnit = Text(ref json, label, place);
                break;
            case "bv":
                record.BaseValue = Number(ref json, label, place);
                break;
            case "n":
                record.Name = Text(ref json, label, place);
                break;
            case "u":
                record.Unit = Text(ref json, label, place);
                break;
            case "v":
                record.Value = Number(ref json, label, place);
                break;
            case "t":
                record.Time = Number(ref json, label, place);
                break;
            case "vb":
                record.Flag = json.TokenType switch
                {
                    JsonTokenType.True => true,
                    JsonTokenType.False => false,
                    _ => throw new RefusedException(RefusalKind.NotReadings, $"{place}/vb: true or false is needed."),
                };
                break;
            default:
                SenmlRecord.PassOver(label, $"{place}/{label}");
                json.Skip();
                break;
        }
    }

    /// <summary>Known labels without making a text of them, each with a bit of its own; 0 for all others.</summary>
    private static (string Name, int Bit) Label(ref Utf8JsonReader json)
    {
        for (var i = 0; i < Known.Length; i++)
        {
            if (json.ValueTextEquals(Known[i]))
            {
                return (Known[i], 1 << i);
            }
        }

        return (json.GetString()!, 0);
    }

    // The commonest first.
    private static readonly string[] Known = ["t", "v", "n", "u", "bn", "bt", "bu", "bv", "vb", "bver"];

    private static double Number(ref Utf8JsonReader json, string label, string place) =>
        json.TokenType == JsonTokenType.Number && json.TryGetDouble(out var number) && double.IsFinite(number)
            ? number
            : throw new RefusedException(RefusalKind.NotANumber, $"{place}/{label}: a finite number is needed.");

    private static string Text(ref Utf8JsonReader json, string label, string place) =>
        json.TokenType == JsonTokenType.String
            ? SenmlRecord.TextOf(json.GetString()!, $"{place}/{label}")
            : throw new RefusedException(
                RefusalKind.NotReadings,
                $"{place}/{label}: a text of at most 100 characters is needed."
            );
}
