using System.Text.Json;

namespace RuralEc.FirmwareSim.Play;

/// <summary>What the fleet did so far; loggers count in parallel.</summary>
internal sealed class Counts
{
    private long _sampled;
    private long _sent;
    private long _acknowledged;
    private long _refused;
    private long _lost;
    private long _messages;
    private long _connections;
    private long _failures;

    public void Sampled() => Interlocked.Increment(ref _sampled);

    /// <summary>One PUBLISH with so many readings went out.</summary>
    public void Sent(int readings)
    {
        Interlocked.Increment(ref _messages);
        Interlocked.Add(ref _sent, readings);
    }

    public void Acknowledged() => Interlocked.Increment(ref _acknowledged);

    public void Refused() => Interlocked.Increment(ref _refused);

    public void Lost(long readings) => Interlocked.Add(ref _lost, readings);

    public void Connected() => Interlocked.Increment(ref _connections);

    public void Failed() => Interlocked.Increment(ref _failures);

    public Tally Now()
    {
        var (acknowledged, refused, lost) = (
            Interlocked.Read(ref _acknowledged),
            Interlocked.Read(ref _refused),
            Interlocked.Read(ref _lost)
        );
        var sampled = Interlocked.Read(ref _sampled);
        return new(
            sampled,
            Interlocked.Read(ref _messages),
            Interlocked.Read(ref _sent),
            acknowledged,
            refused,
            lost,
            sampled - acknowledged - refused - lost,
            Interlocked.Read(ref _connections),
            Interlocked.Read(ref _failures)
        );
    }
}

/// <summary>The figures of a run; the last line of output is this as JSON.</summary>
/// <param name="Sampled">Readings measured.</param>
/// <param name="Messages">PUBLISH packets sent, repeats included.</param>
/// <param name="Sent">Readings in them, repeats included.</param>
/// <param name="Acknowledged">Readings that a PUBACK released, each once.</param>
/// <param name="Refused">Readings refused for good by a reason code.</param>
/// <param name="Lost">Readings overwritten in a full buffer.</param>
/// <param name="Pending">Readings still in a logger.</param>
/// <param name="Connections">Connections that stood.</param>
/// <param name="Failures">Attempts to connect that failed.</param>
internal sealed record Tally(
    long Sampled,
    long Messages,
    long Sent,
    long Acknowledged,
    long Refused,
    long Lost,
    long Pending,
    long Connections,
    long Failures
)
{
    public string ToJson() => JsonSerializer.Serialize(this, JsonSerializerOptions.Web);

    /// <summary>Writes the figures as members of an object.</summary>
    public void Write(Utf8JsonWriter json)
    {
        foreach (var figure in JsonSerializer.SerializeToElement(this, JsonSerializerOptions.Web).EnumerateObject())
        {
            figure.WriteTo(json);
        }
    }
}
