namespace RuralEc.Gs1;

/// <summary>What kind of mistake makes a text no GS1 Digital Link.</summary>
public enum DigitalLinkFault
{
    /// <summary>Empty, too long, or neither an http(s) address nor a path.</summary>
    NotALink,

    /// <summary>No primary key such as 01, 00 or 414 with a value in the path.</summary>
    NoPrimaryKey,

    /// <summary>An application identifier that is not known, or not in this place.</summary>
    UnknownIdentifier,

    /// <summary>Qualifiers in another order than the standard's, or such that exclude each other.</summary>
    WrongOrder,

    /// <summary>An application identifier without a value.</summary>
    MissingValue,

    /// <summary>A value of the wrong length, characters, check digit or date.</summary>
    InvalidValue,

    /// <summary>The same application identifier twice.</summary>
    Duplicate,

    /// <summary>A percent sign that no two hexadecimal digits follow, or octets that are not ASCII.</summary>
    BadEncoding,
}

/// <summary>Why a text is no GS1 Digital Link; <paramref name="Message"/> is an English sentence for the caller.</summary>
/// <param name="Identifier">The application identifier concerned, where there is one.</param>
public sealed record DigitalLinkError(DigitalLinkFault Fault, string Message, string? Identifier = null);
