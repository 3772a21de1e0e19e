using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace RuralEc.Traceability.Codes;

/// <summary>
/// The characters of a trace code: a serial of ten random Crockford base32 characters, and the short form of
/// eleven, which adds one ISO 7064 MOD 37-2 check character.
/// </summary>
/// <remarks>
/// MOD 37-2 finds every wrong character and every swap of two neighbours, because 37 is prime and 2 generates its
/// multiplicative group. A serial whose check character would be I, L, O, U or * is never issued, so that a short
/// code holds no character that a person can misread; that costs a quarter of one bit of the fifty.
/// </remarks>
public static class TraceCodeText
{
    /// <summary>Characters of a serial (GS1 AI 21).</summary>
    public const int SerialLength = 10;

    /// <summary>Characters of the short code in <c>/t/{code}</c>: the serial and its check character.</summary>
    public const int ShortLength = SerialLength + 1;

    /// <summary>The longest text that <see cref="TryReadShort"/> looks at.</summary>
    public const int MaxTypedLength = 40;

    private const string Crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    // ISO 7064 gives 0-9 the values 0 to 9, A-Z 10 to 35 and * 36.
    private const string Iso7064 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*";

    private static readonly SearchValues<char> CrockfordSet = SearchValues.Create(Crockford);

    /// <summary>A new random serial of 49.8 bits, upper case.</summary>
    public static string NewSerial()
    {
        while (true)
        {
            var serial = RandomNumberGenerator.GetString(Crockford, SerialLength);
            if (CrockfordSet.Contains(CheckCharacter(serial)))
            {
                return serial;
            }
        }
    }

    /// <summary>The short code of a serial made by <see cref="NewSerial"/>.</summary>
    /// <exception cref="ArgumentException">The text is not such a serial.</exception>
    public static string ShortOf(string serial) =>
        IsSerial(serial)
            ? serial + CheckCharacter(serial)
            : throw new ArgumentException("A serial is ten Crockford base32 characters.", nameof(serial));

    /// <summary>True for ten upper-case Crockford base32 characters whose check character is in that alphabet too.</summary>
    public static bool IsSerial(string? text) =>
        text is { Length: SerialLength }
        && !text.AsSpan().ContainsAnyExcept(CrockfordSet)
        && CrockfordSet.Contains(CheckCharacter(text));

    /// <summary>
    /// Reads a short code as people type it: any case, I and L for 1, O for 0, spaces and hyphens between. False
    /// when the length, a character or the check character is wrong.
    /// </summary>
    public static bool TryReadShort(string? typed, [NotNullWhen(true)] out string? serial)
    {
        serial = null;
        if (typed is null || typed.Length > MaxTypedLength)
        {
            return false;
        }
        Span<char> code = stackalloc char[ShortLength];
        var length = 0;
        foreach (var character in typed)
        {
            if (character is ' ' or '-')
            {
                continue;
            }
            if (length == ShortLength || Normal(character) is not { } normal)
            {
                return false;
            }
            code[length++] = normal;
        }
        if (length != ShortLength || CheckCharacter(code[..SerialLength]) != code[SerialLength])
        {
            return false;
        }
        serial = new string(code[..SerialLength]);
        return true;
    }

    /// <summary>The serial as we store it, when a person typed or a scanner lower-cased it: <c>null</c> if it is none.</summary>
    public static string? NormalSerial(string? typed)
    {
        if (typed is not { Length: SerialLength })
        {
            return null;
        }
        Span<char> serial = stackalloc char[SerialLength];
        for (var i = 0; i < SerialLength; i++)
        {
            if (Normal(typed[i]) is not { } normal)
            {
                return null;
            }
            serial[i] = normal;
        }
        return new string(serial);
    }

    /// <summary>The ISO 7064 MOD 37-2 check character of upper-case letters and digits.</summary>
    internal static char CheckCharacter(ReadOnlySpan<char> text)
    {
        var sum = 0;
        foreach (var character in text)
        {
            sum = (sum + Iso7064.IndexOf(character, StringComparison.Ordinal)) * 2 % 37;
        }
        return Iso7064[(38 - sum) % 37];
    }

    private static char? Normal(char typed) =>
        char.ToUpperInvariant(typed) switch
        {
            'I' or 'L' when char.IsAscii(typed) => '1',
            'O' when char.IsAscii(typed) => '0',
            var upper when char.IsAscii(typed) && CrockfordSet.Contains(upper) => upper,
            _ => null,
        };
}
