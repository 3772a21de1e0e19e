using System.Globalization;
using CsCheck;
using RuralEc.Gs1;
using Xunit;

namespace RuralEc.Tests.Gs1;

public sealed class KeyTests
{
    private const string Set82 = "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

    internal static readonly Gen<string> Texts = Gen.OneOfConst(Set82.ToCharArray())
        .Array[1, 20]
        .Select(chars => new string(chars))
        .Where(text => text is not ("." or ".."));

    internal static readonly Gen<Gtin> Gtins = Gen.Long[0, 9_999_999_999_999]
        .Select(n => Gtin.Parse(CheckDigit.Append(n.ToString("D13", CultureInfo.InvariantCulture))));

    [Theory]
    [InlineData("0952123454321", '3')]
    [InlineData("10614141123456789", '7')]
    [InlineData("629104150021", '3')]
    public void The_check_digit_is_the_one_GS1_prints(string digits, char expected) =>
        Assert.Equal(expected, CheckDigit.Of(digits));

    [Theory]
    [InlineData("09521234500018")]
    [InlineData("19521234500015")]
    [InlineData("9521234543213")]
    [InlineData("96385074")]
    [InlineData("614141123452")]
    public void A_GTIN_of_8_12_13_or_14_digits_is_kept_as_14(string text) =>
        Assert.Equal(text.PadLeft(14, '0'), Gtin.Parse(text).ToString());

    [Theory]
    [InlineData("9521234100010")]
    [InlineData("9521234100027")]
    [InlineData("9521234100034")]
    [InlineData("9521234100041")]
    [InlineData("9521234100058")]
    [InlineData("9521234100065")]
    [InlineData("9521234100072")]
    [InlineData("9521234100089")]
    public void The_locations_of_the_sample_season_are_GLNs(string text) =>
        Assert.Equal(text, Gln.Parse(text).ToString());

    [Theory]
    [InlineData("095212340000000013")]
    [InlineData("095212340000000020")]
    [InlineData("095212340000000037")]
    public void The_pallets_of_the_sample_season_are_SSCCs(string text) =>
        Assert.Equal(text, Sscc.Parse(text).ToString());

    [Fact]
    public void Keys_are_made_of_a_company_prefix_and_a_number()
    {
        Assert.Equal("09521234500018", Gtin.FromPrefix("9521234", 50001).ToString());
        Assert.Equal("19521234500015", Gtin.FromPrefix("9521234", 50001).WithIndicator(1).ToString());
        Assert.Equal("9521234100027", Gln.FromPrefix("9521234", 10002).ToString());
        Assert.Equal("095212340000000037", Sscc.FromPrefix("9521234", 3).ToString());
        Assert.Throws<FormatException>(() => Gln.FromPrefix("9521234", 100_000));
        Assert.Throws<FormatException>(() => Gln.FromPrefix("95212x4", 1));
    }

    [Fact]
    public void Any_single_wrong_digit_is_caught() =>
        Gen.Select(Gtins, Gen.Int[0, 13], Gen.Int[1, 9])
            .Sample(
                (gtin, at, by) =>
                {
                    var digits = gtin.ToString().ToCharArray();
                    digits[at] = (char)('0' + ((digits[at] - '0' + by) % 10));
                    return !Gtin.TryParse(new string(digits), out _);
                }
            );

