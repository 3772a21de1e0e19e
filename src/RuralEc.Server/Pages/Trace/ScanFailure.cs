using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Trace;

/// <summary>Why a scan leads to no story.</summary>
public enum ScanFailureKind
{
    /// <summary>What was scanned or typed is no code at all (400).</summary>
    Malformed,

    /// <summary>A well-formed code that nobody issued, or not for this lot (404).</summary>
    UnknownCode,

    /// <summary>No such lot of the product (404).</summary>
    UnknownLot,

    /// <summary>No such product here (404).</summary>
    UnknownProduct,
}

/// <summary>What is wrong with a code that cannot be read.</summary>
public enum CodeFault
{
    None,
    NoGtin,
    GtinLength,
    GtinCharacters,
    GtinCheckDigit,
    LotForm,
    SerialForm,
    Order,
    Encoding,
    ShortLength,
    ShortCharacters,
    ShortCheck,
    Other,
}

/// <summary>A scan that leads nowhere. <paramref name="Expected"/> is the check digit that would be right.</summary>
public sealed record ScanFailure(ScanFailureKind Kind, CodeFault Fault = CodeFault.None, string Expected = "")
{
    public int StatusCode =>
        Kind is ScanFailureKind.Malformed ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound;

    /// <summary>The kebab-case name of the problem.</summary>
    public string Name =>
        Kind switch
        {
            ScanFailureKind.Malformed => "malformed-code",
            ScanFailureKind.UnknownCode => "unknown-code",
            ScanFailureKind.UnknownLot => "unknown-lot",
            _ => "unknown-product",
        };

    /// <summary>Why a link was not read, from the reader's error and the GTIN as it was typed.</summary>
    public static ScanFailure Of(DigitalLinkError error, string typedGtin) =>
        new(
            ScanFailureKind.Malformed,
            (error.Fault, error.Identifier) switch
            {
                (DigitalLinkFault.BadEncoding, _) => CodeFault.Encoding,
                (DigitalLinkFault.WrongOrder, _) => CodeFault.Order,
                (DigitalLinkFault.InvalidValue or DigitalLinkFault.MissingValue, "10") => CodeFault.LotForm,
                (DigitalLinkFault.InvalidValue or DigitalLinkFault.MissingValue, "21") => CodeFault.SerialForm,
                (DigitalLinkFault.InvalidValue, "01") => GtinFault(typedGtin),
                (DigitalLinkFault.NoPrimaryKey, _) => CodeFault.NoGtin,
                _ => CodeFault.Other,
            },
            GtinFault(typedGtin) is CodeFault.GtinCheckDigit ? CheckDigit.Of(typedGtin.AsSpan()[..^1]).ToString() : ""
        );

    /// <summary>Why a short code was not read.</summary>
    public static ScanFailure OfShort(string typed)
    {
        var bare = typed.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal);
        return new(
            ScanFailureKind.Malformed,
            bare.Length != Traceability.Codes.TraceCodeText.ShortLength ? CodeFault.ShortLength
                : !bare.All(char.IsAsciiLetterOrDigit) || bare.Contains('u', StringComparison.OrdinalIgnoreCase)
                    ? CodeFault.ShortCharacters
                : CodeFault.ShortCheck
        );
    }

    private static CodeFault GtinFault(string typed) =>
        typed.Length == 0 || !typed.All(char.IsAsciiDigit) ? CodeFault.GtinCharacters
        : typed.Length != 14 ? CodeFault.GtinLength
        : CodeFault.GtinCheckDigit;
}
