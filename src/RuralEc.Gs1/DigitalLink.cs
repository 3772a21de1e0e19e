using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace RuralEc.Gs1;

/// <summary>An application identifier and its decoded value.</summary>
public readonly record struct Element(string Identifier, string Value);

/// <summary>
/// A GS1 Digital Link: primary key, qualifiers in their order, attributes (GS1 Digital Link: URI Syntax 1.6).
/// Equal are two links that say the same in the same order; host and stem are not part of it.
/// </summary>
public sealed class DigitalLink : IEquatable<DigitalLink>
{
    /// <summary>The longest text that is read, in characters.</summary>
    public const int MaxLength = 2_000;

    private DigitalLink(IEnumerable<Element> path, IEnumerable<Element> attributes, IEnumerable<Element> parameters)
    {
        Element[] elements = [.. path];
        Key = elements[0];
        Qualifiers = elements[1..];
        Attributes = [.. attributes];
        Parameters = [.. parameters];
    }

    /// <summary>The primary key, such as 01 with 14 digits.</summary>
    public Element Key { get; }

    /// <summary>Qualifiers such as 10 and 21, in the standard's order.</summary>
    public IReadOnlyList<Element> Qualifiers { get; }

    /// <summary>GS1 data of the query, such as 15 (best before), in the order given.</summary>
    public IReadOnlyList<Element> Attributes { get; }

    /// <summary>Parameters of the query that are not GS1 data, such as <c>linkType</c>, decoded, in the order given.</summary>
    public IReadOnlyList<Element> Parameters { get; }

    public Gtin? Gtin => Read<Gtin>("01");

    public Sscc? Sscc => Read<Sscc>("00");

    public BatchNumber? Batch => Read<BatchNumber>("10");

    public SerialNumber? Serial => Read<SerialNumber>("21");

    public Lgtin? Lgtin => Gtin is { } gtin && Batch is { } batch ? new Lgtin(gtin, batch) : null;

    public Sgtin? Sgtin => Gtin is { } gtin && Serial is { } serial ? new Sgtin(gtin, serial) : null;

    /// <summary>The link of a lot, or of one item of it when a serial is given.</summary>
    public static DigitalLink Of(Lgtin lot, SerialNumber? serial = null) =>
        Of([
            new("01", lot.Gtin.ToString()),
            new("10", lot.Batch.ToString()),
            .. serial is { } number ? [new("21", number.ToString())] : Array.Empty<Element>(),
        ]);

    /// <summary>The link of a trade item.</summary>
    public static DigitalLink Of(Gtin gtin) => Of([new Element("01", gtin.ToString())]);

    /// <summary>The link of a single item whose lot is not said.</summary>
    public static DigitalLink Of(Sgtin item) =>
        Of([new("01", item.Gtin.ToString()), new("21", item.Serial.ToString())]);

    /// <summary>The link of a logistic unit.</summary>
    public static DigitalLink Of(Sscc sscc) => Of([new Element("00", sscc.ToString())]);

    /// <summary>
    /// A link of elements: the key, its qualifiers in order, then attributes.
    /// </summary>
    /// <exception cref="FormatException">When they do not make a valid link; the message says why.</exception>
    public static DigitalLink Of(IEnumerable<Element> elements)
    {
        Element[] all = [.. elements];
        bool IsAttribute(Element e) => ApplicationIdentifier.Find(e.Identifier) is { Use: AiUse.Attribute };
        return TryBuild(
            [.. all.Where(e => !IsAttribute(e))],
            [.. all.Where(IsAttribute)],
            [],
            out var link,
            out var error
        )
            ? link
            : throw new FormatException(error.Message);
    }

    /// <summary>
    /// Reads an absolute http(s) URI or a path, in either letter case of scheme and host, with or without a stem.
    /// Never throws.
    /// </summary>
    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        [NotNullWhen(true)] out DigitalLink? link,
        [NotNullWhen(false)] out DigitalLinkError? error
    )
    {
        link = null;
        error = DigitalLinkText.Split(text, out var path, out var attributes, out var parameters);
        return error is null && TryBuild(path, attributes, parameters, out link, out error);
    }

    /// <summary>The decoded value behind an identifier, wherever it stands, or null.</summary>
    public string? ValueOf(string identifier)
    {
        foreach (var element in Elements().Concat(Attributes))
        {
            if (element.Identifier == identifier)
            {
                return element.Value;
            }
        }
        return null;
    }

    /// <summary>The path and query, such as <c>/01/09521234500018/10/2606260713?15=260701</c>.</summary>
    public string ToPath()
    {
        var text = new StringBuilder();
        foreach (var (identifier, value) in Elements())
        {
            text.Append('/').Append(identifier).Append('/').Append(Uri.EscapeDataString(value));
        }
        var separator = '?';
        foreach (var (name, value) in Attributes.Concat(Parameters))
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }
        return text.ToString();
    }

    /// <summary>The https URI on a host, optionally with port and stem (<c>trace.example/gs1</c>).</summary>
    public string ToUri(string host) => $"https://{host.TrimEnd('/')}{ToPath()}";

    /// <summary>
    /// The URI as it is printed: scheme and host in upper case, so that a QR symbol of upper-case data stays in its
    /// compact alphanumeric mode. Values keep their case, for it belongs to them.
    /// </summary>
    public string ToQrText(string host) => $"HTTPS://{host.TrimEnd('/').ToUpperInvariant()}{ToPath()}";

    /// <summary>
    /// The one URI of the thing on id.gs1.org: no attributes, and only the finest qualifier that identifies it, so
    /// that a box is its GTIN and serial whether or not the label says the lot.
    /// </summary>
    public string ToCanonicalUri()
    {
        var finest = Qualifiers.LastOrDefault(e => e.Identifier != "22");
        return finest.Identifier is null
            ? CanonicalUri.Of(Key.Identifier, Key.Value)
            : CanonicalUri.Of(Key.Identifier, Key.Value, finest.Identifier, finest.Value);
    }

    public bool Equals(DigitalLink? other) => other is not null && ToPath() == other.ToPath();

    public override bool Equals(object? obj) => Equals(obj as DigitalLink);

    public override int GetHashCode() => ToPath().GetHashCode(StringComparison.Ordinal);

    public override string ToString() => ToPath();

    private static bool TryBuild(
        IReadOnlyList<Element> path,
        IReadOnlyList<Element> attributes,
        IReadOnlyList<Element> parameters,
        [NotNullWhen(true)] out DigitalLink? link,
        [NotNullWhen(false)] out DigitalLinkError? error
    )
    {
        error = DigitalLinkRules.FaultOf(path, attributes);
        link = error is null ? new(path, attributes, parameters) : null;
        return error is null;
    }

    private IEnumerable<Element> Elements() => Qualifiers.Prepend(Key);

    private T? Read<T>(string identifier)
        where T : struct, IParsable<T> =>
        ValueOf(identifier) is { } value && T.TryParse(value, null, out var result) ? result : null;
}
