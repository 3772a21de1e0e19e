using CsCheck;
using RuralEc.Gs1;
using RuralEc.Server.Http;
using Xunit;

namespace RuralEc.Server.Tests.Scan;

public sealed class ScanTargetTests
{
    [Theory]
    [InlineData("/01/09521234500018/10/2606260713/21/7F3K9QX2M8", ScanTailName.None)]
    [InlineData("/01/09521234500018/10/2606260713/21/7F3K9QX2M8/report", ScanTailName.Report)]
    [InlineData("/01/09521234500018/10/2606260713/21/7F3K9QX2M8/QR.SVG", ScanTailName.QrSvg)]
    [InlineData("/01/09521234500018/qr.png?size=3", ScanTailName.QrPng)]
    [InlineData("/01/09521234500018/10/report", ScanTailName.None)]
    [InlineData("/01/09521234500018/10/report/report", ScanTailName.Report)]
    public void A_segment_behind_the_pairs_is_ours_and_a_lot_may_have_any_name(string target, ScanTailName tail)
    {
        Assert.True(ScanTarget.TryRead(target, out var read, out _));
        Assert.Equal(tail.ToString(), read.Tail.ToString());
    }

    [Fact]
    public void An_encoded_slash_belongs_to_the_lot_number()
    {
        Assert.True(ScanTarget.TryRead("/01/09521234500018/10/A%2FB/qr.svg", out var read, out _));

        Assert.Equal(BatchNumber.Parse("A/B"), read.Link.Batch);
        Assert.Equal("/01/09521234500018/10/A%2FB", read.Here);
    }

    [Theory]
    [InlineData("/01/09521234500019")]
    [InlineData("/01/09521234500018/10/")]
    [InlineData("/01/09521234500018/10/%E8%8D%94")]
    [InlineData("/01/..%2f..%2fetc%2fpasswd")]
    [InlineData("/01/09521234500018/21/x/10/y")]
    [InlineData("/01/09521234500018/10/123456789012345678901")]
    public void What_is_no_link_is_refused_with_a_reason(string target)
    {
        Assert.False(ScanTarget.TryRead(target, out _, out var error));
        Assert.NotEmpty(error.Message);
    }

    [Fact]
    public void No_target_throws() =>
        Gen.String[Gen.Char["/0121%AF?=&;#.x\u0000荔 "], 0, 80]
            .Sample(target =>
            {
                _ = ScanTarget.TryRead("/01/" + target, out _, out _);
            });

    /// <summary>The names of <see cref="ScanTail"/>, which test data cannot hold because it is internal.</summary>
    public enum ScanTailName
    {
        None,
        Report,
        QrSvg,
        QrPng,
    }
}