    [Theory]
    [InlineData("")]
    [InlineData("0952123450001")]
    [InlineData("09521234500019")]
    [InlineData("0952123450001٨")]
    [InlineData(" 9521234500018")]
    [InlineData("095212345000180")]
    public void What_is_no_GTIN_is_refused(string text)
    {
        Assert.False(Gtin.TryParse(text, out _));
        Assert.Contains(text, Assert.Throws<FormatException>(() => Gtin.Parse(text)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2606260713", true)]
    [InlineData("A/b%20", true)]
    [InlineData("12345678901234567890", true)]
    [InlineData("123456789012345678901", false)]
    [InlineData("", false)]
    [InlineData("26 06", false)]
    [InlineData("批次7", false)]
    [InlineData("a\n", false)]
    [InlineData("..", false)]
    public void A_batch_number_is_1_to_20_characters_of_set_82(string text, bool good)
    {
        Assert.Equal(good, BatchNumber.TryParse(text, out _));
        Assert.Equal(good, SerialNumber.TryParse(text, out _));
    }

    [Theory]
    [InlineData("09521234543213CRATE7", true)]
    [InlineData("09521234543213", true)]
    [InlineData("19521234543210", false)]
    [InlineData("09521234543214", false)]
    public void A_GRAI_begins_with_zero_and_a_checked_key(string text, bool good) =>
        Assert.Equal(good, Grai.TryParse(text, out _));

    [Fact]
    public void An_empty_value_of_any_key_prints_as_nothing_and_is_never_read()
    {
        Assert.Equal("", default(Gtin).ToString());
        Assert.Equal("", default(BatchNumber).ToString());
        Assert.False(Gtin.TryParse(default(Gtin).ToString(), out _));
        Assert.False(Lgtin.TryParse(default(Lgtin).ToString(), out _));
    }

    [Fact]
    public void Canonical_URIs_are_those_of_the_standard()
    {
        var gtin = Gtin.Parse("09521234500018");
        var gln = Gln.Parse("9521234100027");
        Assert.Equal(
            "https://id.gs1.org/01/09521234500018/10/2606260713",
            new Lgtin(gtin, BatchNumber.Parse("2606260713")).ToUri()
        );
        Assert.Equal(
            "https://id.gs1.org/01/09521234500018/21/7F3K9QX2M8",
            new Sgtin(gtin, SerialNumber.Parse("7F3K9QX2M8")).ToUri()
        );
        Assert.Equal("https://id.gs1.org/00/095212340000000013", Sscc.Parse("095212340000000013").ToUri());
        Assert.Equal("https://id.gs1.org/414/9521234100027", gln.ToLocationUri());
        Assert.Equal("https://id.gs1.org/414/9521234100027/254/P%2F7", gln.ToLocationUri(GlnExtension.Parse("P/7")));
        Assert.Equal("https://id.gs1.org/417/9521234100027", gln.ToPartyUri());
        Assert.Equal("https://id.gs1.org/8004/9521234TRUCK1", Giai.Parse("9521234TRUCK1").ToUri());
    }

    [Fact]
    public void Every_key_comes_back_from_its_canonical_URI() =>
        Gen.Select(Gtins, Texts)
            .Sample(
                (gtin, text) =>
                {
                    var lot = new Lgtin(gtin, BatchNumber.Parse(text));
                    var item = new Sgtin(gtin, SerialNumber.Parse(text));
                    var gln = Gln.Parse(CheckDigit.Append(gtin.ToString()[1..13]));
                    return Lgtin.TryFromUri(lot.ToUri(), out var lotBack)
                        && lotBack == lot
                        && Lgtin.Parse(lot.ToString()) == lot
                        && !Sgtin.TryFromUri(lot.ToUri(), out _)
                        && Sgtin.TryFromUri(item.ToUri(), out var itemBack)
                        && itemBack == item
                        && Gtin.TryFromUri(gtin.ToUri(), out var gtinBack)
                        && gtinBack == gtin
                        && Giai.TryFromUri(Giai.Parse(text).ToUri(), out var asset)
                        && asset.ToString() == text
                        && Gln.TryFromPartyUri(gln.ToPartyUri(), out var party)
                        && party == gln
                        && Gln.TryFromLocationUri(
                            gln.ToLocationUri(GlnExtension.Parse(text)),
                            out var place,
                            out var part
                        )
                        && place == gln
                        && part?.ToString() == text;
                }
            );

    [Fact]
    public void No_text_makes_a_key_throw() =>
        Gen.String.Sample(text =>
            (!Gtin.TryParse(text, out var gtin) || gtin.ToString().Length == 14)
            && (!Gln.TryParse(text, out var gln) || gln.ToString() == text)
            && (!Sscc.TryParse(text, out var sscc) || sscc.ToString() == text)
            && (!Grai.TryParse(text, out var grai) || grai.ToString() == text)
            && (!Giai.TryParse(text, out var giai) || giai.ToString() == text)
            && (!Lgtin.TryParse(text, out var lot) || lot.ToString() == text)
            && (!Sgtin.TryFromUri("https://id.gs1.org/" + text, out var item) || item.ToString() == text)
            && (
                !Gln.TryFromLocationUri("https://id.gs1.org/414/" + text, out var place, out var part)
                || place.ToLocationUri(part) == "https://id.gs1.org/414/" + text
            )
        );
}
