using RuralEc.Gs1;

namespace RuralEc.Server.Pages.Labels;

/// <summary>
/// What every label of a run says (农产品质量安全法 art. 38: name, origin, producer, date, shelf life, grade), in
/// Chinese as the law wants it.
/// </summary>
public sealed record LabelText
{
    public required Gtin Gtin { get; init; }
    public required BatchNumber Lot { get; init; }
    public required string Name { get; init; }
    public string? Grade { get; init; }
    public decimal? NetContentKg { get; init; }
    public required string Origin { get; init; }
    public required string Producer { get; init; }
    public DateOnly? HarvestedOn { get; init; }
    public DateOnly? PackedOn { get; init; }
    public DateOnly? BestBefore { get; init; }
    public CertificateShort? Certificate { get; init; }
}

/// <summary>The short form of the certificate on a label.</summary>
public sealed record CertificateShort(string Number, string Promise, string Basis, DateOnly IssuedOn);

/// <summary>One label: its place in the run, its serial, and what its symbol says.</summary>
public sealed record LabelItem(int Number, SerialNumber Serial, string ShortCode, string Link, string ShortLink)
{
    /// <summary>
    /// The symbol of the Digital Link; where that does not fit at half a millimetre a module, of the short link. Null
    /// when neither fits, because the host's name is too long.
    /// </summary>
    internal (QrSymbol Symbol, double Side)? SymbolFor(LabelFormat format)
    {
        foreach (var text in (string[])[Link, ShortLink])
        {
            var symbol = QrSymbol.Of(text);
            if (format.SideOf(symbol.Modules) is { } side)
            {
                return (symbol, side);
            }
        }
        return null;
    }
}
