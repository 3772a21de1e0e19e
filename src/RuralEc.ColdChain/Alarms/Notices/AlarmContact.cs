using RuralEc.ColdChain.Alarms.Windows;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Alarms.Notices;

/// <summary>Whom to tell of the alarms of a party, or of a district, and how. The alarm desk shows them all anyway.</summary>
internal sealed class AlarmContact
{
    /// <summary>Made by the client.</summary>
    public Guid Id { get; set; }

    /// <summary>Whose alarms; null for those of a district.</summary>
    public Gln? PartyGln { get; set; }
    public string? DistrictCode { get; set; }

    /// <summary>Only those of one node; null for all.</summary>
    public Gln? NodeGln { get; set; }
    public required string Name { get; set; }
    public ContactChannel Channel { get; set; }

    /// <summary>E-mail address, https address, or the device id that listens on MQTT.</summary>
    public required string Target { get; set; }

    /// <summary>The key that signs webhooks, encrypted; null for other channels.</summary>
    public string? ProtectedSecret { get; set; }
    public ContactLanguage Language { get; set; }

    /// <summary>Less bad alarms are not told.</summary>
    public Severity MinSeverity { get; set; }

    /// <summary>Clock of China; both or none.</summary>
    public TimeOnly? QuietFrom { get; set; }
    public TimeOnly? QuietTo { get; set; }

    /// <summary>The worst that waits for the end of the quiet hours; critical alarms never wait.</summary>
    public Severity QuietSeverity { get; set; }

    /// <summary>Told only when nobody has acknowledged for so long: the second in line.</summary>
    public int AfterMinutes { get; set; }

    /// <summary>Told again while nobody acknowledges; null for once.</summary>
    public int? RepeatMinutes { get; set; }
    public DateTimeOffset AddedAt { get; set; }
    public required string AddedBy { get; set; }
    public DateTimeOffset? RemovedAt { get; set; }
    public int Version { get; set; }

    public HandlingSide Side => DistrictCode is null ? HandlingSide.Party : HandlingSide.District;

    public bool Wants(Alarm alarm) =>
        RemovedAt is null
        && (DistrictCode is { } district ? alarm.DistrictCode == district : alarm.PartyGln == PartyGln)
        && (NodeGln is null || alarm.NodeGln == NodeGln);

    /// <summary>Whether an alarm of this severity has to wait now.</summary>
    public bool IsQuiet(Severity severity, DateTimeOffset now)
    {
        if (QuietFrom is not { } from || QuietTo is not { } to || severity > QuietSeverity)
        {
            return false;
        }

        // IsBetween takes the end as outside and knows about midnight.
        return severity < Severity.Critical
            && TimeOnly.FromTimeSpan(now.ToOffset(PlannedWindow.China).TimeOfDay).IsBetween(from, to);
    }
}

public enum ContactChannel
{
    Email,
    Webhook,

    /// <summary>A device credential of the party's own that listens on its notice topic (docs/mqtt.md).</summary>
    Mqtt,
}

/// <summary>The language that a contact reads.</summary>
public enum ContactLanguage
{
    Zh,
    En,
}
