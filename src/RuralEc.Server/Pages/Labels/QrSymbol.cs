using System.Collections;
using System.Globalization;
using System.Text;
using QRCoder;

namespace RuralEc.Server.Pages.Labels;

/// <summary>A QR code (ISO/IEC 18004) with its quiet zone of four modules.</summary>
internal sealed class QrSymbol
{
    /// <summary>Light modules around the symbol.</summary>
    public const int QuietZone = 4;

    /// <summary>Scale of pictures in dots per module: a phone reads it from the screen.</summary>
    private const int PictureDots = 8;

    private readonly QRCodeData _data;

    private QrSymbol(QRCodeData data) => _data = data;

    /// <summary>Modules of one side, quiet zone included.</summary>
    public int Modules => _data.ModuleMatrix.Count;

    /// <summary>The version of the symbol, 1 to 40.</summary>
    public int Version => _data.Version;

    /// <summary>
    /// The symbol of a text; upper-case letters, digits and <c>$%*+-./:</c> and space are packed closest.
    /// </summary>
    /// <param name="wet">True for cartons that get wet or scratched: level Q in place of M.</param>
    public static QrSymbol Of(string text, bool wet = false) =>
        new(QRCodeGenerator.GenerateQrCode(text, wet ? QRCodeGenerator.ECCLevel.Q : QRCodeGenerator.ECCLevel.M));

    public bool IsDark(int x, int y) => _data.ModuleMatrix[y][x];

    /// <summary>A PNG of black and white dots.</summary>
    public byte[] Png()
    {
        // Disposing the painter would dispose the modules, which stay in use.
#pragma warning disable CA2000
        return new PngByteQRCode(_data).GetGraphic(PictureDots);
#pragma warning restore CA2000
    }

    /// <summary>An SVG without size, or of a given side in millimetres.</summary>
    public string Svg(double? sideMillimetres = null)
    {
        var svg = new StringBuilder(4_096);
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Modules} {Modules}\" shape-rendering=\"crispEdges\""
        );
        if (sideMillimetres is { } side)
        {
            svg.Append(CultureInfo.InvariantCulture, $" width=\"{side:0.###}mm\" height=\"{side:0.###}mm\"");
        }
        svg.Append(
            CultureInfo.InvariantCulture,
            $"><path fill=\"#fff\" d=\"M0 0h{Modules}v{Modules}H0z\"/><path stroke=\"#000\" d=\""
        );
        for (var y = 0; y < Modules; y++)
        {
            AppendRuns(svg, _data.ModuleMatrix[y], y);
        }
        return svg.Append("\"/></svg>").ToString();
    }

    // One stroke of one module's width through the middle of each row.
    private static void AppendRuns(StringBuilder svg, BitArray row, int y)
    {
        var end = -1;
        for (var x = 0; x < row.Count; x++)
        {
            var start = x;
            while (x < row.Count && row[x])
            {
                x++;
            }
            if (x > start)
            {
                _ =
                    end < 0
                        ? svg.Append(CultureInfo.InvariantCulture, $"M{start} {y}.5h{x - start}")
                        : svg.Append(CultureInfo.InvariantCulture, $"m{start - end} 0h{x - start}");
                end = x;
            }
        }
    }
}
