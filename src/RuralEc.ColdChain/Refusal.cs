namespace RuralEc.ColdChain;

/// <summary>Why a message of a device was not taken.</summary>
public enum RefusalKind
{
    /// <summary>No JSON in UTF-8, and no CBOR.</summary>
    Malformed,

    /// <summary>JSON or CBOR, but none of the forms of readings.</summary>
    NotReadings,

    /// <summary>A value that is no finite number: NaN, infinity, a text.</summary>
    NotANumber,

    /// <summary>A number that no sensor of its kind, no clock or no counter can give.</summary>
    OutOfRange,

    /// <summary>More octets or readings than a message may have.</summary>
    TooLarge,

    /// <summary>The number of a stored reading with another value: the device counts anew.</summary>
    NumberReused,

    /// <summary>No registered device of that name at that party, or a topic that is not a device's.</summary>
    NotAuthorized,
}

/// <summary>Why, and in <paramref name="Detail"/> one English sentence with the place as a JSON pointer.</summary>
public sealed record Refusal(RefusalKind Kind, string Detail);

/// <summary>Ends the reading of a message from any depth; never leaves <see cref="ReadingMessage"/>.</summary>
internal sealed class RefusedException(RefusalKind kind, string detail) : Exception(detail)
{
    public Refusal Refusal { get; } = new(kind, detail);
}
