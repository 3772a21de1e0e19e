using System.Collections;
using MQTTnet.Formatter;
using RuralEc.ColdChain.Devices;

namespace RuralEc.Server.Mqtt;

/// <summary>One accepted connection of a device, with the topics that are its own.</summary>
internal sealed class DeviceSession(DeviceIdentity identity, MqttProtocolVersion version)
{
    private readonly string _root = $"re/1/{identity.PartyGln}/{identity.Device}/";

    public DeviceIdentity Identity => identity;

    /// <summary>MQTT 3.1.1 has no reason codes.</summary>
    public bool SpeaksReasons => version == MqttProtocolVersion.V500;

    /// <summary>The server's answer to a birth: its time.</summary>
    public string AnswerTopic => _root + "a";

    /// <summary>The configuration that the server wants.</summary>
    public string ConfigurationTopic => _root + "c";

    public TopicKind KindOf(string? topic) =>
        topic is not null && topic.Length == _root.Length + 1 && topic.StartsWith(_root, StringComparison.Ordinal)
            ? topic[^1] switch
            {
                'r' => TopicKind.Readings,
                'e' => TopicKind.Events,
                's' => TopicKind.State,
                'a' or 'c' => TopicKind.FromServer,
                _ => TopicKind.Foreign,
            }
            : TopicKind.Foreign;

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
    FromServer,
}
