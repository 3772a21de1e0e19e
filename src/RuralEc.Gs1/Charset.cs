using System.Buffers;

namespace RuralEc.Gs1;

/// <summary>The character sets of element strings (GS1 General Specifications §7.11).</summary>
internal static class Charset
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Figure 7.11-1, the GS1 AI encodable character set 82: no space, no control character.</summary>
    public static readonly SearchValues<char> Set82 = SearchValues.Create(
        "!\"%&'()*+,-./0123456789:;<=>?_" + Letters + "abcdefghijklmnopqrstuvwxyz"
    );

    /// <summary>Figure 7.11-2, the GS1 AI encodable character set 39.</summary>
    public static readonly SearchValues<char> Set39 = SearchValues.Create("#-/0123456789" + Letters);

    /// <summary>
    /// Whether the text is 1 to <paramref name="longest"/> characters of set 82. <c>.</c> and <c>..</c> are refused
    /// too: as a path segment of a URI they would be removed on the way (RFC 3986 §5.2.4), encoded or not.
    /// </summary>
    public static bool IsText(ReadOnlySpan<char> text, int longest) =>
        text.Length >= 1 && text.Length <= longest && !text.ContainsAnyExcept(Set82) && text is not ("." or "..");
}
