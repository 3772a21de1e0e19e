using RuralEc.Traceability.Certificates;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class CertificateTests
{
    [Fact]
    public void From_february_2026_the_producer_promises_in_the_words_of_the_order()
    {
        var template = CertificateTemplate.For(new DateOnly(2026, 2, 1), CertificateStyle.Producer);

        Assert.Equal("2026-1", template.Version);
        Assert.Equal(["未使用禁用农药、兽药及其他化合物；使用的常规农药、兽药残留不超标。"], template.Promises);
        Assert.Equal(["质量安全控制符合要求", "自行检测合格", "委托检测合格"], template.Boxes.Select(box => box.Label));
        Assert.False(template.Verified);
    }

    [Fact]
    public void From_february_2026_the_buyer_promises_that_he_keeps_the_certificates()
    {
        var template = CertificateTemplate.For(new DateOnly(2026, 6, 26), CertificateStyle.Buyer);

        Assert.Equal("2026-2", template.Version);
        Assert.Equal(
            [
                "已按规定收取并保存该批次农产品承诺达标合格证或者其他质量安全合格证明；未违规使用保鲜剂、防腐剂、添加剂等。",
            ],
            template.Promises
        );
    }

    [Theory]
    [InlineData(CertificateStyle.Producer)]
    [InlineData(CertificateStyle.Buyer)]
    public void Until_january_2026_there_was_one_wording_and_a_pledge(CertificateStyle style)
    {
        var template = CertificateTemplate.For(new DateOnly(2026, 1, 31), style);

        Assert.Equal("2021", template.Version);
        Assert.StartsWith("我承诺对生产销售的食用农产品", template.Promises[0], StringComparison.Ordinal);
        Assert.Equal(["委托检测", "自我检测", "内部质量控制", "自我承诺"], template.Boxes.Select(box => box.Label));
        Assert.True(template.Offers(CertificateBasis.OwnPledge));
        Assert.False(CertificateTemplate.For(new DateOnly(2026, 2, 1), style).Offers(CertificateBasis.OwnPledge));
    }

    [Theory]
    [InlineData("2021")]
    [InlineData("2026-1")]
    [InlineData("2026-2")]
    public void A_stored_version_is_found_again(string version) =>
        Assert.Equal(version, CertificateTemplate.OfVersion(version)?.Version);

    [Fact]
    public void What_was_sprayed_must_have_been_tested() =>
        Assert.Equal(
            ["高效氯氟氰菊酯"],
            CertificateRules.Untested(
                [CertificateBasis.OwnTest],
                ["吡唑醚菌酯", "高效氯氟氰菊酯", "吡唑醚菌酯"],
                [" 吡唑醚菌酯 ", "多菌灵"]
            )
        );

    [Fact]
    public void Without_a_test_as_basis_no_test_is_asked_for() =>
        Assert.Empty(CertificateRules.Untested([CertificateBasis.QualityControl], ["吡唑醚菌酯"], []));

    [Fact]
    public void A_number_has_22_digits_county_town_day_and_serial()
    {
        var head = CertificateRules.NumberHead("370782", "370782001", new DateOnly(2026, 5, 17));
        Assert.Equal("3707820012605170000142", CertificateRules.Number(head, 142));
        Assert.Equal(CertificateRules.NumberLength, CertificateRules.Number(head, 1).Length);
        Assert.Equal("440118000260626", CertificateRules.NumberHead("440118", null, new DateOnly(2026, 6, 26)));
    }
}
