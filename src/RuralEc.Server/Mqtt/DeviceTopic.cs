namespace RuralEc.Server.Mqtt;

/// <summary>The parts of <c>re/1/{party}/{device}/{kind}</c>, not yet believed.</summary>
internal readonly record struct DeviceTopic(string Party, string Device, TopicKind Kind)
{
    public static DeviceTopic Parse(string topic) =>
        topic.Split('/') is ["re", "1", var party, var device, var kind]
            ? new(
                party,
                device,
                kind switch
                {
                    "r" => TopicKind.Readings,
                    "e" => TopicKind.Events,
                    "s" => TopicKind.State,
                    "cr" => TopicKind.SettingsAnswer,
                    _ => TopicKind.Foreign,
                }
            )
            : new("", "", TopicKind.Foreign);
}
