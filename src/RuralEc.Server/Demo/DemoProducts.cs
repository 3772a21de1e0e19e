using RuralEc.Gs1;
using RuralEc.Traceability.Parties;

namespace RuralEc.Server.Demo;

/// <summary>What the sample co-operative sells: lychees in bulk, and in boxes of 2.5 kg by variety and grade.</summary>
internal static class DemoProducts
{
    public static readonly Gtin Bulk = Gtin.Parse("09521234500049");
    public static readonly Gtin FirstBox = Gtin.Parse("09521234500018");
    public static readonly Gtin ExtraBox = Gtin.Parse("09521234500025");
    public static readonly Gtin SecondBox = Gtin.Parse("09521234500032");

    private static readonly Box[] Boxes =
    [
        new(FirstBox, "桂味", "first"),
        new(ExtraBox, "桂味", "extra"),
        new(SecondBox, "桂味", "second"),
        new(Gtin.Parse("09521234500056"), "糯米糍", "first"),
        new(Gtin.Parse("09521234500063"), "糯米糍", "second"),
        new(Gtin.Parse("09521234500070"), "仙进奉", "first"),
        new(Gtin.Parse("09521234500087"), "仙进奉", "second"),
    ];

    public static IEnumerable<ProductCommand> All =>
        [
            new(Bulk, "荔枝（散装）", "Lychee, bulk", "桂味", "litchi", "Guiwei"),
            .. Boxes.Select(box => new ProductCommand(
                box.Gtin,
                $"{box.Variety}荔枝 2.5 kg {GradeOf(box).Chinese}",
                $"{EnglishOf(box.Variety)} lychee 2.5 kg, {GradeOf(box).English} grade",
                box.Variety,
                "litchi",
                EnglishOf(box.Variety),
                box.Grade,
                2.5m,
                8
            )),
        ];

    public static Gtin BoxOf(string variety, string grade) =>
        Boxes.Single(box => box.Variety == variety && box.Grade == grade).Gtin;

    public static string EnglishOf(string variety) =>
        variety switch
        {
            "桂味" => "Guiwei",
            "糯米糍" => "Nuomici",
            _ => "Xianjinfeng",
        };

    private static (string Chinese, string English) GradeOf(Box box) =>
        box.Grade switch
        {
            "extra" => ("特级", "extra"),
            "first" => ("一级", "first"),
            _ => ("二级", "second"),
        };

    private sealed record Box(Gtin Gtin, string Variety, string Grade);
}
