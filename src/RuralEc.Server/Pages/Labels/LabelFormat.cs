namespace RuralEc.Server.Pages.Labels;

/// <summary>A size of label and how labels lie on their medium. All lengths are in millimetres.</summary>
/// <param name="Code">The word in the address, such as <c>a4-21</c>.</param>
/// <param name="Columns">Labels side by side on one page.</param>
/// <param name="Rows">Labels one below the other on one page.</param>
/// <param name="PitchX">From one label's left edge to the next one's.</param>
/// <param name="MaxSymbol">Room for the symbol with its quiet zone: what is left beside and below is for text.</param>
public sealed record LabelFormat(
    string Code,
    double PageWidth,
    double PageHeight,
    double Width,
    double Height,
    int Columns,
    int Rows,
    double MarginLeft,
    double MarginTop,
    double PitchX,
    double PitchY,
    double MaxSymbol
)
{
    /// <summary>The smallest module that a thermal printer of 203 dpi prints reliably: four dots.</summary>
    public const double LeastModule = 0.5;

    /// <summary>One dot at 203 dpi, nearly; modules are whole numbers of it.</summary>
    private const double Dot = 0.125;

    /// <summary>How far a sheet may be nudged, either way.</summary>
    public const double MostNudge = 3;

    /// <summary>From this height there is room for the short form of the certificate.</summary>
    private const double CertificateHeight = 36;

    /// <summary>Every format that is offered: three office sheets, two thermal rolls.</summary>
    public static readonly IReadOnlyList<LabelFormat> All =
    [
        new("a4-21", 210, 297, 63.5, 38.1, 3, 7, 7.25, 15.15, 66, 38.1, 26),
        new("a4-24", 210, 297, 70, 37, 3, 8, 0, 0.5, 70, 37, 25),
        new("a4-40", 210, 297, 52.5, 29.7, 4, 10, 0, 0, 52.5, 29.7, 20.5),
        new("60x40", 60, 40, 60, 40, 1, 1, 0, 0, 60, 40, 26),
        new("40x30", 40, 30, 40, 30, 1, 1, 0, 0, 40, 30, 20.5),
    ];

    public int PerPage => Columns * Rows;

    public bool IsSheet => PerPage > 1;

    public bool HasCertificate => Height >= CertificateHeight;

    public static LabelFormat? Find(string? code) =>
        All.FirstOrDefault(format => format.Code.Equals(code, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where the cell of an index (from 0) begins on its page.</summary>
    public (double Left, double Top) PlaceOf(int index) =>
        (MarginLeft + (index % Columns * PitchX), MarginTop + (index / Columns % Rows * PitchY));

    /// <summary>
    /// The side of a symbol of so many modules: as large as there is room, in whole dots; null when even modules of
    /// half a millimetre do not fit.
    /// </summary>
    public double? SideOf(int modules)
    {
        var module = Math.Floor(MaxSymbol / modules / Dot + 1e-9) * Dot;
        return module < LeastModule ? null : module * modules;
    }
}
