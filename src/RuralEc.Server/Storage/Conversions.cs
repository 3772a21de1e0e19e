using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using RuralEc.Gs1;

namespace RuralEc.Server.Storage;

/// <summary>How values that no database knows are stored: GS1 keys as text, enums by name.</summary>
internal static class Conversions
{
    public static void UseRuralConversions(this ModelConfigurationBuilder conventions)
    {
        Text<Gtin>(14);
        Text<Gln>(13);
        Text<Sscc>(18);
        Text<BatchNumber>(20);
        Text<SerialNumber>(20);
        Text<Giai>(30);
        conventions.Properties<Enum>().HaveConversion<string>().HaveMaxLength(40);

        void Text<T>(int length)
            where T : struct, IParsable<T> =>
            conventions.Properties<T>().HaveConversion<ParsableConverter<T>>().HaveMaxLength(length);
    }
}

/// <summary>A GS1 key as the text of its digits.</summary>
internal sealed class ParsableConverter<T>()
    : ValueConverter<T, string>(value => value.ToString() ?? "", text => Parse(text))
    where T : struct, IParsable<T>
{
    // An expression tree may not call a static abstract member.
    private static T Parse(string text) => T.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>An instant as milliseconds since 1970, UTC.</summary>
internal sealed class UnixMillisecondsConverter()
    : ValueConverter<DateTimeOffset, long>(
        value => value.ToUnixTimeMilliseconds(),
        milliseconds => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
    );

/// <summary>An instant in UTC.</summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTimeOffset, DateTimeOffset>(value => value.ToUniversalTime(), value => value);

/// <summary>A quantity as thousandths, so that SQLite compares and sums it exactly.</summary>
internal sealed class ThousandthsConverter()
    : ValueConverter<decimal, long>(value => (long)decimal.Round(value * 1000m), thousandths => thousandths / 1000m);
