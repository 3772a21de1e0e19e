using CsCheck;
using RuralEc.Gs1;
using Xunit;

namespace RuralEc.Tests.Gs1;

public sealed class DigitalLinkTests
{
    private const string Box = "HTTPS://T.GZ.CN/01/09521234500018/10/2606260713/21/7F3K9QX2M8";

    [Theory]
    [InlineData(Box)]
    [InlineData("https://t.gz.cn/01/09521234500018/10/2606260713/21/7F3K9QX2M8")]
    [InlineData("http://t.gz.cn:8080/some/01/stem/01/09521234500018/10/2606260713/21/7F3K9QX2M8/")]
    [InlineData("/01/09521234500018/10/2606260713/21/7F3K9QX2M8#top")]
    [InlineData("01/09521234500018/10/2606260713/21/7F3K9QX2M8")]
    [InlineData("/01/09521234500018/10/%32606260713/21/%37F3K9QX2M8")]
    public void A_label_reads_the_same_with_or_without_host_stem_and_encoding(string text)
    {
        var link = Read(text);
        Assert.Equal("09521234500018", link.Gtin?.ToString());
        Assert.Equal("2606260713", link.Batch?.ToString());
        Assert.Equal("7F3K9QX2M8", link.Serial?.ToString());
        Assert.Equal("/01/09521234500018/10/2606260713/21/7F3K9QX2M8", link.ToPath());
    }

    [Fact]
    public void A_box_is_printed_in_upper_case_and_known_by_GTIN_and_serial()
    {
        var lot = new Lgtin(Gtin.Parse("09521234500018"), BatchNumber.Parse("2606260713"));
        var link = DigitalLink.Of(lot, SerialNumber.Parse("7F3K9QX2M8"));
        Assert.Equal(Box, link.ToQrText("t.gz.cn"));
        Assert.Equal("https://id.gs1.org/01/09521234500018/21/7F3K9QX2M8", link.ToCanonicalUri());
        Assert.Equal(lot.ToUri(), DigitalLink.Of(lot).ToCanonicalUri());
        Assert.Equal(lot, link.Lgtin);
    }

    [Fact]
    public void Attributes_and_other_parameters_stand_in_the_query()
    {
        var link = Read("https://id.example/00/095212340000000013?4331=000500-&37=120&linkType=gs1%3Atraceability");
        Assert.Equal("095212340000000013", link.Sscc?.ToString());
        Assert.Equal("000500-", link.ValueOf("4331"));
        Assert.Equal([new Element("linkType", "gs1:traceability")], link.Parameters);
        Assert.Equal("/00/095212340000000013?4331=000500-&37=120&linkType=gs1%3Atraceability", link.ToPath());
    }

    [Theory]
    [InlineData("/01/09521234500018?15=260700")]
    [InlineData("/01/09521234500018?7007=260626260627&3103=002500&422=156&427=GD&13=260626")]
    [InlineData("/01/09521234500018/22/2A/10/L1/21/S1")]
    [InlineData("/01/09521234500018/235/TPX1")]
    [InlineData("/414/9521234100010/254/P-07")]
    [InlineData("/417/9521234100027")]
    [InlineData("/8004/9521234TRUCK1")]
    [InlineData("/8003/09521234543213CRATE7")]
    [InlineData("/415/9521234100027/8020/PAY1")]
    public void Links_of_the_standard_read_and_print_the_same(string text) => Assert.Equal(text, Read(text).ToPath());

