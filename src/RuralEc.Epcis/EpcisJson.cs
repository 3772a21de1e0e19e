using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace RuralEc.Epcis;

/// <summary>The JSON binding of EPCIS 2.0 (§10): events and documents, written always in the same way.</summary>
public static class EpcisJson
{
    /// <summary>The JSON-LD context that every document names. It is never fetched.</summary>
    public const string StandardContext = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

    /// <summary>The prefix of the product's own extension fields.</summary>
    public const string ExtensionPrefix = "ruralec";

    /// <summary>What <see cref="ExtensionPrefix"/> stands for.</summary>
    public const string ExtensionNamespace = "https://ruralec.example/epcis/";

    private static readonly JsonWriterOptions Options = new()
    {
        // Documents are sent as application/json, never put into HTML; Chinese text stays legible.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>One bare event with its <c>@context</c>, in UTF-8.</summary>
    public static byte[] Write(EpcisEvent written) =>
        ToBytes(json =>
        {
            json.WriteStartObject();
            EpcisWriter.WriteContext(json, written.Context);
            EpcisWriter.WriteFields(json, written);
            json.WriteEndObject();
        });

    /// <summary>An EPCISDocument of the events in their order, in UTF-8.</summary>
    public static byte[] WriteDocument(IEnumerable<EpcisEvent> events, DateTimeOffset creationDate) =>
        ToBytes(json => WriteDocument(json, events, creationDate));

    /// <summary>Writes an EPCISDocument of the events in their order, for a stream of any length.</summary>
    public static void WriteDocument(Utf8JsonWriter json, IEnumerable<EpcisEvent> events, DateTimeOffset creationDate)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(events);
        json.WriteStartObject();
        EpcisWriter.WriteContext(json, null);
        json.WriteString("type", "EPCISDocument");
        json.WriteString("schemaVersion", "2.0");
        EpcisWriter.WriteTime(json, "creationDate", creationDate);
        json.WriteStartObject("epcisBody");
        json.WriteStartArray("eventList");
        foreach (var written in events)
        {
            json.WriteStartObject();
            if (written.Context is { Count: > 0 })
            {
                EpcisWriter.WriteContext(json, written.Context);
            }
            EpcisWriter.WriteFields(json, written);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>
    /// Reads a bare event, an EPCISDocument or an EPCISQueryDocument. No input throws: what is wrong is listed.
    /// </summary>
    public static EpcisReading Read(ReadOnlyMemory<byte> utf8) => EpcisReader.Read(utf8);

    private static byte[] ToBytes(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            write(json);
        }
        return buffer.WrittenSpan.ToArray();
    }
}
