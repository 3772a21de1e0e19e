using System.Collections.Frozen;

namespace RuralEc.Gs1;

/// <summary>Where an application identifier may stand in a GS1 Digital Link URI.</summary>
public enum AiUse
{
    /// <summary>Identifies the thing; the first pair of the path.</summary>
    PrimaryKey,

    /// <summary>Narrows the key; follows it in the path in a fixed order.</summary>
    Qualifier,

    /// <summary>Says something about the thing; stands in the query.</summary>
    Attribute,
}

/// <summary>
/// A GS1 application identifier: its meaning, its format, and its use in a Digital Link (GS1 syntax dictionary).
/// Known are the ones of fresh produce, its logistics and its assets.
/// </summary>
public sealed class ApplicationIdentifier
{
    private readonly AiPart[] _parts;

    private ApplicationIdentifier(string code, string title, AiUse use, AiPart[] parts, string[][] qualifiers)
    {
        (Code, Title, Use, _parts, QualifierOrders) = (code, title, use, parts, qualifiers);
    }

    /// <summary>All application identifiers that this product knows.</summary>
    public static IReadOnlyCollection<ApplicationIdentifier> All => Table.Values;

    /// <summary>2 to 4 digits.</summary>
    public string Code { get; }

    /// <summary>The data title GS1 gives it, such as <c>BATCH/LOT</c>.</summary>
    public string Title { get; }

    public AiUse Use { get; }

    /// <summary>For a primary key: the sequences of qualifiers it may have, each optional, in order, one sequence only.</summary>
    public IReadOnlyList<IReadOnlyList<string>> QualifierOrders { get; }

    /// <summary>The format as the General Specifications write it, such as <c>N14</c> or <c>X..20</c>.</summary>
    public string Format => string.Join('+', _parts.Select(part => part.ToString()));

    private static FrozenDictionary<string, ApplicationIdentifier> Table { get; } = Build();

    /// <summary>The application identifier with this code, or null.</summary>
    public static ApplicationIdentifier? Find(string code) => Table.GetValueOrDefault(code);

    /// <summary>What is wrong with the value, as a phrase that fits behind the value, or null when it is good.</summary>
    public string? FaultOf(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        if (value is "." or "..")
        {
            return "cannot be carried in a URI";
        }
        var rest = value.AsSpan();
        foreach (var part in _parts)
        {
            var taken = Math.Min(rest.Length, part.Max);
            if (part.FaultOf(rest[..taken]) is { } fault)
            {
                return fault;
            }
            rest = rest[taken..];
        }
        return rest.IsEmpty ? null : $"is too long for {Format}";
    }

    public override string ToString() => Code;

