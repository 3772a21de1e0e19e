using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using Microsoft.Extensions.Localization;

namespace RuralEc.Server.Pages.Network;

/// <summary>Writes a generated report as a Word document (ISO/IEC 29500) with the same parts as the page.</summary>
internal sealed class ReportDocument(IStringLocalizer<NetworkTexts> T)
{
    public const string ContentType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    // Width of A4 between the margins, in twentieths of a point.
    private const int TextWidth = 9070;

    public byte[] Write(ReportText report)
    {
        using var file = new MemoryStream();
        using (var document = WordprocessingDocument.Create(file, WordprocessingDocumentType.Document))
        {
            var main = document.AddMainDocumentPart();
            main.AddNewPart<StyleDefinitionsPart>().Styles = StylesOf();
            document.PackageProperties.Title = report.Title;
            var body = new Body(Text(report.Title, "Title"), Text(report.Subtitle));
            var drawings = 1;
            foreach (var block in report.Blocks)
            {
                body.Append(Of(block, ref drawings));
            }

            body.Append(
                new SectionProperties(
                    new PageSize { Width = 11906, Height = 16838 },
                    new PageMargin
                    {
                        Top = 1418,
                        Bottom = 1418,
                        Left = 1418,
                        Right = 1418,
                        Header = 720,
                        Footer = 720,
                        Gutter = 0,
                    }
                )
            );
            main.Document = new Document(body);
        }

        return file.ToArray();
    }

    private OpenXmlElement[] Of(ReportBlock block, ref int drawings) =>
        block switch
        {
            ReportBlock.Heading heading => [Text(heading.Text, heading.Level == 2 ? "Heading1" : "Heading2")],
            ReportBlock.Paragraph paragraph => [Text(paragraph.Text)],
            ReportBlock.Bullets bullets => [.. bullets.Items.Select(item => Text("· " + item))],
            ReportBlock.Map map => MapOf(map.Drawing, ref drawings),
            ReportBlock.Table table => [Text(table.Caption, "Caption"), TableOf(table), Text("")],
            _ => [],
        };

    private OpenXmlElement[] MapOf(MapDrawing drawing, ref int drawings)
    {
        var run = DocumentMap.Run(drawing, ref drawings, T["{0} 公里"].Value, T["示例数据"]);
        string[] notes =
        [
            drawing.Caption,
            T["图例："] + string.Join("；", drawing.Legend.Select(l => $"{ColourName(l.Class)}{l.Text}")),
            .. drawing.ReviewNumbers.Select(number => T["审图号：{0}", number].Value),
            .. drawing.Demonstration ? [T["图中含示例数据。"].Value] : Array.Empty<string>(),
        ];
        return [new Paragraph(new Run(run)), .. notes.Select(note => Text(note, "Caption"))];
    }

    private string ColourName(string name) =>
        name switch
        {
            "district" => T["深绿："],
            "town" => T["绿："],
            "village" => T["浅绿："],
            "other" => T["蓝："],
            "faded" => T["浅灰："],
            "place" => T["灰："],
            _ => T["红："],
        };

    private static Table TableOf(ReportBlock.Table table)
    {
        var width = (TextWidth / table.Columns.Count).ToString(System.Globalization.CultureInfo.InvariantCulture);
        var built = new Table(
            new TableProperties(
                new TableWidth { Type = TableWidthUnitValues.Dxa, Width = $"{TextWidth}" },
                new TableBorders(
                    new TopBorder { Val = BorderValues.Single, Size = 4 },
                    new LeftBorder { Val = BorderValues.Single, Size = 4 },
                    new BottomBorder { Val = BorderValues.Single, Size = 4 },
                    new RightBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideHorizontalBorder { Val = BorderValues.Single, Size = 4 },
                    new InsideVerticalBorder { Val = BorderValues.Single, Size = 4 }
                )
            ),
            new TableGrid(table.Columns.Select(_ => new GridColumn { Width = width }))
        );
        var head = RowOf(table.Columns, width, "TableHead");
        head.TableRowProperties = new TableRowProperties(new CantSplit(), new TableHeader());
        built.Append(head);
        built.Append(table.Rows.Select(row => RowOf(row, width, "TableText")));
        return built;
    }

    private static TableRow RowOf(IReadOnlyList<string> cells, string width, string style) =>
        new(
            cells.Select(cell => new TableCell(
                new TableCellProperties(new TableCellWidth { Type = TableWidthUnitValues.Dxa, Width = width }),
                Text(cell, style)
            ))
        );

    private static Paragraph Text(string text, string? style = null)
    {
        var paragraph = new Paragraph();
        if (style is not null)
        {
            paragraph.ParagraphProperties = new ParagraphProperties(new ParagraphStyleId { Val = style });
        }

        if (text.Length > 0)
        {
            paragraph.Append(new Run(new Text(text) { Space = SpaceProcessingModeValues.Preserve }));
        }

        return paragraph;
    }

    private static Styles StylesOf() =>
        new(
            new DocDefaults(
                new RunPropertiesDefault(
                    new RunPropertiesBaseStyle(
                        new RunFonts
                        {
                            Ascii = "Times New Roman",
                            HighAnsi = "Times New Roman",
                            EastAsia = "SimSun",
                        },
                        new FontSize { Val = "22" },
                        new Languages { Val = "en-US", EastAsia = "zh-CN" }
                    )
                ),
                new ParagraphPropertiesDefault(
                    new ParagraphPropertiesBaseStyle(new SpacingBetweenLines { After = "80" })
                )
            ),
            StyleOf("Normal", "Normal", 22, false, isDefault: true),
            StyleOf("Title", "Title", 36, true),
            StyleOf("Heading1", "heading 1", 28, true, outline: 0),
            StyleOf("Heading2", "heading 2", 24, true, outline: 1),
            StyleOf("Caption", "caption", 18, false),
            StyleOf("TableHead", "Table Head", 17, true),
            StyleOf("TableText", "Table Text", 17, false)
        );

    private static Style StyleOf(
        string id,
        string name,
        int halfPoints,
        bool bold,
        int? outline = null,
        bool isDefault = false
    )
    {
        var style = new Style
        {
            Type = StyleValues.Paragraph,
            StyleId = id,
            StyleName = new StyleName { Val = name },
        };
        if (isDefault)
        {
            style.Default = true;
        }
        else
        {
            style.BasedOn = new BasedOn { Val = "Normal" };
        }

        if (outline is { } level)
        {
            style.StyleParagraphProperties = new StyleParagraphProperties(
                new KeepNext(),
                new SpacingBetweenLines { Before = "240", After = "120" },
                new OutlineLevel { Val = level }
            );
        }

        var run = new StyleRunProperties();
        if (bold)
        {
            run.Append(new Bold());
        }

        run.Append(new FontSize { Val = halfPoints.ToString(System.Globalization.CultureInfo.InvariantCulture) });
        style.StyleRunProperties = run;
        return style;
    }
}
