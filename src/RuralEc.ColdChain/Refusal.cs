namespace RuralEc.ColdChain;

/// <summary>Why a message of a device was not taken.</summary>
public enum RefusalKind
{
    /// <summary>No UTF-8, or no JSON.</summary>
    Malformed,

    /// <summary>JSON, but neither one instant's readings nor a SenML pack.</summary>
    NotReadings,

    /// <summary>A value that is no finite number: NaN, infinity, a text.</summary>
    NotANumber,

    /// <summary>A number that no sensor of its kind, no clock or no counter can give.</summary>
    OutOfRange,

    /// <summary>More octets or readings than a message may have.</summary>
    TooLarge,

    /// <summary>The number of a stored reading with another value: the device counts anew.</summary>
    NumberReused,
}

/// <summary>Why, and in <paramref name="Detail"/> one English sentence with the place as a JSON pointer.</summary>
public sealed record Refusal(RefusalKind Kind, string Detail);

/// <summary>Ends the reading of a message from any depth; never leaves <see cref="ReadingMessage"/>.</summary>
internal sealed class RefusedException(RefusalKind kind, string detail) : Exception(detail)
{
    public Refusal Refusal { get; } = new(kind, detail);
}
