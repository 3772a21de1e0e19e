using System.Globalization;

namespace RuralEc.Gs1;

/// <summary>Company prefix and reference of a key, before its check digit (GS1 General Specifications §1.4).</summary>
internal static class KeyBody
{
    public static string Of(string companyPrefix, long reference, int length)
    {
        ArgumentNullException.ThrowIfNull(companyPrefix);
        var text = reference.ToString(CultureInfo.InvariantCulture);
        var room = length - companyPrefix.Length;
        return
            companyPrefix.Length is >= 4 and <= 12
            && !companyPrefix.AsSpan().ContainsAnyExceptInRange('0', '9')
            && reference >= 0
            && text.Length <= room
            ? companyPrefix + text.PadLeft(room, '0')
            : throw new FormatException(
                $"Prefix '{companyPrefix}' and reference {reference} do not make {length} digits."
            );
    }
}
