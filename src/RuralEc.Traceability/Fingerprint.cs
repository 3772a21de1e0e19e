using System.Security.Cryptography;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using RuralEc.Gs1;

namespace RuralEc.Traceability;

/// <summary>SHA-256 of a command in one canonical JSON: tells a repeat from another command under the same id.</summary>
internal static class Fingerprint
{
    private static readonly JsonSerializerOptions Canonical = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new KeyText(), new PlainDecimal(), new Instant(), new JsonStringEnumConverter() },
    };

    /// <returns>64 lower-case hexadecimal digits.</returns>
    public static string Of<TCommand>(TCommand command) =>
        Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(command, Canonical)));

    /// <summary>GS1 keys have no properties of their own: they are their text.</summary>
    private sealed class KeyText : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) =>
            typeToConvert.IsValueType && typeToConvert.Assembly == typeof(Gtin).Assembly;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(typeof(Writer<>).MakeGenericType(typeToConvert))!;

        private sealed class Writer<TKey> : WriteOnly<TKey>
            where TKey : struct
        {
            public override void Write(Utf8JsonWriter writer, TKey value, JsonSerializerOptions options) =>
                writer.WriteStringValue(value.ToString());
        }
    }

    /// <summary>2.5 and 2.500 are one amount.</summary>
    private sealed class PlainDecimal : WriteOnly<decimal>
    {
        public override void Write(Utf8JsonWriter writer, decimal value, JsonSerializerOptions options) =>
            writer.WriteNumberValue(value / 1.0000000000000000000000000000m);
    }

    /// <summary>The same moment and the same place's offset, however precisely written.</summary>
    private sealed class Instant : WriteOnly<DateTimeOffset>
    {
        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(EventTimes.ToMilliseconds(value));
    }

    private abstract class WriteOnly<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Fingerprints are written, never read.");
    }
}
