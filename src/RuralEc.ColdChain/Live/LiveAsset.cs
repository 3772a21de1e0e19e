using RuralEc.ColdChain.Assets;
using RuralEc.Gs1;

namespace RuralEc.ColdChain.Live;

/// <summary>How an asset does now, the most pressing first.</summary>
public enum LiveState
{
    Critical,
    Excursion,
    Warning,

    /// <summary>Loggers are mounted, and none of them speaks: nobody knows.</summary>
    Silent,

    /// <summary>No logger is mounted.</summary>
    Unwatched,

    /// <summary>Its loggers speak, and no temperature alarm lasts.</summary>
    Fine,
}

/// <summary>An asset, what the loggers in it say and what that means.</summary>
public sealed record LiveAsset(
    Guid Id,
    string Name,
    AssetKind Kind,
    Gln PartyGln,
    Gln? NodeGln,
    LiveState State,
    IReadOnlyList<LiveLogger> Loggers
)
{
    /// <summary>A list is another object each time, with the same loggers in it.</summary>
    public bool Equals(LiveAsset? other) =>
        other is not null
        && (Id, Name, Kind, PartyGln, NodeGln, State)
            == (other.Id, other.Name, other.Kind, other.PartyGln, other.NodeGln, other.State)
        && Loggers.SequenceEqual(other.Loggers);

    public override int GetHashCode() => Id.GetHashCode();
}

/// <param name="Celsius">°C, calibrated; null when it never reported.</param>
/// <param name="KelvinPerHour">Change since half an hour before; null where nothing is known of then.</param>
/// <param name="Silent">Nothing arrived for as long as its rule allows, three intervals by default, or ever.</param>
public sealed record LiveLogger(
    string Device,
    double? Celsius,
    DateTimeOffset? MeasuredAt,
    double? KelvinPerHour,
    bool Silent
);