    [Theory]
    [InlineData("", DigitalLinkFault.NotALink)]
    [InlineData("ftp://t.gz.cn/01/09521234500018", DigitalLinkFault.NotALink)]
    [InlineData("https:///01/09521234500018", DigitalLinkFault.NotALink)]
    [InlineData("https://t.gz.cn", DigitalLinkFault.NotALink)]
    [InlineData("https://t.gz.cn/", DigitalLinkFault.NoPrimaryKey)]
    [InlineData("/gtin/09521234500018", DigitalLinkFault.NoPrimaryKey)]
    [InlineData("/10/2606260713", DigitalLinkFault.NoPrimaryKey)]
    [InlineData("/01", DigitalLinkFault.MissingValue)]
    [InlineData("/01/09521234500018/10", DigitalLinkFault.MissingValue)]
    [InlineData("/01/09521234500018/10/", DigitalLinkFault.MissingValue)]
    [InlineData("/01//10/L1", DigitalLinkFault.MissingValue)]
    [InlineData("/01/09521234500019", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/9521234500018", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018/10/123456789012345678901", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018/10/a%20b", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018/10/%2E%2E", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018/10/%E6%89%B9", DigitalLinkFault.BadEncoding)]
    [InlineData("/01/09521234500018/10/L%2", DigitalLinkFault.BadEncoding)]
    [InlineData("/01/09521234500018/10/L%zz", DigitalLinkFault.BadEncoding)]
    [InlineData("/01/09521234500018/21/S1/10/L1", DigitalLinkFault.WrongOrder)]
    [InlineData("/01/09521234500018/21/S1/235/T1", DigitalLinkFault.WrongOrder)]
    [InlineData("/01/09521234500018/10/L1/10/L1", DigitalLinkFault.Duplicate)]
    [InlineData("/01/09521234500018?15=260701&15=260701", DigitalLinkFault.Duplicate)]
    [InlineData("/01/09521234500018/99/X", DigitalLinkFault.UnknownIdentifier)]
    [InlineData("/01/09521234500018/254/X", DigitalLinkFault.UnknownIdentifier)]
    [InlineData("/00/095212340000000013/10/L1", DigitalLinkFault.UnknownIdentifier)]
    [InlineData("/01/09521234500018?98765=1", DigitalLinkFault.UnknownIdentifier)]
    [InlineData("/01/09521234500018?10=L1", DigitalLinkFault.UnknownIdentifier)]
    [InlineData("/01/09521234500018?15=261301", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018?7007=260600", DigitalLinkFault.InvalidValue)]
    [InlineData("/01/09521234500018?3103=2500", DigitalLinkFault.InvalidValue)]
    public void What_is_wrong_is_said(string text, DigitalLinkFault expected)
    {
        Assert.False(DigitalLink.TryParse(text, out var link, out var error));
        Assert.Null(link);
        Assert.Equal(expected, error.Fault);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_check_digit_is_answered_with_the_right_one()
    {
        Assert.False(DigitalLink.TryParse("/01/09521234500019", out _, out var error));
        Assert.Equal("The value of 01 (GTIN) has a wrong check digit: 8 is expected.", error.Message);
    }

    [Fact]
    public void What_is_printed_is_read_back() =>
        Gen.Select(KeyTests.Gtins, KeyTests.Texts, KeyTests.Texts)
            .Sample(
                (gtin, batch, serial) =>
                {
                    var lot = new Lgtin(gtin, BatchNumber.Parse(batch));
                    var link = DigitalLink.Of(lot, SerialNumber.Parse(serial));
                    return Read(link.ToUri("trace.example/gs1")).Equals(link)
                        && Read(link.ToQrText("t.gz.cn")).Equals(link)
                        && Read(link.ToPath()).ToPath() == link.ToPath()
                        && Uri.TryCreate(link.ToUri("t.gz.cn"), UriKind.Absolute, out var uri)
                        && Read(uri.AbsoluteUri).Equals(link);
                }
            );

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Gen.OneOf(
                Gen.String,
                Gen.OneOfConst(
                        "/",
                        "01",
                        "10",
                        "%",
                        "%2",
                        "?",
                        "&",
                        "=",
                        "#",
                        "://",
                        "https",
                        "09521234500018",
                        "é",
                        "15"
                    )
                    .Array[0, 12]
                    .Select(string.Concat)
            )
            .Sample(text =>
            {
                var good = DigitalLink.TryParse(text, out var link, out var error);
                return good ? link is not null && error is null && Read(link.ToPath()).Equals(link) : error is not null;
            });

    private static DigitalLink Read(string text) =>
        DigitalLink.TryParse(text, out var link, out var error) ? link : throw new FormatException(error.Message);
}
