using System.Collections;
using System.Globalization;
using System.Text;
using MQTTnet.Formatter;
using RuralEc.ColdChain.Devices;
using RuralEc.ColdChain.Devices.Settings;
using RuralEc.Gs1;

namespace RuralEc.Server.Mqtt;

/// <summary>One accepted connection of a device, with the topics that are its own.</summary>
internal sealed class DeviceSession(DeviceIdentity identity, MqttProtocolVersion version, bool wantsTexts = true)
{
    private readonly string _root = $"re/1/{identity.PartyGln}/{identity.Device}/";

    private readonly byte[] _rootUtf8 = Encoding.UTF8.GetBytes($"re/1/{identity.PartyGln}/{identity.Device}/");

    public DeviceIdentity Identity => identity;

    /// <summary>MQTT 3.1.1 has no reason codes.</summary>
    public bool SpeaksReasons => version == MqttProtocolVersion.V500;

    /// <summary>With Request Problem Information 0 a PUBACK has a code and no text (MQTT-3.1.2-29).</summary>
    public bool WantsTexts => wantsTexts;

    /// <summary>The server's answer to a birth: its time.</summary>
    public string AnswerTopic => _root + "a";

    /// <summary>The configuration that the server wants.</summary>
    public string ConfigurationTopic => SettingsTopicOf(identity.PartyGln, identity.Device);

    public static string SettingsTopicOf(Gln party, string device) => $"re/1/{party}/{device}/c";

    /// <summary>Where a device credential hears of alarms.</summary>
    public static string NoticeTopicOf(Gln party, string device) => $"re/1/{party}/{device}/n";

    /// <summary>A topic in UTF-8 that is the device's for readings or events.</summary>
    public bool Owns(ReadOnlySpan<byte> topic) =>
        topic.Length == _rootUtf8.Length + 1 && topic[^1] is (byte)'r' or (byte)'e' && topic.StartsWith(_rootUtf8);

    public TopicKind KindOf(string? topic) =>
        topic is not null && topic.StartsWith(_root, StringComparison.Ordinal)
            ? topic[_root.Length..] switch
            {
                "r" => TopicKind.Readings,
                "e" => TopicKind.Events,
                "s" => TopicKind.State,
                "cr" => TopicKind.SettingsAnswer,
                "a" or "c" or "n" => TopicKind.FromServer,
                _ => TopicKind.Foreign,
            }
            : TopicKind.Foreign;

    /// <summary>The server's time, and what is wanted of the device where it works otherwise.</summary>
    /// <param name="wanted">Null where nobody set anything: then the interval it was registered with.</param>
    public List<(string Topic, string Payload)> AnswersToBirth(
        StateMessage birth,
        WantedSettings? wanted,
        DateTimeOffset at
    )
    {
        List<(string, string)> answers =
        [
            (AnswerTopic, string.Create(CultureInfo.InvariantCulture, $$"""{"t":{{at.ToUnixTimeMilliseconds()}}}""")),
        ];
        wanted ??= new(0, (int)identity.Interval.TotalSeconds);
        if (
            wanted.Revision > 0
                ? birth.Revision != wanted.Revision
                : birth.Interval is { } has && has != wanted.Interval
        )
        {
            answers.Add((ConfigurationTopic, wanted.ToJson()));
        }

        return answers;
    }

    public void PutInto(IDictionary sessionItems) => sessionItems[nameof(DeviceSession)] = this;

    /// <summary>Null for what the server itself says.</summary>
    public static DeviceSession? Of(IDictionary sessionItems) => sessionItems[nameof(DeviceSession)] as DeviceSession;
}

/// <summary>What a topic is to the device on the connection.</summary>
internal enum TopicKind
{
    Foreign,
    Readings,
    Events,
    State,

    /// <summary>What the device says to settings.</summary>
    SettingsAnswer,
    FromServer,
}
