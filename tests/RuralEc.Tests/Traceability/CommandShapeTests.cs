using RuralEc.Gs1;
using RuralEc.Traceability.Commands;
using RuralEc.Traceability.Lots;
using RuralEc.Traceability.Parties;
using Xunit;

namespace RuralEc.Tests.Traceability;

public class CommandShapeTests
{
    private static readonly Gtin Box = Gtin.Parse("09521234500018");
    private static readonly Gln Packhouse = Gln.Parse("9521234100027");
    private static readonly BatchNumber Number = BatchNumber.Parse("2606260713");

    private static readonly GradingCommand Sound = new(
        Guid.Parse("019795c4-0000-7000-8000-000000000001"),
        Packhouse,
        new DateTimeOffset(2026, 6, 26, 16, 30, 0, TimeSpan.FromHours(8)),
        [new LotAmount(Box, Number, 100)],
        [new GradeAmount("first", 100)]
    );

    [Fact]
    public void A_sound_command_has_no_fault() => Assert.Null(CommandShape.Check(Sound));

    [Fact]
    public void The_first_fault_is_named_by_its_pointer()
    {
        Assert.Equal("/id", CommandShape.Check(Sound with { Id = Guid.Empty })?.Field);
        Assert.Equal("/place", CommandShape.Check(Sound with { Place = default })?.Field);
        Assert.Equal("/inputs", CommandShape.Check(Sound with { Inputs = [] })?.Field);
        Assert.Equal("/inputs/0", CommandShape.Check(Sound with { Inputs = [null!] })?.Field);
        Assert.Equal(
            "/outputs/1/quantityKg",
            CommandShape.Check(Sound with { Outputs = [.. Sound.Outputs, new GradeAmount("second", -1)] })?.Field
        );
    }

    [Theory]
    [InlineData("0.0005")]
    [InlineData("10000000.001")]
    [InlineData("0")]
    [InlineData("-1")]
    public void Absurd_amounts_are_refused(string amount) =>
        Assert.NotNull(
            CommandShape.Check(
                Sound with
                {
                    Inputs =
                    [
                        new LotAmount(
                            Box,
                            Number,
                            decimal.Parse(amount, System.Globalization.CultureInfo.InvariantCulture)
                        ),
                    ],
                }
            )
        );

    [Theory]
    [InlineData("a\u0000b")]
    [InlineData("a\nb")]
    [InlineData("a\ud800b")]
    public void Control_characters_and_half_characters_are_no_text(string name) =>
        Assert.Equal("/name", CommandShape.Check(Party(name))?.Field);

    [Theory]
    [InlineData("增城仙村示例荔枝专业合作社")]
    [InlineData("<script>alert(1)</script>")] // text is text: it is encoded where it is shown
    [InlineData("'; DROP TABLE lots; --")]
    public void Any_other_text_is_text(string name) => Assert.Null(CommandShape.Check(Party(name)));

    [Fact]
    public void A_text_may_not_be_blank_or_too_long()
    {
        Assert.Equal("/name", CommandShape.Check(Party("  "))?.Field);
        Assert.Equal("/name", CommandShape.Check(Party(new string('长', 101)))?.Field);
    }

    private static PartyCommand Party(string name) =>
        new(Gln.Parse("9521234100003"), PartyKind.Buyer, name, "Sample", "440118");
}
