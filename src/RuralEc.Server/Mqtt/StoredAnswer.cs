using System.Text;
using System.Text.Json;
using RuralEc.ColdChain;

namespace RuralEc.Server.Mqtt;

/// <summary>
/// What <c>/a</c> tells a device behind a broker outside: which of its numbers are on disk, or why a message is none
/// (docs/mqtt.md).
/// </summary>
internal static class StoredAnswer
{
    public static string Of(IngestBatch message, Refusal? refusal, DateTimeOffset at)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartObject();
            json.WriteNumber("t", at.ToUnixTimeMilliseconds());
            if (message.Numbers is { } numbers)
            {
                json.WriteNumber("b", numbers.Boot);
                json.WriteNumber("s", numbers.First);
                json.WriteNumber("e", numbers.Last);
            }

            if (refusal is not null)
            {
                json.WriteString("refused", refusal.Detail);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.ToArray());
    }
}
