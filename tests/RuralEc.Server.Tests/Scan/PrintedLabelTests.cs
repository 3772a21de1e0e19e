using System.Text.RegularExpressions;
using RuralEc.Gs1;
using RuralEc.Server.Pages.Labels;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

/// <summary>Labels as a phone sees them: drawn at the dots of a thermal printer and read back by zbar.</summary>
public sealed partial class PrintedLabelTests : IDisposable
{
    private const string Host = "HTTPS://T.EXAMPLE.CN";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("ruralec-labels-");

    public static TheoryData<string> Formats => [.. LabelFormat.All.Select(format => format.Code)];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Every_label_of_a_page_is_read_back_from_its_dots(string code)
    {
        Eyes.RequireChromium();
        Eyes.RequireZbar();
        var format = LabelFormat.Find(code)!;
        var items = Items(format.PerPage);
        var html = await SheetAsync(format, items);

        var read = await Eyes.DecodeAsync(await PrintAsync(html, format));

        Assert.Equal(items.Select(item => item.Link).Order(StringComparer.Ordinal), read.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task A_long_host_falls_back_to_the_short_link_and_is_still_read(string code)
    {
        Eyes.RequireChromium();
        Eyes.RequireZbar();
        var format = LabelFormat.Find(code)!;
        const string longHost = "HTTPS://TRACE.COOPERATIVES.GUANGZHOU.EXAMPLE.CN:8443";
        LabelItem[] items =
        [
            new(
                1,
                SampleStories.Serial,
                "7F3K9QX2M8V",
                Link(SampleStories.Serial, longHost),
                longHost + "/T/7F3K9QX2M8V"
            ),
        ];

        var read = await Eyes.DecodeAsync(await PrintAsync(await SheetAsync(format, items), format));

        Assert.Contains(Assert.Single(read), new[] { items[0].Link, items[0].ShortLink });
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Modules_are_at_least_four_dots_and_symbol_and_text_stay_on_the_label(string code)
    {
        var format = LabelFormat.Find(code)!;

        var (symbol, side) = Items(1)[0].SymbolFor(format)!.Value;

        Assert.True(side / symbol.Modules >= 0.5);
        Assert.True(side <= format.MaxSymbol);
        Assert.True(format.MaxSymbol < format.Height && format.MaxSymbol < format.Width);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Cells_lie_on_the_page_and_do_not_overlap(string code)
    {
        var format = LabelFormat.Find(code)!;
        var cells = Enumerable.Range(0, format.PerPage).Select(format.PlaceOf).ToList();

        Assert.All(
            cells,
            cell =>
            {
                Assert.InRange(cell.Left, 0, format.PageWidth - format.Width + 0.001);
                Assert.InRange(cell.Top, 0, format.PageHeight - format.Height + 0.001);
            }
        );
        Assert.Equal(format.PerPage, cells.Distinct().Count());
        Assert.True(format.PitchX >= format.Width && format.PitchY >= format.Height);
    }

    [Fact]
    public async Task A_label_says_what_article_38_wants_and_the_keys_in_plain_digits()
    {
        var html = await SheetAsync(LabelFormat.Find("60x40")!, Items(1));

        foreach (
            var said in (string[])
                [
                    "增城桂味荔枝",
                    "一级",
                    "产地 广东省广州市增城区仙村镇",
                    "生产者 增城仙村示例荔枝专业合作社",
                    "2026-06-26",
                    "保质期至",
                    "2026-07-21",
                    "(01)09521234500018",
                    "(10)2606260713",
                    "承诺达标合格证",
                ]
        )
        {
            Assert.Contains(said, html, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Printing_starts_at_the_chosen_cell_and_goes_on_over_pages()
    {
        var format = LabelFormat.Find("a4-21")!;

        var html = await SheetAsync(format, Items(3), start: 20);

        Assert.Equal(2, Sheets().Count(html));
        Assert.Contains("left:73.25mm;top:243.75mm;", html, StringComparison.Ordinal);
        Assert.Contains("left:7.25mm;top:15.15mm;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_nudge_moves_every_label()
    {
        var html = await SheetAsync(LabelFormat.Find("a4-21")!, Items(1), dx: 1.5, dy: -0.5);

        Assert.Contains("left:8.75mm;top:14.65mm;", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_people_typed_is_text_on_labels_and_never_markup()
    {
        const string hostile = "<script>alert(1)</script>\"'&";
        var text = Text with { Name = hostile, Producer = hostile, Origin = hostile, Grade = hostile };

        var html = await Rendering.HtmlAsync<LabelSheet>(
            "zh-CN",
            ("Format", LabelFormat.All[0]),
            ("Text", text),
            ("Items", Items(1))
        );

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Nothing_is_cut_off_and_the_short_code_can_be_typed_from_the_label(string code)
    {
        Eyes.RequireChromium();
        var html = await SheetAsync(LabelFormat.Find(code)!, Items(1));
        const string measure = """
            <script>
              const label = document.querySelector(".label").getBoundingClientRect();
              const cut = [...document.querySelectorAll(".label p, .label b")].filter((line) => {
                const box = line.getBoundingClientRect();
                return box.bottom > label.bottom + 0.5 || box.right > label.right + 0.5;
              });
              document.body.dataset.cut = cut.map((line) => line.textContent).join("|");
            </script>
            """;

        var document = await Eyes.DocumentAsync(
            _folder,
            html.Replace("</body>", measure + "</body>", StringComparison.Ordinal)
        );

        Assert.Contains("data-cut=\"\"", document, StringComparison.Ordinal);
        Assert.Contains("短码 7F3K9Q0001X", document, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 378, 265)]
    [InlineData(false, 560, 794)]
    public async Task The_certificate_s_symbol_leads_to_the_lot(bool small, int width, int height)
    {
        Eyes.RequireChromium();
        Eyes.RequireZbar();
        var link = Host + DigitalLink.Of(new Lgtin(SampleStories.FirstGrade, SampleStories.Lot)).ToPath();
        var html = await Rendering.HtmlAsync<CertificatePrint>(
            "zh-CN",
            ("Certificate", SampleStories.AllWell.Certificate),
            ("Link", link),
            ("Small", small)
        );

        var picture = await Eyes.DrawAsync(_folder, AsPrinted(html), width, height, Eyes.Thermal);

        Assert.Equal(link, Assert.Single(await Eyes.DecodeAsync(picture)));
    }

    private static LabelText Text =>
        new()
        {
            Gtin = SampleStories.FirstGrade,
            Lot = SampleStories.Lot,
            Name = "增城桂味荔枝",
            Grade = "一级",
            NetContentKg = 2.5m,
            Origin = "广东省广州市增城区仙村镇",
            Producer = "增城仙村示例荔枝专业合作社",
            HarvestedOn = new(2026, 6, 26),
            PackedOn = new(2026, 6, 26),
            BestBefore = new(2026, 7, 21),
            Certificate = new(
                "4401181002606260000001",
                "未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标。",
                "自行检测合格",
                new(2026, 6, 26)
            ),
        };

    private static LabelItem[] Items(int count) =>
        [
            .. Enumerable
                .Range(1, count)
                .Select(i => SerialNumber.Parse($"7F3K9Q{i:D4}"))
                .Select(
                    (serial, i) => new LabelItem(i + 1, serial, $"{serial}X", Link(serial, Host), $"{Host}/T/{serial}X")
                ),
        ];

    private static string Link(SerialNumber serial, string host) =>
        host + DigitalLink.Of(new Lgtin(SampleStories.FirstGrade, SampleStories.Lot), serial).ToPath();

    private static Task<string> SheetAsync(
        LabelFormat format,
        LabelItem[] items,
        int start = 1,
        double dx = 0,
        double dy = 0
    ) =>
        Rendering.HtmlAsync<LabelSheet>(
            "zh-CN",
            ("Format", format),
            ("Text", Text),
            ("Items", items),
            ("Total", items.Length),
            ("Start", start),
            ("Dx", dx),
            ("Dy", dy)
        );

    private Task<string> PrintAsync(string html, LabelFormat format) =>
        Eyes.DrawAsync(
            _folder,
            AsPrinted(html),
            (int)Math.Ceiling(format.PageWidth / 25.4 * 96),
            (int)Math.Ceiling(format.PageHeight / 25.4 * 96),
            Eyes.Thermal
        );

    // A screenshot is of the screen; what only the printer sees must be told to it.
    private static string AsPrinted(string html) =>
        html.Replace("@media print", "@media screen", StringComparison.Ordinal);

    [GeneratedRegex("<section class=\"sheet\"")]
    private static partial Regex Sheets();
}
