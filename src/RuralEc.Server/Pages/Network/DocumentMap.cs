using System.Globalization;
using System.Security;
using System.Text;

namespace RuralEc.Server.Pages.Network;

/// <summary>
/// A map as a DrawingML group: lines, dots and names stay sharp, and Word 2010 and LibreOffice open it. A program that
/// knows no such groups shows nothing here; the tables beside it say the same.
/// </summary>
internal static class DocumentMap
{
    // 760 units of the drawing are 15.2 cm on paper.
    private const int Emu = 7200;

    private const string Namespaces =
        "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" "
        + "xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" "
        + "xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" "
        + "xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\" "
        + "xmlns:wpg=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\" "
        + "xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\"";

    /// <param name="first">The first number of a drawing in the document that is free.</param>
    /// <param name="kilometres">What follows the scale bar, with a gap for its length.</param>
    /// <param name="demonstration">What marks invented places.</param>
    /// <returns>A run with the drawing.</returns>
    public static string Run(MapDrawing drawing, ref int first, string kilometres, string demonstration)
    {
        var frame = new MapFrame(MapFrame.Around(drawing));
        var shapes = new Shapes(first + 1);
        foreach (var polygon in drawing.Polygons)
        {
            shapes.Area(
                [.. polygon.Ring.Select(p => frame.At(p.Longitude, p.Latitude))],
                MapStyle.Of(polygon.Class).Colour
            );
        }

        foreach (var line in drawing.Lines)
        {
            shapes.Line(frame.At(line.From), frame.At(line.To), MapStyle.Of(line.Class).Colour, 1);
        }

        foreach (var point in drawing.Points)
        {
            var (radius, colour) = MapStyle.Of(point.Class);
            var (x, y) = frame.At(point);
            shapes.Dot(x, y, radius, colour);
            if (point.Label is { } label && point.Class is "district" or "town")
            {
                shapes.Text(x + radius + 2, y - 8, label, "1d2722");
            }
        }

        var scale = frame.Scale();
        shapes.Line((28, frame.Height - 12), (28 + scale.Units, frame.Height - 12), "1d2722", 3);
        shapes.Text(
            34 + scale.Units,
            frame.Height - 20,
            string.Format(CultureInfo.InvariantCulture, kilometres, scale.Kilometres),
            "1d2722"
        );
        if (drawing.Demonstration)
        {
            shapes.Text(MapFrame.Width - 130, 6, demonstration, "b3261e");
        }

        var (width, height) = (MapFrame.Width * Emu, frame.Height * Emu);
        var id = first;
        first = shapes.Next;
        return $"<w:r {Namespaces}><mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing>"
            + "<wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
            + $"<wp:extent cx=\"{width}\" cy=\"{height}\"/>"
            + $"<wp:docPr id=\"{id}\" name=\"map {id}\" descr=\"{SecurityElement.Escape(drawing.Caption)}\"/>"
            + "<wp:cNvGraphicFramePr/><a:graphic>"
            + "<a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\">"
            + "<wpg:wgp><wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
            + $"<a:ext cx=\"{width}\" cy=\"{height}\"/><a:chOff x=\"0\" y=\"0\"/><a:chExt cx=\"{width}\" cy=\"{height}\"/>"
            + $"</a:xfrm></wpg:grpSpPr>{shapes}</wpg:wgp></a:graphicData></a:graphic></wp:inline>"
            + "</w:drawing></mc:Choice></mc:AlternateContent></w:r>";
    }

    private sealed class Shapes(int next)
    {
        private readonly StringBuilder _xml = new();

        public int Next { get; private set; } = next;

        public void Dot(double x, double y, double radius, string colour) =>
            Shape(
                Box(x - radius, y - radius, 2 * radius, 2 * radius),
                "<a:prstGeom prst=\"ellipse\"><a:avLst/></a:prstGeom>" + Fill(colour) + Stroke("ffffff", 1)
            );

        public void Line((double X, double Y) from, (double X, double Y) to, string colour, double width)
        {
            var flip = (to.X - from.X) * (to.Y - from.Y) < 0 ? " flipV=\"1\"" : "";
            Shape(
                Box(
                    Math.Min(from.X, to.X),
                    Math.Min(from.Y, to.Y),
                    Math.Abs(to.X - from.X),
                    Math.Abs(to.Y - from.Y),
                    flip
                ),
                "<a:prstGeom prst=\"line\"><a:avLst/></a:prstGeom>" + Stroke(colour, width)
            );
        }

        public void Area(IReadOnlyList<(double X, double Y)> ring, string colour)
        {
            if (ring.Count < 3)
            {
                return;
            }

            var (left, top) = (ring.Min(p => p.X), ring.Min(p => p.Y));
            var (width, height) = (ring.Max(p => p.X) - left, ring.Max(p => p.Y) - top);
            var path = string.Concat(
                ring.Select(
                    (p, i) =>
                        $"<a:{(i == 0 ? "moveTo" : "lnTo")}><a:pt x=\"{Of(p.X - left)}\" y=\"{Of(p.Y - top)}\"/></a:{(i == 0 ? "moveTo" : "lnTo")}>"
                )
            );
            Shape(
                Box(left, top, width, height),
                "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst>"
                    + $"<a:path w=\"{Of(width)}\" h=\"{Of(height)}\">{path}<a:close/></a:path></a:pathLst></a:custGeom>"
                    + Fill("eef3ea")
                    + Stroke(colour, 1)
            );
        }

        public void Text(double x, double y, string text, string colour) =>
            Shape(
                Box(x, y, 130, 18),
                "<a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom><a:noFill/>",
                "<wps:txbx><w:txbxContent><w:p><w:r><w:rPr>"
                    + $"<w:color w:val=\"{colour}\"/><w:sz w:val=\"14\"/></w:rPr><w:t xml:space=\"preserve\">{SecurityElement.Escape(text)}</w:t></w:r></w:p></w:txbxContent></wps:txbx>"
                    + "<wps:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\"/>"
            );

        public override string ToString() => _xml.ToString();

        private void Shape(string box, string geometry, string body = "<wps:bodyPr/>")
        {
            var id = Next++;
            _xml.Append(
                CultureInfo.InvariantCulture,
                $"<wps:wsp><wps:cNvPr id=\"{id}\" name=\"s{id}\"/><wps:cNvSpPr/><wps:spPr>{box}{geometry}</wps:spPr>{body}</wps:wsp>"
            );
        }

        private static string Box(double x, double y, double width, double height, string flip = "") =>
            $"<a:xfrm{flip}><a:off x=\"{Of(x)}\" y=\"{Of(y)}\"/><a:ext cx=\"{Of(width)}\" cy=\"{Of(height)}\"/></a:xfrm>";

        private static string Fill(string colour) => $"<a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>";

        private static string Stroke(string colour, double width) => $"<a:ln w=\"{Of(width)}\">{Fill(colour)}</a:ln>";

        private static long Of(double units) => (long)Math.Round(units * Emu);
    }
}