    private static FrozenDictionary<string, ApplicationIdentifier> Build()
    {
        List<ApplicationIdentifier> all =
        [
            Key("00", "SSCC", [AiPart.Checked(18)]),
            Key("01", "GTIN", [AiPart.Checked(14)], ["22", "10", "21"], ["235"]),
            Key("253", "GDTI", [AiPart.Checked(13), AiPart.Text(0, 17)]),
            Key("255", "GCN", [AiPart.Checked(13), AiPart.Digits(0, 12)]),
            Key("401", "GINC", [AiPart.Text(1, 30)]),
            Key("402", "GSIN", [AiPart.Checked(17)]),
            Key("414", "LOC No.", [AiPart.Checked(13)], ["254"], ["7040"]),
            Key("415", "PAY TO", [AiPart.Checked(13)], ["8020"]),
            Key("417", "PARTY", [AiPart.Checked(13)], ["7040"]),
            Key("8003", "GRAI", [AiPart.Zero, AiPart.Checked(13), AiPart.Text(0, 16)]),
            Key("8004", "GIAI", [AiPart.Text(1, 30)], ["7040"]),
            Key("8006", "ITIP", [AiPart.Checked(14), AiPart.Digits(4, 4)], ["22", "10", "21"]),
            Qualifier("10", "BATCH/LOT", AiPart.Text(1, 20)),
            Qualifier("21", "SERIAL", AiPart.Text(1, 20)),
            Qualifier("22", "CPV", AiPart.Text(1, 20)),
            Qualifier("235", "TPX", AiPart.Text(1, 28)),
            Qualifier("254", "GLN EXTENSION COMPONENT", AiPart.Text(1, 20)),
            Qualifier("7040", "UIC+EXT", AiPart.Digits(1, 1), AiPart.Text(3, 3)),
            Qualifier("8020", "REF No.", AiPart.Text(1, 25)),
            Attribute("02", "CONTENT", AiPart.Checked(14)),
            Attribute("11", "PROD DATE", AiPart.Date),
            Attribute("12", "DUE DATE", AiPart.Date),
            Attribute("13", "PACK DATE", AiPart.Date),
            Attribute("15", "BEST BEFORE or BEST BY", AiPart.Date),
            Attribute("16", "SELL BY", AiPart.Date),
            Attribute("17", "USE BY OR EXPIRY", AiPart.Date),
            Attribute("20", "VARIANT", AiPart.Digits(2, 2)),
            Attribute("30", "VAR. COUNT", AiPart.Digits(1, 8)),
            Attribute("37", "COUNT", AiPart.Digits(1, 8)),
            Attribute("240", "ADDITIONAL ID", AiPart.Text(1, 30)),
            Attribute("400", "ORDER NUMBER", AiPart.Text(1, 30)),
            Attribute("403", "ROUTE", AiPart.Text(1, 30)),
            Attribute("410", "SHIP TO LOC", AiPart.Checked(13)),
            Attribute("411", "BILL TO", AiPart.Checked(13)),
            Attribute("412", "PURCHASE FROM", AiPart.Checked(13)),
            Attribute("413", "SHIP FOR LOC", AiPart.Checked(13)),
            Attribute("416", "PROD/SERV LOC", AiPart.Checked(13)),
            Attribute("420", "SHIP TO POST", AiPart.Text(1, 20)),
            Attribute("421", "SHIP TO POST", AiPart.Digits(3, 3), AiPart.Text(1, 9)),
            Attribute("422", "ORIGIN", AiPart.Digits(3, 3)),
            Attribute("427", "ORIGIN SUBDIVISION", AiPart.Text(1, 3)),
            Attribute("4330", "MAX TEMP F", AiPart.Digits(6, 6), AiPart.Minus),
            Attribute("4331", "MAX TEMP C", AiPart.Digits(6, 6), AiPart.Minus),
            Attribute("4332", "MIN TEMP F", AiPart.Digits(6, 6), AiPart.Minus),
            Attribute("4333", "MIN TEMP C", AiPart.Digits(6, 6), AiPart.Minus),
            Attribute("7003", "EXPIRY TIME", AiPart.RealDate, AiPart.Digits(4, 4)),
            Attribute("7007", "HARVEST DATE", AiPart.RealDate, AiPart.OptionalDate),
            .. Enumerable.Range(0, 6).Select(n => Attribute($"310{n}", "NET WEIGHT (kg)", AiPart.Digits(6, 6))),
            .. Enumerable.Range(0, 6).Select(n => Attribute($"330{n}", "GROSS WEIGHT (kg)", AiPart.Digits(6, 6))),
        ];
        return all.ToFrozenDictionary(ai => ai.Code, StringComparer.Ordinal);
    }

    private static ApplicationIdentifier Key(string code, string title, AiPart[] parts, params string[][] qualifiers) =>
        new(code, title, AiUse.PrimaryKey, parts, qualifiers);

    private static ApplicationIdentifier Qualifier(string code, string title, params AiPart[] parts) =>
        new(code, title, AiUse.Qualifier, parts, []);

    private static ApplicationIdentifier Attribute(string code, string title, params AiPart[] parts) =>
        new(code, title, AiUse.Attribute, parts, []);
}
